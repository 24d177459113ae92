//! `cisight motif-pairs`

use std::path::PathBuf;
use std::rc::Rc;

use anyhow::{Context, Result, bail};
use cisight::attribution::{MotifPairsJob, check_stretch};
use cisight::motif::Motif;
use cisight::sample::Subject;
use cisight::sequence::{Alphabet, shuffle_stretch};

use crate::chosen::ConditionArgs;
use crate::one_output::OutputArgs;
use crate::region::Region;
use crate::samples::{Row, SampleArgs, SequenceArgs};
use crate::session::ModelArgs;
use crate::{input, output};

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
    /// Motifs in MEME's minimal format; the likeliest base of each position is written into the backgrounds
    #[arg(long, value_name = "MEME")]
    motifs: PathBuf,
    /// Motifs to pair, by name or identifier; the first one of a name is taken
    #[arg(long, value_name = "NAMES", value_delimiter = ',', required = true)]
    names: Vec<String>,
    /// The stretch that they are written into, such as -93..-14
    #[arg(long, value_name = "FROM..TO", allow_hyphen_values = true)]
    within: Region,
    /// So many dinucleotide-preserving shuffles of each promoter's stretch are the backgrounds; 0 takes the promoters themselves
    #[arg(long, value_name = "N", default_value_t = 10)]
    shuffles: u64,
    /// Seed of shuffles and places
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Where to write condition, `motif_1`, `motif_2`, backgrounds, `alone_1`, `alone_2`, together, interaction (together minus both alone), `standard_error`
    #[arg(long, value_name = "TSV")]
    out: Option<PathBuf>,
}

pub fn run(args: &Args) -> Result<()> {
    let model = args.model.open()?;
    let rows = args.samples.rows(&model, &args.sequence)?;
    let (condition, levels) = args.conditions.one(&model, args.condition.as_deref())?;
    let reads = args.sequence.of(&model)?;
    let places = args.within.in_window(reads)?;
    let named = || args.motifs.display().to_string();
    let all = input::motifs(&args.motifs)?.motifs;
    let chosen: Vec<&Motif> = args
        .names
        .iter()
        .map(|name| {
            let is = |motif: &&Motif| motif.id == *name || motif.name.eq_ignore_ascii_case(name);
            all.iter().find(is).with_context(|| format!("{}: there is no motif \"{name}\"", named()))
        })
        .collect::<Result<_>>()?;
    if chosen.len() < 2 {
        bail!("pairs need at least two motifs; separate their --names by commas");
    }
    let alphabet = &reads.alphabet;
    let motifs: Vec<Vec<u8>> = chosen.iter().map(|motif| consensus(motif, alphabet)).collect();
    let pairs: Vec<(usize, usize)> =
        (0..motifs.len()).flat_map(|first| (first + 1..motifs.len()).map(move |second| (first, second))).collect();
    // Before they are shuffled: a shuffle of padding and bases together would hide it.
    for Row { promoter, subject } in &rows {
        check_stretch(subject.window(), &places).with_context(|| promoter.name().to_owned())?;
    }
    let backgrounds: Vec<Subject> = rows
        .iter()
        .flat_map(|Row { subject, .. }| {
            let window = subject.window();
            let shuffled = |seed| shuffle_stretch(window, places.clone(), seed);
            let seeds = args.seed..args.seed + args.shuffles;
            let windows: Vec<_> = if args.shuffles == 0 { vec![window.clone()] } else { seeds.map(shuffled).collect() };
            windows.into_iter().map(|window| subject.with_window(window))
        })
        .collect();
    let count = backgrounds.len();
    if count < 2 {
        bail!("means over backgrounds need at least two; give more promoters or more --shuffles");
    }
    let mut job = MotifPairsJob::new(
        Rc::clone(&model),
        backgrounds,
        (&levels, args.output.of(&model)?),
        motifs,
        pairs,
        places,
        args.seed,
    )?;
    let bar = output::progress(job.total(), "backgrounds");
    while job.done() < job.total() {
        pollster::block_on(job.step())?;
        bar.set_position(job.done() as u64);
    }
    bar.finish_and_clear();
    let mut table = output::table(args.out.as_deref())?;
    let columns = [
        "condition",
        "motif_1",
        "motif_2",
        "backgrounds",
        "alone_1",
        "alone_2",
        "together",
        "interaction",
        "standard_error",
    ];
    table.write_record(columns)?;
    for pair in job.results() {
        let numbers = [pair.first_alone, pair.second_alone, pair.together, pair.interaction, pair.standard_error];
        let names = [pair.first, pair.second].map(|at| chosen[at].name.clone());
        let start = std::iter::once(condition.clone()).chain(names).chain([count.to_string()]);
        table.write_record(start.chain(numbers.map(|number| format!("{number:.4}"))))?;
    }
    output::finish(table)
}

/// The likeliest base of each position, as codes.
fn consensus(motif: &Motif, alphabet: &Alphabet) -> Vec<u8> {
    let codes = alphabet.base_codes();
    let likeliest = |row: &[f64; 4]| (0..4).max_by(|&a, &b| row[a].total_cmp(&row[b])).map_or(0, |base| codes[base]);
    motif.probabilities.iter().map(likeliest).collect()
}
