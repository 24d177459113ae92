//! Attribution over bases and TFs, in JavaScript's hands.

use std::rc::Rc;

use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use super::arrays::{Floats, Indices};
use super::jobs::job;
use super::{RequestError, Samples, Session, bases_input, check_levels, check_output, failure, to_ts};
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

/// A method of attribution.
#[derive(Deserialize, Tsify)]
#[serde(rename_all = "kebab-case")]
pub enum AttributionMethod {
    /// Gradient times input.
    Gradient,
    /// The mean gradient on the way from the reference.
    IntegratedGradients,
    /// DeepLIFT, rescale rule.
    #[serde(rename = "deeplift")]
    DeepLift,
}

/// A change of a TF's level.
#[derive(Deserialize, Tsify)]
#[serde(rename_all = "kebab-case")]
pub enum TfChange {
    /// None of it is left.
    KnockOut,
    /// Some of it is left.
    KnockDown,
    /// There is more of it.
    Overexpression,
}

/// What bases and TFs contribute to the difference between a response and that of references.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct AttributionResult {
    response: f32,
    reference: f32,
    /// |response - reference - sum|
    completeness_error: f32,
    /// Index in the window of the first base.
    offset: usize,
    length: usize,
    bases: Floats,
    /// `length x 4`, in the order A, C, G, T.
    hypothetical: Floats,
    /// One for each TF of the model.
    tfs: Floats,
}

#[wasm_bindgen]
impl AttributionJob {
    /// The mean over the references.
    ///
    /// # Errors
    /// Only where the object cannot be made.
    pub fn result(&self) -> Result<Ts<AttributionResult>, JsValue> {
        let done = self.steps.result();
        to_ts(&AttributionResult {
            response: done.response,
            reference: done.reference,
            completeness_error: done.completeness_error(),
            offset: done.offset,
            length: done.bases.len(),
            bases: Floats::of(&done.bases),
            hypothetical: Floats::of(&done.hypothetical),
            tfs: Floats::of(&done.tfs),
        })
    }
}

job!(
    /// Effects of perturbed TFs, computed step by step.
    TfEffectsJob,
    TfEffectsSteps
);

/// What perturbations of TFs do.
#[derive(Serialize, Tsify)]
pub struct TfEffectsResult {
    /// A response for each sample.
    references: Floats,
    /// `samples x perturbations`, row-major: perturbed minus as it is.
    effects: Floats,
}

#[wasm_bindgen]
impl TfEffectsJob {
    /// What is computed so far.
    ///
    /// # Errors
    /// Only where the object cannot be made.
    pub fn result(&self) -> Result<Ts<TfEffectsResult>, JsValue> {
        to_ts(&TfEffectsResult {
            references: Floats::of(self.steps.references()),
            effects: Floats::of(self.steps.effects()),
        })
    }
}

job!(
    /// A ranking of TFs over many promoters, computed step by step.
    TfRankingJob,
    TfRankingSteps
);

/// TFs by the mean size of what they contribute, the largest first.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct TfRankingResult {
    tfs: Indices,
    means: Floats,
    sizes: Floats,
    deviations: Floats,
    /// `samples x TFs` in the model's order, row-major.
    contributions: Floats,
    largest_error: f32,
}

#[wasm_bindgen]
impl TfRankingJob {
    /// What is computed so far.
    ///
    /// # Errors
    /// Only where the object cannot be made.
    pub fn result(&self) -> Result<Ts<TfRankingResult>, JsValue> {
        let ranking = self.steps.ranking();
        let column = |value: fn(&crate::attribution::RankedTf) -> f32| {
            let values: Vec<f32> = ranking.iter().map(value).collect();
            Floats::of(&values)
        };
        let tfs: Vec<u32> = ranking.iter().map(|ranked| u32::try_from(ranked.tf).unwrap_or(u32::MAX)).collect();
        to_ts(&TfRankingResult {
            tfs: Indices::of(&tfs),
            means: column(|ranked| ranked.mean),
            sizes: column(|ranked| ranked.mean_size),
            deviations: column(|ranked| ranked.deviation),
            contributions: Floats::of(self.steps.contributions()),
            largest_error: self.steps.largest_error(),
        })
    }
}

