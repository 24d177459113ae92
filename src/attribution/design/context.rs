use std::rc::Rc;

use super::draft::Draft;
use super::goal::worth;
use super::ground::Ground;
use super::variety::differing;
use super::{DesignOptions, Goal};
use crate::architecture::Edit;
use crate::attribution::VariantScan;
use crate::model::{EncodedConditions, Model};
use crate::sample::Subject;
use crate::sequence::Window;
use crate::synthesis::{Change, ChangedSequence, RuleChecker};

/// What a search works with.
#[derive(Debug)]
pub(super) struct Context {
    pub model: Rc<Model>,
    pub subject: Subject,
    pub conditions: EncodedConditions,
    pub options: DesignOptions,
    pub ground: Ground,
    pub checker: RuleChecker,
    /// By column, as they count for the design that is searched for.
    pub goals: Vec<Goal>,
    /// Responses of the natural sequence.
    pub natural: Vec<f32>,
    /// The designs that were found before.
    pub taken: Vec<Vec<u8>>,
}

impl Context {
    pub fn worth(&self, responses: &[f32]) -> f32 {
        worth(&self.goals, &self.natural, responses)
    }

    /// A sequence with changes.
    pub fn draft(&self, start: &[u8], changes: Vec<Change>) -> Draft {
        let changed = ChangedSequence::of(start, &changes);
        let window = self.ground.window_of(&changed.bases);
        Draft { changes, changed, window, responses: Vec::new(), worth: f32::NEG_INFINITY, steps: Vec::new() }
    }

    /// Edits of a sequence of this sample.
    pub fn scan(&self, window: &Window, edits: Vec<Edit>) -> VariantScan {
        let subject = self.subject.with_window(window.clone());
        VariantScan::new(Rc::clone(&self.model), subject, self.conditions.clone(), edits)
    }

    /// Whether a draft keeps to every rule, and may still become different enough from the designs before with so many more changes.
    pub fn allows(&self, changed: &ChangedSequence, changes_left: usize) -> bool {
        let gain = changes_left * self.options.moves.reach();
        self.ground.has_room_for(changed.bases.len())
            && self.taken.iter().all(|own| differing(own, &changed.bases) + gain >= self.options.apart)
            && self.checker.keeps(changed)
    }

    /// Whether it is different enough as it is.
    pub fn is_apart(&self, changed: &ChangedSequence) -> bool {
        self.taken.iter().all(|own| differing(own, &changed.bases) >= self.options.apart)
    }
}
