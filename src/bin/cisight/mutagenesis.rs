//! `cisight mutagenesis`

use std::path::PathBuf;
use std::rc::Rc;

use anyhow::Result;
use cisight::attribution::{Mutagenesis, MutagenesisJob};
use cisight::export::write_mutagenesis;
use cisight::model::Model;
use cisight::sample::Subject;

use crate::chosen::{ConditionArgs, columns};
use crate::output;
use crate::samples::{Row, SampleArgs, SequenceArgs};
use crate::session::ModelArgs;
use crate::shard::ShardArgs;
use crate::tracks::TrackArgs;

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    samples: SampleArgs,
    #[command(flatten)]
    sequence: SequenceArgs,
    #[command(flatten)]
    conditions: ConditionArgs,
    /// One condition of the table; all of them where absent
    #[arg(long, value_name = "NAME")]
    condition: Option<String>,
    /// Where to write promoter, condition, position (0-based in the window), base, delta (mutant minus reference)
    #[arg(long, value_name = "TSV")]
    out: Option<PathBuf>,
    #[command(flatten)]
    shard: ShardArgs,
    #[command(flatten)]
    tracks: TrackArgs,
}

pub fn run(args: &Args) -> Result<()> {
    let model = args.model.open()?;
    let rows = args.shard.of(args.samples.rows(&model, &args.sequence)?);
    let conditions = match args.condition.as_deref() {
        Some(name) => vec![args.conditions.one(&model, Some(name))?],
        None => args.conditions.all(&model)?,
    };
    let names = columns(&model, &conditions);
    let levels: Vec<f32> = conditions.iter().flat_map(|(_, levels)| levels).copied().collect();
    let reads = args.sequence.of(&model)?;
    let mutants: usize = rows.iter().map(|Row { promoter, .. }| 3 * promoter.bases().len().min(reads.window)).sum();
    let bar = output::progress(mutants, "mutants");
    let mut out = output::create(args.out.as_deref())?;
    let mut kept = Vec::new();
    let results = rows.iter().flat_map(|Row { promoter, subject }| {
        let scanned = scan(&model, subject, &levels, |mutants| bar.inc(mutants as u64));
        let named = |results: Vec<Mutagenesis>| {
            let named = names.iter().cloned().zip(results);
            let named: Vec<(String, Mutagenesis)> = named.collect();
            if args.tracks.is_wanted() {
                kept.extend(named.iter().map(|(condition, result)| (promoter, condition.clone(), result.clone())));
            }
            named.into_iter().map(|(condition, result)| Ok((promoter.name().to_owned(), condition, result))).collect()
        };
        scanned.map_or_else(|error| vec![Err(error)], named)
    });
    write_mutagenesis(&mut out, args.shard.has_header(), results)?;
    out.commit()?;
    bar.finish_and_clear();
    args.tracks.write(reads, &kept)
}

fn scan(model: &Rc<Model>, subject: &Subject, levels: &[f32], progress: impl Fn(usize)) -> Result<Vec<Mutagenesis>> {
    let mut job = MutagenesisJob::new(Rc::clone(model), subject.clone(), levels);
    while job.done() < job.total() {
        let before = job.done();
        pollster::block_on(job.step())?;
        progress(job.done() - before);
    }
    Ok(job.results().to_vec())
}
