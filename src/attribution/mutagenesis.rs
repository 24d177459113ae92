use std::rc::Rc;

use crate::architecture::Variant;
use crate::backend::BackendError;
use crate::model::{EncodedConditions, Model, References};
use crate::sequence::Window;

/// Mutants that one step computes: enough to share the reference's layers, few enough to report progress and to stop soon.
const MUTANTS_PER_STEP: usize = 360;

/// What every single-base change does to a response, in the model's output unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Mutagenesis {
    /// The response of the promoter as it is.
    pub reference: f32,
    /// One standard deviation of the reference's predictive error.
    pub spread: f32,
    /// Index in the window of the first base; positions before it are padding and have no mutants.
    pub offset: usize,
    /// `length x 4` (A, C, G, T): mutant minus reference, 0 for the base that stands there. Negative where the change lowers the response.
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

/// A full mutagenesis that is computed step by step, in one condition or in several at once.
#[derive(Debug)]
pub struct MutagenesisJob {
    model: Rc<Model>,
    window: Window,
    conditions: EncodedConditions,
    references: Option<References>,
    mutants: Vec<Variant>,
    /// Index of each mutant's base among A, C, G, T.
    bases: Vec<usize>,
    done: usize,
    results: Vec<Mutagenesis>,
}

impl MutagenesisJob {
    /// Prepares the mutagenesis of one promoter (`C x T` levels, row-major, in the table's unit). A promoter is encoded once for all conditions.
    pub fn new(model: Rc<Model>, window: Window, levels: &[f32]) -> Self {
        let bases = model.declaration().alphabet.base_codes();
        let offset = window.first_base();
        let positions = window.codes().iter().enumerate().skip(offset);
        let mutants = positions.flat_map(|(position, &standing)| {
            let others = bases.into_iter().enumerate().filter(move |(_, code)| *code != standing);
            others.map(move |(base, code)| (Variant::single(position, code), base))
        });
        let (mutants, mutant_bases) = mutants.unzip();
        let deltas = vec![0.0; 4 * (window.codes().len() - offset)];
        let count = if model.tfs().is_empty() { 1 } else { levels.len() / model.tfs().len() };
        let conditions = model.encode_conditions(levels);
        let base_known = window.codes()[offset..].iter().map(|code| bases.contains(code)).collect();
        let result = Mutagenesis { reference: f32::NAN, spread: f32::NAN, offset, deltas, base_known };
        let results = vec![result; count];
        Self { model, window, conditions, references: None, mutants, bases: mutant_bases, done: 0, results }
    }

    /// Mutants to do.
    pub fn total(&self) -> usize {
        self.mutants.len()
    }

    /// Mutants done.
    pub fn done(&self) -> usize {
        self.done
    }

    /// Computes the next few mutants (the reference comes with the first).
    ///
    /// # Errors
    /// [`BackendError::Lost`] where the device fails; what was done stays.
    pub async fn step(&mut self) -> Result<(), BackendError> {
        let references = match self.references.take() {
            Some(references) => references,
            None => self.encode_reference().await?,
        };
        let end = (self.done + MUTANTS_PER_STEP).min(self.mutants.len());
        let batch = &self.mutants[self.done..end];
        if !batch.is_empty() {
            let mutants = self.model.encode_variants(&references, batch);
            let responses = self.model.respond(&mutants, &self.conditions).await?;
            let conditions = self.results.len();
            for (index, (mutant, base)) in batch.iter().zip(&self.bases[self.done..]).enumerate() {
                for (condition, result) in self.results.iter_mut().enumerate() {
                    let (response, _) = self.model.summarise(&responses, index * conditions + condition);
                    result.deltas[4 * (mutant.position - result.offset) + base] = response - result.reference;
                }
            }
            self.done = end;
        }
        self.references = Some(references);
        Ok(())
    }

    async fn encode_reference(&mut self) -> Result<References, BackendError> {
        let references = self.model.references(&self.window);
        let windows = std::slice::from_ref(&self.window);
        let responses = self.model.respond(&self.model.encode_promoters(windows), &self.conditions).await?;
        for (condition, result) in self.results.iter_mut().enumerate() {
            (result.reference, result.spread) = self.model.summarise(&responses, condition);
        }
        Ok(references)
    }

    /// One result a condition, in their order; complete once [`MutagenesisJob::done`] equals [`MutagenesisJob::total`].
    pub fn results(&self) -> &[Mutagenesis] {
        &self.results
    }
}
