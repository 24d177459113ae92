//! What predicts without a network: ridge regressions on counts of words, occupancies of motifs or embeddings, and the nearest
//! neighbours by words. All choices are made on validation.

mod features;
mod neighbours;
mod ridge;
mod rows;
#[cfg(test)]
mod tests;

pub use features::{embedded, occupancies, words};
pub use neighbours::{Neighbours, nearest_neighbours};
pub use ridge::{Ridge, ridge};
pub use rows::SparseRows;

use super::Part;
use super::evaluation::pearson;
use super::ranks::ranks;

/// Values to predict, and what each row is for.
#[derive(Debug, Clone, Copy)]
pub struct Targets<'a> {
    /// One for each row.
    pub values: &'a [f64],
    /// The same.
    pub parts: &'a [Part],
}

/// How predictions of a part agree with what was measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreement {
    /// Pearson's correlation.
    pub pearson: f64,
    /// Spearman's.
    pub spearman: f64,
}

impl Targets<'_> {
    /// Indices of the rows of a part.
    pub fn of(&self, part: Part) -> Vec<usize> {
        (0..self.parts.len()).filter(|&at| self.parts[at] == part).collect()
    }

    /// Of predictions for all rows; NaN where there is nothing to correlate.
    pub fn agreement(&self, predicted: &[f64], part: Part) -> Agreement {
        let pairs: Vec<(f64, f64)> = self.of(part).into_iter().map(|at| (predicted[at], self.values[at])).collect();
        let (own, measured): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
        let ranked: Vec<(f64, f64)> = ranks(&own).into_iter().zip(ranks(&measured)).collect();
        let [pearson, spearman] = [pairs, ranked].map(|pairs| pearson(&pairs).unwrap_or(f64::NAN));
        Agreement { pearson, spearman }
    }
}
