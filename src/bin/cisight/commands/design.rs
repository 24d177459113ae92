//! `cisight design`

use std::io::Write;
use std::path::PathBuf;
use std::rc::Rc;

use anyhow::{Result, bail};
use cisight::attribution::{DesignJob, DesignOptions, Goal};
use cisight::schema::BasesInput;
use cisight::sequence::Promoter;
use cisight::text::counted;

use crate::common::conditions::{ConditionArgs, columns, joined_levels};
use crate::common::model::ModelArgs;
use crate::common::region::{Region, position};
use crate::common::samples::{Row, SampleArgs, SequenceArgs};
use crate::common::table::{Table, TableArgs};
use crate::common::{files, job};

/// What the help says of the table and its columns.
const OUT_HELP: &str = "Where to write promoter, change, position (-1 is the last base), from, to, then the response in each condition; change 0 is the start";

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
    conditions: ConditionArgs,
    /// A condition in which the response is to rise (may be given several times)
    #[arg(long, value_name = "NAME")]
    raise: Vec<String>,
    /// A condition in which it is to fall
    #[arg(long, value_name = "NAME")]
    lower: Vec<String>,
    /// A condition in which it is to stay: each unit away costs as much as a unit gained brings
    #[arg(long, value_name = "NAME")]
    keep: Vec<String>,
    /// Single-base changes at most
    #[arg(long, value_name = "N", default_value_t = 5)]
    changes: usize,
    /// Promoters kept after each change; 1 is the greedy search
    #[arg(long, value_name = "N", default_value_t = 4)]
    beam: usize,
    /// A stretch that stays as it is, such as -120..-60 (may be given several times)
    #[arg(long, value_name = "FROM..TO", allow_hyphen_values = true)]
    protect: Vec<Region>,
    #[command(flatten)]
    table: TableArgs,
    /// Where to write the designed promoters
    #[arg(long, value_name = "FASTA")]
    fasta: Option<PathBuf>,
}

pub fn run(args: &Args) -> Result<()> {
    let model = args.model.open()?;
    let rows = args.samples.rows(&model, &args.sequence)?;
    let conditions = args.conditions.all(&model)?;
    let names = columns(&model, &conditions);
    let goals = goals(args, &names)?;
    if args.beam == 0 || args.changes == 0 {
        bail!("--beam and --changes have to be at least 1");
    }
    let levels = joined_levels(&conditions);
    let reads = args.sequence.of(&model)?;
    let forbidden = args.protect.iter().map(|region| region.in_window(reads)).collect::<Result<_>>()?;
    let options = DesignOptions { changes: args.changes, beam: args.beam, forbidden };
    let headings = ["promoter", "change", "position", "from", "to"];
    let mut table = args.table.table(headings.into_iter().chain(names.iter().map(String::as_str)))?;
    let mut fasta = args.fasta.as_deref().map(|path| files::create(Some(path))).transpose()?;
    let bar = job::progress(rows.len() * args.changes, "changes");
    for Row { promoter, subject } in &rows {
        let mut job = DesignJob::new(Rc::clone(&model), subject.clone(), &levels, goals.clone(), options.clone());
        job::steps(&mut job, |_, done| {
            bar.inc(done.len() as u64);
            Ok(())
        })?;
        let designed = write_steps(&mut table, promoter, &job, reads)?;
        let missed = missed(&job, &goals, &names);
        for (condition, sentence) in &missed {
            bar.suspend(|| {
                eprintln!(
                    "note: {}: {condition} {sentence}; nothing better was found within these bounds",
                    promoter.name()
                );
            });
        }
        if let Some(fasta) = &mut fasta {
            let names: Vec<&str> = missed.iter().map(|(condition, _)| *condition).collect();
            let mark = if names.is_empty() { String::new() } else { format!(", goal missed in {}", names.join(", ")) };
            let changes = counted(job.best().steps.len(), "change");
            writeln!(fasta, ">{} designed, {changes}{mark}\n{designed}", promoter.name())?;
        }
        table.flush()?;
    }
    bar.finish_and_clear();
    if let Some(fasta) = fasta {
        fasta.commit()?;
    }
    table.finish()
}

fn goals(args: &Args, names: &[String]) -> Result<Vec<Goal>> {
    let mut goals = vec![Goal::Ignore; names.len()];
    let wanted = [(&args.raise, Goal::Raise(1.0)), (&args.lower, Goal::Lower(1.0)), (&args.keep, Goal::Keep(1.0))];
    for (name, goal) in wanted.into_iter().flat_map(|(names, goal)| names.iter().map(move |name| (name, goal))) {
        let Some(at) = names.iter().position(|known| known == name) else {
            bail!("there is no condition \"{name}\"; the table has: {}", names.join(", "));
        };
        if goals[at] != Goal::Ignore {
            bail!("condition \"{name}\" is named twice; give it one of --raise, --lower and --keep");
        }
        goals[at] = goal;
    }
    if args.raise.is_empty() && args.lower.is_empty() {
        // A model without TFs has one response: raising it needs no name.
        if let [goal] = goals.as_mut_slice() {
            *goal = Goal::Raise(1.0);
            return Ok(goals);
        }
        bail!("nothing to design for: name a condition with --raise or --lower");
    }
    Ok(goals)
}

/// The conditions whose goal the best design misses, and how.
fn missed<'a>(job: &DesignJob, goals: &[Goal], names: &'a [String]) -> Vec<(&'a str, String)> {
    let reached = job.best().steps.last().map_or(job.start(), |step| step.responses.as_slice());
    let mut all = Vec::new();
    for (at, name) in names.iter().enumerate().filter(|(at, _)| job.missed().get(*at) == Some(&true)) {
        let (start, response) = (job.start()[at], reached[at]);
        let (wanted, opposite) =
            if matches!(goals[at], Goal::Lower(_)) { ("lowered", "rises") } else { ("raised", "falls") };
        let found = if start == response { "stays as it is" } else { opposite };
        all.push((name.as_str(), format!("was to be {wanted} but {found} ({start:.4} to {response:.4})")));
    }
    all
}

/// Writes the steps and returns the whole promoter with its changes, bases before the window included.
fn write_steps(table: &mut Table, promoter: &Promoter, job: &DesignJob, reads: &BasesInput) -> Result<String> {
    let mut bases = promoter.bases().to_vec();
    let row = |change: usize, at: [String; 3], responses: &[f32]| {
        let [position, from, to] = at;
        let start = [promoter.name().to_owned(), change.to_string(), position, from, to];
        start.into_iter().chain(responses.iter().map(|response| format!("{response:.4}"))).collect::<Vec<_>>()
    };
    table.row(row(0, Default::default(), job.start()))?;
    for (index, step) in job.best().steps.iter().enumerate() {
        let at = (step.position + bases.len()).saturating_sub(reads.window);
        let to = b"ACGT"[step.base];
        let named = [position(step.position, reads).to_string(), char::from(bases[at]).into(), char::from(to).into()];
        table.row(row(index + 1, named, &step.responses))?;
        bases[at] = to;
    }
    Ok(String::from_utf8_lossy(&bases).into_owned())
}
