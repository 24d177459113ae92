//! `cisight scramble`

use std::path::PathBuf;
use std::rc::Rc;

use anyhow::{Result, bail};
use cisight::attribution::ReplacementJob;

use crate::chosen::ConditionArgs;
use crate::one_output::OutputArgs;
use crate::output;
use crate::region::{Region, position};
use crate::samples::{Row, SampleArgs, SequenceArgs};
use crate::session::ModelArgs;

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    samples: SampleArgs,
    #[command(flatten)]
    sequence: SequenceArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    conditions: ConditionArgs,
    /// The condition; may be left out where the table has one
    #[arg(long, value_name = "NAME")]
    condition: Option<String>,
    /// A stretch to scramble, such as -250..-201 (may be given several times); the whole promoter in blocks where absent
    #[arg(long, value_name = "FROM..TO", allow_hyphen_values = true)]
    region: Vec<Region>,
    /// Bases of a block, where no stretch is given
    #[arg(long, value_name = "N", default_value_t = 10)]
    block: usize,
    /// Bases from one block to the next
    #[arg(long, value_name = "N", default_value_t = 5)]
    step: usize,
    /// Shuffles of each stretch
    #[arg(long, value_name = "N", default_value_t = 10)]
    repeats: usize,
    /// Seed of the shuffles
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Where to write promoter, condition, from, to (-1 is the last base), mean_delta (scrambled minus intact), sd over the shuffles
    #[arg(long, value_name = "TSV")]
    out: Option<PathBuf>,
}

pub fn run(args: &Args) -> Result<()> {
    let model = args.model.open()?;
    let rows = args.samples.rows(&model, &args.sequence)?;
    let (condition, levels) = args.conditions.one(&model, args.condition.as_deref())?;
    if args.block < 2 || args.step == 0 || args.repeats == 0 {
        bail!("--block has to be at least 2, --step and --repeats at least 1");
    }
    let reads = args.sequence.of(&model)?;
    let mut table = output::table(args.out.as_deref())?;
    table.write_record(["promoter", "condition", "from", "to", "mean_delta", "sd"])?;
    let bar = output::progress(rows.len(), "promoters");
    for Row { promoter, subject } in &rows {
        let window = subject.window();
        let mut stretches: Vec<_> = args.region.iter().map(|region| region.in_window(reads)).collect::<Result<_>>()?;
        if stretches.is_empty() {
            let last = (reads.window + 1).saturating_sub(args.block);
            stretches = (window.first_base()..last).step_by(args.step).map(|start| start..start + args.block).collect();
        }
        let mut job = ReplacementJob::scramble(
            Rc::clone(&model),
            subject.clone(),
            (&levels, args.output.of(&model)?),
            &stretches,
            args.repeats,
            args.seed,
        )?;
        while job.done() < job.total() {
            pollster::block_on(job.step())?;
        }
        for (stretch, effect) in stretches.iter().zip(job.results()) {
            let ends = [position(stretch.start, reads), position(stretch.end - 1, reads)].map(|end| end.to_string());
            let effect = [effect.mean, effect.deviation].map(|number| format!("{number:.5}"));
            let names = [promoter.name().to_owned(), condition.clone()];
            table.write_record(names.into_iter().chain(ends).chain(effect))?;
        }
        table.flush()?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    output::finish(table)
}
