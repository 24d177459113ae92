//! Results as files: tab-separated tables.

mod tsv;

pub use tsv::{ExportError, GridWriter, write_mutagenesis};
