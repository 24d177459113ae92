use std::ops::Range;
use std::rc::Rc;

use super::VariantScan;
use crate::architecture::Edit;
use crate::model::{AnswerError, Model};
use crate::sample::Subject;

/// What every single-base change does to a response, in the model's output unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Mutagenesis {
    /// The response of the promoter as it is.
    pub reference: f32,
    /// One standard deviation of the reference's predictive error.
    pub spread: f32,
    /// Index in the window of the first position that is mutated; padding before the promoter has no mutants.
    pub offset: usize,
    /// `length x 4` (A, C, G, T): mutant minus reference, 0 for the base that stands there. Negative where
    /// the change lowers the response.
    pub deltas: Vec<f32>,
    /// Whether one of A, C, G, T stands at a position; an N has four mutants rather than three.
    pub base_known: Vec<bool>,
}

impl Mutagenesis {
    /// How much each base supports the response: minus the mean delta over the other bases.
    pub fn importance(&self) -> Vec<f32> {
        let mutants = self.base_known.iter().map(|known| if *known { 3.0 } else { 4.0 });
        self.deltas
            .chunks_exact(4)
            .zip(mutants)
            .map(|(deltas, mutants)| -deltas.iter().sum::<f32>() / mutants)
            .collect()
    }
}

/// All single-base mutants of some positions of a window, and which base (0 to 3: A, C, G, T) each one has.
pub(super) fn single_mutants(
    model: &Model,
    subject: &Subject,
    positions: impl Iterator<Item = usize>,
) -> (Vec<Edit>, Vec<usize>) {
    let bases = base_codes(model, subject);
    let window = subject.window();
    let mutants = positions.flat_map(|position| {
        let reference = window.codes()[position];
        let others = bases.into_iter().enumerate().filter(move |(_, code)| *code != reference);
        others.map(move |(base, code)| (Edit::single(position, code), base))
    });
    mutants.unzip()
}

/// The codes of A, C, G, T in the alphabet of a subject's sequence.
pub(super) fn base_codes(model: &Model, subject: &Subject) -> [u8; 4] {
    let spec = model.signature().inputs.get(subject.input()).and_then(|input| input.bases());
    spec.map_or([0, 1, 2, 3], |own| own.alphabet.base_codes())
}

/// A mutagenesis that is computed step by step, in one column of the map or in several at once.
#[derive(Debug)]
pub struct MutagenesisJob {
    scan: VariantScan,
    /// Index of each mutant's base among A, C, G, T.
    bases: Vec<usize>,
    recorded: usize,
    results: Vec<Mutagenesis>,
}

impl MutagenesisJob {
    /// Prepares the mutagenesis of a whole sequence (`C x T` levels, row-major, in the table's unit), which
    /// is encoded once for all conditions.
    pub fn new(model: Rc<Model>, subject: impl Into<Subject>, levels: &[f32]) -> Self {
        Self::of_positions(model, subject, levels, 0..usize::MAX)
    }

    /// The same for some positions of the window, so that several machines or workers can share one.
    pub fn of_positions(
        model: Rc<Model>,
        subject: impl Into<Subject>,
        levels: &[f32],
        positions: Range<usize>,
    ) -> Self {
        let subject = subject.into();
        let window = subject.window();
        let end = positions.end.min(window.codes().len());
        let positions = positions.start.max(window.first_base()).min(end)..end;
        let (mutants, bases) = single_mutants(&model, &subject, positions.clone());
        let codes = base_codes(&model, &subject);
        let base_known = window.codes()[positions.clone()].iter().map(|code| codes.contains(code)).collect();
        let deltas = vec![0.0; 4 * positions.len()];
        let result = Mutagenesis { reference: f32::NAN, spread: f32::NAN, offset: positions.start, deltas, base_known };
        let conditions = model.encode_conditions(levels);
        let results = vec![result; conditions.columns()];
        Self { scan: VariantScan::new(model, subject, conditions, mutants), bases, recorded: 0, results }
    }

    /// Mutants to do.
    pub fn total(&self) -> usize {
        self.bases.len()
    }

    /// Mutants done.
    pub fn done(&self) -> usize {
        self.recorded
    }

    /// Computes the next few mutants (the reference comes with the first).
    ///
    /// # Errors
    /// [`AnswerError`] where a sample is not what the model reads or the device fails; what was done stays.
    pub async fn step(&mut self) -> Result<(), AnswerError> {
        self.scan.step().await?;
        for (column, result) in self.results.iter_mut().enumerate() {
            (result.reference, result.spread) = self.scan.reference()[column];
            for mutant in self.recorded..self.scan.done() {
                let position = self.scan.edits()[mutant].position() - result.offset;
                result.deltas[4 * position + self.bases[mutant]] = self.scan.delta(mutant, column);
            }
        }
        self.recorded = self.scan.done();
        Ok(())
    }

    /// One result for each column of the map, in their order; complete once [`MutagenesisJob::done`] equals
    /// [`MutagenesisJob::total`].
    pub fn results(&self) -> &[Mutagenesis] {
        &self.results
    }
}
