use std::borrow::Cow;
use std::ops::Range;

use super::AnnotationLineProblem;
use super::attributes::{Attributes, Dialect, dialect_of, unquoted};
use crate::genome::text::numbered_lines;
use crate::sequence::Strand;

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    CodingSequence,
    StartCodon,
    /// From where to where a gene is transcribed.
    Transcript,
    /// A part of that.
    Exon,
    /// A part of that, up to the coding sequence.
    FivePrimeUtr,
    Gene,
    /// A whole contig: a chromosome, a scaffold.
    Sequence,
    /// Something that may be the parent of others.
    Other,
    /// Something that says nothing about where genes start, however it is written.
    Unneeded,
}

impl Kind {
    fn of(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "cds" => Self::CodingSequence,
            "start_codon" => Self::StartCodon,
            "mrna" | "transcript" => Self::Transcript,
            "exon" => Self::Exon,
            "five_prime_utr" | "5utr" => Self::FivePrimeUtr,
            "gene" | "protein_coding_gene" => Self::Gene,
            "region" | "chromosome" | "contig" | "scaffold" | "supercontig" | "plasmid" | "sequence" => Self::Sequence,
            "three_prime_utr"
            | "3utr"
            | "utr"
            | "stop_codon"
            | "intron"
            | "polypeptide"
            | "protein"
            | "match"
            | "match_part"
            | "cdna_match"
            | "est_match"
            | "protein_match"
            | "nucleotide_match"
            | "repeat_region"
            | "expressed_sequence_match"
            | "translated_nucleotide_match"
            | "biological_region"
            | "selenocysteine"
            | "inter"
            | "inter_cns"
            | "intron_cns"
            | "tss"
            | "tts" => Self::Unneeded,
            _ => Self::Other,
        }
    }

    /// Whether it is a part of a transcript, which cannot be used without knowing where it lies.
    pub(super) fn is_piece(self) -> bool {
        matches!(self, Self::CodingSequence | Self::StartCodon | Self::Transcript | Self::Exon | Self::FivePrimeUtr)
    }
}

/// Where a feature lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// From 0, half-open, on the forward strand.
    pub(super) range: Range<usize>,
    pub(super) strand: Option<Strand>,
    /// Whether the first base is not the first of a codon.
    pub(super) begins_within_codon: bool,
}

/// What a line of an annotation says, as far as promoters need it.
#[derive(Debug)]
pub(super) struct Line<'a> {
    /// Which, from 1.
    pub(super) number: usize,
    pub(super) contig: Cow<'a, str>,
    pub(super) kind: Kind,
    /// Or why that cannot be read.
    pub(super) place: Result<Place, AnnotationLineProblem>,
    attributes: &'a [u8],
}

impl<'a> Line<'a> {
    /// The nine columns; none where there are not as many, or where no promoter needs them.
    fn read(number: usize, text: &'a [u8]) -> Result<Option<Self>, AnnotationLineProblem> {
        let columns: Vec<&[u8]> = text.split(|byte| *byte == b'\t').take(9).collect();
        let [contig, _, kind, start, end, _, strand, phase, rest @ ..] = columns.as_slice() else {
            return Err(AnnotationLineProblem::Columns { count: columns.len() });
        };
        let kind = Kind::of(&unquoted(kind));
        if kind == Kind::Unneeded {
            return Ok(None);
        }
        let attributes = rest.first().copied().unwrap_or_default();
        let place = place(start, end, strand, phase);
        Ok(Some(Self { number, contig: unquoted(contig), kind, place, attributes }))
    }

    pub(super) fn attributes(&self, dialect: Dialect) -> Attributes<'a> {
        Attributes::new(self.attributes, dialect)
    }

    /// How its ninth column is written, where that tells.
    pub(super) fn dialect(&self) -> Option<Dialect> {
        dialect_of(self.attributes)
    }

    /// Why it cannot be used, where its place has to be known.
    pub(super) fn fault(&self) -> Option<&AnnotationLineProblem> {
        self.place.as_ref().err().filter(|_| self.kind.is_piece())
    }
}

fn place(start: &[u8], end: &[u8], strand: &[u8], phase: &[u8]) -> Result<Place, AnnotationLineProblem> {
    let number = |cell: &[u8], column: &'static str| {
        let text = unquoted(cell);
        let found = text.parse::<usize>().ok().filter(|number| *number > 0);
        found.ok_or_else(|| AnnotationLineProblem::Number { column, text: shortened(&text) })
    };
    let (start, end) = (number(start, "start")?, number(end, "end")?);
    if end < start {
        return Err(AnnotationLineProblem::EndsBeforeStart { start, end });
    }
    let strand = match &*unquoted(strand) {
        "+" | "1" => Some(Strand::Forward),
        "-" | "-1" | "\u{2212}" => Some(Strand::Reverse),
        _ => None,
    };
    let begins_within_codon = matches!(&*unquoted(phase), "1" | "2");
    Ok(Place { range: start - 1..end, strand, begins_within_codon })
}

/// What a sentence can quote.
fn shortened(text: &str) -> String {
    text.chars().take(20).flat_map(char::escape_default).collect()
}

/// Every line that says something about genes; of those that cannot be read, which it is and why.
pub(super) fn lines(text: &[u8]) -> impl Iterator<Item = Result<Line<'_>, (usize, AnnotationLineProblem)>> {
    let is_passed_over = |line: &[u8]| line.starts_with(b"#") || line.trim_ascii().is_empty() || is_for_browsers(line);
    let lines = numbered_lines(text).filter(move |(_, line)| !is_passed_over(line));
    lines.filter_map(|(number, line)| Line::read(number, line).map_err(|reason| (number, reason)).transpose())
}

/// UCSC's genome browser is told what to show by lines of its own.
fn is_for_browsers(line: &[u8]) -> bool {
    let words = [b"track".as_slice(), b"browser"].into_iter().filter_map(|word| line.strip_prefix(word));
    words.into_iter().any(|rest| rest.is_empty() || rest.starts_with(b" "))
}

/// Where the genome is that an annotation may end in: below `##FASTA`, or from its first header on. The byte
/// at which the annotation ends, and that at which the genome begins.
pub(in crate::genome) fn fasta_part(text: &[u8]) -> Option<(usize, usize)> {
    const MARK: &[u8] = b"##FASTA";
    let mut at = 0;
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        if line.starts_with(b">") {
            return Some((at, at));
        }
        if line.get(..MARK.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(MARK)) {
            return Some((at, at + line.len()));
        }
        at += line.len();
    }
    None
}
