//! `cisight baseline`: what a network has to be better than, on the same rows and the same split.

mod data;

use std::path::PathBuf;

use anyhow::{Result, bail};
use cisight::motif::Motif;
use cisight::training::Part;
use cisight::training::baselines::{Agreement, SparseRows, Targets, nearest_neighbours, occupancies, ridge};
use indicatif::ProgressBar;

use self::data::Data;
use crate::common::baselines::Rows;
use crate::common::table::{Table, TableArgs};
use crate::common::{input, job};

/// What is taken for the background where nothing says better: yeast's promoters.
const BACKGROUND: [f64; 4] = [0.31, 0.19, 0.19, 0.31];

/// What the help says of the table and its columns.
const OUT_HELP: &str = "Where to write baseline, setting, columns, penalty (or neighbours), r_validation, spearman_validation, r_test, spearman_test";

#[derive(clap::Args)]
#[command(mut_arg("out", |out| out.help(OUT_HELP)))]
pub struct Args {
    /// A recipe of `cisight train`: its data, split and values
    #[arg(long, value_name = "TOML")]
    recipe: PathBuf,
    /// The folder that the recipe's data paths start from
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Lengths of words
    #[arg(long, value_name = "N,N", value_delimiter = ',', default_value = "3,4,5,6", value_parser = clap::value_parser!(u8).range(1..=8))]
    words: Vec<u8>,
    /// Count a word and its reverse complement as one
    #[arg(long)]
    both_strands: bool,
    /// Cut each sequence into so many stretches of the same length, and count the words of each apart; average embeddings
    /// over so many stretches of their positions
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = stretches)]
    stretches: usize,
    /// Penalise the coefficients of columns as they are, instead of scaled to a standard deviation of 1
    #[arg(long)]
    unscaled: bool,
    /// Motifs whose occupancies are regressed on (MEME's formats or JASPAR's; may be gzipped); those that the recipe
    /// names where absent
    #[arg(long, value_name = "MEME")]
    motifs: Option<PathBuf>,
    /// The output whose values are predicted; the first where absent
    #[arg(long, value_name = "NAME")]
    output: Option<String>,
    #[command(flatten)]
    table: TableArgs,
}

fn stretches(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|own| (1..=50).contains(own)).ok_or_else(|| "a whole number from 1 to 50".to_owned())
}

pub fn run(args: &Args) -> Result<()> {
    let Data { rows, motifs } = Data::read(&args.recipe, &args.data, args.output.as_deref())?;
    let file = args.motifs.clone().or_else(|| motifs.map(|own| args.data.join(own)));
    let motifs = file.as_deref().map(input::motifs).transpose()?.map_or_else(Vec::new, |file| file.motifs);
    let targets = rows.targets();
    if !motifs.is_empty() && !rows.has_words() {
        bail!("motifs occupy letters, and the recipe's inputs are embeddings: leave --motifs out");
    }
    let count = |part| targets.of(part).len();
    let [training, validation, test] = [Part::Training, Part::Validation, Part::Test].map(count);
    eprintln!("{training} sequences for training, {validation} for validation, {test} for the test");
    if training == 0 || validation == 0 || test == 0 {
        bail!("a part of the split is empty");
    }
    let columns =
        ["baseline", "setting", "columns", "penalty", "r_validation", "spearman_validation", "r_test", "spearman_test"];
    let mut report = Report { table: args.table.table(columns)?, targets, scaled: !args.unscaled };
    let bar = job::progress(2 * args.words.len() + 3, "baselines");
    if rows.has_words() {
        words(args, &rows, &mut report, &bar)?;
    }
    if rows.has_embeddings() {
        let (apart, means) = (args.stretches, rows.averaged(args.stretches));
        let setting = if apart > 1 { format!("means of {apart} stretches") } else { "means".to_owned() };
        report.ridge("ridge on embeddings", &setting, &means)?;
    }
    if !motifs.is_empty() {
        let named = |own: &[Motif]| format!("{} motifs", own.len());
        report.ridge("ridge on motifs", &named(&motifs), &occupancies(rows.first(), &motifs, BACKGROUND))?;
    }
    bar.finish_and_clear();
    if rows.has_words() && !rows.has_neighbours() {
        eprintln!("no nearest neighbours: {training} x {} pairs of sequences are too many", validation + test);
    }
    report.table.finish()
}

/// Regressions on letters.
fn words(args: &Args, rows: &Rows, report: &mut Report<'_>, bar: &ProgressBar) -> Result<()> {
    report.ridge("ridge on G+C", "", &rows.words(1, true, 1))?;
    bar.inc(1);
    report.ridge("ridge on composition", "A, C, G, T", &rows.words(1, false, 1))?;
    bar.inc(1);
    for &length in &args.words {
        let counts = rows.words(usize::from(length), args.both_strands, args.stretches);
        let strands = if args.both_strands { ", both strands" } else { "" };
        let apart = if args.stretches > 1 { format!(", {} stretches", args.stretches) } else { String::new() };
        let setting = format!("{length} bases{strands}{apart}");
        report.ridge("ridge on words", &setting, &counts)?;
        bar.inc(1);
        if rows.has_neighbours() {
            report.neighbours(&setting, &counts)?;
        }
        bar.inc(1);
    }
    Ok(())
}

/// The table in the making.
struct Report<'a> {
    table: Table,
    targets: Targets<'a>,
    scaled: bool,
}

impl Report<'_> {
    fn ridge(&mut self, name: &str, setting: &str, rows: &SparseRows) -> Result<()> {
        match ridge(rows, self.targets, self.scaled) {
            Some(own) => self.row([name, setting], rows, &own.penalty.to_string(), own.agreement),
            None => Ok(()),
        }
    }

    fn neighbours(&mut self, setting: &str, rows: &SparseRows) -> Result<()> {
        match nearest_neighbours(rows, self.targets) {
            Some(own) => self.row(["nearest neighbours", setting], rows, &own.count.to_string(), own.agreement),
            None => Ok(()),
        }
    }

    fn row(&mut self, names: [&str; 2], rows: &SparseRows, chosen: &str, agreement: [Agreement; 2]) -> Result<()> {
        let start = [names[0].to_owned(), names[1].to_owned(), rows.used().to_string(), chosen.to_owned()];
        let numbers = agreement.into_iter().flat_map(|own| [own.pearson, own.spearman]);
        self.table.row(start.into_iter().chain(numbers.map(|number| format!("{number:.3}"))))?;
        self.table.flush()
    }
}
