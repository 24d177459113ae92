//! Regulons: a promoter and TF levels to an expression response, as a sum over families of named motifs.

mod build;
mod config;
mod editor;
mod names;
mod network;
mod position;
mod scan;
mod sites;
mod terms;
mod together;
#[cfg(feature = "train")]
mod train;

pub(super) use build::regulons_network;
pub use config::{MotifConfig, RegulonsConfig};
#[cfg(feature = "train")]
pub use scan::{MotifScan, Triplets};
pub(super) use together::RegulonsTogether;
#[cfg(feature = "train")]
pub use train::{RegulonsConstants, RegulonsTraining};
