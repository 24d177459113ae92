//! FUN-PROSE: promoter and TF levels to expression.

mod build;
mod config;
mod dropout;
mod network;
mod train;

pub(super) use build::fun_prose_network;
pub use config::FunProseConfig;
pub use dropout::DropoutRates;
pub use train::FunProse;
