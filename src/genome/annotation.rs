use std::io;

use noodles_gff::feature::RecordBuf;
use noodles_gff::feature::record::{Phase, Strand as AnnotatedStrand};
use noodles_gff::feature::record_buf::attributes::field::Value;
use noodles_gff::{self as gff, directive_buf::key};
use noodles_gtf as gtf;

use super::contigs::Contig;
use super::promoters::Counted;
use super::relations::Relations;
use super::transcripts::Transcripts;
use super::{CodingGene, GenomeError, MAX_BYTES};
use crate::sequence::Strand;

/// What a line of an annotation says, as far as promoters need it.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) contig: String,
    pub(super) kind: Kind,
    /// From 0, half-open, on the forward strand.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) strand: Option<Strand>,
    /// Whether the first base is not the first of a codon.
    pub(super) begins_within_codon: bool,
    record: RecordBuf,
}

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    CodingSequence,
    StartCodon,
    /// From where to where a gene is transcribed.
    Transcript,
    /// A part of that.
    Exon,
    /// Something that only passes on its name.
    Other,
}

impl Line {
    /// An attribute's first value; empty ones are none.
    pub(super) fn attribute(&self, tag: &str) -> Option<String> {
        let value = self.record.attributes().get(tag.as_bytes())?;
        let text = value.iter().next()?.to_string();
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// All values of an attribute.
    pub(super) fn attributes(&self, tag: &str) -> Vec<String> {
        let values = self.record.attributes().get(tag.as_bytes()).map(Value::iter);
        values.into_iter().flatten().map(ToString::to_string).collect()
    }
}

/// Reads GFF3 or GTF, as the content says: the genes that code for proteins, and what was left out.
pub(super) fn read_annotation(text: &[u8], contigs: &[Contig]) -> Result<(Vec<CodingGene>, Vec<Counted>), GenomeError> {
    if text.len() > MAX_BYTES {
        return Err(GenomeError::TooLarge("annotation"));
    }
    let mut transcripts = Transcripts::default();
    if is_gtf(text) {
        each_gtf_line(text, |number, line| transcripts.add_gtf(number, &line))?;
    } else {
        let mut relations = Relations::default();
        each_gff_line(text, |_, line| {
            relations.add(line);
            Ok(())
        })?;
        relations.into_transcripts(&mut transcripts);
    }
    transcripts.into_genes(contigs)
}

/// GTF writes attributes as `key "value"`, GFF3 as `key=value`.
fn is_gtf(text: &[u8]) -> bool {
    let mut lines = text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty() && line[0] != b'#');
    let attributes = lines.find_map(|line| line.split(|byte| *byte == b'\t').nth(8));
    attributes.is_some_and(|attributes| attributes.windows(2).any(|pair| pair == b" \""))
}

/// Lines with their numbers from 1; blank ones are left out.
fn numbered_lines(text: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let lines = text.split(|byte| *byte == b'\n').enumerate();
    lines.map(|(index, line)| (index + 1, line.trim_ascii_end())).filter(|(_, line)| !line.is_empty())
}

fn each_gff_line(text: &[u8], mut take: impl FnMut(usize, Line) -> Result<(), GenomeError>) -> Result<(), GenomeError> {
    for (number, text) in numbered_lines(text) {
        let mut line = gff::Line::default();
        gff::io::Reader::new(text).read_line(&mut line).map_err(|error| unreadable(number, &error))?;
        if line.as_directive().is_some_and(|directive| directive.key() == key::FASTA) {
            break;
        }
        if let Some(record) = line.as_record() {
            let record = record.and_then(|record| RecordBuf::try_from_feature_record(&record));
            take(number, parsed(number, record)?)?;
        }
    }
    Ok(())
}

fn each_gtf_line(text: &[u8], mut take: impl FnMut(usize, Line) -> Result<(), GenomeError>) -> Result<(), GenomeError> {
    for (number, text) in numbered_lines(text) {
        let mut line = gtf::Line::default();
        gtf::io::Reader::new(text).read_line(&mut line).map_err(|error| unreadable(number, &error))?;
        if let Some(record) = line.as_record() {
            let record = record.and_then(|record| RecordBuf::try_from_feature_record(&record));
            take(number, parsed(number, record)?)?;
        }
    }
    Ok(())
}

fn parsed(line: usize, record: io::Result<RecordBuf>) -> Result<Line, GenomeError> {
    let record = record.map_err(|error| unreadable(line, &error))?;
    let (start, end) = (record.start().get() - 1, record.end().get());
    if start >= end {
        let reason = format!("the feature ends ({end}) before it starts ({}); repair the line", start + 1);
        return Err(GenomeError::Line { line, reason });
    }
    let strand = match record.strand() {
        AnnotatedStrand::Forward => Some(Strand::Forward),
        AnnotatedStrand::Reverse => Some(Strand::Reverse),
        AnnotatedStrand::None | AnnotatedStrand::Unknown => None,
    };
    let kind = match record.ty().to_string().as_str() {
        "CDS" => Kind::CodingSequence,
        "start_codon" => Kind::StartCodon,
        "mRNA" | "transcript" => Kind::Transcript,
        "exon" | "five_prime_UTR" | "5UTR" => Kind::Exon,
        _ => Kind::Other,
    };
    Ok(Line {
        contig: record.reference_sequence_name().to_string(),
        kind,
        start,
        end,
        strand,
        begins_within_codon: matches!(record.phase(), Some(Phase::One | Phase::Two)),
        record,
    })
}

fn unreadable(line: usize, error: &io::Error) -> GenomeError {
    let reason = format!("{error}; GFF3 and GTF have nine columns with tabs between, start and end as numbers from 1");
    GenomeError::Line { line, reason }
}
