//! `cisight mutagenesis`

use std::path::PathBuf;
use std::rc::Rc;

use anyhow::{Result, bail};
use cisight::attribution::{Mutagenesis, MutagenesisJob};
use cisight::condition::AlignedConditions;
use cisight::export::{ExportError, write_mutagenesis};
use cisight::model::Model;
use cisight::sequence::Promoter;

use crate::session::ModelArgs;
use crate::{input, output};

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    model: ModelArgs,
    /// Promoters (FASTA, may be gzipped; - for standard input)
    #[arg(long, value_name = "FASTA")]
    promoters: PathBuf,
    /// TF levels: a TF a row, a condition a column
    #[arg(long, value_name = "TSV")]
    conditions: Option<PathBuf>,
    /// One condition of the table; all of them where absent
    #[arg(long, value_name = "NAME")]
    condition: Option<String>,
    /// Where to write promoter, condition, position (0-based in the window), base, delta (mutant minus reference)
    #[arg(long, value_name = "TSV")]
    out: Option<PathBuf>,
}

pub fn run(args: &Args) -> Result<()> {
    let model = args.model.open()?;
    let promoters = input::promoters(&args.promoters, &model)?;
    let conditions = chosen_conditions(args, &model)?;
    let levels: Vec<f32> = conditions.iter().flat_map(|(_, levels)| levels).copied().collect();
    let mutants: usize =
        promoters.iter().map(|promoter| 3 * promoter.bases().len().min(model.declaration().window)).sum();
    let bar = output::progress(mutants, "mutants");
    let out = output::open(args.out.as_deref())?;
    let results = promoters.iter().flat_map(|promoter| {
        let named = |results: Vec<Mutagenesis>| {
            let named = conditions.iter().zip(results);
            named.map(|((condition, _), result)| Ok((promoter.name().to_owned(), condition.clone(), result))).collect()
        };
        let scanned = scan(&model, promoter, &levels, |mutants| bar.inc(mutants as u64));
        scanned.map_or_else(|error| vec![Err(error)], named)
    });
    write_mutagenesis(out, results)?;
    bar.finish_and_clear();
    Ok(())
}

fn chosen_conditions(args: &Args, model: &Model) -> Result<Vec<(String, Vec<f32>)>> {
    if model.tfs().is_empty() {
        return Ok(vec![(model.manifest().output.name.clone(), Vec::new())]);
    }
    let AlignedConditions { names, levels, .. } = input::conditions(args.conditions.as_deref(), model)?;
    let all = names.iter().cloned().zip(levels.chunks(model.tfs().len()).map(<[f32]>::to_vec));
    let chosen: Vec<_> = all.filter(|(name, _)| args.condition.as_ref().is_none_or(|wanted| wanted == name)).collect();
    match &args.condition {
        Some(wanted) if chosen.is_empty() => {
            bail!("there is no condition \"{wanted}\"; the table has: {}", names.join(", "))
        }
        _ => Ok(chosen),
    }
}

fn scan(
    model: &Rc<Model>,
    promoter: &Promoter,
    levels: &[f32],
    progress: impl Fn(usize),
) -> Result<Vec<Mutagenesis>, ExportError> {
    let mut job = MutagenesisJob::new(Rc::clone(model), model.window(promoter), levels);
    while job.done() < job.total() {
        let before = job.done();
        pollster::block_on(job.step()).map_err(std::io::Error::other)?;
        progress(job.done() - before);
    }
    Ok(job.results().to_vec())
}
