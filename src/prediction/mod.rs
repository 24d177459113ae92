//! Grids: the response of every promoter in every condition, and an order to show them in.

mod clustering;
mod grid;

pub use clustering::ClusteringJob;
pub use grid::{Grid, GridJob};
