//! Results as files: tab-separated tables, NumPy arrays, genome browser tracks.

mod attribution;
mod bed;
mod bedgraph;
#[cfg(all(feature = "bigwig", not(target_arch = "wasm32")))]
mod bigwig;
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
mod czpack;
#[cfg(feature = "files")]
mod designs;
#[cfg(feature = "embedders")]
mod embeddings;
mod genome_track;
mod numpy;
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
mod onnx;
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
mod parquet;
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
mod terms;
mod tsv;

pub use attribution::{BaseScoreWriter, TfScoreWriter};
pub use bed::{BedFeature, write_bed};
pub use bedgraph::write_bedgraph;
#[cfg(all(feature = "bigwig", not(target_arch = "wasm32")))]
pub use bigwig::{BigWigError, write_bigwig};
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub use czpack::{czpack, is_genome};
#[cfg(feature = "files")]
pub use designs::{DesignRecord, write_design_bed, write_genbank, write_oligo_pool, write_primers};
#[cfg(feature = "embedders")]
pub use embeddings::EmbeddingArchive;
pub use genome_track::GenomeTrack;
pub use numpy::{Array, Examples, NumpyError, write_npy};
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub use onnx::{Scan, ScanError, to_onnx, to_scan};
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub use parquet::ParquetGridWriter;
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub use terms::{TermsArchive, TermsAxes};
pub use tsv::{
    ExportError, GridDescription, GridWriter, HitWriter, INTERVAL_HEADINGS, LongGridWriter, PERCENTILE_HEADINGS,
    interval_cells, percentile_cells, write_mutagenesis,
};
