//! `cisight insert`

use std::rc::Rc;

use anyhow::{Result, bail};
use cisight::attribution::ReplacementJob;
use cisight::sequence::Window;

use crate::common::region::{Region, position};
use crate::common::response::{ResponseArgs, Responses};
use crate::common::table::TableArgs;
use crate::common::{backgrounds, job};

/// What the help says of the table and its columns.
const OUT_HELP: &str = "Where to write condition, motif, position (of its first base; -1 is the last base), backgrounds, mean_delta (with the motif minus without), sd";

#[derive(clap::Args)]
#[command(mut_arg("out", |out| out.help(OUT_HELP)))]
pub struct Args {
    #[command(flatten)]
    responses: ResponseArgs,
    /// The motif, as bases (A, C, G, T)
    #[arg(long, value_name = "BASES")]
    motif: String,
    /// Where its first base is put, from and to, such as -600..-50
    #[arg(long, value_name = "FROM..TO", allow_hyphen_values = true, default_value = "-500..-50")]
    at: Region,
    /// Bases from one place to the next
    #[arg(long, value_name = "N", default_value_t = 10)]
    step: usize,
    /// Backgrounds made of each promoter by dinucleotide-preserving shuffles; 0 takes the promoters
    /// themselves as backgrounds
    #[arg(long, value_name = "N", default_value_t = 20)]
    shuffles: u64,
    /// Seed of the shuffles
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    table: TableArgs,
}

pub fn run(args: &Args) -> Result<()> {
    let Responses { model, rows, condition, output, reads } = args.responses.read()?;
    let motif = args.motif.to_ascii_uppercase();
    let alphabet = &reads.alphabet;
    let codes: Option<Vec<u8>> =
        motif.bytes().map(|base| alphabet.code(base).filter(|_| b"ACGT".contains(&base))).collect();
    let Some(codes) = codes.filter(|codes| !codes.is_empty()) else {
        bail!("--motif \"{}\" is not a sequence of A, C, G and T", args.motif);
    };
    if args.step == 0 {
        bail!("--step has to be at least 1");
    }
    let positions: Vec<usize> = args.at.in_window(&reads)?.step_by(args.step).collect();
    let free = |window: &Window| reads.free_stretch(window);
    let backgrounds = backgrounds::shuffled(&rows, free, (args.shuffles, args.seed));
    let count = backgrounds.len();
    let mut job =
        ReplacementJob::insert(Rc::clone(&model), backgrounds, (&condition.levels, output), &codes, &positions)?;
    job::run(&mut job, "backgrounds")?;
    let mut table = args.table.table(["condition", "motif", "position", "backgrounds", "mean_delta", "sd"])?;
    for (at, effect) in positions.iter().zip(job.results()) {
        let numbers = [effect.mean, effect.deviation].map(|number| format!("{number:.5}"));
        let start = [condition.name.clone(), motif.clone(), position(*at, &reads).to_string(), count.to_string()];
        table.row(start.into_iter().chain(numbers))?;
    }
    table.finish()
}
