//! GenBank records to chromosomes with the genes that code for proteins.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use cisight::sequence::{Chromosome, Feature, Strand};
use gb_io::reader::{GbParserError, SeqReader};
use gb_io::seq::{After, Before, Location, Seq};

use crate::input;

/// What the records hold.
#[derive(Debug, Default)]
pub struct Genome {
    /// In the order of the files.
    pub chromosomes: Vec<Chromosome>,
    /// The accession of each record, with its version.
    pub accessions: Vec<String>,
    /// Coding sequences that were left out.
    pub left_out: LeftOut,
}

/// Coding sequences without a promoter of their own.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Neither a locus tag nor a gene name.
    pub nameless: usize,
    /// The start codon lies beyond the record, or the location does not say where it is.
    pub without_start: usize,
    /// Further coding sequences of a gene, say of another transcript: the first one listed counts.
    pub further: usize,
}

/// Reads files in order, saying on standard error what each one holds.
pub fn read(paths: &[PathBuf]) -> anyhow::Result<Genome> {
    let mut genome = Genome::default();
    let mut seen = HashSet::new();
    for path in paths {
        let text = input::read(path)?;
        read_records(&text, path, &mut genome, &mut seen).with_context(|| path.display().to_string())?;
    }
    if genome.chromosomes.iter().all(|chromosome| chromosome.features.is_empty()) {
        bail!("the GenBank records have no CDS feature with a name; use annotated records");
    }
    Ok(genome)
}

fn read_records(text: &[u8], path: &Path, genome: &mut Genome, seen: &mut HashSet<String>) -> anyhow::Result<()> {
    let mut records = 0;
    for record in SeqReader::new(text) {
        records += 1;
        let record = record.map_err(|error| unreadable(records, &error))?;
        add_record(record, genome, seen)?;
        if let Some(chromosome) = genome.chromosomes.last() {
            let (genes, bases) = (chromosome.features.len(), chromosome.bases.len());
            eprintln!("{}: {}, {bases} bases, {genes} genes", path.display(), chromosome.name);
        }
    }
    if records == 0 {
        bail!("holds no GenBank record; use the format that has ORIGIN and FEATURES, not FASTA");
    }
    Ok(())
}

/// The parser quotes the text where it stopped, line breaks and all.
fn unreadable(record: usize, error: &GbParserError) -> anyhow::Error {
    let quoted = error.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
    anyhow!("record {record} is no GenBank record, or is cut short ({quoted})")
}

fn add_record(record: Seq, genome: &mut Genome, seen: &mut HashSet<String>) -> anyhow::Result<()> {
    let name = record.version.or(record.accession).or(record.name).unwrap_or_else(|| "unnamed record".into());
    if record.seq.is_empty() {
        bail!("{name} has no bases; get the record with its sequence (\"GenBank (full)\")");
    }
    let mut features = Vec::new();
    for coding in record.features.iter().filter(|feature| feature.kind == "CDS") {
        let Some(systematic) = name_of(coding, "locus_tag").or_else(|| name_of(coding, "gene")) else {
            genome.left_out.nameless += 1;
            continue;
        };
        let Some((strand, anchor)) = start_of(&coding.location) else {
            genome.left_out.without_start += 1;
            continue;
        };
        if !seen.insert(systematic.to_ascii_uppercase()) {
            genome.left_out.further += 1;
            continue;
        }
        let standard = name_of(coding, "gene").filter(|standard| !standard.eq_ignore_ascii_case(&systematic));
        features.push(Feature { systematic, standard, strand, anchor });
    }
    genome.accessions.push(name.clone());
    genome.chromosomes.push(Chromosome { name, bases: record.seq, features });
    Ok(())
}

fn name_of(feature: &gb_io::seq::Feature, qualifier: &str) -> Option<String> {
    let name = feature.qualifier_values(qualifier).next()?.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// The strand of a coding sequence, and the border before its start codon.
fn start_of(location: &Location) -> Option<(Strand, usize)> {
    match location {
        Location::Range((start, Before(false)), _) => Some((Strand::Forward, usize::try_from(*start).ok()?)),
        Location::Join(parts) | Location::Order(parts) => start_of(parts.first()?),
        Location::Complement(turned) => Some((Strand::Reverse, end_of(turned)?)),
        _ => None,
    }
}

/// Where a location on the forward strand ends, which is where its complement starts.
fn end_of(location: &Location) -> Option<usize> {
    match location {
        Location::Range(_, (end, After(false))) => usize::try_from(*end).ok(),
        Location::Join(parts) | Location::Order(parts) => end_of(parts.last()?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_start_codon_of_each_kind_of_location() -> anyhow::Result<()> {
        let cases = [
            ("5..12", Some((Strand::Forward, 4))),
            ("complement(5..12)", Some((Strand::Reverse, 12))),
            ("join(5..12,20..30)", Some((Strand::Forward, 4))),
            ("join(5,20..30)", Some((Strand::Forward, 4))),
            ("complement(join(5..12,20..30))", Some((Strand::Reverse, 30))),
            ("complement(join(5..12,30))", Some((Strand::Reverse, 30))),
            ("join(complement(20..30),complement(5..12))", Some((Strand::Reverse, 30))),
            ("5..>12", Some((Strand::Forward, 4))),
            ("<5..12", None),
            ("complement(<5..12)", Some((Strand::Reverse, 12))),
            ("complement(5..>12)", None),
            ("J00194.1:5..12", None),
        ];
        for (text, expected) in cases {
            assert_eq!(start_of(&Location::from_gb_format(text)?), expected, "{text}");
        }
        Ok(())
    }
}
