//! `cisight attribute --method tf-effects`

use std::rc::Rc;

use anyhow::{Context, Result, bail};
use cisight::attribution::{Change, Perturbation, TfEffectsJob};
use cisight::model::Model;
use cisight::sample::{Sample, SampleSet};

use super::args::Args;
use crate::common::conditions::Condition;
use crate::common::job;
use crate::common::samples::Row;

/// Promoters that are computed together.
const PROMOTERS: usize = 16;

pub fn run(args: &Args, model: &Rc<Model>, condition: &Condition) -> Result<()> {
    if !model.signature().capabilities.tf_levels {
        bail!("this model reads no TF levels, so there is nothing to knock out");
    }
    let (own, output) = (&args.effects, args.output.of(model)?);
    let rows = args.samples.rows(model, &args.sequence)?;
    let tfs = chosen(&own.tfs, model)?;
    if own.pairs && tfs.len() < 2 {
        bail!("--pairs needs at least two TFs");
    }
    let changes = [
        ("knock-out", Change::Remove(own.knock_out)),
        ("knock-down", Change::Shift(own.knock_down)),
        ("overexpression", Change::Set(own.overexpression)),
    ];
    let of = |change: Change| {
        let pairs = if own.pairs { TfEffectsJob::pairs(&tfs, change) } else { Vec::new() };
        [TfEffectsJob::singles(&tfs, change), pairs].concat()
    };
    let perturbations: Vec<(&str, Perturbation)> = changes
        .into_iter()
        .flat_map(|(name, change)| of(change).into_iter().map(move |perturbation| (name, perturbation)))
        .collect();
    let columns = ["promoter", "condition", "change", "tf", "second_tf", "response", "effect", "beyond_sum"];
    let mut table = args.table.table(columns)?;
    let bar = job::progress(rows.len(), "promoters");
    let name = |tf: usize| model.tfs().factors()[tf].name.as_str();
    for batch in rows.chunks(PROMOTERS) {
        let samples = batch.iter().map(|row| Sample { name: String::new(), parts: row.subject.parts().to_vec() });
        let samples = SampleSet::new(samples, model.signature().inputs.len());
        let all = perturbations.iter().map(|(_, perturbation)| perturbation.clone()).collect();
        let mut job = TfEffectsJob::new(Rc::clone(model), samples, (condition.levels.clone(), output), all);
        job::steps(&mut job, |_, _| Ok(()))?;
        for (row, Row { promoter, .. }) in batch.iter().enumerate() {
            let effects = &job.effects()[row * perturbations.len()..(row + 1) * perturbations.len()];
            let per_change = perturbations.len() / changes.len();
            for (index, ((change, perturbation), effect)) in perturbations.iter().zip(effects).enumerate() {
                let single = |tf: usize| {
                    let at = tfs.iter().position(|other| *other == tf).unwrap_or(0);
                    effects[index / per_change * per_change + at]
                };
                let (first, second) = (perturbation.first(), perturbation.get(1));
                let sum: f32 = perturbation.iter().map(|(tf, _)| single(*tf)).sum();
                table.row([
                    promoter.name(),
                    &condition.name,
                    change,
                    first.map_or("", |(tf, _)| name(*tf)),
                    second.map_or("", |(tf, _)| name(*tf)),
                    &format!("{:.4}", job.references()[row] + effect),
                    &format!("{effect:.6}"),
                    &second.map_or_else(String::new, |_| format!("{:.6}", effect - sum)),
                ])?;
            }
            bar.inc(1);
        }
        table.flush()?;
    }
    bar.finish_and_clear();
    table.finish()
}

fn chosen(names: &[String], model: &Model) -> Result<Vec<usize>> {
    // A TF without terms is one that the model can say nothing about, which is not the same as an effect of
    // zero.
    let is_known = |tf: &usize| model.has_terms(*tf) != Some(false);
    if names.is_empty() {
        return Ok((0..model.tfs().len()).filter(is_known).collect());
    }
    let mut found = Vec::new();
    for name in names {
        let tf =
            model.tfs().position(name).with_context(|| format!("the model has no transcription factor \"{name}\""))?;
        if !is_known(&tf) {
            bail!("the model knows no motif of \"{name}\", so it cannot say what the TF does; leave it out");
        }
        if found.contains(&tf) {
            bail!("the transcription factor \"{name}\" is named twice");
        }
        found.push(tf);
    }
    Ok(found)
}
