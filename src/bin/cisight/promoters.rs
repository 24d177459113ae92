//! `cisight promoters`

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::{Context, Result};
use cisight::genome::Promoters;
use noodles_fasta as fasta;

use crate::genome::GenomeArgs;
use crate::output;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    genome: GenomeArgs,
    /// Bases from the anchor on, for models whose window goes beyond it
    #[arg(long, default_value_t = 0, value_name = "BASES", value_parser = clap::value_parser!(u32).range(0..=100_000))]
    downstream: u32,
    /// Where to write the promoters, sense strand, as FASTA (`>GENE NAME contig:start-end(strand)`, from 1); standard output where absent
    #[arg(long, value_name = "FASTA")]
    out: Option<PathBuf>,
}

pub fn run(args: &Args) -> Result<()> {
    let (_, promoters) = args.genome.promoters(args.downstream)?;
    let mut out = output::create(args.out.as_deref())?;
    write_fasta(&mut out, &promoters)?;
    out.commit()
}

/// One record a promoter.
pub fn write_fasta(out: &mut dyn Write, promoters: &Promoters) -> Result<()> {
    let mut writer = fasta::io::Writer::new(out);
    let mut written: io::Result<()> = Ok(());
    promoters.each(|gene, description, bases| {
        if written.is_ok() {
            let definition = fasta::record::Definition::new(gene, Some(description.into()));
            written = writer.write_record(&fasta::Record::new(definition, bases.into()));
        }
    })?;
    written.context("the promoters cannot be written")
}
