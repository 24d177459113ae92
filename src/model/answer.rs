use serde::Serialize;
use thiserror::Error;

use crate::architecture::PartError;
use crate::backend::BackendError;
use crate::schema::Spread;

/// Why a model gives no answer.
#[derive(Debug, Error, Serialize)]
pub enum AnswerError {
    /// A sample is not what the model reads.
    #[error(transparent)]
    Part(#[from] PartError),
    /// The device failed.
    #[error(transparent)]
    Backend(#[from] BackendError),
}

/// The members' responses for every pair of sample and column; a column is an output in a condition.
#[derive(Debug, Clone)]
pub struct Responses {
    /// Each `P x columns`, row-major.
    pub(super) members: Vec<Vec<f32>>,
    /// Calibration by output; columns repeat them.
    pub(super) spreads: Vec<Option<Spread>>,
}

impl Responses {
    /// The members', each `P x columns` row-major.
    pub fn members(&self) -> &[Vec<f32>] {
        &self.members
    }

    /// How far the members disagree about the difference between two places of their lists: its standard
    /// deviation between them, NaN for a single one. What they share in error is not in it.
    pub fn disagreement(&self, index: usize, other: &Self, other_index: usize) -> f32 {
        let differences = self
            .members
            .iter()
            .zip(&other.members)
            .map(|(own, other)| own.get(index).zip(other.get(other_index)).map_or(f32::NAN, |(a, b)| a - b));
        Spread::summarise(None, differences).1
    }

    /// The ensemble's response at `index` of the members' lists, and its spread.
    pub fn summary(&self, index: usize) -> (f32, f32) {
        let members = self.members.iter().map(|member| member.get(index).copied().unwrap_or(f32::NAN));
        let spread = self.spreads.get(index % self.spreads.len().max(1)).and_then(Option::as_ref);
        Spread::summarise(spread, members)
    }
}
