use std::rc::Rc;

use crate::backend::BackendError;
use crate::model::{EncodedConditions, Model};
use crate::sequence::Window;

/// Pairs that one step computes at most: enough to keep the device busy, few enough to cancel soon and to bound memory.
const PAIRS_PER_STEP: usize = 2048;

/// Promoters that one step encodes at most.
const PROMOTERS_PER_STEP: usize = 8;

/// Responses of P promoters in C conditions, in the model's output unit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grid {
    /// `P x C`, row-major.
    pub responses: Vec<f32>,
    /// One standard deviation of the predictive error, as the responses.
    pub spreads: Vec<f32>,
}

/// A grid that is computed step by step, so that the caller can report progress, stream rows, or stop in between.
#[derive(Debug)]
pub struct GridJob {
    model: Rc<Model>,
    windows: Vec<Window>,
    conditions: EncodedConditions,
    condition_count: usize,
    done: usize,
    grid: Grid,
}

impl GridJob {
    /// Prepares a grid; `levels` are `C x T`, row-major, in the table's unit. The conditions are encoded here, once.
    pub fn new(model: Rc<Model>, windows: Vec<Window>, levels: &[f32]) -> Self {
        let condition_count = model.condition_count(levels);
        let conditions = model.encode_conditions(levels);
        Self { model, windows, conditions, condition_count, done: 0, grid: Grid::default() }
    }

    /// Promoters to do.
    pub fn total(&self) -> usize {
        self.windows.len()
    }

    /// Promoters done.
    pub fn done(&self) -> usize {
        self.done
    }

    /// Computes the next few rows of the grid.
    ///
    /// # Errors
    /// [`BackendError::Lost`] where the device fails; what was done stays.
    pub async fn step(&mut self) -> Result<(), BackendError> {
        let count = (PAIRS_PER_STEP / self.condition_count.max(1)).clamp(1, PROMOTERS_PER_STEP);
        let end = (self.done + count).min(self.windows.len());
        if self.done == end {
            return Ok(());
        }
        let promoters = self.model.encode_promoters(&self.windows[self.done..end]);
        let responses = self.model.respond(&promoters, &self.conditions).await?;
        for pair in 0..(end - self.done) * self.condition_count {
            let (response, spread) = self.model.summarise(&responses, pair);
            self.grid.responses.push(response);
            self.grid.spreads.push(spread);
        }
        self.done = end;
        Ok(())
    }

    /// The rows that are done.
    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    /// Hands out the rows done since the last call, so that a long grid need not be held in memory.
    pub fn take_rows(&mut self) -> Grid {
        std::mem::take(&mut self.grid)
    }
}
