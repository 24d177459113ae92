//! GenBank records, which bring sequence and genes together.

use std::collections::HashMap;

use gb_io::reader::{GbParserError, SeqReader};
use gb_io::seq::{After, Before, Location, Seq};

use super::contigs::Contig;
use super::promoters::Counted;
use super::{CodingGene, Genome, GenomeError, MAX_BYTES};
use crate::sequence::Strand;

pub(super) fn add(genome: &mut Genome, text: &[u8]) -> Result<(), GenomeError> {
    if text.len() > MAX_BYTES {
        return Err(GenomeError::TooLarge("genome"));
    }
    let mut genes: HashMap<String, usize> =
        genome.genes.iter().enumerate().map(|(index, gene)| (gene.systematic.to_ascii_uppercase(), index)).collect();
    let mut nameless = Counted::new("coding sequences without a name (left out)");
    let mut records = 0;
    for record in SeqReader::new(text) {
        records += 1;
        let record = record.map_err(|error| unreadable(records, &error))?;
        add_record(record, genome, &mut genes, &mut nameless)?;
    }
    genome.notes.push(nameless);
    if records == 0 { Err(GenomeError::NoRecord) } else { Ok(()) }
}

/// The parser quotes the text where it stopped, line breaks and all.
fn unreadable(record: usize, error: &GbParserError) -> GenomeError {
    let reason = error.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
    GenomeError::GenBank { record, reason }
}

fn add_record(
    record: Seq,
    genome: &mut Genome,
    genes: &mut HashMap<String, usize>,
    nameless: &mut Counted,
) -> Result<(), GenomeError> {
    let name = record.version.or(record.accession).or(record.name).unwrap_or_else(|| "unnamed record".into());
    if record.seq.is_empty() {
        return Err(GenomeError::NoBases(name));
    }
    if genome.contigs.iter().any(|contig| contig.name == name) {
        return Err(GenomeError::SameContig(name));
    }
    let transcripts = record.features.iter().filter(|feature| feature.kind == "mRNA");
    let mut transcript_starts: HashMap<String, usize> = HashMap::new();
    for transcript in transcripts {
        if let Some((name, (_, start))) = systematic(transcript).zip(start_of(&transcript.location, true)) {
            transcript_starts.entry(name.to_ascii_uppercase()).or_insert(start);
        }
    }
    let contig = genome.contigs.len();
    for coding in record.features.iter().filter(|feature| feature.kind == "CDS") {
        let Some(systematic) = systematic(coding) else {
            nameless.add(&coding.location.to_gb_format());
            continue;
        };
        let Some((strand, _)) = start_of(&coding.location, true) else { continue };
        let start_codon = start_of(&coding.location, false).map(|(_, border)| border);
        let key = systematic.to_ascii_uppercase();
        let transcript_start = transcript_starts.get(&key).copied();
        if let Some(&known) = genes.get(&key) {
            if genome.genes[known].contig == contig {
                genome.genes[known].add_transcript(start_codon, transcript_start);
            }
            continue;
        }
        let standard = name_of(coding, "gene").filter(|standard| !standard.eq_ignore_ascii_case(&systematic));
        let bounds = coding.location.find_bounds().unwrap_or_default();
        let [start, end] = [bounds.0, bounds.1].map(|border| usize::try_from(border).unwrap_or_default());
        genes.insert(key, genome.genes.len());
        genome.genes.push(CodingGene {
            contig,
            systematic,
            standard,
            strand,
            start_codon,
            transcript_start,
            coding: start..end,
            other_starts: [false; 2],
        });
    }
    genome.contigs.push(Contig { name, bases: record.seq });
    Ok(())
}

fn systematic(feature: &gb_io::seq::Feature) -> Option<String> {
    name_of(feature, "locus_tag").or_else(|| name_of(feature, "gene"))
}

fn name_of(feature: &gb_io::seq::Feature, qualifier: &str) -> Option<String> {
    let name = feature.qualifier_values(qualifier).next()?.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// The strand of a feature, and the border before its first base; where that lies beyond what is given (`<5..12`), only if `beyond`.
fn start_of(location: &Location, beyond: bool) -> Option<(Strand, usize)> {
    match location {
        Location::Range((start, Before(before)), _) if beyond || !before => {
            Some((Strand::Forward, usize::try_from(*start).ok()?))
        }
        Location::Join(parts) | Location::Order(parts) => start_of(parts.first()?, beyond),
        Location::Complement(turned) => Some((Strand::Reverse, end_of(turned, beyond)?)),
        _ => None,
    }
}

/// Where a location on the forward strand ends, which is where its complement starts.
fn end_of(location: &Location, beyond: bool) -> Option<usize> {
    match location {
        Location::Range(_, (end, After(after))) if beyond || !after => usize::try_from(*end).ok(),
        Location::Join(parts) | Location::Order(parts) => end_of(parts.last()?, beyond),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_start_codon_of_each_kind_of_location() -> Result<(), GbParserError> {
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
            assert_eq!(start_of(&Location::from_gb_format(text)?, false), expected, "{text}");
        }
        Ok(())
    }
}
