//! Contributions of named features to many responses, in JavaScript's hands.

use std::rc::Rc;

use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use super::arrays::Floats;
use super::jobs::job;
use super::{Samples, Session, check_levels, failure, to_ts};
use crate::prediction::TermsJob as TermsSteps;

job!(
    /// Contributions of named features, computed step by step.
    TermsJob,
    TermsSteps
);

/// What each named feature contributes to the responses of samples in conditions.
#[derive(Serialize, Tsify)]
pub struct TermsResult {
    /// The features' names, in their order; what all samples have in common is one of them.
    features: Vec<String>,
    /// `samples x conditions x features`, row-major; a sample's in a condition add up to its response.
    contributions: Floats,
}

#[wasm_bindgen]
impl TermsJob {
    /// What is computed so far.
    ///
    /// # Errors
    /// Only where the object cannot be made.
    pub fn result(&self) -> Result<Ts<TermsResult>, JsValue> {
        to_ts(&TermsResult {
            features: self.steps.features().to_vec(),
            contributions: Floats::of(self.steps.contributions()),
        })
    }
}

#[wasm_bindgen]
impl Session {
    /// Prepares what each named feature contributes to the response of every sample in every condition (`C x
    /// T` levels, row-major, in the table's unit).
    ///
    /// # Errors
    /// `ModelError` where no model is loaded or its responses are no sums over named features, `TableError`
    /// where the levels do not fit it.
    #[wasm_bindgen(js_name = startTerms)]
    pub fn start_terms(&self, samples: &Samples, levels: &[f32], conditions: usize) -> Result<TermsJob, JsValue> {
        let model = self.model()?;
        check_levels(model, levels, conditions)?;
        let steps = TermsSteps::new(Rc::clone(model), samples.set(), levels);
        Ok(TermsJob { steps: steps.map_err(|error| failure(&error))? })
    }
}
