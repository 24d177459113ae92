//! `cisight embed`

mod kept;

use std::path::PathBuf;
use std::rc::Rc;

use anyhow::{Context, Result};
use cisight::embedder::{Cuts, EmbeddingCache, EmbeddingJob, open_embedder};
use cisight::export::EmbeddingArchive;
use cisight::sequence::Promoter;
use cisight::text::counted;

use crate::common::model::BackendChoice;
use crate::common::{files, input, job};

#[derive(clap::Args)]
pub struct Args {
    /// The folder of an embedder, made by `cisight import --architecture caduceus`
    #[arg(long, value_name = "DIR")]
    model: PathBuf,
    /// The sequences (FASTA)
    #[arg(long, value_name = "FASTA")]
    sequences: PathBuf,
    /// Where to write an array of positions x width for each sequence, under its name, as `--input NAME=FILE.npz` reads it
    #[arg(long, value_name = "NPZ")]
    out: PathBuf,
    /// Bases of a position, in the middle of its window; as many as the window has where absent
    #[arg(long, value_name = "N")]
    core: Option<usize>,
    /// The sequences bring the bases that windows reach beyond the first and the last position
    #[arg(long)]
    flanked: bool,
    /// A folder of windows that were embedded before, and where to write new ones: what was read before is not computed again
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
    /// Where to compute
    #[arg(long, value_enum, default_value = "cpu")]
    backend: BackendChoice,
}

pub fn run(args: &Args) -> Result<()> {
    let device = args.backend.open()?;
    let embedder = Rc::new(open_embedder(&args.model, &device)?);
    let manifest = embedder.manifest().clone();
    let core = args.core.unwrap_or(manifest.window);
    let cuts = Cuts::new(manifest.window, core, args.flanked)?;
    let promoters = input::sequences(&args.sequences)?;
    let mut cache = EmbeddingCache::new(&manifest);
    if let Some(folder) = &args.cache {
        kept::read(folder, &mut cache)?;
    }
    let bases: Vec<&[u8]> = promoters.iter().map(Promoter::bases).collect();
    for promoter in &promoters {
        cuts.check(promoter.name(), promoter.bases().len())?;
    }
    let mut job = EmbeddingJob::new(embedder, cache, cuts, &bases);
    let bar = job::progress(job.total(), "windows");
    while job.done() < job.total() {
        pollster::block_on(job.step())?;
        bar.set_position(job.done() as u64);
        if let Some(folder) = &args.cache {
            let is_last = job.done() == job.total();
            kept::write(folder, job.cache_mut(), is_last)?;
        }
    }
    bar.finish_and_clear();
    let mut archive = EmbeddingArchive::new(files::create(Some(&args.out))?);
    for (at, promoter) in promoters.iter().enumerate() {
        let values = job.embedding(at).context("a window was not computed")?;
        archive.add(promoter.name(), [job.positions(at), manifest.width], &values)?;
    }
    archive.finish()?.commit()?;
    report(args, &promoters, &job, cuts, manifest.width);
    Ok(())
}

/// What was done, and what of the input is not as the network's training had it.
fn report(args: &Args, promoters: &[Promoter], job: &EmbeddingJob, cuts: Cuts, width: usize) {
    let positions: Vec<usize> = (0..promoters.len()).map(|at| job.positions(at)).collect();
    let (least, most) = (positions.iter().min().unwrap_or(&0), positions.iter().max().unwrap_or(&0));
    let shape = if least == most { format!("{least}") } else { format!("{least} to {most}") };
    let repeated = positions.iter().sum::<usize>() - job.total() - job.found();
    eprintln!(
        "{}: {} of {shape} x {width}; {} computed, {} found in the cache, {repeated} repeated",
        args.out.display(),
        counted(promoters.len(), "sequence"),
        counted(job.total(), "window"),
        job.found(),
    );
    let unknown = promoters.iter().flat_map(Promoter::bases).filter(|base| !b"ACGT".contains(base)).count();
    if unknown > 0 {
        eprintln!("note: {} other than A, C, G and T read as unknown", counted(unknown, "letter"));
    }
    let short = promoters.iter().filter(|own| cuts.ends_short(own.bases().len())).count();
    if short > 0 {
        let (sequences, core) = (counted(short, "sequence"), cuts.core());
        eprintln!("note: the last position of {sequences} has fewer than {core} bases, and is the mean of those");
    }
}
