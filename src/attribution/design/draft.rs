use super::DesignStep;
use crate::sequence::Window;
use crate::synthesis::{Change, ChangedSequence};

/// A design in the making: what a search set out from, with changes.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// In the order in which they were made.
    pub changes: Vec<Change>,
    pub changed: ChangedSequence,
    pub window: Window,
    /// By column; empty until they are known.
    pub responses: Vec<f32>,
    pub worth: f32,
    /// One for each change, where the search knows what each does.
    pub steps: Vec<DesignStep>,
}

impl Draft {
    /// The same changes in another order are one design.
    pub fn key(&self) -> (Vec<u8>, Vec<Change>) {
        let mut changes = self.changes.clone();
        changes.sort_by(|a, b| (a.at, a.removed, &a.bases).cmp(&(b.at, b.removed, &b.bases)));
        (self.changed.bases.clone(), changes)
    }
}
