use serde::Serialize;
use thiserror::Error;

use super::make::answers_of;
use crate::model::{AnswerError, Model};
use crate::sample::{Part, Sample};
use crate::schema::InputSpec;
use crate::sequence::{Promoter, SequenceError};
use crate::text::{Cell, Decimals, DelimitedError, read_cell, read_delimited, unguarded};

/// How far a prediction may lie from what was expected, for numbers around 1; larger ones by as large a share.
const NEAR: f32 = 1e-3;

/// Sequences and what a network was seen to predict for them elsewhere.
#[derive(Debug)]
pub struct Expected {
    rows: Vec<ExpectedRow>,
}

/// One of them.
#[derive(Debug)]
struct ExpectedRow {
    /// The line of the table.
    line: usize,
    sample: Sample,
    /// By output.
    values: Vec<f32>,
}

/// Why a table of expected values is refused, or not met.
#[derive(Debug, Error, Serialize)]
pub enum ExpectedError {
    /// It has no lines of cells.
    #[error(transparent)]
    Text(#[from] DelimitedError),
    /// It has no rows.
    #[error("the table of expected values holds none; give a sequence and its value on each line")]
    Empty,
    /// A line has too few or too many cells.
    #[error("line {line} has {found} cells where {needed} are needed: the sequence, then {what}")]
    Cells {
        /// The line.
        line: usize,
        /// Its cells.
        found: usize,
        /// What there should be.
        needed: usize,
        /// What follows the sequence.
        what: String,
    },
    /// A cell is no number.
    #[error("line {line}: \"{text}\" is not a number")]
    Number {
        /// The line.
        line: usize,
        /// What stands there.
        text: String,
    },
    /// A cell is no sequence.
    #[error("line {line}: {reason}")]
    Sequence {
        /// The line.
        line: usize,
        /// Why not.
        reason: String,
    },
    /// The network reads no bases.
    #[error("this network reads no bases, so a table of sequences cannot check it")]
    NoSequence,
    /// The network predicts something else.
    #[error(
        "line {line}: {expected} is expected, but the network predicts {found}; check the letters' order, the window and further inputs"
    )]
    Differs {
        /// The line.
        line: usize,
        /// What was expected.
        expected: f32,
        /// What the network says.
        found: f32,
    },
    /// It does not answer.
    #[error(transparent)]
    Answer(#[from] AnswerError),
}

impl Expected {
    /// Reads a table without headings, or with them: a sequence, then its value, one for each output. Where the
    /// model reads numbers too, these may stand between both; else they take their defaults.
    ///
    /// # Errors
    /// [`ExpectedError`] names the line.
    pub fn parse(text: &[u8], model: &Model) -> Result<Self, ExpectedError> {
        let signature = model.signature();
        let (_, bases) = signature.first_sequence().ok_or(ExpectedError::NoSequence)?;
        let numbers: usize = signature.inputs.iter().map(count).sum();
        let outputs = signature.outputs.len();
        let lines = read_delimited(text)?.lines;
        let mut decimals = Decimals::default();
        lines.iter().flat_map(|line| line.cells().skip(1)).for_each(|cell| decimals.observe(unguarded(cell)));
        let mut rows = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            let cells: Vec<&str> = line.cells().map(unguarded).collect();
            let read = |text: &&str| match read_cell(text, decimals) {
                Cell::Number(value) => Some(value),
                _ => None,
            };
            let is_heading = at == 0 && cells.iter().skip(1).all(|cell| read(cell).is_none());
            if is_heading {
                continue;
            }
            let line = line.number;
            if cells.len() != 1 + outputs && cells.len() != 1 + numbers + outputs {
                let what = if numbers == 0 {
                    "its values".to_owned()
                } else {
                    format!("its values, or {numbers} numbers and its values")
                };
                return Err(ExpectedError::Cells { line, found: cells.len(), needed: 1 + outputs, what });
            }
            let values = cells[1..].iter().map(|cell| {
                read(cell).ok_or_else(|| ExpectedError::Number { line, text: cell.chars().take(40).collect() })
            });
            let values = values.collect::<Result<Vec<f32>, _>>()?;
            let (given, values) = values.split_at(values.len() - outputs);
            let promoter = Promoter::parse(format!("line {line}"), cells[0]);
            let promoter =
                promoter.map_err(|error: SequenceError| ExpectedError::Sequence { line, reason: error.to_string() })?;
            let promoter = bases.complete(promoter);
            let mut given = given.iter().copied();
            let part = |input: &InputSpec| match input {
                InputSpec::Bases(own) => Part::Bases(own.window(&promoter)),
                InputSpec::Numbers(own) => {
                    Part::Numbers(own.numbers.iter().map(|number| given.next().unwrap_or(number.default)).collect())
                }
                InputSpec::Embedding(_) => Part::Numbers(Vec::new()),
            };
            let parts = signature.inputs.iter().map(part).collect();
            rows.push(ExpectedRow {
                line,
                sample: Sample { name: format!("line {line}"), parts },
                values: values.to_vec(),
            });
        }
        if rows.is_empty() { Err(ExpectedError::Empty) } else { Ok(Self { rows }) }
    }

    /// How many sequences there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none; never so for what was parsed.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether the model predicts what is expected; the largest difference.
    ///
    /// # Errors
    /// [`ExpectedError::Differs`] names the first line that it does not.
    pub async fn check(&self, model: &Model) -> Result<f32, ExpectedError> {
        let samples: Vec<Sample> = self.rows.iter().map(|row| row.sample.clone()).collect();
        let found = answers_of(model, &samples).await?;
        let mut most = 0.0_f32;
        for (row, found) in self.rows.iter().zip(found.chunks(model.signature().outputs.len().max(1))) {
            for (expected, found) in row.values.iter().zip(found) {
                let difference = (expected - found).abs();
                // What is no number is no answer either.
                if difference.is_nan() || difference > NEAR * expected.abs().max(1.0) {
                    return Err(ExpectedError::Differs { line: row.line, expected: *expected, found: *found });
                }
                most = most.max(difference);
            }
        }
        Ok(most)
    }
}

fn count(input: &InputSpec) -> usize {
    match input {
        InputSpec::Numbers(own) => own.numbers.len(),
        InputSpec::Bases(_) | InputSpec::Embedding(_) => 0,
    }
}
