//! `cisight tf-ranking`

use std::rc::Rc;

use anyhow::{Result, bail};
use cisight::attribution::{TfRankingJob, TfRule};
use cisight::text::counted;
use clap::ValueEnum;

use crate::common::conditions::{ComparedConditionArgs, Condition};
use crate::common::job;
use crate::common::model::ModelArgs;
use crate::common::response::OutputArgs;
use crate::common::samples::SampleArgs;
use crate::common::table::TableArgs;

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Method {
    /// DeepLIFT, rescale rule: one pass per promoter
    Deeplift,
    /// Integrated gradients
    IntegratedGradients,
}

/// What the help says of the table and its columns.
const OUT_HELP: &str = "Where to write rank, tf, name, level, reference level, mean contribution, mean size, standard deviation over the promoters";

#[derive(clap::Args)]
#[command(mut_arg("out", |out| out.help(OUT_HELP)))]
pub struct Args {
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    samples: SampleArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    conditions: ComparedConditionArgs,
    /// How contributions are computed
    #[arg(long, value_enum, default_value = "deeplift")]
    method: Method,
    /// Nodes of integrated gradients
    #[arg(long, value_name = "N", default_value_t = 32, value_parser = clap::value_parser!(u32).range(1..=5000))]
    steps: u32,
    #[command(flatten)]
    table: TableArgs,
}

pub fn run(args: &Args) -> Result<()> {
    let model = args.model.open()?;
    if !model.signature().capabilities.tf_levels {
        bail!("this model reads no TF levels, so there are no TFs to rank");
    }
    let (Condition { levels, .. }, reference) = args.conditions.read(&model)?;
    let rule = match args.method {
        Method::Deeplift => TfRule::DeepLift,
        Method::IntegratedGradients => TfRule::IntegratedGradients(args.steps as usize),
    };
    let samples = args.samples.read(&model)?.into_set(&model);
    let mut job = TfRankingJob::new(
        Rc::clone(&model),
        samples,
        [levels.clone(), reference.clone()],
        rule,
        args.output.of(&model)?,
    );
    job::run(&mut job, "promoters")?;
    eprintln!("{}; largest completeness error {:.2e}", counted(job.done(), "promoter"), job.largest_error());
    let mut table =
        args.table.table(["rank", "tf", "name", "level", "reference_level", "mean", "mean_size", "deviation"])?;
    for (rank, ranked) in job.ranking().iter().enumerate() {
        let factor = &model.tfs().factors()[ranked.tf];
        let numbers = [levels[ranked.tf], reference[ranked.tf], ranked.mean, ranked.mean_size, ranked.deviation];
        let named = [(rank + 1).to_string(), factor.id.clone(), factor.name.clone()];
        table.row(named.into_iter().chain(numbers.map(|number| format!("{number:.5}"))))?;
    }
    table.finish()
}
