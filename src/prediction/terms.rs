use std::rc::Rc;

use crate::model::{EncodedConditions, Encoder, Model, TermsError};
use crate::sample::SampleSet;

/// Contributions that one step computes at most, so that memory is bounded however many conditions there are.
const CONTRIBUTIONS_PER_STEP: usize = 1 << 18;

/// Samples that one step encodes at most.
const SAMPLES_PER_STEP: usize = 8;

/// What each named feature contributes to the response of P samples in C conditions, computed step by step.
///
/// A sample's contributions in a condition add up to its response. Each sample and each condition is encoded
/// once; the rest is a product.
#[derive(Debug)]
pub struct TermsJob {
    model: Rc<Model>,
    samples: Encoder,
    conditions: EncodedConditions,
    features: Vec<String>,
    done: usize,
    contributions: Vec<f32>,
}

impl TermsJob {
    /// Prepares samples and conditions; `levels` are `C x T`, row-major, in the table's unit.
    ///
    /// # Errors
    /// [`TermsError::NotAvailable`] where the model's responses are no sums over named features.
    pub fn new(model: Rc<Model>, samples: impl Into<SampleSet>, levels: &[f32]) -> Result<Self, TermsError> {
        let features = model.feature_names()?;
        let conditions = model.encode_conditions(levels);
        let samples = Encoder::new(Rc::clone(&model), samples.into());
        Ok(Self { model, samples, conditions, features, done: 0, contributions: Vec::new() })
    }

    /// Names of the F features, in their order.
    pub fn features(&self) -> &[String] {
        &self.features
    }

    /// The number of conditions, C.
    pub fn conditions(&self) -> usize {
        self.conditions.conditions()
    }

    /// Samples to do.
    pub fn total(&self) -> usize {
        self.samples.len()
    }

    /// Samples done.
    pub fn done(&self) -> usize {
        self.done
    }

    /// Computes the next few samples.
    ///
    /// # Errors
    /// [`TermsError`] where a sample is not what the model reads or the device fails; what was done stays.
    pub async fn step(&mut self) -> Result<(), TermsError> {
        let per_sample = self.conditions() * self.features.len();
        let count = (CONTRIBUTIONS_PER_STEP / per_sample.max(1)).clamp(1, SAMPLES_PER_STEP);
        let end = (self.done + count).min(self.total());
        if self.done == end {
            return Ok(());
        }
        let samples = self.samples.encode(self.done..end)?;
        let table = self.model.feature_table(&samples, &self.conditions).await?;
        self.contributions.extend_from_slice(table.contributions());
        self.done = end;
        Ok(())
    }

    /// `P x C x F`, row-major, in the output's unit: the samples that are done and were not taken.
    pub fn contributions(&self) -> &[f32] {
        &self.contributions
    }

    /// Hands out the contributions of the samples done since the last call, so that a long job need not be
    /// held in memory.
    pub fn take_rows(&mut self) -> Vec<f32> {
        std::mem::take(&mut self.contributions)
    }
}
