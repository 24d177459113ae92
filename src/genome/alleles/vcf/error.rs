use serde::Serialize;
use thiserror::Error;

use super::MAX_LINE_BYTES;

/// Why variant calls cannot be read.
#[derive(Debug, Clone, Error, PartialEq, Eq, Serialize)]
pub enum VcfError {
    /// Another kind of file.
    #[error("the file does not begin with ##fileformat=VCF, so it is not VCF")]
    NotVcf,
    /// Nothing at all.
    #[error("the file holds no line; it has to begin with ##fileformat=VCF")]
    Empty,
    /// The binary format.
    #[error("this is BCF; write it as VCF with `bcftools view`")]
    Bcf,
    /// Records without the line that names their columns.
    #[error("there is no line that begins with #CHROM before the first variant")]
    NoColumns,
    /// A line that is no record.
    #[error("line {line} is not a variant (eight columns with tabs between): {reason}")]
    Line {
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// A line without end.
    #[error("line {0} has more than {limit} MB", limit = MAX_LINE_BYTES >> 20)]
    LongLine(usize),
    /// The file breaks off or is damaged.
    #[error("line {line} cannot be read ({reason}); the file is damaged or cut short")]
    Unreadable {
        /// The line, from 1.
        line: usize,
        /// Why.
        reason: String,
    },
}
