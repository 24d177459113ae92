use std::ops::Range;
use std::rc::Rc;

use super::VariantScan;
use super::mutagenesis::single_mutants;
use super::stretch::{StretchError, check_stretch};
use crate::architecture::Edit;
use crate::model::{AnswerError, EncodedConditions, Model};
use crate::sample::Subject;

/// One or two single-base changes and what they do together, in the model's output unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Mutant {
    /// The changes, by position.
    pub changes: Vec<Edit>,
    /// The response with them minus that without.
    pub delta: f32,
    /// The sum of what each one does alone.
    pub sum: f32,
}

/// All single and all double changes of a stretch in one condition, one first change a step; the best ones
/// are kept.
#[derive(Debug)]
pub struct DoublesJob {
    model: Rc<Model>,
    subject: Subject,
    conditions: EncodedConditions,
    singles: Vec<Edit>,
    deltas: Vec<f32>,
    reference: f32,
    kept: usize,
    done: usize,
    highest: Vec<Mutant>,
    lowest: Vec<Mutant>,
}

impl DoublesJob {
    /// Prepares all changes of the bases in `stretch`; `kept` doubles are listed in each direction. `levels`
    /// are of one condition, `output` is one of the model's.
    ///
    /// # Errors
    /// [`StretchError`] where the stretch lies outside the promoter.
    pub fn new(
        model: Rc<Model>,
        subject: impl Into<Subject>,
        (levels, output): (&[f32], usize),
        stretch: Range<usize>,
        kept: usize,
    ) -> Result<Self, StretchError> {
        let subject = subject.into();
        check_stretch(subject.window(), &stretch)?;
        let conditions = model.encode_conditions(levels).of_output(output);
        let (singles, _) = single_mutants(&model, &subject, stretch);
        let (deltas, reference, done) = (Vec::new(), f32::NAN, 0);
        let (highest, lowest) = (Vec::new(), Vec::new());
        Ok(Self { model, subject, conditions, singles, deltas, reference, kept, done, highest, lowest })
    }

    /// Single changes, and one for the promoter as it is.
    pub fn total(&self) -> usize {
        self.singles.len() + 1
    }

    /// How many of these are done.
    pub fn done(&self) -> usize {
        self.done
    }

    /// The response of the promoter as it is.
    pub fn reference(&self) -> f32 {
        self.reference
    }

    /// Computes the single changes, or the next one of them with all that lie after it.
    ///
    /// # Errors
    /// [`AnswerError`] where a sample is not what the model reads or the device fails; what was done stays.
    pub async fn step(&mut self) -> Result<(), AnswerError> {
        let Some(first) = self.done.checked_sub(1) else {
            let scan = self.scan(self.subject.clone(), self.singles.clone()).await?;
            self.reference = scan.reference().first().map_or(f32::NAN, |(response, _)| *response);
            self.deltas = (0..self.singles.len()).map(|variant| scan.delta(variant, 0)).collect();
            self.done = 1;
            return Ok(());
        };
        let Some(change) = self.singles.get(first).cloned() else { return Ok(()) };
        let behind = self.singles.iter().position(|other| other.position() > change.position());
        let begin = behind.unwrap_or(self.singles.len());
        let others = self.singles[begin..].to_vec();
        if !others.is_empty() {
            let scan = self.scan(self.subject.with_window(change.apply(self.subject.window())), others).await?;
            for (at, response) in scan.responses().iter().enumerate() {
                let second = begin + at;
                let mutant = Mutant {
                    changes: vec![change.clone(), self.singles[second].clone()],
                    delta: response - self.reference,
                    sum: self.deltas[first] + self.deltas[second],
                };
                keep(&mut self.highest, mutant.clone(), self.kept, |delta| delta);
                keep(&mut self.lowest, mutant, self.kept, |delta| -delta);
            }
        }
        self.done += 1;
        Ok(())
    }

    async fn scan(&self, subject: Subject, variants: Vec<Edit>) -> Result<VariantScan, AnswerError> {
        let mut scan = VariantScan::new(Rc::clone(&self.model), subject, self.conditions.clone(), variants);
        while !scan.is_complete() {
            scan.step().await?;
        }
        Ok(scan)
    }

    /// All single changes, in the order of positions.
    pub fn singles(&self) -> Vec<Mutant> {
        let mutant =
            |(change, delta): (&Edit, &f32)| Mutant { changes: vec![change.clone()], delta: *delta, sum: *delta };
        self.singles.iter().zip(&self.deltas).map(mutant).collect()
    }

    /// The double changes that raise the response most, the best one first.
    pub fn highest(&self) -> &[Mutant] {
        &self.highest
    }

    /// The double changes that lower it most, the best one first.
    pub fn lowest(&self) -> &[Mutant] {
        &self.lowest
    }
}

/// Puts a mutant in its place among the best ones, if it is one.
fn keep(best: &mut Vec<Mutant>, mutant: Mutant, count: usize, gain: impl Fn(f32) -> f32) {
    let place = best.partition_point(|other| gain(other.delta) >= gain(mutant.delta));
    if place < count {
        best.insert(place, mutant);
        best.truncate(count);
    }
}
