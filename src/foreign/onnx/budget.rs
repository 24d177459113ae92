use super::attributes::Operator;
use super::constant::{Constant, Numbers};
use super::value::Value;
use crate::foreign::ForeignError;

/// What nodes may read of constants beyond what the file holds.
const READ: usize = 1 << 26;

/// What nodes may compute of constants beyond what the file holds.
const GIVEN: usize = 1 << 22;

/// How often a file's own numbers may be read, and how many times their count may be computed of them.
const TIMES: usize = 16;

/// Numbers of constants that nodes read and give: a few bytes of a file can ask for any amount of both.
#[derive(Debug)]
pub(super) struct Budget {
    read: usize,
    given: usize,
}

impl Budget {
    /// For a file that holds so many numbers.
    pub fn new(held: usize) -> Self {
        let times = held.saturating_mul(TIMES);
        Self { read: READ.saturating_add(times), given: GIVEN.saturating_add(times) }
    }

    /// Takes off what a node reads.
    ///
    /// # Errors
    /// [`ForeignError::Setting`] where nothing is left.
    pub fn read(&mut self, operator: &Operator<'_>, value: &Value) -> Result<(), ForeignError> {
        let left = self.read.checked_sub(numbers(value));
        self.read =
            left.ok_or_else(|| operator.refused("reads constants that are far larger than the file's weights"))?;
        Ok(())
    }

    /// Takes off what a node gives.
    ///
    /// # Errors
    /// [`ForeignError::Setting`] where nothing is left.
    pub fn give(&mut self, operator: &Operator<'_>, value: &Value) -> Result<(), ForeignError> {
        let left = self.given.checked_sub(numbers(value));
        self.given = left.ok_or_else(|| {
            operator.refused(
                "makes constants that are far larger than the file's weights; export the network with constants folded",
            )
        })?;
        Ok(())
    }
}

/// As many numbers as a value takes memory for.
fn numbers(value: &Value) -> usize {
    match value {
        Value::Constant(Constant { numbers: Numbers::Floats(own), .. }) => own.len(),
        // One that may stand for the number of samples takes four times as much.
        Value::Constant(Constant { numbers: Numbers::Integers(own), .. }) => own.len() * 4,
        _ => 0,
    }
}
