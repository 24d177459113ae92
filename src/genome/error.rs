use serde::Serialize;
use thiserror::Error;

use super::{AnnotationLineProblem, MAX_BYTES};
use crate::sequence::ExtractionError;

/// Why no promoters can be cut out of what was given.
#[derive(Debug, Clone, Error, PartialEq, Eq, Serialize)]
pub enum GenomeError {
    /// Neither FASTA nor 2bit nor GenBank.
    #[error("the genome is neither FASTA (a line such as >chrI first), nor 2bit, nor GenBank")]
    UnknownGenome,
    /// More than [`MAX_BYTES`].
    #[error("the {0} has more than {limit} GB unpacked, more than any fungus has; cut out the chromosomes that you need", limit = MAX_BYTES >> 30)]
    TooLarge(&'static str),
    /// A FASTA record.
    #[error("genome, record {record}: {reason}")]
    Fasta {
        /// Which record, from 1.
        record: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// A 2bit file.
    #[error("the 2bit file cannot be read: {0}; download it again")]
    TwoBit(String),
    /// A GenBank record.
    #[error("record {record} is not a GenBank record, or is cut short ({reason})")]
    GenBank {
        /// Which record, from 1.
        record: usize,
        /// The parser's words.
        reason: String,
    },
    /// A GenBank record without its sequence.
    #[error("{0} has no bases; get the record with its sequence (\"GenBank (full)\")")]
    NoBases(String),
    /// Text that holds no GenBank record.
    #[error("holds no GenBank record; use the format that has ORIGIN and FEATURES, not FASTA")]
    NoRecord,
    /// A genome alone.
    #[error(
        "a genome needs its annotation (GFF3 or GTF) to say where genes start; add the file, or use GenBank records"
    )]
    NoAnnotation,
    /// An annotation alone.
    #[error(
        "the annotation does not bring its genome along (below a line ##FASTA); add the FASTA or 2bit file that it belongs to"
    )]
    NoSequence,
    /// A line of an annotation.
    #[error("annotation, line {line}: {reason}")]
    Line {
        /// Which line, from 1.
        line: usize,
        /// What is wrong with it and what to do.
        reason: AnnotationLineProblem,
    },
    /// No name of a contig is in both files.
    #[error(
        "the annotation is on \"{annotation}\" where the genome has {genome}, and nothing in the two files says which of them are the same; take both files from one source, or rename the contigs of one"
    )]
    OtherContigs {
        /// The first of the annotation's.
        annotation: String,
        /// Some of the genome's.
        genome: String,
    },
    /// What seems to be the same contig is not.
    #[error(
        "{pair} by what the files say, but the annotation's has {annotation} bases and the genome's {genome}; use the annotation of the same assembly as the sequence"
    )]
    OtherLength {
        /// The two names.
        pair: String,
        /// Its length in the annotation.
        annotation: usize,
        /// Its length in the genome.
        genome: usize,
    },
    /// Every gene lies beyond its contig's end; this is one of them.
    #[error(
        "{gene} {what} at base {base} of {contig}, which has {bases}: use the annotation of the same assembly as the sequence"
    )]
    Beyond {
        /// Its name.
        gene: String,
        /// `starts` or `ends`.
        what: &'static str,
        /// From 1.
        base: usize,
        /// The contig's name.
        contig: String,
        /// The contig's length.
        bases: usize,
    },
    /// Two contigs have one name.
    #[error("two records of the genome are named \"{0}\"; remove or rename one of them")]
    SameContig(String),
    /// Nothing that codes for a protein.
    #[error("the annotation has no CDS feature with a name of its gene; use one that has coding sequences")]
    NoGenes,
    /// A start codon is asked for, and no gene has coding sequence.
    #[error(
        "the annotation has no coding sequences (CDS lines), so that no start codon is known; let promoters end at the transcript start (transcript-start), or use an annotation with coding sequences"
    )]
    NoCodingSequences,
    /// A transcript's start is asked for, and none is known.
    #[error(
        "the annotation has no transcripts that are known from their first base on (mRNA, transcript or exon lines); let promoters end at the start codon (start-codon), or use an annotation with transcripts"
    )]
    NoTranscripts,
    /// A transcript's end is asked for, and none is known.
    #[error(
        "the annotation has no transcripts that are known up to their last base (mRNA, transcript or exon lines); use an annotation with transcripts to cut around the transcript end (transcript-end)"
    )]
    NoTranscriptEnds,
    /// A gene outside its contig.
    #[error(transparent)]
    Extraction(#[from] ExtractionError),
}
