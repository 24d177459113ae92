//! `cisight epistasis`

use std::path::PathBuf;
use std::rc::Rc;

use anyhow::{Result, bail};
use cisight::architecture::Edit;
use cisight::attribution::EpistasisJob;

use crate::chosen::ConditionArgs;
use crate::one_output::OutputArgs;
use crate::output;
use crate::region::{Region, position};
use crate::samples::{Row, SampleArgs, SequenceArgs};
use crate::session::ModelArgs;

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    samples: SampleArgs,
    #[command(flatten)]
    sequence: SequenceArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    conditions: ConditionArgs,
    /// The condition; may be left out where the table has one
    #[arg(long, value_name = "NAME")]
    condition: Option<String>,
    /// The first stretch, such as -235..-226
    #[arg(long, value_name = "FROM..TO", allow_hyphen_values = true)]
    first: Region,
    /// The second stretch
    #[arg(long, value_name = "FROM..TO", allow_hyphen_values = true)]
    second: Region,
    /// Where to write promoter, condition, both changes (position, to), their deltas, and the interaction: delta of both minus the sum
    #[arg(long, value_name = "TSV")]
    out: Option<PathBuf>,
}

pub fn run(args: &Args) -> Result<()> {
    let model = args.model.open()?;
    let rows = args.samples.rows(&model, &args.sequence)?;
    let (condition, levels) = args.conditions.one(&model, args.condition.as_deref())?;
    let reads = args.sequence.of(&model)?;
    let (first, second) = (args.first.in_window(reads)?, args.second.in_window(reads)?);
    if first.len().saturating_mul(second.len()) > 40_000 {
        bail!("the stretches have {} x {} bases, too many pairs; choose shorter ones", first.len(), second.len());
    }
    let mut table = output::table(args.out.as_deref())?;
    let columns =
        ["promoter", "condition", "position_1", "to_1", "position_2", "to_2", "delta_1", "delta_2", "interaction"];
    table.write_record(columns)?;
    let letters = reads.alphabet.letters();
    let named = |change: &Edit| {
        let base = change.codes().first().and_then(|&code| letters.get(usize::from(code))).copied().unwrap_or(b'N');
        [position(change.position(), reads).to_string(), char::from(base).to_string()]
    };
    for Row { promoter, subject } in &rows {
        let mut job = EpistasisJob::new(
            Rc::clone(&model),
            subject.clone(),
            (&levels, args.output.of(&model)?),
            first.clone(),
            second.clone(),
        )?;
        let bar = output::progress(job.total(), "changes of the first stretch");
        while job.done() < job.total() {
            pollster::block_on(job.step())?;
            bar.set_position(job.done() as u64);
        }
        bar.finish_and_clear();
        let result = job.result();
        let pairs = result.first.iter().zip(&result.first_deltas).zip(result.interactions.chunks(result.second.len()));
        for ((one, one_delta), interactions) in pairs {
            for ((two, two_delta), interaction) in result.second.iter().zip(&result.second_deltas).zip(interactions) {
                let numbers = [one_delta, two_delta, interaction].map(|number| format!("{number:.5}"));
                let names = [promoter.name().to_owned(), condition.clone()];
                table.write_record(names.into_iter().chain(named(one)).chain(named(two)).chain(numbers))?;
            }
        }
        table.flush()?;
    }
    output::finish(table)
}
