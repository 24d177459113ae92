//! Attribution over bases and TFs, in JavaScript's hands.

use std::rc::Rc;

use js_sys::{Float32Array, Uint32Array};
use wasm_bindgen::prelude::*;

use super::jobs::job;
use super::{Samples, Session, bases_input, check_levels, check_output, failure, object};
use crate::attribution::{
    AttributionJob as AttributionSteps, Change, ReferencePoint, TfEffectsJob as TfEffectsSteps,
    TfRankingJob as TfRankingSteps, TfRule,
};

/// Nodes of an integrated gradient: the completeness error is then below a hundredth of a log2 unit.
const NODES: usize = 32;

job!(
    /// Contributions of bases and TFs, computed step by step.
    AttributionJob,
    AttributionSteps
);

#[wasm_bindgen]
impl AttributionJob {
    /// `{ response, reference, completenessError, offset, length, bases, hypothetical (length x 4), tfs }`, the mean over the references.
    ///
    /// # Errors
    /// Only where the object cannot be made.
    pub fn result(&self) -> Result<JsValue, JsValue> {
        let done = self.steps.result();
        object([
            ("response", done.response.into()),
            ("reference", done.reference.into()),
            ("completenessError", done.completeness_error().into()),
            ("offset", done.offset.into()),
            ("length", done.bases.len().into()),
            ("bases", Float32Array::from(done.bases.as_slice()).into()),
            ("hypothetical", Float32Array::from(done.hypothetical.as_slice()).into()),
            ("tfs", Float32Array::from(done.tfs.as_slice()).into()),
        ])
    }
}

job!(
    /// Effects of perturbed TFs, computed step by step.
    TfEffectsJob,
    TfEffectsSteps
);

#[wasm_bindgen]
impl TfEffectsJob {
    /// `{ references: P, effects: P x perturbations }`, perturbed minus as it is.
    ///
    /// # Errors
    /// Only where the object cannot be made.
    pub fn result(&self) -> Result<JsValue, JsValue> {
        object([
            ("references", Float32Array::from(self.steps.references()).into()),
            ("effects", Float32Array::from(self.steps.effects()).into()),
        ])
    }
}

job!(
    /// A ranking of TFs over many promoters, computed step by step.
    TfRankingJob,
    TfRankingSteps
);

#[wasm_bindgen]
impl TfRankingJob {
    /// `{ tfs, means, sizes, deviations, contributions: P x T, largestError }`; the first four are sorted by size.
    ///
    /// # Errors
    /// Only where the object cannot be made.
    pub fn result(&self) -> Result<JsValue, JsValue> {
        let ranking = self.steps.ranking();
        let column = |value: fn(&crate::attribution::RankedTf) -> f32| {
            let values: Vec<f32> = ranking.iter().map(value).collect();
            JsValue::from(Float32Array::from(values.as_slice()))
        };
        let tfs: Vec<u32> = ranking.iter().map(|ranked| u32::try_from(ranked.tf).unwrap_or(u32::MAX)).collect();
        object([
            ("tfs", Uint32Array::from(tfs.as_slice()).into()),
            ("means", column(|ranked| ranked.mean)),
            ("sizes", column(|ranked| ranked.mean_size)),
            ("deviations", column(|ranked| ranked.deviation)),
            ("contributions", Float32Array::from(self.steps.contributions()).into()),
            ("largestError", self.steps.largest_error().into()),
        ])
    }
}

#[wasm_bindgen]
impl Session {
    /// Prepares contributions of the bases and TFs of one sample to an output in one condition. `method` is `gradient`, `integrated-gradients` or
    /// `deeplift`; the last two compare with `shuffles` dinucleotide shuffles (0: with the promoter itself) at the TF levels `reference`
    /// (the model's mean where absent).
    ///
    /// # Errors
    /// `ModelError` where no model is loaded or the method is unknown, `TableError` where the levels do not fit it.
    #[wasm_bindgen(js_name = startAttribution)]
    pub fn start_attribution(
        &self,
        samples: &Samples,
        levels: Vec<f32>,
        output: Option<usize>,
        method: &str,
        shuffles: usize,
        reference: Option<Vec<f32>>,
    ) -> Result<AttributionJob, JsValue> {
        let model = Rc::clone(self.model()?);
        let reference = reference.unwrap_or_else(|| model.scaling().mean.clone());
        for given in [&levels, &reference] {
            check_levels(&model, given, 1)?;
        }
        let output = check_output(&model, output)?;
        let subject = samples.subject()?;
        let window = subject.window();
        let references = if shuffles == 0 {
            vec![ReferencePoint { window: window.clone(), levels: reference }]
        } else {
            let free = bases_input(&model, Some(subject.input()))?.free_stretch(window);
            ReferencePoint::shuffled(window, &reference, shuffles, 1, free)
        };
        let steps = match method {
            "gradient" => AttributionSteps::input_x_gradient(model, subject, levels),
            "integrated-gradients" => {
                AttributionSteps::integrated_gradients(model, subject, levels, &references, NODES)
            }
            "deeplift" => AttributionSteps::deep_lift(model, subject, levels, &references),
            other => return Err(failure("ModelError", &format!("there is no attribution method \"{other}\""))),
        };
        Ok(AttributionJob { steps: steps.of_output(output) })
    }

