use serde::Serialize;
use thiserror::Error;

use super::file::FORMAT;

/// Why there is no evidence.
#[derive(Debug, Clone, Error, PartialEq, Eq, Serialize)]
pub enum EvidenceError {
    /// Not the container, or not all of it.
    #[error("the evidence file is damaged or cut short ({0}); get the file again")]
    Damaged(String),
    /// A container with other content.
    #[error("the file holds no evidence of TFs and genes; choose one that `cisight evidence` has made")]
    NotEvidence,
    /// Of a later or earlier program.
    #[error(
        "the evidence file has format {0}, this program reads format {FORMAT}; make it anew with `cisight evidence`"
    )]
    Version(u64),
    /// A part of the file that is missing or contradicts another part.
    #[error("the table \"{table}\" of the evidence file {problem}; get the file again")]
    Table {
        /// Its name in the container.
        table: &'static str,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A gene, TF or family without letters, or with line breaks.
    #[error("the name {0:?} of the evidence is empty or has control characters; correct it")]
    Name(String),
    /// Two genes, one name.
    #[error("the evidence has the gene {0} twice; give each gene once, by its systematic name")]
    Twice(String),
    /// More of something than its index can tell apart.
    #[error("the evidence has more {0} than its file can hold; leave out those that are not needed")]
    TooLarge(&'static str),
    /// A peak that is on no promoter.
    #[error("{gene}: a peak of {tf} is not among the bases upstream of the start codon; -1 is the first of them")]
    Position {
        /// The gene.
        gene: String,
        /// Whose peak it is.
        tf: String,
    },
    /// A gene with too few or too many scores.
    #[error("{gene}: one conservation score for each of the {families} families is needed")]
    Families {
        /// The gene.
        gene: String,
        /// How many families there are.
        families: usize,
    },
}
