//! What effects are measured by, and what is unlike training, in JavaScript's hands.

use std::rc::Rc;

use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use super::arrays::Floats;
use super::jobs::job;
use super::{Plain, RequestError, Samples, Session, check_levels, check_output, to_ts};
use crate::attribution::{EffectSample, EffectScaleJob as EffectScaleSteps};
use crate::schema::EffectScale;

job!(
    /// Random single-base changes of natural promoters, made promoter by promoter.
    EffectScaleJob,
    EffectScaleSteps,
    output: usize
);

/// What random single-base changes do to a response.
#[derive(Serialize, Tsify)]
pub struct EffectScaleResult {
    /// How many changes were made.
    changes: usize,
    /// In how many promoters.
    promoters: usize,
    /// Changed minus unchanged, rising.
    effects: Floats,
}

/// In what promoters and conditions are unlike those that the model was trained on.
#[derive(Serialize, Tsify)]
pub struct UnlikeTraining {
    /// By sample.
    #[tsify(type = "(Coded<\"domain\", DomainNote> | null)[]")]
    samples: Plain,
    /// By condition.
    #[tsify(type = "Coded<\"domain\", DomainNote>[][]")]
    conditions: Plain,
}

impl EffectScaleResult {
    pub(super) fn of(scale: &EffectScale) -> Self {
        let EffectScale { changes, promoters, .. } = *scale;
        Self { changes, promoters, effects: Floats::of(scale.effects()) }
    }
}

#[wasm_bindgen]
impl EffectScaleJob {
    /// What the changes so far do.
    ///
    /// # Errors
    /// Only where the object cannot be made.
    pub fn result(&self) -> Result<Ts<EffectScaleResult>, JsValue> {
        let scales = self.steps.scales("");
        let scale = scales.get(self.output);
        let scale = scale.ok_or(RequestError::NoOutput { output: self.output, outputs: scales.len() })?;
        to_ts(&EffectScaleResult::of(scale))
    }
}

#[wasm_bindgen]
impl Session {
    /// Prepares random single-base changes of natural promoters (`Catalogue.drawn`) in one condition, for one of
    /// the model's outputs.
    ///
    /// # Errors
    /// `ModelError` where no model is loaded or it has no such output, `TableError` where the levels do not
    /// fit it.
    #[wasm_bindgen(js_name = startEffectScale)]
    pub fn start_effect_scale(
        &self,
        samples: &Samples,
        levels: &[f32],
        output: Option<usize>,
    ) -> Result<EffectScaleJob, JsValue> {
        let model = self.model()?;
        check_levels(model, levels, 1)?;
        let output = check_output(model, output)?;
        let subjects = samples.subjects()?;
        let steps = EffectScaleSteps::new(Rc::clone(model), subjects, levels, EffectSample::default());
        Ok(EffectScaleJob { steps, output })
    }

    /// In what samples and conditions (levels one after the other) are unlike those that the model was trained on.
    ///
    /// # Errors
    /// `ModelError` where no model is loaded, `TableError` where the levels do not fit it.
    #[wasm_bindgen(js_name = unlikeTraining)]
    pub fn unlike_training(
        &self,
        samples: &Samples,
        levels: &[f32],
        conditions: usize,
    ) -> Result<Ts<UnlikeTraining>, JsValue> {
        let model = self.model()?;
        check_levels(model, levels, conditions)?;
        let subjects = samples.subjects()?;
        let of_samples: Vec<_> = subjects.iter().map(|own| model.sequence_note(own.input(), own.window())).collect();
        let of_conditions: Vec<_> =
            levels.chunks(model.tfs().len().max(1)).map(|own| model.condition_notes(own)).collect();
        to_ts(&UnlikeTraining { samples: Plain::notes(&of_samples), conditions: Plain::notes(&of_conditions) })
    }
}
