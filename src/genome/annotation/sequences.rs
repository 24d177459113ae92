use std::collections::HashMap;

use super::attributes::Dialect;
use super::line::{Kind, Line};
use crate::genome::text::{numbered_lines, words};

/// What an annotation says of the contigs that it is on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct DescribedContig {
    /// Such as `I`, of NCBI's `chromosome=I`.
    pub(super) chromosome: Option<String>,
    /// Other identifiers, accessions above all.
    pub(super) aliases: Vec<String>,
    pub(super) bases: Option<usize>,
    pub(super) is_circular: bool,
}

/// That of every contig, by the name that the annotation gives it.
#[derive(Debug, Default)]
pub(in crate::genome) struct Sequences(HashMap<String, DescribedContig>);

impl Sequences {
    pub(super) fn get(&self, contig: &str) -> Option<&DescribedContig> {
        self.0.get(contig)
    }

    /// `##sequence-region chrI 1 230218`
    pub(super) fn read_directives(&mut self, text: &[u8]) {
        for (_, line) in numbered_lines(text).filter(|(_, line)| line.starts_with(b"##sequence-region")) {
            let line = words(line);
            let cells: Vec<&str> = line.split_whitespace().collect();
            if let [_, contig, "1", end, ..] = cells.as_slice()
                && let Ok(bases) = end.parse()
            {
                self.0.entry((*contig).to_owned()).or_default().bases.get_or_insert(bases);
            }
        }
    }

    /// A line about a whole contig.
    pub(super) fn add(&mut self, line: &Line<'_>) {
        let Some(place) =
            line.place.as_ref().ok().filter(|place| line.kind == Kind::Sequence && place.range.start == 0)
        else {
            return;
        };
        let attributes = line.attributes(Dialect::Gff3);
        let described = self.0.entry(line.contig.clone().into_owned()).or_default();
        described.bases.get_or_insert(place.range.end);
        described.is_circular |= attributes.get("Is_circular").is_some_and(|is| is.eq_ignore_ascii_case("true"));
        if described.chromosome.is_none() {
            let organelle = || attributes.get("genome").filter(|genome| genome.eq_ignore_ascii_case("mitochondrion"));
            described.chromosome = attributes.get("chromosome").or_else(organelle);
        }
        let references = attributes.list("Dbxref").into_iter().chain(attributes.list("Alias"));
        let plain = |reference: String| reference.rsplit(':').next().map(str::to_owned);
        described.aliases.extend(references.filter_map(plain).chain(attributes.get("Name")));
    }
}
