//! Results as files: tab-separated tables.

mod attribution;
mod tsv;

pub use attribution::{BaseScoreWriter, TfScoreWriter};
pub use tsv::{ExportError, GridWriter, write_mutagenesis};
