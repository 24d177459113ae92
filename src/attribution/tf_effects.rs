use std::rc::Rc;

use crate::architecture::TfChange;
use crate::model::{AnswerError, EncodedConditions, EncodedSamples, Model};
use crate::sample::SampleSet;

/// Perturbed conditions that one step computes.
const PERTURBATIONS_PER_STEP: usize = 512;

/// A change of one TF's level, in the table's unit (log2 units for the models that come with Cisight).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Change {
    /// None of it is left. A model that knows TFs by their levels alone reads this level; one that has terms
    /// of the TF's own drops them.
    Remove(f32),
    /// To a value, whatever it was.
    Set(f32),
    /// By a value.
    Shift(f32),
}

impl Change {
    /// An eighth of the reference sample's level: what arrays of deletion strains still measure (MSN4: -3.3
    /// to -0.3, MSN2: -1.9 to 0.2 in Gasch et al. 2000).
    pub const KNOCK_OUT: Self = Self::Remove(-3.0);
    /// Half of what it is.
    pub const KNOCK_DOWN: Self = Self::Shift(-1.0);
    /// Sixteen times the reference sample's level: MSN2, MSN4 and YAP1 stand at 3.6, 4.9 and 3.1 in Gasch's
    /// overexpression arrays.
    pub const OVEREXPRESSION: Self = Self::Set(4.0);

    /// The level after the change.
    pub fn apply(self, level: f32) -> f32 {
        match self {
            Self::Remove(value) | Self::Set(value) => value,
            Self::Shift(value) => level + value,
        }
    }

    /// The same for a model that has terms of the TF's own: how many times there is of it.
    fn scaled(self, level: f32) -> TfChange {
        match self {
            Self::Remove(_) => TfChange::Removed,
            Self::Set(value) => TfChange::Scaled(value - level),
            Self::Shift(value) => TfChange::Scaled(value),
        }
    }
}

/// Changes of one or more TFs at once, by index in the model's list.
pub type Perturbation = Vec<(usize, Change)>;

/// What perturbations of TFs do to the responses of promoters in one condition: in-silico knock-outs and the
/// like, alone or together.
#[derive(Debug)]
pub struct TfEffectsJob {
    model: Rc<Model>,
    samples: SampleSet,
    output: usize,
    levels: Vec<f32>,
    perturbations: Vec<Perturbation>,
    encoded: Option<EncodedSamples>,
    done: usize,
    references: Vec<f32>,
    effects: Vec<f32>,
}

impl TfEffectsJob {
    /// Prepares P promoters in one condition (`levels` of all TFs, in the table's unit). Promoters are
    /// encoded once for all perturbations. `output` is one of the model's.
    pub fn new(
        model: Rc<Model>,
        samples: impl Into<SampleSet>,
        (levels, output): (Vec<f32>, usize),
        perturbations: Vec<Perturbation>,
    ) -> Self {
        let samples = samples.into();
        let effects = vec![0.0; samples.len() * perturbations.len()];
        Self { model, samples, output, levels, perturbations, encoded: None, done: 0, references: Vec::new(), effects }
    }

    /// The same change of every TF, one at a time.
    pub fn singles(tfs: &[usize], change: Change) -> Vec<Perturbation> {
        tfs.iter().map(|&tf| vec![(tf, change)]).collect()
    }

    /// The same change of every pair of TFs, the second after the first in `tfs`.
    pub fn pairs(tfs: &[usize], change: Change) -> Vec<Perturbation> {
        let behind = |at: usize| tfs[at + 1..].iter().map(move |&second| vec![(tfs[at], change), (second, change)]);
        (0..tfs.len()).flat_map(behind).collect()
    }

    /// Perturbations to do.
    pub fn total(&self) -> usize {
        self.perturbations.len()
    }

    /// Perturbations done.
    pub fn done(&self) -> usize {
        self.done
    }

    /// Computes the next few perturbations (the promoters come with the first).
    ///
    /// # Errors
    /// [`AnswerError`] where a sample is not what the model reads or the device fails; what was done stays.
    pub async fn step(&mut self) -> Result<(), AnswerError> {
        let encoded = match self.encoded.take() {
            Some(encoded) => encoded,
            None => {
                let encoded = self.model.encode(&self.samples)?;
                let own = self.model.encode_conditions(&self.levels).of_output(self.output);
                let responses = self.model.respond(&encoded, &own).await?;
                self.references = (0..self.samples.len()).map(|pair| responses.summary(pair).0).collect();
                encoded
            }
        };
        let count = (PERTURBATIONS_PER_STEP / self.samples.len().max(1)).max(1);
        let end = (self.done + count).min(self.perturbations.len());
        let batch = &self.perturbations[self.done..end];
        if !batch.is_empty() {
            let conditions = self.perturbed(batch).of_output(self.output);
            let responses = self.model.respond(&encoded, &conditions).await?;
            for (promoter, reference) in self.references.iter().enumerate() {
                for index in 0..batch.len() {
                    let (response, _) = responses.summary(promoter * batch.len() + index);
                    self.effects[promoter * self.perturbations.len() + self.done + index] = response - reference;
                }
            }
        }
        self.done = end;
        self.encoded = Some(encoded);
        Ok(())
    }

    /// The condition once for each perturbation: with the TFs' own terms changed, where the model has such,
    /// else with their levels changed.
    fn perturbed(&self, perturbations: &[Perturbation]) -> EncodedConditions {
        let level = |tf: usize| self.levels.get(tf).copied().unwrap_or(0.0);
        let scaled = |&(tf, change): &(usize, Change)| (tf, change.scaled(level(tf)));
        let changes: Vec<Vec<(usize, TfChange)>> =
            perturbations.iter().map(|perturbation| perturbation.iter().map(scaled).collect()).collect();
        if let Some(conditions) = self.model.encode_tf_changes(&self.levels, &changes) {
            return conditions;
        }
        let levels = perturbations.iter().flat_map(|perturbation| {
            let mut levels = self.levels.clone();
            for &(tf, change) in perturbation {
                if let Some(level) = levels.get_mut(tf) {
                    *level = change.apply(*level);
                }
            }
            levels
        });
        self.model.encode_conditions(&levels.collect::<Vec<f32>>())
    }

    /// The promoters' responses in the condition as it is.
    pub fn references(&self) -> &[f32] {
        &self.references
    }

    /// `P x perturbations`, row-major: perturbed minus as it is, in the model's output unit; complete once
    /// done equals total.
    pub fn effects(&self) -> &[f32] {
        &self.effects
    }
}
