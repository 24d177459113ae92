//! `cisight compare`

use std::rc::Rc;

use anyhow::{Context, Result};
use cisight::export::{INTERVAL_HEADINGS, interval_cells};
use cisight::prediction::GridJob;

use crate::common::conditions::{SomeConditionsArgs, columns, joined_levels};
use crate::common::job;
use crate::common::model::ModelArgs;
use crate::common::samples::SampleArgs;
use crate::common::table::TableArgs;

/// What the help says of the table and its columns.
const OUT_HELP: &str = "Where to write the table: promoter, reference, condition, response, reference_response, difference (promoter minus reference), lower_68 and upper_68, lower_90 and upper_90 (68 and 90 of 100 measured differences between genes that were not trained on lie between them; empty where the model was not calibrated), unit";

#[derive(clap::Args)]
#[command(mut_arg("out", |out| out.help(OUT_HELP)))]
pub struct Args {
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    samples: SampleArgs,
    #[command(flatten)]
    conditions: SomeConditionsArgs,
    /// The promoter that the others are compared with; the first where absent
    #[arg(long, value_name = "NAME")]
    reference: Option<String>,
    /// The promoters are versions of one (say, designs from it), so that their errors have most in common; a
    /// model that no measured versions were at hand for then has no intervals
    #[arg(long)]
    versions: bool,
    #[command(flatten)]
    table: TableArgs,
}

pub fn run(args: &Args) -> Result<()> {
    let model = args.model.open()?;
    let samples = args.samples.read(&model)?;
    let names = samples.names();
    let reference = match &args.reference {
        Some(wanted) => names.iter().position(|name| name == wanted),
        None => (!names.is_empty()).then_some(0),
    };
    let reference = reference.with_context(|| match &args.reference {
        Some(wanted) => format!("no promoter is called \"{wanted}\"; --reference names one of those that are read"),
        None => "there is no promoter to compare".to_owned(),
    })?;
    let conditions = args.conditions.read(&model)?;
    let columns = columns(&model, &conditions);
    let mut job = GridJob::new(Rc::clone(&model), samples.into_set(&model), &joined_levels(&conditions));
    job::run(&mut job, "promoters")?;
    let grid = job.take_rows();
    let headings = ["promoter", "reference", "condition", "response", "reference_response", "difference"];
    let mut table = args.table.table(headings.into_iter().chain(INTERVAL_HEADINGS).chain(["unit"]))?;
    let value = |promoter: usize, column: usize| {
        let at = promoter * columns.len() + column;
        (grid.responses[at], grid.spreads[at])
    };
    for promoter in (0..names.len()).filter(|promoter| *promoter != reference) {
        for (column, condition) in columns.iter().enumerate() {
            let (own, other) = (value(promoter, column), value(reference, column));
            let output = model.signature().output_of(column);
            let calibration = output.and_then(|output| output.calibration.as_ref());
            let intervals = if args.versions {
                calibration.and_then(|known| known.between_versions(own.0 - other.0))
            } else {
                calibration.and_then(|known| known.between_promoters(own, other))
            };
            let names = [&names[promoter], &names[reference], condition].map(Clone::clone);
            let numbers = [own.0, other.0, own.0 - other.0].map(|number| format!("{number:.4}"));
            let unit = output.map_or_else(String::new, |output| output.unit.clone());
            table.row(names.into_iter().chain(numbers).chain(interval_cells(intervals.as_ref())).chain([unit]))?;
        }
    }
    table.finish()
}
