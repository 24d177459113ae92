//! `cisight catalogue`: the promoters of all genes of a genome in one file.

mod comparison;

use std::path::{Path, PathBuf};

use anyhow::Context;
use cisight::sequence::{Catalogue, Chromosome, Feature, Origin, Promoter, Strand, read_fasta};
use cisight::text::counted;

use self::comparison::Comparison;
use crate::common::genome::{GenomeArgs, write_fasta};
use crate::common::{files, input};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    genome: GenomeArgs,
    /// Promoters that were cut out elsewhere, in place of a genome (FASTA, .gz too; `>GENE`, sense strand, and
    /// contig:start-end(strand), from 1, where that is known)
    #[arg(long, conflicts_with_all = ["genome", "annotation", "genbank", "contig_names"], value_name = "FASTA")]
    promoters: Option<PathBuf>,
    /// Such as "Saccharomyces cerevisiae S288C"
    #[arg(long, value_name = "NAME")]
    species: String,
    /// Such as R64-2-1
    #[arg(long, value_name = "NAME")]
    assembly: String,
    /// The catalogue to write (safetensors; - is standard output)
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Write the promoters as FASTA too (- is standard output)
    #[arg(long, value_name = "FILE")]
    fasta: Option<PathBuf>,
    /// Compare with promoters of the same names (FASTA, .gz too; - is standard input) and report on standard
    /// error
    #[arg(long, value_name = "FASTA")]
    check: Option<PathBuf>,
}

pub fn run(args: &Args) -> anyhow::Result<()> {
    let origin = |source| Origin { species: args.species.clone(), assembly: args.assembly.clone(), source };
    let (catalogue, cut) = match &args.promoters {
        Some(path) => {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (of_promoters(&input::sequences(path)?, origin(name))?, None)
        }
        None => {
            let (genome, cut) = args.genome.promoters(0)?;
            (cut.catalogue(origin(args.genome.source(&genome)))?, Some(cut))
        }
    };
    let file = catalogue.to_bytes()?;
    files::write(Some(&args.out), &file)?;
    let [genes, bases] = [counted(catalogue.len(), "gene"), counted(catalogue.base_count(), "base")];
    eprintln!("{genes} and {bases} in {} bytes written to {}", file.len(), args.out.display());
    if let (Some(path), Some(cut)) = (&args.fasta, &cut) {
        let mut out = files::create(Some(path))?;
        write_fasta(&mut out, cut)?;
        out.commit()?;
    }
    if let Some(path) = &args.check {
        check(&catalogue, path)?;
    }
    Ok(())
}

/// Each promoter is a stretch of its own, with its gene at the end.
fn of_promoters(promoters: &[Promoter], origin: Origin) -> anyhow::Result<Catalogue> {
    let length = promoters.iter().map(|promoter| promoter.bases().len()).max().unwrap_or(0);
    let stretch = |promoter: &Promoter| {
        let gene = Feature {
            systematic: promoter.name().to_owned(),
            standard: None,
            strand: Strand::Forward,
            anchor: promoter.bases().len(),
        };
        Chromosome { name: promoter.name().to_owned(), bases: promoter.bases().to_vec(), features: vec![gene] }
    };
    let catalogue = Catalogue::build(origin, length, &promoters.iter().map(stretch).collect::<Vec<_>>())?;
    Ok(catalogue.with_places(promoters.iter().map(|promoter| promoter.place().cloned())))
}

fn check(catalogue: &Catalogue, path: &Path) -> anyhow::Result<()> {
    let others = read_fasta(input::text(path)?.as_bytes()).with_context(|| path.display().to_string())?;
    eprintln!("compared with {} of {}", counted(others.promoters.len(), "promoter"), path.display());
    if let Some(problem) = others.problems.first() {
        eprintln!("not compared: {}, such as this one: {problem}", counted(others.problems.len(), "record"));
    }
    eprintln!("{}", Comparison::new(catalogue, &others.promoters));
    Ok(())
}
