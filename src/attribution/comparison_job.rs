use std::rc::Rc;

use super::{ComparisonError, Difference, Differences, VariantScan};
use crate::architecture::Edit;
use crate::model::{AnswerError, Model};
use crate::sample::Subject;

/// What a difference between two promoters does to a response, all in the unit of the output.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DifferenceEffect {
    /// The first promoter with this difference alone, minus the first promoter.
    pub alone: f32,
    /// The second promoter minus the second promoter without this difference.
    pub last: f32,
    /// What it adds when the differences are made one after the other along the promoter; these add up to the whole.
    pub in_order: f32,
}

/// Which differences between two promoters carry the difference of their responses, computed step by step: each of
/// them alone, all but each, and one after the other.
#[derive(Debug)]
pub struct ComparisonJob {
    differences: Differences,
    scan: VariantScan,
    columns: usize,
}

impl ComparisonJob {
    /// Prepares the comparison of two samples that differ in the sequence that is looked at (`C x T` levels,
    /// row-major, in the table's unit).
    ///
    /// # Errors
    /// [`ComparisonError`] where their sequences cannot be aligned.
    pub fn new(model: Rc<Model>, first: Subject, second: &Subject, levels: &[f32]) -> Result<Self, ComparisonError> {
        let differences = Differences::between(first.window(), second.window())?;
        let count = differences.all().len();
        let edit = |chosen: &dyn Fn(usize) -> bool| Edit::between(first.window(), &differences.applied(chosen));
        let alone = (0..count).map(|place| edit(&|own| own == place));
        let without = (0..count).map(|place| edit(&|own| own != place));
        let in_order = (0..count).map(|place| edit(&|own| own <= place));
        let edits: Vec<Edit> = alone.chain(without).chain(in_order).collect();
        let conditions = model.encode_conditions(levels);
        let columns = conditions.columns();
        Ok(Self { differences, scan: VariantScan::new(model, first, conditions, edits), columns })
    }

    /// Changed promoters to do, and the first one.
    pub fn total(&self) -> usize {
        self.scan.edits().len() + 1
    }

    /// Those done.
    pub fn done(&self) -> usize {
        self.scan.done() + usize::from(!self.scan.reference().is_empty())
    }

    /// Computes the next few.
    ///
    /// # Errors
    /// [`AnswerError`] where a sample is not what the model reads or the device fails; what was done stays.
    pub async fn step(&mut self) -> Result<(), AnswerError> {
        self.scan.step().await
    }

    /// Where the promoters differ, in the order of the promoter.
    pub fn differences(&self) -> &[Difference] {
        self.differences.all()
    }

    /// Responses of the first and of the second promoter in a column; NaN while they are not computed.
    pub fn responses(&self, column: usize) -> [f32; 2] {
        let first = self.scan.reference().get(column).map_or(f32::NAN, |(response, _)| *response);
        let count = self.differences().len();
        let second = if count == 0 { first } else { self.response(3 * count - 1, column) };
        [first, second]
    }

    /// What each difference does in a column; complete once all is done.
    pub fn effects(&self, column: usize) -> Vec<DifferenceEffect> {
        let (count, [first, second]) = (self.differences().len(), self.responses(column));
        let effect = |place: usize| {
            let before = if place == 0 { first } else { self.response(2 * count + place - 1, column) };
            DifferenceEffect {
                alone: self.response(place, column) - first,
                last: second - self.response(count + place, column),
                in_order: self.response(2 * count + place, column) - before,
            }
        };
        (0..count).map(effect).collect()
    }

    fn response(&self, edit: usize, column: usize) -> f32 {
        self.scan.responses().get(edit * self.columns + column).copied().unwrap_or(f32::NAN)
    }
}
