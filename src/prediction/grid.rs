use std::rc::Rc;

use crate::model::{AnswerError, EncodedConditions, Encoder, Model};
use crate::sample::SampleSet;
use crate::schema::Spread;

/// Pairs that one step computes at most: enough to keep the device busy, few enough to cancel soon and to
/// bound memory.
const PAIRS_PER_STEP: usize = 2048;

/// Samples that one step encodes at most.
const SAMPLES_PER_STEP: usize = 8;

/// Responses of P samples in the map's columns, in the units of the model's outputs. A column is an output in
/// a condition; the outputs of a condition stand side by side ([`crate::schema::Signature::columns`]).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grid {
    /// `P x columns`, row-major.
    pub responses: Vec<f32>,
    /// One standard deviation of the predictive error, as the responses.
    pub spreads: Vec<f32>,
    /// Each ensemble member's responses, as the responses; empty unless they were asked for.
    pub members: Vec<Vec<f32>>,
}

impl Grid {
    /// How far the ensemble's members disagree about the difference between two responses, by their places: its
    /// standard deviation between them. NaN for a single member, or where members were not kept.
    pub fn disagreement(&self, one: usize, other: usize) -> f32 {
        let difference =
            |member: &Vec<f32>| member.get(one).zip(member.get(other)).map_or(f32::NAN, |(one, other)| one - other);
        Spread::summarise(None, self.members.iter().map(difference)).1
    }
}

/// A grid that is computed step by step, so that the caller can report progress, stream rows, or stop in
/// between. Parts that several samples share are encoded once.
#[derive(Debug)]
pub struct GridJob {
    model: Rc<Model>,
    samples: Encoder,
    conditions: EncodedConditions,
    done: usize,
    keeps_members: bool,
    grid: Grid,
}

impl GridJob {
    /// Prepares a grid; `levels` are `C x T`, row-major, in the table's unit. The conditions are encoded
    /// here, once.
    pub fn new(model: Rc<Model>, samples: impl Into<SampleSet>, levels: &[f32]) -> Self {
        let conditions = model.encode_conditions(levels);
        let samples = Encoder::new(Rc::clone(&model), samples.into());
        Self { model, samples, conditions, done: 0, keeps_members: false, grid: Grid::default() }
    }

    /// The same, keeping what each member answers.
    #[must_use]
    pub fn keeping_members(self) -> Self {
        Self { keeps_members: true, ..self }
    }

    /// Columns of the grid.
    pub fn columns(&self) -> usize {
        self.conditions.columns()
    }

    /// Samples to do.
    pub fn total(&self) -> usize {
        self.samples.len()
    }

    /// Samples done.
    pub fn done(&self) -> usize {
        self.done
    }

    /// By input, how often a part went through its branch of the network so far: once for each different one.
    pub fn encoded(&self) -> &[usize] {
        self.samples.encoded()
    }

    /// Computes the next few rows of the grid.
    ///
    /// # Errors
    /// [`AnswerError`] where a sample is not what the model reads or the device fails; what was done stays.
    pub async fn step(&mut self) -> Result<(), AnswerError> {
        let count = (PAIRS_PER_STEP / self.columns().max(1)).clamp(1, SAMPLES_PER_STEP);
        let end = (self.done + count).min(self.total());
        if self.done == end {
            return Ok(());
        }
        let samples = self.samples.encode(self.done..end)?;
        let responses = self.model.respond(&samples, &self.conditions).await?;
        for pair in 0..(end - self.done) * self.columns() {
            let (response, spread) = responses.summary(pair);
            self.grid.responses.push(response);
            self.grid.spreads.push(spread);
        }
        if self.keeps_members {
            self.grid.members.resize(responses.members().len(), Vec::new());
            self.grid.members.iter_mut().zip(responses.members()).for_each(|(kept, own)| kept.extend(own));
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
