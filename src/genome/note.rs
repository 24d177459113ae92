use std::fmt;
use std::mem::discriminant;

use serde::Serialize;

use super::AnnotationLineProblem;

/// How many genes a note names.
const EXAMPLES: usize = 5;

/// Something to know about some of the genes, contigs or lines of a genome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum GenomeNote {
    /// Contigs that go by other names in the annotation.
    ContigsMatched(Counted),
    /// Contigs whose length is another one in the annotation.
    ContigsOfOtherLength(Counted),
    /// Genes on contigs that are not there.
    Elsewhere(Counted),
    /// Genes that do not fit on their contigs.
    BeyondContig(Counted),
    /// Genes of which a line cannot be read.
    WithUnreadLine(Counted),
    /// Genes without one strand.
    NoStrand(Counted),
    /// Trans-spliced genes without an order of their pieces.
    NoOrder(Counted),
    /// Genes of a name that is taken.
    SameName(Counted),
    /// Genes on several contigs.
    SeveralContigs(Counted),
    /// Genes of RNA.
    NoProtein(Counted),
    /// Genes without a `gene_id`.
    OtherAttribute(Counted),
    /// Coding sequences without a gene.
    NoParent(Counted),
    /// Lines of an annotation that cannot be read.
    UnreadLines(Counted),
    /// Coding sequences that nobody named.
    Nameless(Counted),
    /// Genes whose location says nothing.
    NoPlace(Counted),
    /// GenBank records without bases.
    RecordsWithoutBases(Counted),
    /// GenBank records that lack bases or have too many.
    RecordsOfOtherLength(Counted),
    /// Genes whose start codon is not known.
    NoStartCodon(Counted),
    /// Genes whose transcript's start is not known.
    NoTranscript(Counted),
    /// Genes whose transcript's end is not known.
    NoTranscriptEnd(Counted),
    /// Genes with several start codons.
    OtherStartCodons(Counted),
    /// Genes with several transcript starts.
    OtherTranscriptStarts(Counted),
    /// Genes with several transcript ends.
    OtherTranscriptEnds(Counted),
    /// Promoters that are shorter than was asked for.
    CutShort(Counted),
    /// Promoters that hold codons of another gene.
    OverlapsGene(Counted),
}

/// How many there are, and some of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Counted {
    /// How many.
    pub count: usize,
    /// The first few.
    pub examples: Vec<Example>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(untagged)]
pub enum Example {
    /// Its name, which is untrusted text.
    Name(String),
    /// A contig's name in the annotation and in the genome.
    Pair {
        /// In the annotation.
        annotation: String,
        /// In the genome.
        genome: String,
    },
    /// A line, from 1.
    Line {
        /// Which.
        line: usize,
    },
    /// A line that cannot be read, and why.
    UnreadLine {
        /// Which, from 1.
        line: usize,
        /// What is wrong with it.
        #[cfg_attr(target_arch = "wasm32", tsify(type = "Coded<\"annotation-line\", AnnotationLineProblem>"))]
        reason: AnnotationLineProblem,
    },
}

impl<Name: AsRef<str> + ?Sized> From<&Name> for Example {
    fn from(name: &Name) -> Self {
        Self::Name(name.as_ref().to_owned())
    }
}

impl fmt::Display for Example {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => out.write_str(name),
            Self::Pair { annotation, genome } => write!(out, "{annotation} = {genome}"),
            Self::Line { line } => write!(out, "line {line}"),
            Self::UnreadLine { line, reason } => write!(out, "line {line}: {reason}"),
        }
    }
}

impl GenomeNote {
    /// How many there are, and some of them.
    pub fn counted(&self) -> &Counted {
        self.parts().0
    }

