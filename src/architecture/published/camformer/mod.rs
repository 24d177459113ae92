//! Camformer: a reporter construct to expression.

mod build;
mod config;
mod train;

pub(super) use build::camformer_network;
pub use config::{CamformerConfig, Padding};
pub use train::Camformer;
