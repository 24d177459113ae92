//! Small residual networks for reporter assays; they train in [`crate::training`].

mod build;
mod config;

pub(super) use build::{declaration, reporter_resnet};
pub use config::ReporterResnetConfig;
