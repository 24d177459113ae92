//! `cisight scramble`

use std::rc::Rc;

use anyhow::{Result, bail};
use cisight::attribution::ReplacementJob;

use crate::common::job;
use crate::common::region::{Region, position};
use crate::common::response::{ResponseArgs, Responses};
use crate::common::samples::Row;
use crate::common::table::TableArgs;

/// What the help says of the table and its columns.
const OUT_HELP: &str = "Where to write promoter, condition, from, to (-1 is the last base), mean_delta (scrambled minus intact), sd over the shuffles";

#[derive(clap::Args)]
#[command(mut_arg("out", |out| out.help(OUT_HELP)))]
pub struct Args {
    #[command(flatten)]
    responses: ResponseArgs,
    /// A stretch to scramble, such as -250..-201 (may be given several times); the whole promoter in blocks
    /// where absent
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
    #[command(flatten)]
    table: TableArgs,
}

pub fn run(args: &Args) -> Result<()> {
    let Responses { model, rows, condition, output, reads } = args.responses.read()?;
    if args.block < 2 || args.step == 0 || args.repeats == 0 {
        bail!("--block has to be at least 2, --step and --repeats at least 1");
    }
    let mut table = args.table.table(["promoter", "condition", "from", "to", "mean_delta", "sd"])?;
    let bar = job::progress(rows.len(), "promoters");
    for Row { promoter, subject } in &rows {
        let window = subject.window();
        let mut stretches: Vec<_> = args.region.iter().map(|region| region.in_window(&reads)).collect::<Result<_>>()?;
        if stretches.is_empty() {
            let last = (reads.window + 1).saturating_sub(args.block);
            stretches = (window.first_base()..last).step_by(args.step).map(|start| start..start + args.block).collect();
        }
        let mut job = ReplacementJob::scramble(
            Rc::clone(&model),
            subject.clone(),
            (&condition.levels, output),
            &stretches,
            args.repeats,
            args.seed,
        )?;
        job::steps(&mut job, |_, _| Ok(()))?;
        for (stretch, effect) in stretches.iter().zip(job.results()) {
            let ends = [position(stretch.start, &reads), position(stretch.end - 1, &reads)].map(|end| end.to_string());
            let effect = [effect.mean, effect.deviation].map(|number| format!("{number:.5}"));
            let names = [promoter.name().to_owned(), condition.name.clone()];
            table.row(names.into_iter().chain(ends).chain(effect))?;
        }
        table.flush()?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    table.finish()
}
