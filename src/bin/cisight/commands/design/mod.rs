//! `cisight design`

mod goals;
mod moves;
mod outputs;
mod rules;
mod summary;

use std::rc::Rc;

use anyhow::{Context, Result, bail};
use cisight::attribution::{DesignJob, DesignOptions, Evolution};
use cisight::synthesis::Finding;
use cisight::text::counted;

use crate::common::conditions::{ConditionArgs, columns, joined_levels};
use crate::common::job;
use crate::common::model::ModelArgs;
use crate::common::region::Region;
use crate::common::samples::{Row, SampleArgs, SequenceArgs};
use crate::common::table::TableArgs;

/// What the help says of the table and its columns.
const OUT_HELP: &str = "Where to write promoter, design (with --designs), change, position (-1 is the last base), from, to, then the response in each condition; change 0 is the start";

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
    #[command(flatten)]
    goals: goals::GoalArgs,
    /// Changes at most
    #[arg(long, value_name = "N", default_value_t = 5)]
    changes: usize,
    #[command(flatten, next_help_heading = "Changes")]
    moves: moves::MoveArgs,
    #[command(flatten, next_help_heading = "Changes")]
    start: moves::StartArgs,
    /// A stretch that stays as it is, such as -120..-60 (may be given several times)
    #[arg(long, value_name = "FROM..TO", allow_hyphen_values = true, help_heading = "Rules")]
    protect: Vec<Region>,
    #[command(flatten, next_help_heading = "Rules")]
    rules: rules::RuleArgs,
    /// Promoters kept after each change; 1 is the greedy search
    #[arg(long, value_name = "N", default_value_t = 4, help_heading = "Search")]
    beam: usize,
    /// An evolutionary search of so many generations instead
    #[arg(long, value_name = "GENERATIONS", help_heading = "Search")]
    evolve: Option<usize>,
    /// Designs of each promoter at most
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Search")]
    designs: usize,
    /// Bases in which each two designs of a promoter differ, at least
    #[arg(long, value_name = "N", default_value_t = 3, help_heading = "Search")]
    apart: usize,
    /// Weigh the goals differently for each design, so that they show what one costs another
    #[arg(long, help_heading = "Search")]
    trade_offs: bool,
    /// Seed of what is drawn by chance
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Search")]
    seed: u64,
    #[command(flatten, next_help_heading = "Output")]
    table: TableArgs,
    #[command(flatten, next_help_heading = "Output")]
    outputs: outputs::OutputArgs,
    #[command(flatten, next_help_heading = "Output")]
    summary: summary::SummaryArgs,
}

impl Args {
    /// What was asked for apart from the model, whose sequence protected regions lie on.
    fn options(&self) -> Result<DesignOptions> {
        let motifs = self.moves.file()?;
        Ok(DesignOptions {
            changes: self.changes,
            moves: self.moves.read(motifs.as_ref(), self.seed)?,
            beam: self.beam,
            evolution: self.evolve.map(|generations| Evolution { generations, ..Evolution::default() }),
            start: self.start.read()?,
            forbidden: Vec::new(),
            before: Vec::new(),
            rules: self.rules.read(motifs.as_ref())?,
            designs: self.designs,
            apart: self.apart,
            trade_offs: self.trade_offs,
            seed: self.seed,
        })
    }
}

