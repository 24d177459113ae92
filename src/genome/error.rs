use thiserror::Error;

use super::MAX_BYTES;
use crate::sequence::ExtractionError;

/// Why no promoters can be cut out of what was given.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
pub enum GenomeError {
    /// Neither FASTA nor 2bit nor GenBank.
    #[error("the genome is neither FASTA (a line such as >chrI first), nor 2bit, nor GenBank")]
    UnknownGenome,
    /// More than [`MAX_BYTES`].
    #[error("the {0} has more than {limit} GB unpacked, which is no fungus; cut out the chromosomes that you need", limit = MAX_BYTES >> 30)]
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
