//! `cisight insert`

use std::path::PathBuf;
use std::rc::Rc;

use anyhow::{Result, bail};
use cisight::attribution::ReplacementJob;
use cisight::sample::Subject;
use cisight::sequence::shuffle_stretch;

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
    /// The motif, as bases (A, C, G, T)
    #[arg(long, value_name = "BASES")]
    motif: String,
    /// Where its first base is put, from and to, such as -600..-50
    #[arg(long, value_name = "FROM..TO", allow_hyphen_values = true, default_value = "-500..-50")]
    at: Region,
    /// Bases from one place to the next
    #[arg(long, value_name = "N", default_value_t = 10)]
    step: usize,
    /// Backgrounds: so many dinucleotide-preserving shuffles of each promoter; 0 takes the promoters themselves as backgrounds
    #[arg(long, value_name = "N", default_value_t = 20)]
    shuffles: u64,
    /// Seed of the shuffles
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Where to write condition, motif, position (of its first base; -1 is the last base), backgrounds, mean_delta (with the motif minus without), sd
    #[arg(long, value_name = "TSV")]
    out: Option<PathBuf>,
}

pub fn run(args: &Args) -> Result<()> {
    let model = args.model.open()?;
    let rows = args.samples.rows(&model, &args.sequence)?;
    let (condition, levels) = args.conditions.one(&model, args.condition.as_deref())?;
    let motif = args.motif.to_ascii_uppercase();
    let reads = args.sequence.of(&model)?;
    let alphabet = &reads.alphabet;
    let codes: Option<Vec<u8>> =
        motif.bytes().map(|base| alphabet.code(base).filter(|_| b"ACGT".contains(&base))).collect();
    let Some(codes) = codes.filter(|codes| !codes.is_empty()) else {
        bail!("--motif \"{}\" is no sequence of A, C, G and T", args.motif);
    };
    if args.step == 0 {
        bail!("--step has to be at least 1");
    }
    let positions: Vec<usize> = args.at.in_window(reads)?.step_by(args.step).collect();
    let backgrounds: Vec<Subject> = rows
        .iter()
        .flat_map(|Row { subject, .. }| {
            let window = subject.window();
            let shuffled = |seed| shuffle_stretch(window, reads.free_stretch(window), seed);
            let seeds = args.seed..args.seed + args.shuffles;
            let windows =
                if args.shuffles == 0 { vec![window.clone()] } else { seeds.map(shuffled).collect::<Vec<_>>() };
            windows.into_iter().map(|window| subject.with_window(window))
        })
        .collect();
    let count = backgrounds.len();
    let mut job =
        ReplacementJob::insert(Rc::clone(&model), backgrounds, (&levels, args.output.of(&model)?), &codes, &positions)?;
    let bar = output::progress(job.total(), "backgrounds");
    while job.done() < job.total() {
        pollster::block_on(job.step())?;
        bar.set_position(job.done() as u64);
    }
    bar.finish_and_clear();
    let mut table = output::table(args.out.as_deref())?;
    table.write_record(["condition", "motif", "position", "backgrounds", "mean_delta", "sd"])?;
    for (at, effect) in positions.iter().zip(job.results()) {
        let numbers = [effect.mean, effect.deviation].map(|number| format!("{number:.5}"));
        let start = [condition.clone(), motif.clone(), position(*at, reads).to_string(), count.to_string()];
        table.write_record(start.into_iter().chain(numbers))?;
    }
    output::finish(table)
}
