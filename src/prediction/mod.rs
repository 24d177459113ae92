//! Grids: the response of every promoter in every condition.

mod grid;

pub use grid::{Grid, GridJob};
