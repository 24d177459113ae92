//! `cisight motifs`

use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};
use cisight::export::HitWriter;
use cisight::motif::{Motif, MotifFile, Scanner};
use cisight::text::counted;

use crate::common::table::TableArgs;
use crate::common::{input, job};

/// What is taken for the background where nothing says better.
const UNIFORM: [f64; 4] = [0.25; 4];

/// What the help says of the table and its columns.
const OUT_HELP: &str = "Where to write promoter, motif, name, start, end (0-based, half-open), strand, score (bits), p_value, position (the last base is -1)";

#[derive(clap::Args)]
#[command(mut_arg("out", |out| out.help(OUT_HELP)))]
pub struct Args {
    /// Motifs in MEME's minimal format, MEME's own text output, or JASPAR's format (may be gzipped; - for
    /// standard input)
    #[arg(long, value_name = "MEME")]
    motifs: PathBuf,
    /// Promoters (FASTA, may be gzipped; - for standard input)
    #[arg(long, value_name = "FASTA")]
    promoters: PathBuf,
    /// The highest p-value of a hit: how often one place of one strand of random bases fits as well
    #[arg(long, value_name = "P", default_value_t = 1e-4)]
    p_value: f64,
    /// Frequencies of A, C, G and T outside motifs; those of the motif file where absent, or else equal ones
    #[arg(long, value_name = "A,C,G,T", value_delimiter = ',')]
    background: Option<Vec<f64>>,
    #[command(flatten)]
    table: TableArgs,
}

pub fn run(args: &Args) -> Result<()> {
    if [&args.motifs, &args.promoters].iter().all(|path| *path == Path::new("-")) {
        bail!("only one of --motifs and --promoters can be standard input");
    }
    let MotifFile { background, motifs, .. } = input::motifs(&args.motifs)?;
    let background = match args.background.as_deref() {
        Some(given) => {
            given.try_into().map_err(|_| anyhow!("--background needs four frequencies, as 0.3,0.2,0.2,0.3"))?
        }
        None => background.unwrap_or(UNIFORM),
    };
    let scanner = Scanner::new(&motifs, background, args.p_value)?;
    report_unreachable(&scanner, &motifs, args.p_value);
    let promoters = input::sequences(&args.promoters)?;
    let bar = job::progress(promoters.len(), "promoters");
    let mut table = HitWriter::new(args.table.file()?)?;
    for promoter in &promoters {
        table.rows(promoter, &motifs, &scanner.scan(promoter.bases()))?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    table.finish()?.commit()
}

/// A motif that cannot be found must not look like one that is nowhere.
fn report_unreachable(scanner: &Scanner, motifs: &[Motif], p_value: f64) {
    let names: Vec<&str> = scanner.unreachable().map(|index| motifs[index].name.as_str()).collect();
    if !names.is_empty() {
        eprintln!(
            "{} of {} {} too short or too vague for a p-value of {p_value} and never found: {}",
            names.len(),
            counted(motifs.len(), "motif"),
            if names.len() == 1 { "is" } else { "are" },
            names.join(", ")
        );
    }
}
