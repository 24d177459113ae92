//! `cisight predict`

use std::path::PathBuf;
use std::rc::Rc;

use anyhow::{Result, bail};
use cisight::export::GridDescription;
use cisight::prediction::GridJob;
use cisight::schema::{DomainNote, Intervals};

use crate::common::conditions::{ConditionArgs, columns, joined_levels};
use crate::common::grid_file::{GridFile, Layout};
use crate::common::model::ModelArgs;
use crate::common::samples::SampleArgs;
use crate::common::shard::ShardArgs;
use crate::common::{job, unlike};

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    samples: SampleArgs,
    #[command(flatten)]
    conditions: ConditionArgs,
    #[command(flatten)]
    shard: ShardArgs,
    /// wide: one row per promoter, one column per condition; long: one row per promoter and condition, with
    /// the spread beside the response
    #[arg(long, value_name = "LAYOUT", default_value = "wide")]
    layout: Layout,
    /// In the long layout, also write where measured values are to be expected, in the response's unit:
    /// lower_68 and upper_68, lower_90 and upper_90 (68 and 90 of 100 measured values of genes that were not
    /// trained on lie between them; empty where the model was not calibrated), and unlike_training, in what promoter
    /// or condition are unlike those that the model was trained on, with the number and, in brackets, what is usual
    #[arg(long)]
    intervals: bool,
    /// Where to write responses (Parquet where the name ends in .parquet and the layout is wide); standard
    /// output where absent
    #[arg(long, value_name = "TSV")]
    out: Option<PathBuf>,
    /// Also write one standard deviation of the predictive error, in a table of the same shape
    #[arg(long, value_name = "TSV")]
    spread: Option<PathBuf>,
}

pub fn run(args: &Args) -> Result<()> {
    if args.intervals && args.layout != Layout::Long {
        bail!("intervals stand beside their responses: add --layout long");
    }
    let model = args.model.open()?;
    let samples = args.samples.read(&model)?.map(|samples| args.shard.of(samples));
    let promoters = samples.names();
    let of_samples: Vec<Option<String>> =
        samples.samples().iter().map(|own| Some(unlike::sample_note(&model, own)?.brief())).collect();
    let conditions = args.conditions.all(&model)?;
    let names = columns(&model, &conditions);
    let of_conditions: Vec<Vec<String>> = conditions
        .iter()
        .map(|own| model.condition_notes(&own.levels).iter().map(DomainNote::brief).collect())
        .collect();
    let mut job = GridJob::new(Rc::clone(&model), samples.into_set(&model), &joined_levels(&conditions));
    let manifest = model.manifest();
    let units: Vec<&str> = manifest.outputs.iter().map(|own| own.unit.as_str()).collect();
    let description = (args.layout == Layout::Long).then(|| GridDescription {
        unit: units.join(", "),
        model: format!("{} {}", manifest.id, manifest.version),
        has_intervals: args.intervals,
    });
    let mut responses = GridFile::create(args.out.as_deref(), &names, args.shard.has_header(), description)?;
    let mut spreads = match &args.spread {
        Some(path) => Some(GridFile::create(Some(path), &names, args.shard.has_header(), None)?),
        None => None,
    };
    let bar = job::progress(job.total(), "promoters");
    job::steps(&mut job, |job, done| {
        let rows = job.take_rows();
        let of_each = rows.responses.chunks(names.len()).zip(rows.spreads.chunks(names.len()));
        let of_done = promoters[done.clone()].iter().zip(&of_samples[done.clone()]);
        for ((promoter, unlike), (row, spread)) in of_done.zip(of_each) {
            let of = |(column, (response, spread)): (usize, (&f32, &f32))| {
                let output = model.signature().output_of(column);
                let intervals = output.and_then(|output| output.intervals((*response, *spread)));
                // The outputs of a condition stand side by side.
                let condition = of_conditions.get(column / model.signature().outputs.len().max(1));
                let reasons = unlike.iter().chain(condition.into_iter().flatten()).cloned();
                (intervals, reasons.collect::<Vec<String>>().join("; "))
            };
            let intervals: Vec<(Option<Intervals>, String)> = row.iter().zip(spread).enumerate().map(of).collect();
            responses.row(promoter, row, spread, &intervals)?;
        }
        if let Some(spreads) = &mut spreads {
            for (promoter, row) in promoters[done.clone()].iter().zip(rows.spreads.chunks(names.len())) {
                spreads.row(promoter, row, &[], &[])?;
            }
        }
        bar.set_position(done.end as u64);
        Ok(())
    })?;
    bar.finish_and_clear();
    if let Some(spreads) = spreads {
        spreads.finish()?;
    }
    responses.finish()
}
