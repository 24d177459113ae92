//! `cisight promoters`

use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;
use cisight::export::{BedFeature, write_bed};

use crate::common::files;
use crate::common::genome::{GenomeArgs, write_fasta};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    genome: GenomeArgs,
    /// Bases from the anchor on, for models whose window goes beyond it
    #[arg(long, default_value_t = 0, value_name = "BASES", value_parser = clap::value_parser!(u32).range(0..=100_000))]
    downstream: u32,
    /// Where to write the promoters, sense strand, as FASTA (`>GENE NAME contig:start-end(strand)`, from 1, both
    /// ends included, which every command reads back as the place on the genome); standard output where absent
    #[arg(long, value_name = "FASTA")]
    out: Option<PathBuf>,
    /// Also write where the promoters lie as BED
    #[arg(long, value_name = "BED")]
    bed: Option<PathBuf>,
    /// Also write the lengths of the contigs: name and length, as UCSC's chrom.sizes
    #[arg(long, value_name = "TSV")]
    chrom_sizes: Option<PathBuf>,
}

pub fn run(args: &Args) -> Result<()> {
    let (_, promoters) = args.genome.promoters(args.downstream)?;
    let mut out = files::create(args.out.as_deref())?;
    write_fasta(&mut out, &promoters)?;
    out.commit()?;
    if let Some(path) = &args.bed {
        let extracted = promoters.extracted()?;
        let features = extracted.iter().map(|promoter| {
            let (gene, strand) = (promoter.feature(), Some(promoter.feature().strand));
            let (contig, range) = (promoter.chromosome().name.as_str().into(), promoter.region());
            let name = gene.standard.as_deref().unwrap_or(&gene.systematic).into();
            BedFeature { contig, range, name, p_value: None, strand, raises: None }
        });
        write_bed(files::create(Some(path))?, features.collect())?.commit()?;
    }
    if let Some(path) = &args.chrom_sizes {
        let mut sizes = files::create(Some(path))?;
        for contig in promoters.chromosomes() {
            writeln!(sizes, "{}\t{}", contig.name, contig.bases.len())?;
        }
        sizes.commit()?;
    }
    Ok(())
}
