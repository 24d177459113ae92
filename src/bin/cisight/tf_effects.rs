//! `cisight attribute --method tf-effects`

use std::rc::Rc;

use anyhow::{Context, Result, bail};
use cisight::attribution::{Change, Perturbation, TfEffectsJob};
use cisight::model::Model;
use cisight::sample::{Sample, SampleSet};

use crate::attribute::Args;
use crate::output;
use crate::samples::Row;

#[derive(clap::Args)]
pub struct EffectArgs {
    /// TFs to change (tf-effects), by either name, with commas; all of them where absent
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    tfs: Vec<String>,
    /// Change pairs of TFs as well (tf-effects)
    #[arg(long)]
    pairs: bool,
    /// The level of a TF that is knocked out, in the table's unit
    #[arg(long, value_name = "LEVEL", default_value_t = -3.0, allow_negative_numbers = true)]
    knock_out: f32,
    /// What a knock-down adds to a TF's level
    #[arg(long, value_name = "SHIFT", default_value_t = -1.0, allow_negative_numbers = true)]
    knock_down: f32,
    /// The level of a TF that is overexpressed
    #[arg(long, value_name = "LEVEL", default_value_t = 4.0, allow_negative_numbers = true)]
    overexpression: f32,
}

/// Promoters that are computed together.
const PROMOTERS: usize = 16;

pub fn run(args: &Args, model: &Rc<Model>, (condition, levels): (&str, &[f32])) -> Result<()> {
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
        ("knock-out", Change::Set(own.knock_out)),
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
    let mut table = output::table(args.out.as_deref())?;
    table.write_record(["promoter", "condition", "change", "tf", "second_tf", "response", "effect", "beyond_sum"])?;
    let bar = output::progress(rows.len(), "promoters");
    let name = |tf: usize| model.tfs().factors()[tf].name.as_str();
    for batch in rows.chunks(PROMOTERS) {
        let samples = batch.iter().map(|row| Sample { name: String::new(), parts: row.subject.parts().to_vec() });
        let samples = SampleSet::new(samples, model.signature().inputs.len());
        let all = perturbations.iter().map(|(_, perturbation)| perturbation.clone()).collect();
        let mut job = TfEffectsJob::new(Rc::clone(model), samples, (levels.to_vec(), output), all);
        while job.done() < job.total() {
            pollster::block_on(job.step())?;
        }
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
                table.write_record([
                    promoter.name(),
                    condition,
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
    output::finish(table)
}

fn chosen(names: &[String], model: &Model) -> Result<Vec<usize>> {
    if names.is_empty() {
        return Ok((0..model.tfs().len()).collect());
    }
    let mut found = Vec::new();
    for name in names {
        let tf =
            model.tfs().position(name).with_context(|| format!("the model has no transcription factor \"{name}\""))?;
        if found.contains(&tf) {
            bail!("the transcription factor \"{name}\" is named twice");
        }
        found.push(tf);
    }
    Ok(found)
}
