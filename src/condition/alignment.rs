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
mod tests {
    use super::*;
    use crate::condition::{TranscriptionFactor, read_loose_table, read_table};

    fn three_factors() -> (TfList, Scaling) {
        let factor =
            |id: &str, name: &str| TranscriptionFactor { id: id.into(), name: name.into(), ..Default::default() };
        let factors = vec![factor("YMR037C", "MSN2"), factor("YGL073W", "HSF1"), factor("YEL009C", "GCN4")];
        (TfList::new(factors), Scaling { mean: vec![0.1, 0.2, 0.3], sd: vec![1.0; 3] })
    }

    #[test]
    fn names_of_both_kinds_align_and_gaps_take_the_mean() -> Result<(), Box<dyn std::error::Error>> {
        let (tfs, scaling) = three_factors();
        let table = read_table(b"TF\ta\tb\ngcn4\t3\t\nYMR037C\t1\t2\nACT1\t9\t9\n")?;
        let aligned = align(&table, &tfs, &scaling)?;
        assert_eq!(aligned.levels, [1.0, 0.2, 3.0, 2.0, 0.2, 0.3]);
        assert_eq!((aligned.matched, aligned.missing_cells), (2, 1));
        let renamed = [("gcn4".to_owned(), "GCN4".to_owned()), ("YMR037C".to_owned(), "MSN2".to_owned())];
        assert_eq!(aligned.renamed, renamed);
        assert_eq!((aligned.missing, aligned.unknown), (vec!["HSF1".to_owned()], vec!["ACT1".to_owned()]));
        Ok(())
    }

    #[test]
    fn tables_of_another_shape_are_explained() -> Result<(), Box<dyn std::error::Error>> {
        let (tfs, scaling) = three_factors();
        let transposed = read_table(b"condition\tMSN2\tHSF1\nheat\t1\t2\n")?;
        assert_eq!(align(&transposed, &tfs, &scaling), Err(AlignmentError::Transposed(2)));
        let foreign = read_table(b"TF\ta\nTP53\t1\n")?;
        assert!(matches!(align(&foreign, &tfs, &scaling), Err(AlignmentError::NoFactor { .. })));
        let twice = read_table(b"TF\ta\nMSN2\t1\nYMR037C\t1\n")?;
        assert!(matches!(align(&twice, &tfs, &scaling), Err(AlignmentError::SameFactor(..))));
        Ok(())
    }

    #[test]
    fn rows_of_no_tf_do_no_harm() -> Result<(), Box<dyn std::error::Error>> {
        let (tfs, scaling) = three_factors();
        let clean = align(&read_table(b"TF\ta\tb\nMSN2\t1\t2\n")?, &tfs, &scaling)?;
        let others = "1-Mar\t1\t2\n1-Mar\t3\t4\n\t5\t6\n#N/A\t7\t8\nACT1\thigh\tInf\nSHORT\t1\nLONG\t1\t2\t3\n";
        let table = read_loose_table(format!("TF\ta\tb\n{others}MSN2\t1\t2\n").as_bytes())?;
        let aligned = align(&table, &tfs, &scaling)?;
        assert_eq!((aligned.levels, aligned.matched), (clean.levels, 1));
        assert_eq!(aligned.unknown, ["1-Mar", "1-Mar", "(no name)", "#N/A", "ACT1", "SHORT", "LONG"]);
        for (row, message) in [
            (
                "MSN2\t1\tx",
                "line 3, column \"b\": \"x\" is not a number; leave the cell empty where the value is missing",
            ),
            (
                "MSN2\tInf\t1",
                "line 3, column \"a\": the value is infinite; leave the cell empty where the value is missing",
            ),
            ("MSN2\t1", "line 3 has 2 columns where the header has 3"),
            ("MSN2\t1\t2\nMSN2\t1\t2", "line 4: \"MSN2\" already stands in line 3; keep one row of the two"),
        ] {
            let table = read_loose_table(format!("TF\ta\tb\nGCN4\t1\t2\n{row}\n").as_bytes())?;
            assert_eq!(align(&table, &tfs, &scaling).map_err(|error| error.to_string()), Err(message.to_owned()));
        }
        Ok(())
    }
}
