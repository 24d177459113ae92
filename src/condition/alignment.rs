use serde::Serialize;
use thiserror::Error;

use super::{ExpressionTable, Scaling, TableError, TableNote, TfList};

/// Values beyond this are counts or intensities rather than log2 ratios.
const PLAUSIBLE_LOG2_RATIO: f32 = 15.0;

/// What stands in for the name of a row without one.
const UNNAMED: &str = "(no name)";

/// Conditions whose TF levels stand in the model's order, in the table's unit.
#[derive(Debug, Clone, PartialEq)]
pub struct AlignedConditions {
    /// Condition names, in the table's order.
    pub names: Vec<String>,
    /// `C x T`, row-major; what is missing holds the model's mean.
    pub levels: Vec<f32>,
    /// TFs of the model found in the table.
    pub matched: usize,
    /// Rows that go by another name in the model: as the table has it, as the model has it.
    pub renamed: Vec<(String, String)>,
    /// TFs of the model that the table lacks, by standard name.
    pub missing: Vec<String>,
    /// Cells of found TFs that are empty.
    pub missing_cells: usize,
    /// Rows of the table that are no TF of the model.
    pub unknown: Vec<String>,
    /// What else the user ought to know.
    pub notes: Vec<TableNote>,
}

/// Why no condition can be made of a table.
#[derive(Debug, Clone, Error, PartialEq, Eq, Serialize)]
pub enum AlignmentError {
    /// TFs stand in the header.
    #[error(
        "the table looks transposed: {0} TFs stand in its header line; put one TF per row and one condition per column"
    )]
    Transposed(usize),
    /// Not one row is a TF of the model.
    #[error(
        "no row is a transcription factor of this model (the first row is \"{first}\"); use systematic or standard names, such as {example}"
    )]
    NoFactor {
        /// The table's first row.
        first: String,
        /// What the model calls its TFs.
        example: String,
    },
    /// A row of a TF cannot be used, or two columns have one name.
    #[error(transparent)]
    Table(#[from] TableError),
    /// Two rows name one TF, by its two names.
    #[error("the rows \"{0}\" and \"{1}\" are the same transcription factor; keep one of them")]
    SameFactor(String, String),
}

/// Both names of a TF, or two TFs where they have one name each.
fn example_names(tfs: &TfList) -> String {
    let factors = tfs.factors();
    match factors.iter().find(|tf| tf.id != tf.name) {
        Some(tf) => format!("{} or {}", tf.id, tf.name),
        None => factors.iter().take(2).map(|tf| tf.name.as_str()).collect::<Vec<_>>().join(" or "),
    }
}

/// Brings a table into the model's order. A missing TF or cell takes the model's mean, so that it changes
/// nothing. Rows that are no TF of the model are counted, whatever stands in them.
///
/// ```
/// use cisight::condition::{Scaling, TfList, TranscriptionFactor, align, read_table};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let tf = |id: &str, name: &str| TranscriptionFactor { id: id.into(), name: name.into(), aliases: Vec::new() };
/// let tfs = TfList::new(vec![tf("YMR037C", "MSN2"), tf("YGL073W", "HSF1")]);
/// let scaling = Scaling { mean: vec![0.1, 0.2], sd: vec![1.0, 1.0] };
/// let table = read_table(b"TF\theat\nMSN2\t1.5\nACT1\t0.3\n")?;
/// let conditions = align(&table, &tfs, &scaling)?;
/// assert_eq!(conditions.levels, [1.5, 0.2]);
/// assert_eq!((conditions.matched, conditions.unknown.len()), (1, 1));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// [`AlignmentError`] where the table is transposed, names no TF of the model, or names one twice, and where
/// a TF's row cannot be used.
pub fn align(table: &ExpressionTable, tfs: &TfList, scaling: &Scaling) -> Result<AlignedConditions, AlignmentError> {
    table.check_columns()?;
    let mut row_of: Vec<Option<usize>> = vec![None; tfs.len()];
    let (mut unknown, mut renamed) = (Vec::new(), Vec::new());
    for (row, name) in table.rows.iter().enumerate() {
        let Some(position) = tfs.position(name) else {
            unknown.push(if name.is_empty() { UNNAMED.to_owned() } else { name.clone() });
            continue;
        };
        if let Some(fault) = table.faults.of(row, name) {
            return Err(AlignmentError::Table(fault));
        }
        if let Some(earlier) = row_of[position].replace(row) {
            return Err(AlignmentError::SameFactor(table.rows[earlier].clone(), name.clone()));
        }
        if let Some(tf) = tfs.factors().get(position)
            && tf.name != *name
        {
            renamed.push((name.clone(), tf.name.clone()));
        }
    }
    let matched = row_of.iter().flatten().count();
    let in_header = table.columns.iter().filter(|column| tfs.position(column).is_some()).count();
    if in_header > matched {
        return Err(AlignmentError::Transposed(in_header));
    }
    if matched == 0 {
        let example = example_names(tfs);
        return Err(AlignmentError::NoFactor { first: table.rows.first().cloned().unwrap_or_default(), example });
    }
    let width = table.columns.len();
    let mut levels = Vec::with_capacity(width * tfs.len());
    let mut missing_cells = 0;
    for column in 0..width {
        for (row, mean) in row_of.iter().zip(&scaling.mean) {
            let cell = row.and_then(|row| table.values[row * width + column]);
            missing_cells += usize::from(row.is_some() && cell.is_none());
            levels.push(cell.unwrap_or(*mean));
        }
    }
    let absent = tfs.factors().iter().zip(&row_of).filter(|(_, row)| row.is_none());
    let missing = absent.map(|(tf, _)| tf.name.clone()).collect();
    let notes = notes(table, &levels);
    Ok(AlignedConditions {
        names: table.columns.clone(),
        levels,
        matched,
        renamed,
        missing,
        missing_cells,
        unknown,
        notes,
    })
}

fn notes(table: &ExpressionTable, levels: &[f32]) -> Vec<TableNote> {
    let mut notes = table.notes.clone();
    if table.headless {
        notes.push(TableNote::Headless);
    }
    let largest = levels.iter().fold(0.0_f32, |largest, level| largest.max(level.abs()));
    if largest > PLAUSIBLE_LOG2_RATIO {
        notes.push(TableNote::NotLogRatios { largest });
    }
    notes
}

#[cfg(test)]
mod tests;
