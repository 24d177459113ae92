//! `cisight promoters`

use std::path::PathBuf;

use anyhow::Result;

use crate::common::files;
use crate::common::genome::{GenomeArgs, write_fasta};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    genome: GenomeArgs,
    /// Bases from the anchor on, for models whose window goes beyond it
    #[arg(long, default_value_t = 0, value_name = "BASES", value_parser = clap::value_parser!(u32).range(0..=100_000))]
    downstream: u32,
    /// Where to write the promoters, sense strand, as FASTA (`>GENE NAME contig:start-end(strand)`, from 1);
    /// standard output where absent
    #[arg(long, value_name = "FASTA")]
    out: Option<PathBuf>,
}

pub fn run(args: &Args) -> Result<()> {
    let (_, promoters) = args.genome.promoters(args.downstream)?;
    let mut out = files::create(args.out.as_deref())?;
    write_fasta(&mut out, &promoters)?;
    out.commit()
}
