//! Embedders: networks that make a vector of each stretch of a sequence, for models that read embeddings. One answers
//! nothing by itself, so that it is no model ([`crate::model`]): it has a manifest and a folder of its own.

mod cache;
mod cuts;
mod error;
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
mod folder;
#[cfg(feature = "files")]
mod import;
mod job;
mod loaded;
mod manifest;
mod plan;

pub use cache::{EmbeddingCache, WindowKey};
pub use cuts::{Cut, Cuts};
pub use error::EmbedderError;
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub use folder::open_embedder;
#[cfg(feature = "files")]
pub use import::{EmbedderImport, ImportedEmbedder, import_embedder};
pub use job::EmbeddingJob;
pub use loaded::Embedder;
pub use manifest::{EMBEDDER_FILE, EmbedderManifest};
pub use plan::{EmbeddingPlan, PlannedWindow};
