//! What effects of variants are compared with: random single-base changes of natural promoters.

use std::rc::Rc;

use anyhow::{Context, Result, bail};
use cisight::attribution::{EffectSample, EffectScaleJob};
use cisight::model::{Model, ModelFolder};
use cisight::sample::Subject;
use cisight::schema::EffectScale;

use super::conditions::{Condition, joined_levels};
use super::{job, shipped};

/// A scale for each column of the map: those that the model ships, or random changes in promoters of its
/// catalogue. Which they are goes to standard error.
pub fn scales(folder: &ModelFolder, model: &Rc<Model>, conditions: &[Condition]) -> Result<Vec<EffectScale>> {
    let outputs = &model.signature().outputs;
    let known: Option<Vec<EffectScale>> = outputs.iter().map(|output| output.effects.clone()).collect();
    let scales = match known.filter(|_| !model.signature().capabilities.tf_levels) {
        Some(known) => known,
        None => computed(folder, model, conditions)?,
    };
    if let Some(EffectScale { changes, promoters, source, .. }) = scales.first() {
        eprintln!("percentiles are among {changes} random single-base changes in {promoters} promoters ({source})");
    }
    Ok(scales)
}

fn computed(folder: &ModelFolder, model: &Rc<Model>, conditions: &[Condition]) -> Result<Vec<EffectScale>> {
    if model.signature().inputs.len() > 1 {
        bail!(
            "this model reads more than a promoter, so there are no natural samples to compare with: leave --percentiles out"
        );
    }
    let promoters = shipped::promoters(folder).context("percentiles compare with natural promoters")?;
    let reads = model.sequence()?;
    let sample = EffectSample::default();
    let drawn = sample.drawn(promoters.len()).into_iter();
    let subjects: Vec<Subject> = drawn.map(|at| reads.window(&promoters[at]).into()).collect();
    let mut job = EffectScaleJob::new(Rc::clone(model), subjects, &joined_levels(conditions), sample);
    job::run(&mut job, "promoters changed at random")?;
    let manifest = model.manifest();
    Ok(job.scales(manifest.genome.as_deref().unwrap_or(&manifest.species)))
}
