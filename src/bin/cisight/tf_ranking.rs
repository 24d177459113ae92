//! `cisight tf-ranking`

use std::path::PathBuf;
use std::rc::Rc;

use anyhow::{Result, bail};
use cisight::attribution::{TfRankingJob, TfRule};
use clap::ValueEnum;

use crate::chosen::ConditionArgs;
use crate::one_output::OutputArgs;
use crate::samples::SampleArgs;
use crate::session::ModelArgs;
use crate::{input, output};

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Method {
    /// DeepLIFT, rescale rule: one pass a promoter
    Deeplift,
    /// Integrated gradients
    IntegratedGradients,
}

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    samples: SampleArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    conditions: ConditionArgs,
    /// The condition whose responses are explained; may be left out where there is only one
    #[arg(long, value_name = "NAME")]
    condition: Option<String>,
    /// The condition to compare with; the model's mean level of every TF where absent
    #[arg(long, value_name = "NAME")]
    reference_condition: Option<String>,
    /// How contributions are computed
    #[arg(long, value_enum, default_value = "deeplift")]
    method: Method,
    /// Nodes of integrated gradients
    #[arg(long, value_name = "N", default_value_t = 32, value_parser = clap::value_parser!(u32).range(1..=5000))]
    steps: u32,
    /// Where to write rank, tf, name, level, reference level, mean contribution, mean size, standard deviation over the promoters
    #[arg(long, value_name = "TSV")]
    out: Option<PathBuf>,
}

pub fn run(args: &Args) -> Result<()> {
    let model = args.model.open()?;
    if !model.signature().capabilities.tf_levels {
        bail!("this model reads no TF levels, so there are no TFs to rank");
    }
    let table = args.conditions.aligned(&model)?;
    let (_, levels) = input::condition(&table, args.condition.as_deref(), &model)?;
    let reference = match args.reference_condition.as_deref() {
        Some(name) => input::condition(&table, Some(name), &model)?.1,
        None => model.scaling().mean.clone(),
    };
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
    let bar = output::progress(job.total(), "promoters");
    while job.done() < job.total() {
        pollster::block_on(job.step())?;
        bar.set_position(job.done() as u64);
    }
    bar.finish_and_clear();
    eprintln!("{} promoters; largest completeness error {:.2e}", job.done(), job.largest_error());
    let mut out = output::table(args.out.as_deref())?;
    out.write_record(["rank", "tf", "name", "level", "reference_level", "mean", "mean_size", "deviation"])?;
    for (rank, ranked) in job.ranking().iter().enumerate() {
        let factor = &model.tfs().factors()[ranked.tf];
        let numbers = [levels[ranked.tf], reference[ranked.tf], ranked.mean, ranked.mean_size, ranked.deviation];
        let named = [(rank + 1).to_string(), factor.id.clone(), factor.name.clone()];
        out.write_record(named.into_iter().chain(numbers.map(|number| format!("{number:.5}"))))?;
    }
    output::finish(out)
}