pub fn run(args: &Args) -> Result<()> {
    if args.beam == 0 || args.changes == 0 || args.designs == 0 || args.evolve == Some(0) {
        bail!("--beam, --changes, --designs and --evolve have to be at least 1");
    }
    let adapters = args.outputs.adapters()?;
    let options = args.options()?;
    let (model, folder) = args.model.open_with_folder()?;
    let rows = args.samples.rows(&model, &args.sequence)?;
    args.outputs.check_places(&rows.iter().map(|row| &row.promoter).collect::<Vec<_>>())?;
    let conditions = args.conditions.all(&model)?;
    let names = columns(&model, &conditions);
    let goals = args.goals.of(&names)?;
    let levels = joined_levels(&conditions);
    let reads = args.sequence.of(&model)?;
    let forbidden = args.protect.iter().map(|region| region.in_window(reads)).collect::<Result<_>>()?;
    let options = DesignOptions { forbidden, ..options };
    let motif_names: Vec<String> = options.moves.motifs.iter().map(|own| own.name.clone()).collect();
    let is_library = args.designs > 1;
    let headings = ["promoter"].into_iter().chain(is_library.then_some("design"));
    let headings = headings.chain(["change", "position", "from", "to"]);
    let mut table = args.table.table(headings.chain(names.iter().map(String::as_str)))?;
    let (mut records, mut summarised) = (Vec::new(), Vec::new());
    let rounds = options.evolution.map_or(args.changes, |own| own.generations) * args.designs;
    let bar = job::progress(rows.len() * rounds, if args.evolve.is_some() { "generations" } else { "changes" });
    for Row { promoter, subject } in &rows {
        let before = promoter.bases()[..promoter.bases().len().saturating_sub(reads.window)].to_vec();
        let options = DesignOptions { before, ..options.clone() };
        let job = DesignJob::new(Rc::clone(&model), subject.clone(), &levels, goals.clone(), options);
        let mut job = job.with_context(|| promoter.name().to_owned())?;
        let existing = job.existing();
        if !existing.is_empty() {
            bar.suspend(|| eprintln!("note: {}: {}", promoter.name(), described(&existing, &job, reads.downstream)));
        }
        job::steps(&mut job, |_, done| {
            bar.inc(done.len() as u64);
            Ok(())
        })?;
        for (index, design) in job.designs().iter().enumerate() {
            let number = is_library.then_some(index + 1);
            let row: Vec<String> =
                [promoter.name().to_owned()].into_iter().chain(number.map(|number| number.to_string())).collect();
            outputs::write_steps(&mut table, &row, design, reads)?;
            let missed = goals::missed(&job, design, &goals, &names);
            for (condition, sentence) in &missed {
                let name = number.map_or_else(String::new, |number| format!(", design {number}"));
                bar.suspend(|| {
                    eprintln!(
                        "note: {}{name}: {condition} {sentence}; nothing better was found within these bounds",
                        promoter.name()
                    );
                });
            }
            let missed: Vec<&str> = missed.iter().map(|(condition, _)| *condition).collect();
            let responses = names.iter().zip(&design.start_responses).zip(&design.responses);
            let responses =
                responses.map(|((name, start), end)| format!("{name}: {start:.4} at the start, {end:.4} designed"));
            let record = outputs::record(
                (promoter, number),
                design,
                (&missed, &motif_names),
                [format!("Model {}, predicted.", model.manifest().id)].into_iter().chain(responses).collect(),
            );
            records.push(record);
            summarised.push(summary::Summarised {
                promoter: promoter.name().to_owned(),
                number: index + 1,
                subject: subject.with_window(design.window.clone()),
                natural: job.start().to_vec(),
            });
        }
        if job.designs().len() < args.designs {
            bar.suspend(|| {
                let found = counted(job.designs().len(), "design");
                eprintln!(
                    "note: {}: {found} found that differ enough; loosen --apart or a rule for more",
                    promoter.name()
                );
            });
        }
        table.flush()?;
    }
    bar.finish_and_clear();
    args.outputs.write(&records, &adapters, &options.rules.sites)?;
    if let Some(path) = &args.summary.summary {
        let percentiles = args.summary.percentiles;
        summary::write(path, (&model, &folder), (&conditions, &names), &summarised, percentiles)?;
    }
    table.finish()
}

/// What breaks a rule in a promoter as it is, the first places of each kind by their distance from the anchor.
fn described(existing: &[Finding], job: &DesignJob, downstream: usize) -> String {
    const NAMED: usize = 3;
    let anchor = job.natural().len() as i64 - downstream as i64;
    let position = |index: usize| {
        let distance = index as i64 - anchor;
        if distance < 0 { distance } else { distance + 1 }
    };
    let mut kinds: Vec<(String, Vec<String>)> = Vec::new();
    for own in existing {
        let (name, place) = (own.rule.to_string(), format!("{}..{}", position(own.from), position(own.to - 1)));
        match kinds.iter_mut().find(|(kind, _)| *kind == name) {
            Some((_, places)) => places.push(place),
            None => kinds.push((name, vec![place])),
        }
    }
    let one = |(kind, places): &(String, Vec<String>)| {
        let more = places.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{kind} at {}{more}", places[..places.len().min(NAMED)].join(", "))
    };
    let named: Vec<String> = kinds.iter().take(2 * NAMED).map(one).collect();
    let left = kinds.len().saturating_sub(named.len());
    let left = if left > 0 { format!("; {left} more kinds") } else { String::new() };
    format!("as it is, it has {}{left}; this may stay, and no design adds to it", named.join("; "))
}
