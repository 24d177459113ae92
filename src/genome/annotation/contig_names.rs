use std::collections::HashMap;

use super::labels::{accessions, chromosome, in_header, number};
use super::sequences::{DescribedContig, Sequences};
use crate::genome::note::{Example, GenomeNote, NoteCounter};
use crate::genome::starts::Stretch;
use crate::genome::{Contig, GenomeError};

/// How names are compared, the surest way first: as they stand, by the chromosome in them, by accession, by
/// the chromosome that headers and lines about whole contigs say, by its number in the other numerals.
const WAYS: usize = 5;

/// The ways up to here need no word: everybody takes `chrI` and `I` for one.
const EXPECTED_WAYS: usize = 2;

type Keys = [Vec<String>; WAYS];

/// The contigs of a genome by the names that an annotation gives them.
pub(in crate::genome) struct ContigNames<'a> {
    contigs: &'a [Contig],
    described: &'a Sequences,
    /// For each way contigs by their keys; none where several have one.
    index: [HashMap<String, Option<usize>>; WAYS],
    has_other_numerals: bool,
    found: HashMap<String, Option<usize>>,
    /// Names that were matched though they differ.
    matched: NoteCounter,
    /// Names that fit, and lengths that do not.
    other_length: NoteCounter,
    /// The same where that is why they were not matched: a sentence.
    refused: Option<GenomeError>,
}

impl<'a> ContigNames<'a> {
    /// `annotated`: the names in the annotation.
    pub(in crate::genome) fn new<'n>(
        contigs: &'a [Contig],
        described: &'a Sequences,
        annotated: impl Iterator<Item = &'n str>,
    ) -> Self {
        let mut index: [HashMap<String, Option<usize>>; WAYS] = Default::default();
        for (at, contig) in contigs.iter().enumerate() {
            for (keys, index) in keys(&contig.name, in_header(&contig.description), &[]).into_iter().zip(&mut index) {
                for key in keys {
                    index
                        .entry(key)
                        .and_modify(|known| *known = known.filter(|known| *known == at))
                        .or_insert(Some(at));
                }
            }
        }
        let own = numerals(index[3].keys().map(String::as_str));
        let said = |name: &str| described.get(name).and_then(|own| own.chromosome.clone());
        let others: Vec<String> =
            annotated.map(|name| chromosome(&said(name).unwrap_or_else(|| name.into()))).collect();
        let others = numerals(others.iter().map(String::as_str));
        let has_other_numerals =
            matches!((own, others), ([true, false], [false, true]) | ([false, true], [true, false]));
        let matched = NoteCounter::new(GenomeNote::ContigsMatched);
        let other_length = NoteCounter::new(GenomeNote::ContigsOfOtherLength);
        let found = HashMap::new();
        Self { contigs, described, index, has_other_numerals, found, matched, other_length, refused: None }
    }

    /// The index of the contig that the annotation gives this name.
    pub(in crate::genome) fn find(&mut self, name: &str) -> Option<usize> {
        match self.found.get(name) {
            Some(known) => *known,
            None => {
                let at = self.search(name);
                self.found.insert(name.to_owned(), at);
                at
            }
        }
    }

    /// Its bases.
    pub(super) fn stretch(&self, at: usize, name: &str) -> Stretch<'a> {
        let contig = &self.contigs[at];
        let said = self.described.get(name).is_some_and(|described| described.is_circular);
        let in_header = ["[topology=circular]", "[top=circular]"].iter().any(|word| contig.description.contains(word));
        Stretch { name: &contig.name, bases: contig.bases.len(), is_circular: said || in_header }
    }

    fn search(&mut self, name: &str) -> Option<usize> {
        let nothing = DescribedContig::default();
        let described = self.described.get(name).unwrap_or(&nothing);
        let keys = keys(name, described.chromosome.as_deref().map(chromosome), &described.aliases);
        let ways = if self.has_other_numerals { WAYS } else { WAYS - 1 };
        for (way, (keys, index)) in keys.into_iter().zip(&self.index).enumerate().take(ways) {
            let Some(at) = keys.iter().find_map(|key| index.get(key).copied().flatten()) else { continue };
            let contig = &self.contigs[at];
            let bases = contig.bases.len();
            let is_as_long = described.bases.is_none_or(|said| said == bases);
            match (way < EXPECTED_WAYS, is_as_long) {
                (true, true) => {}
                (true, false) => self.other_length.add(&contig.name),
                (false, true) => {
                    let (annotation, genome) = (name.to_owned(), contig.name.clone());
                    self.matched.add(Example::Pair { annotation, genome });
                }
                (false, false) => {
                    let said = described.bases.unwrap_or_default();
                    let pair = format!("{name} = {}", contig.name);
                    self.refused.get_or_insert(GenomeError::OtherLength { pair, annotation: said, genome: bases });
                    continue;
                }
            }
            return Some(at);
        }
        None
    }

    /// Why a contig of the annotation was not found.
    pub(super) fn unknown(&mut self, annotated: &str) -> GenomeError {
        self.refused.take().unwrap_or_else(|| {
            let some: Vec<String> = self.contigs.iter().take(3).map(|contig| format!("\"{}\"", contig.name)).collect();
            GenomeError::OtherContigs { annotation: annotated.to_owned(), genome: some.join(", ") }
        })
    }

    pub(super) fn into_notes(self) -> [NoteCounter; 2] {
        [self.matched, self.other_length]
    }
}

fn keys(name: &str, said: Option<String>, aliases: &[String]) -> Keys {
    let own = chromosome(name);
    let labels: Vec<String> = said.into_iter().chain([own.clone()]).collect();
    let names = [name].into_iter().chain(aliases.iter().map(String::as_str));
    let accessions = names.clone().flat_map(accessions).collect();
    let numbers = labels.iter().filter_map(|label| Some(number(label)?.0.to_string())).collect();
    let labels = labels.into_iter().chain(aliases.iter().map(|alias| chromosome(alias))).collect();
    [vec![name.to_owned()], vec![own], accessions, labels, numbers]
}

/// Whether some of the labels are Roman numbers, and whether some are others. X says nothing: it may be a sex
/// chromosome.
fn numerals<'n>(labels: impl Iterator<Item = &'n str>) -> [bool; 2] {
    let mut found = [false; 2];
    for (_, is_roman) in labels.filter(|label| *label != "x").filter_map(number) {
        found[usize::from(!is_roman)] = true;
    }
    found
}
