//! `cisight catalogue`: the promoters of all genes of a genome, from its GenBank records.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use cisight::sequence::{Catalogue, Origin, read_fasta};
use noodles_fasta as fasta;

use crate::comparison::Comparison;
use crate::genbank::{self, LeftOut};
use crate::{input, output};

/// How many accessions the source names one by one; a draft genome has thousands of contigs.
const LISTED_ACCESSIONS: usize = 24;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// GenBank records with their sequence, all chromosomes of one assembly (.gz too)
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    genbank: Vec<PathBuf>,
    /// Bases upstream of the start codon
    #[arg(long, default_value_t = 1000, value_name = "BASES", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    length: u32,
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
    /// Compare with promoters of the same names (FASTA, .gz too; - is standard input) and report on standard error
    #[arg(long, value_name = "FASTA")]
    check: Option<PathBuf>,
}

pub fn run(args: &Args) -> anyhow::Result<()> {
    let genome = genbank::read(&args.genbank)?;
    let origin =
        Origin { species: args.species.clone(), assembly: args.assembly.clone(), source: source(&genome.accessions) };
    let length = usize::try_from(args.length)?;
    let catalogue = Catalogue::build(origin, length, &genome.chromosomes)?;
    report(&catalogue, &genome.left_out);
    let file = catalogue.to_bytes()?;
    write(&args.out, |out| out.write_all(&file))?;
    eprintln!("{} bytes written to {}", file.len(), args.out.display());
    if let Some(path) = &args.fasta {
        write(path, |out| write_fasta(out, &catalogue))?;
    }
    if let Some(path) = &args.check {
        check(&catalogue, path)?;
    }
    Ok(())
}

fn source(accessions: &[String]) -> String {
    let listed = accessions[..accessions.len().min(LISTED_ACCESSIONS)].join(", ");
    match accessions.len().saturating_sub(LISTED_ACCESSIONS) {
        0 => format!("GenBank {listed}"),
        more => format!("GenBank {listed} and {more} more"),
    }
}

fn report(catalogue: &Catalogue, left_out: &LeftOut) {
    let full = catalogue.promoter_length();
    let short = catalogue.promoters().filter(|promoter| promoter.bases.len() < full).count();
    let (genes, bases) = (catalogue.len(), catalogue.base_count());
    eprintln!(
        "{genes} genes, {short} of them with fewer than {full} bases to the end of the chromosome; {bases} bases kept"
    );
    let LeftOut { nameless, without_start, further } = left_out;
    if nameless + without_start + further > 0 {
        eprintln!(
            "left out: {nameless} coding sequences without a name, {without_start} without a start codon, {further} further ones of a gene"
        );
    }
}

fn write(path: &Path, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> anyhow::Result<()> {
    let mut out = output::open(Some(path))?;
    content(&mut out).and_then(|()| out.flush()).with_context(|| path.display().to_string())
}

fn write_fasta(out: &mut dyn Write, catalogue: &Catalogue) -> io::Result<()> {
    let mut writer = fasta::io::Writer::new(out);
    for promoter in catalogue.promoters() {
        let description = promoter.gene.standard.as_deref().map(Into::into);
        let definition = fasta::record::Definition::new(promoter.gene.systematic.as_str(), description);
        writer.write_record(&fasta::Record::new(definition, promoter.bases.into()))?;
    }
    Ok(())
}

fn check(catalogue: &Catalogue, path: &Path) -> anyhow::Result<()> {
    let others = read_fasta(&input::read(path)?).with_context(|| path.display().to_string())?;
    eprintln!("compared with {} promoters of {}", others.promoters.len(), path.display());
    if let Some(problem) = others.problems.first() {
        eprintln!("not compared: {} records, such as this one: {problem}", others.problems.len());
    }
    eprintln!("{}", Comparison::new(catalogue, &others.promoters));
    Ok(())
}
