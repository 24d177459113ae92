//! `cisight doubles`

use std::rc::Rc;

use anyhow::{Result, bail};
use cisight::attribution::{DoublesJob, Mutant};
use cisight::schema::BasesInput;
use cisight::sequence::Promoter;

use crate::common::job;
use crate::common::region::{Region, position};
use crate::common::response::{ResponseArgs, Responses};
use crate::common::samples::Row;
use crate::common::table::{Table, TableArgs};

/// What the help says of the table and its columns.
const OUT_HELP: &str = "Where to write promoter, condition, kind (single, highest, lowest), rank, position_1, to_1, position_2, to_2, response, delta, and the sum of both changes' own deltas";

#[derive(clap::Args)]
#[command(mut_arg("out", |out| out.help(OUT_HELP)))]
pub struct Args {
    #[command(flatten)]
    responses: ResponseArgs,
    /// The stretch whose bases change, such as -93..-14; the whole promoter, but for a reporter's constant
    /// frame, where absent
    #[arg(long, value_name = "FROM..TO", allow_hyphen_values = true)]
    within: Option<Region>,
    /// Double changes to list in each direction
    #[arg(long, value_name = "N", default_value_t = 20)]
    best: usize,
    #[command(flatten)]
    table: TableArgs,
}

/// Longer stretches have millions of pairs.
const LONGEST: usize = 250;

pub fn run(args: &Args) -> Result<()> {
    let Responses { model, rows, condition, output, reads } = args.responses.read()?;
    let mut table = args.table.table([
        "promoter",
        "condition",
        "kind",
        "rank",
        "position_1",
        "to_1",
        "position_2",
        "to_2",
        "response",
        "delta",
        "sum",
    ])?;
    for Row { promoter, subject } in &rows {
        let stretch = match args.within {
            Some(region) => region.in_window(&reads)?,
            None => reads.free_stretch(subject.window()),
        };
        if stretch.len() > LONGEST {
            bail!("{} bases have too many pairs of changes; name at most {LONGEST} with --within", stretch.len());
        }
        let mut job =
            DoublesJob::new(Rc::clone(&model), subject.clone(), (&condition.levels, output), stretch, args.best)?;
        job::run(&mut job, "first changes")?;
        write(&mut table, &reads, (promoter, &condition.name), &job)?;
        table.flush()?;
    }
    table.finish()
}

fn write(
    table: &mut Table,
    reads: &BasesInput,
    (promoter, condition): (&Promoter, &str),
    job: &DoublesJob,
) -> Result<()> {
    let letters = reads.alphabet.letters();
    let letter =
        |code: Option<&u8>| code.and_then(|&code| letters.get(usize::from(code))).map_or('N', |&base| base.into());
    let singles = job.singles();
    for (kind, mutants) in [("single", singles.as_slice()), ("highest", job.highest()), ("lowest", job.lowest())] {
        for (rank, Mutant { changes, delta, sum }) in mutants.iter().enumerate() {
            let mut row =
                vec![promoter.name().to_owned(), condition.to_owned(), kind.to_owned(), (rank + 1).to_string()];
            for at in 0..2 {
                let change = changes.get(at);
                row.push(change.map_or(String::new(), |change| position(change.position(), reads).to_string()));
                row.push(change.map_or(String::new(), |change| letter(change.codes().first()).to_string()));
            }
            row.extend([job.reference() + delta, *delta, *sum].map(|number| format!("{number:.5}")));
            table.row(row)?;
        }
    }
    Ok(())
}
