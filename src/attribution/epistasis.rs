use std::ops::Range;
use std::rc::Rc;

use super::VariantScan;
use super::mutagenesis::single_mutants;
use super::stretch::{StretchError, check_stretch};
use crate::architecture::Edit;
use crate::model::{AnswerError, EncodedConditions, Model};
use crate::sample::Subject;

/// How single-base changes in two stretches of a promoter act together, in the model's output unit.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Epistasis {
    /// Changes in the first stretch.
    pub first: Vec<Edit>,
    /// Changes in the second.
    pub second: Vec<Edit>,
    /// Response with each change of the first stretch minus the reference's.
    pub first_deltas: Vec<f32>,
    /// The same for the second.
    pub second_deltas: Vec<f32>,
    /// `first x second`, row-major: delta of both changes minus the sum of the two deltas. 0 where they act
    /// independently.
    pub interactions: Vec<f32>,
}

/// Pairwise epistasis between two stretches in one condition, a change of the first stretch a step.
#[derive(Debug)]
pub struct EpistasisJob {
    model: Rc<Model>,
    subject: Subject,
    conditions: EncodedConditions,
    reference: f32,
    done: usize,
    result: Epistasis,
}

impl EpistasisJob {
    /// Prepares all pairs of a change in `first` and one in `second`, two stretches of the window; `levels`
    /// are of one condition, `output` is one of the model's.
    ///
    /// # Errors
    /// [`StretchError`] where a stretch lies outside the promoter or they overlap.
    pub fn new(
        model: Rc<Model>,
        subject: impl Into<Subject>,
        (levels, output): (&[f32], usize),
        first: Range<usize>,
        second: Range<usize>,
    ) -> Result<Self, StretchError> {
        let subject = subject.into();
        check_stretch(subject.window(), &first)?;
        check_stretch(subject.window(), &second)?;
        if first.start < second.end && second.start < first.end {
            return Err(StretchError::Overlap(first, second));
        }
        let conditions = model.encode_conditions(levels).of_output(output);
        let (first, _) = single_mutants(&model, &subject, first);
        let (second, _) = single_mutants(&model, &subject, second);
        let result = Epistasis { first, second, ..Epistasis::default() };
        Ok(Self { model, subject, conditions, reference: f32::NAN, done: 0, result })
    }

    /// Changes of the first stretch, and one for the promoter as it is.
    pub fn total(&self) -> usize {
        self.result.first.len() + 1
    }

    /// How many of these are done.
    pub fn done(&self) -> usize {
        self.done
    }

    /// Computes the next change of the first stretch with all of the second.
    ///
    /// # Errors
    /// [`AnswerError`] where a sample is not what the model reads or the device fails; what was done stays.
    pub async fn step(&mut self) -> Result<(), AnswerError> {
        if self.done == self.total() {
            return Ok(());
        }
        let change = self.done.checked_sub(1).and_then(|index| self.result.first.get(index));
        let changed = |change: &Edit| self.subject.with_window(change.apply(self.subject.window()));
        let subject = change.map_or_else(|| self.subject.clone(), changed);
        let mut scan =
            VariantScan::new(Rc::clone(&self.model), subject, self.conditions.clone(), self.result.second.clone());
        while !scan.is_complete() {
            scan.step().await?;
        }
        let reference = scan.reference().first().map_or(f32::NAN, |(response, _)| *response);
        let deltas = (0..self.result.second.len()).map(|variant| scan.delta(variant, 0));
        if change.is_none() {
            self.reference = reference;
            self.result.second_deltas = deltas.collect();
        } else {
            self.result.first_deltas.push(reference - self.reference);
            let alone = self.result.second_deltas.iter();
            self.result.interactions.extend(deltas.zip(alone).map(|(together, alone)| together - alone));
        }
        self.done += 1;
        Ok(())
    }

    /// The result; complete once [`EpistasisJob::done`] equals [`EpistasisJob::total`].
    pub fn result(&self) -> &Epistasis {
        &self.result
    }
}
