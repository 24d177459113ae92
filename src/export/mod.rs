//! Results as files: tab-separated tables, NumPy arrays, genome browser tracks.

mod attribution;
mod bedgraph;
mod numpy;
mod tsv;

pub use attribution::{BaseScoreWriter, TfScoreWriter};
pub use bedgraph::write_bedgraph;
pub use numpy::{Array, Examples, NumpyError};
pub use tsv::{ExportError, GridWriter, HitWriter, write_mutagenesis};
