//! `cisight align`

use std::rc::Rc;

use anyhow::{Result, bail};
use cisight::attribution::{ComparisonJob, Difference};
use cisight::schema::BasesInput;
use cisight::text::counted;

use crate::common::job;
use crate::common::region::position;
use crate::common::response::{ResponseArgs, Responses};
use crate::common::samples::Row;
use crate::common::table::TableArgs;

/// What the help says of the table and its columns.
const OUT_HELP: &str = "Where to write a row for each difference: first, second (names), condition, from, to (positions in the first promoter, -1 the base before the anchor; of an insertion the bases on either side), first_bases, second_bases, alone (the first promoter with this difference minus without), last (the second promoter minus the second without this difference), in_order (what it adds when the differences are made one after the other along the promoter; these add up to the whole)";

#[derive(clap::Args)]
#[command(mut_arg("out", |out| out.help(OUT_HELP)))]
pub struct Args {
    #[command(flatten)]
    responses: ResponseArgs,
    /// The promoter that differences are made in; the first one of the file where absent
    #[arg(long, value_name = "NAME")]
    first: Option<String>,
    /// The promoter that they come from; all the others of the file where absent
    #[arg(long, value_name = "NAME")]
    second: Vec<String>,
    #[command(flatten)]
    table: TableArgs,
}

pub fn run(args: &Args) -> Result<()> {
    let Responses { model, rows, condition, output, reads } = args.responses.read()?;
    let find = |name: &String| match rows.iter().find(|row| row.promoter.name() == name) {
        Some(row) => Ok(row),
        None => {
            let some: Vec<&str> = rows.iter().take(8).map(|row| row.promoter.name()).collect();
            bail!("there is no promoter \"{name}\"; there are: {}", some.join(", "))
        }
    };
    let Some(first) = args.first.as_ref().map(find).transpose()?.or(rows.first()) else {
        bail!("there is no promoter to compare")
    };
    let others: Vec<&Row> = if args.second.is_empty() {
        rows.iter().filter(|row| !std::ptr::eq(*row, first)).collect()
    } else {
        args.second.iter().map(find).collect::<Result<_>>()?
    };
    if others.is_empty() {
        bail!("there is one promoter, and two are compared: give both in one file");
    }
    let columns =
        ["first", "second", "condition", "from", "to", "first_bases", "second_bases", "alone", "last", "in_order"];
    let mut table = args.table.table(columns)?;
    for second in others {
        let mut job = ComparisonJob::new(Rc::clone(&model), first.subject.clone(), &second.subject, &condition.levels)?;
        job::run(&mut job, "changed promoters")?;
        let [own, other] = job.responses(output);
        let names = [first.promoter.name(), second.promoter.name()];
        eprintln!(
            "{} {own:.5}, {} {other:.5}, difference {:.5}; {}",
            names[0],
            names[1],
            other - own,
            counted(job.differences().len(), "difference")
        );
        for (difference, effect) in job.differences().iter().zip(job.effects(output)) {
            let [from, to] = stretch(difference, &reads).map(|place| place.to_string());
            let bases = |codes: &[u8]| letters(codes, &reads);
            let own = bases(&first.subject.window().codes()[difference.replaced.clone()]);
            let words = [names[0], names[1], &condition.name, &from, &to, &own, &bases(&difference.codes)];
            let numbers = [effect.alone, effect.last, effect.in_order].map(|number| format!("{number:.5}"));
            table.row(words.map(str::to_owned).into_iter().chain(numbers))?;
        }
        table.flush()?;
    }
    table.finish()
}

/// The first and the last base; of an insertion those on either side of it.
fn stretch(difference: &Difference, reads: &BasesInput) -> [i64; 2] {
    let replaced = &difference.replaced;
    if replaced.is_empty() {
        // Nothing lies before the window's first base but what the window does not hold.
        let before = replaced.start.checked_sub(1).map_or(position(0, reads) - 1, |at| position(at, reads));
        return [before, position(replaced.start, reads)];
    }
    [position(replaced.start, reads), position(replaced.end - 1, reads)]
}

fn letters(codes: &[u8], reads: &BasesInput) -> String {
    let letters = reads.alphabet.letters();
    let letter = |code: &u8| letters.get(usize::from(*code)).map_or('N', |letter| char::from(*letter));
    codes.iter().map(letter).collect()
}
