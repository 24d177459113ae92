//! Grids: the response of every promoter in every condition, and an order or groups to show them in.

mod clustering;
mod grid;
mod groups;

pub use clustering::ClusteringJob;
pub use grid::{Grid, GridJob};
pub use groups::groups;
