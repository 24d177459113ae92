//! `cisight motif-pairs`

use std::path::PathBuf;
use std::rc::Rc;

use anyhow::{Context, Result, bail};
use cisight::attribution::{MotifPairsJob, check_stretch};
use cisight::motif::Motif;
use cisight::sequence::Alphabet;

use crate::common::region::Region;
use crate::common::response::{ResponseArgs, Responses};
use crate::common::samples::Row;
use crate::common::table::TableArgs;
use crate::common::{backgrounds, input, job};

/// What the help says of the table and its columns.
const OUT_HELP: &str = "Where to write condition, motif_1, motif_2, backgrounds, alone_1, alone_2, together, interaction (together minus both alone), standard_error";

#[derive(clap::Args)]
#[command(mut_arg("out", |out| out.help(OUT_HELP)))]
pub struct Args {
    #[command(flatten)]
    responses: ResponseArgs,
    /// Motifs in MEME's minimal format; the likeliest base of each position is written into the backgrounds
    #[arg(long, value_name = "MEME")]
    motifs: PathBuf,
    /// Motifs to pair, by name or identifier; the first one of a name is taken
    #[arg(long, value_name = "NAMES", value_delimiter = ',', required = true)]
    names: Vec<String>,
    /// The stretch that they are written into, such as -93..-14
    #[arg(long, value_name = "FROM..TO", allow_hyphen_values = true)]
    within: Region,
    /// Backgrounds made of each promoter by dinucleotide-preserving shuffles of the stretch; 0 takes the
    /// promoters themselves
    #[arg(long, value_name = "N", default_value_t = 10)]
    shuffles: u64,
    /// Seed of shuffles and places
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    table: TableArgs,
}

pub fn run(args: &Args) -> Result<()> {
    let Responses { model, rows, condition, output, reads } = args.responses.read()?;
    let places = args.within.in_window(&reads)?;
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
    let backgrounds = backgrounds::shuffled(&rows, |_| places.clone(), (args.shuffles, args.seed));
    let count = backgrounds.len();
    if count < 2 {
        bail!("means over backgrounds need at least two; give more promoters or more --shuffles");
    }
    let mut job = MotifPairsJob::new(
        Rc::clone(&model),
        backgrounds,
        (&condition.levels, output),
        motifs,
        pairs,
        places,
        args.seed,
    )?;
    job::run(&mut job, "backgrounds")?;
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
    let mut table = args.table.table(columns)?;
    for pair in job.results() {
        let numbers = [pair.first_alone, pair.second_alone, pair.together, pair.interaction, pair.standard_error];
        let names = [pair.first, pair.second].map(|at| chosen[at].name.clone());
        let start = std::iter::once(condition.name.clone()).chain(names).chain([count.to_string()]);
        table.row(start.chain(numbers.map(|number| format!("{number:.4}"))))?;
    }
    table.finish()
}

/// The likeliest base of each position, as codes.
fn consensus(motif: &Motif, alphabet: &Alphabet) -> Vec<u8> {
    let codes = alphabet.base_codes();
    let likeliest = |row: &[f64; 4]| (0..4).max_by(|&a, &b| row[a].total_cmp(&row[b])).map_or(0, |base| codes[base]);
    motif.probabilities.iter().map(likeliest).collect()
}
