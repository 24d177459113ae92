//! What is to be expected of each design in each condition: response, spread, interval, percentile, and what is unlike training.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use anyhow::Result;
use cisight::export::{INTERVAL_HEADINGS, PERCENTILE_HEADINGS, interval_cells, percentile_cells};
use cisight::model::{Model, ModelFolder};
use cisight::prediction::GridJob;
use cisight::sample::{Sample, SampleSet, Subject};
use cisight::schema::DomainNote;

use crate::common::conditions::{Condition, joined_levels};
use crate::common::table::Table;
use crate::common::{effect_scale, job};

#[derive(Debug, clap::Args)]
pub struct SummaryArgs {
    /// Where to write promoter, design, condition, natural, response, difference, spread_sd, lower_68, upper_68,
    /// lower_90 and upper_90 (where measured values are to be expected), percentile and signed_percentile (with
    /// --percentiles), and unlike_training
    #[arg(long, value_name = "TSV")]
    pub summary: Option<PathBuf>,
    /// Compare the difference of each design with random single-base changes of natural promoters
    #[arg(long, requires = "summary")]
    pub percentiles: bool,
}

/// A design, and what it is told apart by.
pub struct Summarised {
    pub promoter: String,
    pub number: usize,
    pub subject: Subject,
    /// Responses of the natural promoter, by column.
    pub natural: Vec<f32>,
}

/// Writes a row for each design and column of the map.
pub fn write(
    path: &Path,
    (model, folder): (&Rc<Model>, &ModelFolder),
    (conditions, names): (&[Condition], &[String]),
    designs: &[Summarised],
    percentiles: bool,
) -> Result<()> {
    let scales = percentiles.then(|| effect_scale::scales(folder, model, conditions)).transpose()?;
    let inputs = model.signature().inputs.len();
    let samples = designs.iter().map(|own| Sample { name: own.promoter.clone(), parts: own.subject.parts().to_vec() });
    let mut grid =
        GridJob::new(Rc::clone(model), SampleSet::new(samples.collect::<Vec<_>>(), inputs), &joined_levels(conditions));
    job::run(&mut grid, "designs")?;
    let rows = grid.take_rows();
    let first = ["promoter", "design", "condition", "natural", "response", "difference", "spread_sd"];
    let headings = first.into_iter().chain(INTERVAL_HEADINGS);
    let headings = headings.chain(percentiles.then_some(PERCENTILE_HEADINGS).into_iter().flatten());
    let mut table = Table::create(Some(path), headings.chain(["unlike_training"]))?;
    let outputs = model.signature().outputs.len().max(1);
    for (index, design) in designs.iter().enumerate() {
        let of_sequence = model.sequence_note(design.subject.input(), design.subject.window());
        for (column, name) in names.iter().enumerate() {
            let at = index * names.len() + column;
            let (response, spread) = (rows.responses[at], rows.spreads[at]);
            let natural = design.natural.get(column).copied().unwrap_or(f32::NAN);
            let intervals = model.signature().output_of(column).and_then(|output| output.intervals((response, spread)));
            let number = |value: f32| if value.is_nan() { String::new() } else { format!("{value:.4}") };
            let mut row = vec![design.promoter.clone(), design.number.to_string(), name.clone()];
            row.extend([natural, response, response - natural, spread].map(number));
            row.extend(interval_cells(intervals.as_ref()));
            if let Some(scale) = scales.as_ref().and_then(|scales| scales.get(column)) {
                row.extend(percentile_cells(scale, response - natural));
            }
            // The outputs of a condition stand side by side.
            let of_condition = conditions.get(column / outputs).map(|own| model.condition_notes(&own.levels));
            let notes = of_sequence.iter().cloned().chain(of_condition.into_iter().flatten());
            row.push(notes.map(|note: DomainNote| note.brief()).collect::<Vec<_>>().join("; "));
            table.row(row)?;
        }
    }
    table.finish()
}
