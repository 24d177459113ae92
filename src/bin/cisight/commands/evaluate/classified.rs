//! Probabilities beside what is positive and what is not.

use std::path::Path;

use anyhow::{Result, bail};
use cisight::model::Model;
use cisight::schema::Scale;
use cisight::training::{Classification, classification, correlations};

use crate::common::table::Table;

/// From which value on what is 0 or 1 counts as positive.
const HALF: f32 = 0.5;

/// What the model says of one output in one condition.
pub struct Column {
    /// The column of the table.
    pub name: String,
    /// Whether the model's output is a probability.
    pub is_probability: bool,
    /// How many were measured.
    measured: usize,
    /// Pearson's correlation.
    pearson: f64,
    /// Nothing where it is no probability or nothing was measured.
    pub found: Option<Classification>,
}

/// Each column of `promoters x columns` responses, row-major.
pub fn classified(
    model: &Model,
    names: &[String],
    responses: &[f32],
    measured: &[Option<f32>],
    positive_from: Option<f32>,
) -> Result<Vec<Column>> {
    // Outputs stand within conditions.
    let outputs = &model.manifest().outputs;
    let is_probability =
        |at: usize| outputs.get(at % outputs.len().max(1)).is_some_and(|own| own.scale == Some(Scale::Probability));
    if positive_from.is_some() && !(0..names.len()).any(is_probability) {
        bail!("no output of the model is a probability, so nothing is positive or negative; leave --positive-from out");
    }
    let column = |(at, name): (usize, &String)| -> Result<Column> {
        let found = correlations(responses, measured, names.len(), &[at]);
        let mut own = Column {
            name: name.clone(),
            is_probability: is_probability(at),
            measured: found.pairs,
            pearson: found.overall,
            found: None,
        };
        if own.is_probability {
            let pairs = responses.iter().zip(measured).skip(at).step_by(names.len());
            let pairs: Vec<(f64, f32)> =
                pairs.filter_map(|(predicted, value)| Some((f64::from(*predicted), (*value)?))).collect();
            let other = pairs.iter().map(|(_, value)| *value).find(|value| *value != 0.0 && *value != 1.0);
            if let (Some(value), None) = (other, positive_from) {
                bail!(
                    "the column \"{name}\" holds {value}, and not only 0 and 1; say from which value on a promoter counts as positive (--positive-from VALUE)"
                );
            }
            let from = positive_from.unwrap_or(HALF);
            own.found = classification(&pairs.iter().map(|(own, value)| (*own, *value >= from)).collect::<Vec<_>>());
        }
        Ok(own)
    };
    names.iter().enumerate().map(column).collect()
}

/// One row for each column, with nothing where an output is no probability.
pub fn print_classified(columns: &[Column]) -> Result<()> {
    let heads =
        ["column", "promoters", "positives", "auroc", "auprc", "brier", "brier_of_share", "calibration_error", "r"];
    let mut table = Table::create(None, heads)?;
    for own in columns {
        let figures = match &own.found {
            Some(found) => {
                let numbers = [found.auroc, found.auprc, found.brier, found.brier_of_share, found.calibration_error];
                std::iter::once(found.positives.to_string()).chain(numbers.map(|own| format!("{own:.4}"))).collect()
            }
            None => vec![String::new(); 6],
        };
        let start = [own.name.clone(), own.measured.to_string()];
        table.row(start.into_iter().chain(figures).chain([format!("{:.4}", own.pearson)]))?;
    }
    table.finish()
}

/// The bins of each column.
pub fn write_reliability(columns: &[Column], path: &Path) -> Result<()> {
    if columns.iter().all(|own| own.found.is_none()) {
        bail!("no output of the model is a probability, so there are no bins; leave --reliability out");
    }
    let mut table =
        Table::create(Some(path), ["column", "from", "to", "promoters", "mean_predicted", "positive_share"])?;
    for own in columns {
        for bin in own.found.iter().flat_map(|found| &found.reliability) {
            let numbers = [bin.mean_predicted, bin.positive_share].map(|own| format!("{own:.4}"));
            let start = [own.name.clone(), format!("{:.1}", bin.from), format!("{:.1}", bin.to), bin.count.to_string()];
            table.row(start.into_iter().chain(numbers))?;
        }
    }
    table.finish()
}
