//! Responses as sums of named features, in JavaScript's hands.

use std::rc::Rc;

use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use super::arrays::Indices;
use super::jobs::job;
use super::motifs::StrandSign;
use super::{RequestError, Samples, Session, check_levels, to_ts};
use crate::attribution::{BoundSite, FeatureShare as Share, FeaturesJob as FeaturesSteps};

job!(
    /// The named features of a sample in a condition, computed step by step.
    FeaturesJob,
    FeaturesSteps
);

/// A response as the sum that it is.
#[derive(Serialize, Tsify)]
pub struct FeaturesResult {
    response: f32,
    spread: f32,
    /// What all samples have in common in the condition.
    shared: f32,
    /// With what is shared, their contributions add up to the response.
    features: Vec<FeatureShare>,
}

/// What a named feature adds to a response.
#[derive(Serialize, Tsify)]
pub struct FeatureShare {
    name: String,
    /// TFs that bind its motifs, by their place in the model's list; where there are several, the model cannot
    /// tell them apart.
    tfs: Indices,
    motifs: Vec<MotifName>,
    /// What the sample has of it.
    value: f32,
    /// What a unit of it is worth in the condition.
    weight: f32,
    /// Value times weight.
    contribution: f32,
    /// The largest first.
    sites: Vec<FeatureSite>,
    /// What sites that are too weak to be listed carry of the contribution.
    weak: f32,
}

/// A motif without its matrix.
#[derive(Serialize, Tsify)]
pub struct MotifName {
    id: String,
    name: String,
}

/// A place that a feature is read from: 0-based, half-open indices in the window.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct FeatureSite {
    start: usize,
    end: usize,
    strand: StrandSign,
    /// From the first to the last base that its motif is particular about.
    core_start: usize,
    core_end: usize,
    /// The motifs that overlap there, the strongest first, by their place among the feature's.
    motifs: Indices,
    /// What it carries of the feature's contribution; all sites, weak ones too, add up to that.
    contribution: f32,
}

impl FeatureShare {
    fn of(share: &Share) -> Self {
        let names = share.motifs.iter().map(|own| MotifName { id: own.id.clone(), name: own.name.clone() });
        let site = |site: &BoundSite| FeatureSite {
            start: site.range.start,
            end: site.range.end,
            strand: site.strand.into(),
            core_start: site.core.start,
            core_end: site.core.end,
            motifs: indices(&site.motifs),
            contribution: site.contribution,
        };
        Self {
            name: share.name.clone(),
            tfs: indices(&share.tfs),
            motifs: names.collect(),
            value: share.value,
            weight: share.weight,
            contribution: share.contribution,
            sites: share.sites.iter().map(site).collect(),
            weak: share.weak,
        }
    }
}

fn indices(places: &[usize]) -> Indices {
    let places: Vec<u32> = places.iter().map(|place| u32::try_from(*place).unwrap_or(u32::MAX)).collect();
    Indices::of(&places)
}

#[wasm_bindgen]
impl FeaturesJob {
    /// What is computed.
    ///
    /// # Errors
    /// `DeviceError` where it is not computed yet.
    pub fn result(&self) -> Result<Ts<FeaturesResult>, JsValue> {
        let sum = self.steps.sum().ok_or(RequestError::NotComputed)?;
        to_ts(&FeaturesResult {
            response: sum.response,
            spread: sum.spread,
            shared: sum.shared,
            features: sum.features.iter().map(FeatureShare::of).collect(),
        })
    }
}

#[wasm_bindgen]
impl Session {
    /// Prepares what the named features of one sample contribute to its response in one condition, and the
    /// sites that they are read from.
    ///
    /// # Errors
    /// `ModelError` where no model is loaded or the sample has no sequence, `TableError` where the levels do
    /// not fit it.
    #[wasm_bindgen(js_name = startFeatures)]
    pub fn start_features(&self, samples: &Samples, levels: Vec<f32>) -> Result<FeaturesJob, JsValue> {
        let model = Rc::clone(self.model()?);
        check_levels(&model, &levels, 1)?;
        Ok(FeaturesJob { steps: FeaturesSteps::new(model, samples.subject()?, levels) })
    }
}
