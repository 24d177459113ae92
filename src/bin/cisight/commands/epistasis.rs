//! `cisight epistasis`

use std::rc::Rc;

use anyhow::{Result, bail};
use cisight::architecture::Edit;
use cisight::attribution::EpistasisJob;

use crate::common::job;
use crate::common::region::{Region, position};
use crate::common::response::{ResponseArgs, Responses};
use crate::common::samples::Row;
use crate::common::table::TableArgs;

/// What the help says of the table and its columns.
const OUT_HELP: &str = "Where to write promoter, condition, both changes (position, to), their deltas, and the interaction: delta of both minus the sum";

#[derive(clap::Args)]
#[command(mut_arg("out", |out| out.help(OUT_HELP)))]
pub struct Args {
    #[command(flatten)]
    responses: ResponseArgs,
    /// The first stretch, such as -235..-226
    #[arg(long, value_name = "FROM..TO", allow_hyphen_values = true)]
    first: Region,
    /// The second stretch
    #[arg(long, value_name = "FROM..TO", allow_hyphen_values = true)]
    second: Region,
    #[command(flatten)]
    table: TableArgs,
}

pub fn run(args: &Args) -> Result<()> {
    let Responses { model, rows, condition, output, reads } = args.responses.read()?;
    let (first, second) = (args.first.in_window(&reads)?, args.second.in_window(&reads)?);
    if first.len().saturating_mul(second.len()) > 40_000 {
        bail!("the stretches have {} x {} bases, too many pairs; choose shorter ones", first.len(), second.len());
    }
    let columns =
        ["promoter", "condition", "position_1", "to_1", "position_2", "to_2", "delta_1", "delta_2", "interaction"];
    let mut table = args.table.table(columns)?;
    let letters = reads.alphabet.letters();
    let named = |change: &Edit| {
        let base = change.codes().first().and_then(|&code| letters.get(usize::from(code))).copied().unwrap_or(b'N');
        [position(change.position(), &reads).to_string(), char::from(base).to_string()]
    };
    for Row { promoter, subject } in &rows {
        let mut job = EpistasisJob::new(
            Rc::clone(&model),
            subject.clone(),
            (&condition.levels, output),
            first.clone(),
            second.clone(),
        )?;
        job::run(&mut job, "changes of the first stretch")?;
        let result = job.result();
        let pairs = result.first.iter().zip(&result.first_deltas).zip(result.interactions.chunks(result.second.len()));
        for ((one, one_delta), interactions) in pairs {
            for ((two, two_delta), interaction) in result.second.iter().zip(&result.second_deltas).zip(interactions) {
                let numbers = [one_delta, two_delta, interaction].map(|number| format!("{number:.5}"));
                let names = [promoter.name().to_owned(), condition.name.clone()];
                table.row(names.into_iter().chain(named(one)).chain(named(two)).chain(numbers))?;
            }
        }
        table.flush()?;
    }
    table.finish()
}
