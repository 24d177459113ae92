//! Grids: the response of every promoter in every condition, what named features contribute to it, and an
//! order or groups to show them in.

mod clustering;
mod grid;
mod groups;
mod terms;

pub use clustering::ClusteringJob;
pub use grid::{Grid, GridJob};
pub use groups::groups;
pub use terms::TermsJob;
