//! `cisight normalise`

use std::path::PathBuf;

use anyhow::Result;
use cisight::condition::Counts;
use cisight::text::counted;

use crate::common::input;
use crate::common::table::TableArgs;

#[derive(clap::Args)]
#[command(mut_arg("out", |out| out.help("Where to write log2 ratios, genes x conditions: a table for --conditions and for evaluate; standard output where absent")))]
pub struct Args {
    /// Raw RNA-seq counts: one row per gene, one column per library, as featureCounts, htseq-count and STAR
    /// write them too (may be gzipped; - for standard input)
    #[arg(long, value_name = "TSV")]
    counts: PathBuf,
    /// What the libraries are: sample (the heading of its column, or that without folder and .bam), study,
    /// condition (with these headings); replicates have one condition
    #[arg(long, value_name = "TSV")]
    samples: PathBuf,
    /// Reads of each library: sample, number; the sum of its column where absent
    #[arg(long, value_name = "TSV")]
    library_sizes: Option<PathBuf>,
    #[command(flatten)]
    table: TableArgs,
}

pub fn run(args: &Args) -> Result<()> {
    let sizes = args.library_sizes.as_deref().map(input::text).transpose()?;
    let [counts, samples] = [input::text(&args.counts)?, input::text(&args.samples)?];
    let counts = Counts::read(counts.as_bytes(), samples.as_bytes(), sizes.as_deref().map(str::as_bytes))?;
    counts.notes().iter().for_each(|note| eprintln!("note: {note}"));
    let ratios = counts.log_ratios();
    let mut table = args.table.table(std::iter::once("gene").chain(ratios.columns.iter().map(String::as_str)))?;
    for (gene, row) in ratios.rows.iter().zip(ratios.values.chunks(ratios.columns.len().max(1))) {
        let cells = row.iter().map(|value| value.map_or_else(String::new, |value| format!("{value:.4}")));
        table.row(std::iter::once(gene.clone()).chain(cells))?;
    }
    let [genes, conditions] = [counted(ratios.rows.len(), "gene"), counted(ratios.columns.len(), "condition")];
    eprintln!("{genes} in {conditions}");
    table.finish()
}
