//! Networks of several architectures whose answers are averaged: what they get wrong in different ways is less
//! wrong together.

mod build;
mod config;
mod relettered;

pub(super) use build::mixture_ensemble;
pub use config::{MixtureConfig, MixturePart};
