//! Promoters with the responses that are wanted: what is wanted ([`Goal`]), what may be changed ([`Moves`]), and the search
//! ([`DesignJob`]).

mod beam;
mod context;
mod draft;
mod evolution;
mod goal;
mod ground;
mod job;
mod moves;
mod options;
mod retrace;
mod search;
mod start;
mod variety;

pub use goal::Goal;
pub use job::DesignJob;
pub use moves::{MotifMove, Moves};
pub use options::{DesignOptions, Evolution};
pub use start::{DesignError, Start};
pub use variety::differing;

use crate::sequence::Window;
use crate::synthesis::Change;

/// One change of a design.
#[derive(Debug, Clone, PartialEq)]
pub struct DesignStep {
    /// Index in the window, as it was before any change, of the first base that is changed, or that bases are put in before.
    pub position: usize,
    /// The change, in the whole sequence that the search set out from.
    pub change: Change,
    /// Responses with this change and all before it, by column.
    pub responses: Vec<f32>,
    /// What the goals make of them.
    pub worth: f32,
}

/// A promoter that was found, and the way to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// What the model reads of it.
    pub window: Window,
    /// All of it, the bases before the window included, upper-case letters.
    pub bases: Vec<u8>,
    /// What the search set out from: the natural sequence, or one made of it.
    pub start: Vec<u8>,
    /// Responses of that, by column.
    pub start_responses: Vec<f32>,
    /// Its changes, in the order they were made.
    pub steps: Vec<DesignStep>,
    /// Its responses, by column.
    pub responses: Vec<f32>,
    /// What the goals make of them, as they were weighed for this design.
    pub worth: f32,
    /// For each column, whether its goal is missed.
    pub missed: Vec<bool>,
}

impl Design {
    /// Its changes, in the order they were made.
    pub fn changes(&self) -> Vec<Change> {
        self.steps.iter().map(|step| step.change.clone()).collect()
    }
}
