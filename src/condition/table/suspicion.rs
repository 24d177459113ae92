//! Numbers that look like no log ratios, under headings that nobody knows.

use super::{ExpressionTable, TableNote};

/// Fewer values say little.
const FEWEST: usize = 20;

/// A note for each column of numbers that look like something else. It is predicted all the same: the visitor
/// knows what it is.
pub(super) fn notes(table: &ExpressionTable) -> Vec<TableNote> {
    let width = table.columns.len();
    let of = |column: usize| table.values.iter().skip(column).step_by(width).filter_map(|value| *value);
    let suspicion = |column: usize| {
        let name = || table.columns[column].clone();
        let values: Vec<f32> = of(column).collect();
        if values.len() < FEWEST || width < 2 {
            return None;
        }
        let first = values[0];
        if values.iter().all(|value| *value == first) {
            return Some(TableNote::Constant { column: name(), value: first });
        }
        let mut distinct: Vec<u32> = values.iter().map(|value| value.to_bits()).collect();
        distinct.sort_unstable();
        distinct.dedup();
        let lies_between = values.iter().all(|value| (0.0..=1.0).contains(value));
        (lies_between && distinct.len() * 2 > values.len()).then(|| TableNote::Probabilities { column: name() })
    };
    (0..width).filter_map(suspicion).collect()
}