    /// `{ offset, values }`: Grad-CAM of one sample's sequence for an output in a condition (without levels for a model that reads none), one
    /// value a base of the window from `offset` on.
    ///
    /// # Errors
    /// `ModelError` where no model is loaded or it has no such map or output.
    #[wasm_bindgen(js_name = activationMap)]
    pub async fn activation_map(
        &self,
        samples: &Samples,
        levels: Vec<f32>,
        output: Option<usize>,
    ) -> Result<JsValue, JsValue> {
        let model = Rc::clone(self.model()?);
        check_levels(&model, &levels, 1)?;
        let output = check_output(&model, output)?;
        let subject = samples.subject()?;
        let map =
            model.activation_map(&subject, &levels, output).await.map_err(|error| failure("ModelError", &error))?;
        let first = subject.window().first_base();
        object([("offset", first.into()), ("values", Float32Array::from(&map[first..]).into())])
    }

    /// Prepares what a `change` (`knock-out`, `knock-down`, `overexpression`) of every one of `tfs` does to the promoters in one condition;
    /// with `pairs`, of every two of them, the second behind the first.
    ///
    /// # Errors
    /// `ModelError`, `TableError` where the levels do not fit it.
    #[wasm_bindgen(js_name = startTfEffects)]
    pub fn start_tf_effects(
        &self,
        samples: &Samples,
        levels: Vec<f32>,
        output: Option<usize>,
        change: &str,
        tfs: &[u32],
        pairs: bool,
    ) -> Result<TfEffectsJob, JsValue> {
        let model = Rc::clone(self.model()?);
        check_levels(&model, &levels, 1)?;
        let output = check_output(&model, output)?;
        let tfs: Vec<usize> = tfs.iter().map(|tf| *tf as usize).collect();
        if let Some(tf) = tfs.iter().find(|tf| **tf >= model.tfs().len()) {
            return Err(failure("TableError", &format!("the model has no TF number {tf}")));
        }
        let change = match change {
            "knock-out" => Change::KNOCK_OUT,
            "knock-down" => Change::KNOCK_DOWN,
            "overexpression" => Change::OVEREXPRESSION,
            other => return Err(failure("TableError", &format!("there is no change \"{other}\" of a TF"))),
        };
        let perturbations =
            if pairs { TfEffectsSteps::pairs(&tfs, change) } else { TfEffectsSteps::singles(&tfs, change) };
        Ok(TfEffectsJob { steps: TfEffectsSteps::new(model, samples.set(), (levels, output), perturbations) })
    }

    /// Prepares the ranking of TFs by what they contribute to the difference of the promoters' responses between the levels `reference`
    /// (the model's mean where absent) and `levels` (DeepLIFT, rescale rule).
    ///
    /// # Errors
    /// `ModelError`, `TableError` where the levels do not fit it.
    #[wasm_bindgen(js_name = startTfRanking)]
    pub fn start_tf_ranking(
        &self,
        samples: &Samples,
        levels: Vec<f32>,
        output: Option<usize>,
        reference: Option<Vec<f32>>,
    ) -> Result<TfRankingJob, JsValue> {
        let model = Rc::clone(self.model()?);
        let reference = reference.unwrap_or_else(|| model.scaling().mean.clone());
        for given in [&levels, &reference] {
            check_levels(&model, given, 1)?;
        }
        let output = check_output(&model, output)?;
        let steps = TfRankingSteps::new(model, samples.set(), [levels, reference], TfRule::DeepLift, output);
        Ok(TfRankingJob { steps })
    }
}
