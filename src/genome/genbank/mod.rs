//! GenBank records, which bring sequence and genes together.

mod location;
mod record;

use std::collections::HashMap;

use super::note::{GenomeNote, NoteCounter};
use super::starts::{Starts, Stretch};
use super::text::one_word;
use super::{CodingGene, Contig, Genome, GenomeError, MAX_BYTES};
use location::Location;
use record::{Feature, Record, each_record};

/// Adds the records of a text to a genome.
pub(super) fn add(genome: &mut Genome, text: &[u8]) -> Result<(), GenomeError> {
    if text.len() > MAX_BYTES {
        return Err(GenomeError::TooLarge("genome"));
    }
    let genes = genome.genes.iter().enumerate();
    let genes = genes.map(|(index, gene)| (gene.systematic.to_ascii_uppercase(), index)).collect();
    let contigs = genome.contigs.iter().map(|contig| (contig.name.clone(), 1)).collect();
    let mut reading = GenbankReading::new(genome, genes, contigs);
    let mut records = 0;
    let is_other = each_record(text, |record| {
        records += 1;
        reading.add(record)
    })?;
    if is_other {
        return Err(GenomeError::GenBank { record: 1, reason: "it has no line LOCUS".into() });
    }
    let (baseless, notes) = reading.into_notes();
    for note in notes {
        genome.add_note(note);
    }
    match baseless {
        _ if records == 0 => Err(GenomeError::NoRecord),
        Some(name) if genome.contigs.is_empty() => Err(GenomeError::NoBases(name)),
        _ => Ok(()),
    }
}

/// A genome that records are added to, and what is left out of them.
struct GenbankReading<'a> {
    genome: &'a mut Genome,
    /// Its genes by name, in upper case.
    genes: HashMap<String, usize>,
    /// How often each name of a contig was there.
    contigs: HashMap<String, usize>,
    first_without_bases: Option<String>,
    nameless: NoteCounter,
    unreadable: NoteCounter,
    beyond: NoteCounter,
    twice: NoteCounter,
    without_bases: NoteCounter,
    other_length: NoteCounter,
}

impl<'a> GenbankReading<'a> {
    fn new(genome: &'a mut Genome, genes: HashMap<String, usize>, contigs: HashMap<String, usize>) -> Self {
        Self {
            genome,
            genes,
            contigs,
            first_without_bases: None,
            nameless: NoteCounter::new(GenomeNote::Nameless),
            unreadable: NoteCounter::new(GenomeNote::NoPlace),
            beyond: NoteCounter::new(GenomeNote::BeyondContig),
            twice: NoteCounter::new(GenomeNote::SameName),
            without_bases: NoteCounter::new(GenomeNote::RecordsWithoutBases),
            other_length: NoteCounter::new(GenomeNote::RecordsOfOtherLength),
        }
    }

    fn into_notes(self) -> (Option<String>, [NoteCounter; 6]) {
        let Self { nameless, unreadable, beyond, twice, without_bases, other_length, .. } = self;
        (self.first_without_bases, [nameless, unreadable, beyond, twice, without_bases, other_length])
    }

    fn add(&mut self, record: Record) -> Result<(), GenomeError> {
        let failed = |reason: String| Err(GenomeError::GenBank { record: record.number, reason });
        if let Some((odd, line)) = record.odd {
            return failed(format!("line {line} has \"{}\" among its bases", odd.escape_default()));
        }
        // Only a length that is as promised says that nothing is missing.
        if !record.is_whole && record.promised_length() != Some(record.bases.len()) {
            return failed("it ends without a line //".into());
        }
        let name = record.name();
        if record.bases.is_empty() {
            self.without_bases.add(&name);
            self.first_without_bases.get_or_insert(name);
            return Ok(());
        }
        let times = self.contigs.entry(name.clone()).or_default();
        *times += 1;
        let name = match *times {
            1 => name,
            _ if record.has_accession() => return Err(GenomeError::SameContig(name)),
            times => format!("{name}_{times}"),
        };
        if record.promised_length().is_some_and(|bases| bases != record.bases.len()) {
            self.other_length.add(&name);
        }
        for feature in record.features.iter().filter(|feature| feature.kind == "CDS") {
            self.add_coding(feature, &name, &record);
        }
        for feature in record.features.iter().filter(|feature| feature.kind == "mRNA") {
            self.add_transcript(feature, &record);
        }
        self.genome.contigs.push(Contig { name, description: String::new(), bases: record.bases });
        Ok(())
    }

    fn add_coding(&mut self, feature: &Feature, contig: &str, record: &Record) {
        let Some(systematic) = systematic(feature) else {
            return self.nameless.add(&feature.location);
        };
        let Some(location) = Location::read(&feature.location) else {
            return self.unreadable.add(&systematic);
        };
        let bases = record.bases.len();
        let (strand, coding) = (location.strand(), location.extent(bases));
        // A location that goes on with the first base says itself that the contig is a circle.
        let is_circular = record.is_circular() || location.crosses_origin(bases);
        let start_codon = location.start();
        let starts = Starts { strand, start_codon, transcript: None, transcript_end: None, coding };
        let starts = match starts.on(Stretch { name: contig, bases, is_circular }, &systematic) {
            Ok(starts) => starts,
            Err(error) => {
                self.genome.trouble.get_or_insert(error);
                return self.beyond.add(&systematic);
            }
        };
        let key = systematic.to_ascii_uppercase();
        let contig = self.genome.contigs.len();
        if let Some(known) = self.genes.get(&key).and_then(|known| self.genome.genes.get_mut(*known)) {
            let overlaps = known.coding.start < starts.coding.end && starts.coding.start < known.coding.end;
            if known.contig == contig && known.strand == strand && overlaps {
                return known.add_transcript([starts.start_codon, None, None]);
            }
            return self.twice.add(&systematic);
        }
        let standard = feature.get("gene").filter(|standard| !standard.eq_ignore_ascii_case(&systematic));
        self.genes.insert(key, self.genome.genes.len());
        self.genome.genes.push(CodingGene::new(contig, systematic, standard, starts));
    }

    fn add_transcript(&mut self, feature: &Feature, record: &Record) {
        let name = systematic(feature).unwrap_or_default().to_ascii_uppercase();
        let contig = self.genome.contigs.len();
        let location = Location::read(&feature.location);
        let gene = self.genes.get(&name).and_then(|known| self.genome.genes.get_mut(*known));
        if let (Some(gene), Some(location)) = (gene, location)
            && (gene.contig, gene.strand) == (contig, location.strand())
        {
            let [start, end] = [location.start(), location.end()];
            let known = |border: &usize| *border <= record.bases.len();
            gene.add_transcript([None, start.filter(known), end.filter(known)]);
        }
    }
}

fn systematic(feature: &Feature) -> Option<String> {
    feature.get("locus_tag").or_else(|| feature.get("gene")).as_deref().and_then(one_word)
}
