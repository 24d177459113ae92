//! Any network of towers and a head that a configuration describes: several sequences, embeddings, numbers,
//! conditions, outputs.

mod build;
mod config;

pub(super) use build::joint_network;
pub use config::{ConditionTower, InputTower, JointConfig};
