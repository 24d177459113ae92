use std::rc::Rc;

use crate::architecture::Variant;
use crate::backend::BackendError;
use crate::model::{EncodedConditions, Model, References};
use crate::sequence::Window;

/// Variants that one step computes: enough to share the reference's layers, few enough to report progress and to stop soon.
const VARIANTS_PER_STEP: usize = 180;

/// Responses of many variants of one window in some conditions, computed step by step. All that looks at changed promoters is made of these.
#[derive(Debug)]
pub struct VariantScan {
    model: Rc<Model>,
    window: Window,
    conditions: EncodedConditions,
    condition_count: usize,
    variants: Vec<Variant>,
    references: Option<References>,
    reference: Vec<(f32, f32)>,
    responses: Vec<f32>,
    done: usize,
}

impl VariantScan {
    /// Prepares the scan. `conditions` are encoded once by whoever makes several scans of the same ones.
    pub fn new(
        model: Rc<Model>,
        window: Window,
        (conditions, condition_count): (EncodedConditions, usize),
        variants: Vec<Variant>,
    ) -> Self {
        let (references, reference) = (None, Vec::new());
        let responses = Vec::with_capacity(variants.len() * condition_count);
        Self { model, window, conditions, condition_count, variants, references, reference, responses, done: 0 }
    }

    /// The variants, in their order.
    pub fn variants(&self) -> &[Variant] {
        &self.variants
    }

    /// Variants done.
    pub fn done(&self) -> usize {
        self.done
    }

    /// Whether all are done, the reference included.
    pub fn is_complete(&self) -> bool {
        self.done == self.variants.len() && !self.reference.is_empty()
    }

    /// Response and spread of the window as it is, by condition; empty before the first step.
    pub fn reference(&self) -> &[(f32, f32)] {
        &self.reference
    }

    /// Responses of the variants that are done, `variants x conditions`, row-major, in the model's output unit.
    pub fn responses(&self) -> &[f32] {
        &self.responses
    }

    /// The response of a variant that is done minus the reference's.
    pub fn delta(&self, variant: usize, condition: usize) -> f32 {
        let response = self.responses.get(variant * self.condition_count + condition).copied();
        let reference = self.reference.get(condition).map(|(response, _)| *response);
        response.zip(reference).map_or(f32::NAN, |(response, reference)| response - reference)
    }

    /// Computes the next few variants (the reference comes with the first).
    ///
    /// # Errors
    /// [`BackendError::Lost`] where the device fails; what was done stays.
    pub async fn step(&mut self) -> Result<(), BackendError> {
        let references = match self.references.take() {
            Some(references) => references,
            None => self.encode_reference().await?,
        };
        let end = (self.done + VARIANTS_PER_STEP).min(self.variants.len());
        let batch = &self.variants[self.done..end];
        if !batch.is_empty() {
            let encoded = self.model.encode_variants(&references, batch);
            let responses = self.model.respond(&encoded, &self.conditions).await?;
            let pairs = 0..batch.len() * self.condition_count;
            self.responses.extend(pairs.map(|pair| self.model.summarise(&responses, pair).0));
            self.done = end;
        }
        self.references = Some(references);
        Ok(())
    }

    async fn encode_reference(&mut self) -> Result<References, BackendError> {
        let encoded = self.model.encode_promoters(std::slice::from_ref(&self.window));
        let responses = self.model.respond(&encoded, &self.conditions).await?;
        let conditions = 0..self.condition_count;
        self.reference = conditions.map(|condition| self.model.summarise(&responses, condition)).collect();
        Ok(self.model.references(&self.window))
    }
}
