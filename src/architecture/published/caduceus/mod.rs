//! Caduceus (Schiff et al. 2024, <https://arxiv.org/abs/2403.03234>), the language model of DNA that PlantCaduceus
//! (Zhai et al. 2025, <https://doi.org/10.1073/pnas.2421738122>) is: blocks of Mamba (Gu and Dao 2023,
//! <https://arxiv.org/abs/2312.00752>) that read a sequence in both directions and on both strands with the same
//! weights.
//!
//! What the authors compute on both strands side by side falls apart into the same computation on the sequence and on
//! its reverse complement, neither of which sees the other: here they are two sequences of one batch.

mod config;
mod fused;
mod mixer;
mod network;
mod scan;
mod tensors;

pub use config::{CaduceusConfig, DtRank, SsmConfig};
pub use network::Caduceus;
pub use scan::Scan;
