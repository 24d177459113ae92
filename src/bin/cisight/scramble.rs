//! `cisight scramble`

use std::path::PathBuf;
use std::rc::Rc;

use anyhow::{Result, bail};
use cisight::attribution::ReplacementJob;

use crate::chosen::ConditionArgs;
use crate::region::{Region, position};
use crate::session::ModelArgs;
use crate::{input, output};

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    model: ModelArgs,
    /// Promoters (FASTA, may be gzipped; - for standard input)
    #[arg(long, value_name = "FASTA")]
    promoters: PathBuf,
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
    let promoters = input::promoters(&args.promoters, &model)?;
    let (condition, levels) = args.conditions.one(&model, args.condition.as_deref())?;
    if args.block < 2 || args.step == 0 || args.repeats == 0 {
        bail!("--block has to be at least 2, --step and --repeats at least 1");
    }
    let length = model.declaration().window;
    let mut table = output::table(args.out.as_deref())?;
    table.write_record(["promoter", "condition", "from", "to", "mean_delta", "sd"])?;
    let bar = output::progress(promoters.len(), "promoters");
    for promoter in &promoters {
        let window = model.window(promoter);
        let mut stretches: Vec<_> = args.region.iter().map(|region| region.in_window(length)).collect();
        if stretches.is_empty() {
            let last = (length + 1).saturating_sub(args.block);
            stretches = (window.first_base()..last).step_by(args.step).map(|start| start..start + args.block).collect();
        }
        let mut job =
            ReplacementJob::scramble(Rc::clone(&model), window, &levels, &stretches, args.repeats, args.seed)?;
        while job.done() < job.total() {
            pollster::block_on(job.step())?;
        }
        for (stretch, effect) in stretches.iter().zip(job.results()) {
            let ends = [position(stretch.start, length), position(stretch.end - 1, length)].map(|end| end.to_string());
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
