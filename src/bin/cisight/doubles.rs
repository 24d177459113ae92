//! `cisight doubles`

use std::io::Write;
use std::path::PathBuf;
use std::rc::Rc;

use anyhow::{Result, bail};
use cisight::attribution::{DoublesJob, Mutant};
use cisight::schema::BasesInput;
use cisight::sequence::Promoter;

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
    /// The stretch whose bases change, such as -93..-14; the whole promoter, but for a reporter's constant frame, where absent
    #[arg(long, value_name = "FROM..TO", allow_hyphen_values = true)]
    within: Option<Region>,
    /// Double changes to list in each direction
    #[arg(long, value_name = "N", default_value_t = 20)]
    best: usize,
    /// Where to write promoter, condition, kind (single, highest, lowest), rank, `position_1`, `to_1`, `position_2`, `to_2`, response,
    /// delta, and the sum of both changes' own deltas
    #[arg(long, value_name = "TSV")]
    out: Option<PathBuf>,
}

/// Longer stretches have millions of pairs.
const LONGEST: usize = 250;

pub fn run(args: &Args) -> Result<()> {
    let model = args.model.open()?;
    let rows = args.samples.rows(&model, &args.sequence)?;
    let (condition, levels) = args.conditions.one(&model, args.condition.as_deref())?;
    let reads = args.sequence.of(&model)?;
    let mut table = output::table(args.out.as_deref())?;
    table.write_record([
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
            Some(region) => region.in_window(reads)?,
            None => reads.free_stretch(subject.window()),
        };
        if stretch.len() > LONGEST {
            bail!("{} bases have too many pairs of changes; name at most {LONGEST} with --within", stretch.len());
        }
        let mut job = DoublesJob::new(
            Rc::clone(&model),
            subject.clone(),
            (&levels, args.output.of(&model)?),
            stretch,
            args.best,
        )?;
        let bar = output::progress(job.total(), "first changes");
        while job.done() < job.total() {
            pollster::block_on(job.step())?;
            bar.set_position(job.done() as u64);
        }
        bar.finish_and_clear();
        write(&mut table, reads, (promoter, &condition), &job)?;
        table.flush()?;
    }
    output::finish(table)
}

fn write<W: Write>(
    table: &mut csv::Writer<W>,
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
            table.write_record(row)?;
        }
    }
    Ok(())
}