/// Grad-CAM: how active, base by base, what raises the response is in the network's last convolution.
#[derive(Serialize, Tsify)]
pub struct ActivationMap {
    /// Index in the window of the first base.
    offset: usize,
    values: Floats,
}

#[wasm_bindgen]
impl Session {
    /// Prepares contributions of the bases and TFs of one sample to an output in one condition. All methods
    /// but the gradient compare with `shuffles` dinucleotide shuffles (0: with the promoter itself) at the TF
    /// levels `reference` (the model's mean where absent).
    ///
    /// # Errors
    /// `ModelError` where no model is loaded or the method is unknown, `TableError` where the levels do not
    /// fit it.
    #[wasm_bindgen(js_name = startAttribution)]
    pub fn start_attribution(
        &self,
        samples: &Samples,
        levels: Vec<f32>,
        output: Option<usize>,
        method: Ts<AttributionMethod>,
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
        let method = method.to_rust().map_err(RequestError::object)?;
        let steps = match method {
            AttributionMethod::Gradient => AttributionSteps::input_x_gradient(model, subject, levels),
            AttributionMethod::IntegratedGradients => {
                AttributionSteps::integrated_gradients(model, subject, levels, &references, NODES)
            }
            AttributionMethod::DeepLift => AttributionSteps::deep_lift(model, subject, levels, &references),
        };
        Ok(AttributionJob { steps: steps.of_output(output) })
    }

    /// Grad-CAM of one sample's sequence for an output in a condition (without levels for a model that reads
    /// none), one value a base of the window from `offset` on.
    ///
    /// # Errors
    /// `ModelError` where no model is loaded or it has no such map or output.
    #[wasm_bindgen(js_name = activationMap)]
    pub async fn activation_map(
        &self,
        samples: &Samples,
        levels: Vec<f32>,
        output: Option<usize>,
    ) -> Result<Ts<ActivationMap>, JsValue> {
        let model = Rc::clone(self.model()?);
        check_levels(&model, &levels, 1)?;
        let output = check_output(&model, output)?;
        let subject = samples.subject()?;
        let map = model.activation_map(&subject, &levels, output).await.map_err(|error| failure(&error))?;
        let offset = subject.window().first_base();
        to_ts(&ActivationMap { offset, values: Floats::of(&map[offset..]) })
    }

    /// Prepares what a `change` of every one of `tfs` does to the promoters in one condition;
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
        change: Ts<TfChange>,
        tfs: &[u32],
        pairs: bool,
    ) -> Result<TfEffectsJob, JsValue> {
        let model = Rc::clone(self.model()?);
        check_levels(&model, &levels, 1)?;
        let output = check_output(&model, output)?;
        let tfs: Vec<usize> = tfs.iter().map(|tf| *tf as usize).collect();
        if let Some(tf) = tfs.iter().find(|tf| **tf >= model.tfs().len()) {
            return Err(RequestError::NoTf { tf: *tf }.into());
        }
        let change = match change.to_rust().map_err(RequestError::object)? {
            TfChange::KnockOut => Change::KNOCK_OUT,
            TfChange::KnockDown => Change::KNOCK_DOWN,
            TfChange::Overexpression => Change::OVEREXPRESSION,
        };
        let perturbations =
            if pairs { TfEffectsSteps::pairs(&tfs, change) } else { TfEffectsSteps::singles(&tfs, change) };
        Ok(TfEffectsJob { steps: TfEffectsSteps::new(model, samples.set(), (levels, output), perturbations) })
    }

    /// Prepares the ranking of TFs by what they contribute to the difference of the promoters' responses
    /// between the levels `reference` (the model's mean where absent) and `levels` (DeepLIFT, rescale rule).
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
