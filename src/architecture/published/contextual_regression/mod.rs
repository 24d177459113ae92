//! Contextual regression: a promoter's features, each times a weight that the promoter itself sets.

mod build;
mod config;
mod editor;
mod explanation;
mod means;
mod names;
mod network;
mod terms;
#[cfg(feature = "train")]
mod train;

pub(super) use build::contextual_network;
pub use config::{ContextConvolution, ContextualConfig};
#[cfg(feature = "train")]
pub use train::{ContextualPass, ContextualTraining};
