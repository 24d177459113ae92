//! `cisight mutagenesis`

mod seqlets;
mod tracks;

use std::rc::Rc;

use anyhow::Result;
use cisight::attribution::{Mutagenesis, MutagenesisJob};
use cisight::export::write_mutagenesis;
use cisight::model::Model;
use cisight::sample::Subject;

use self::tracks::TrackArgs;
use crate::common::conditions::{SomeConditionsArgs, columns, joined_levels};
use crate::common::job;
use crate::common::model::ModelArgs;
use crate::common::samples::{Row, SampleArgs, SequenceArgs};
use crate::common::shard::ShardArgs;
use crate::common::table::TableArgs;

/// What the help says of the table and its columns.
const OUT_HELP: &str =
    "Where to write promoter, condition, position (0-based in the window), base, delta (mutant minus reference)";

#[derive(clap::Args)]
#[command(mut_arg("out", |out| out.help(OUT_HELP)))]
pub struct Args {
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    samples: SampleArgs,
    #[command(flatten)]
    sequence: SequenceArgs,
    #[command(flatten)]
    conditions: SomeConditionsArgs,
    #[command(flatten)]
    table: TableArgs,
    #[command(flatten)]
    shard: ShardArgs,
    #[command(flatten)]
    tracks: TrackArgs,
}

pub fn run(args: &Args) -> Result<()> {
    let model = args.model.open()?;
    let rows = args.shard.of(args.samples.rows(&model, &args.sequence)?);
    let conditions = args.conditions.read(&model)?;
    let names = columns(&model, &conditions);
    args.tracks.check(names.len())?;
    let levels = joined_levels(&conditions);
    let reads = args.sequence.of(&model)?;
    let mutants: usize = rows.iter().map(|Row { promoter, .. }| 3 * promoter.bases().len().min(reads.window)).sum();
    let bar = job::progress(mutants, "mutants");
    let mut out = args.table.file()?;
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
    job::steps(&mut job, |_, done| {
        progress(done.len());
        Ok(())
    })?;
    Ok(job.results().to_vec())
}