    fn parts(&self) -> (&Counted, &'static str) {
        match self {
            Self::ContigsMatched(counted) => {
                (counted, "contigs whose names differ, matched by what the annotation says of them")
            }
            Self::ContigsOfOtherLength(counted) => {
                (counted, "contigs that are not as long as the annotation says, as if it were of another assembly")
            }
            Self::Elsewhere(counted) => (counted, "genes on contigs that the genome does not have (left out)"),
            Self::BeyondContig(counted) => (counted, "genes that reach beyond their contig's end (left out)"),
            Self::WithUnreadLine(counted) => (counted, "genes with a line that cannot be read (left out)"),
            Self::NoStrand(counted) => (counted, "genes on both strands or on none (left out)"),
            Self::NoOrder(counted) => (counted, "trans-spliced genes whose first piece is not known (left out)"),
            Self::SameName(counted) => (counted, "further genes of a name that an earlier gene has (left out)"),
            Self::SeveralContigs(counted) => {
                (counted, "genes with transcripts on several contigs (the first one counts)")
            }
            Self::NoProtein(counted) => (counted, "genes that make no protein (left out)"),
            Self::OtherAttribute(counted) => {
                (counted, "genes called by another attribute, as their lines have no gene_id")
            }
            Self::NoParent(counted) => (counted, "coding sequences whose gene (Parent) is not to be found (left out)"),
            Self::UnreadLines(counted) => (counted, "lines that cannot be read (left out)"),
            Self::Nameless(counted) => (counted, "coding sequences without a name (left out)"),
            Self::NoPlace(counted) => (counted, "genes whose place cannot be read or is in another record (left out)"),
            Self::RecordsWithoutBases(counted) => (counted, "records without bases (left out)"),
            Self::RecordsOfOtherLength(counted) => (counted, "records that are not as long as their LOCUS lines say"),
            Self::NoStartCodon(counted) => (counted, "genes without a start codon (left out)"),
            Self::NoTranscript(counted) => (counted, "genes whose transcript is not annotated (left out)"),
            Self::NoTranscriptEnd(counted) => (counted, "genes whose transcript's end is not annotated (left out)"),
            Self::OtherStartCodons(counted) => {
                (counted, "genes with transcripts that begin at other start codons (the one furthest upstream counts)")
            }
            Self::OtherTranscriptStarts(counted) => {
                (counted, "genes with transcripts that start elsewhere (the one furthest upstream counts)")
            }
            Self::OtherTranscriptEnds(counted) => {
                (counted, "genes with transcripts that end elsewhere (the one furthest downstream counts)")
            }
            Self::CutShort(counted) => (counted, "promoters that the end of the contig cuts short"),
            Self::OverlapsGene(counted) => (counted, "promoters that reach into another gene's coding sequence"),
        }
    }
}

impl fmt::Display for GenomeNote {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Counted { count, examples }, what) = self.parts();
        let more = if *count > examples.len() { ", ..." } else { "" };
        let examples: Vec<String> = examples.iter().map(ToString::to_string).collect();
        write!(out, "{what}: {count} ({}{more})", examples.join(", "))
    }
}

/// A note that grows.
#[derive(Debug, Clone)]
pub(super) struct NoteCounter {
    note: fn(Counted) -> GenomeNote,
    counted: Counted,
}

impl NoteCounter {
    pub(super) fn new(note: fn(Counted) -> GenomeNote) -> Self {
        Self { note, counted: Counted::default() }
    }

    pub(super) fn add(&mut self, example: impl Into<Example>) {
        self.counted.count += 1;
        if self.counted.examples.len() < EXAMPLES {
            self.counted.examples.push(example.into());
        }
    }

    /// Whether both count the same.
    pub(super) fn is_of(&self, other: &Self) -> bool {
        let empty = |own: &Self| discriminant(&(own.note)(Counted::default()));
        empty(self) == empty(other)
    }

    pub(super) fn join(&mut self, other: Self) {
        self.counted.count += other.counted.count;
        let room = EXAMPLES.saturating_sub(self.counted.examples.len());
        self.counted.examples.extend(other.counted.examples.into_iter().take(room));
    }

    /// Nothing where there is none.
    pub(super) fn note(&self) -> Option<GenomeNote> {
        (self.counted.count > 0).then(|| (self.note)(self.counted.clone()))
    }
}
