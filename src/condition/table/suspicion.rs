//! Numbers that look like no log ratios, under headings that nobody knows.

use super::ExpressionTable;

/// Fewer values say little.
const FEWEST: usize = 20;

/// A note for each column of numbers that look like something else. It is predicted all the same: the visitor
/// knows what it is.
pub(super) fn notes(table: &ExpressionTable) -> Vec<String> {
    let width = table.columns.len();
    let of = |column: usize| table.values.iter().skip(column).step_by(width).filter_map(|value| *value);
    let suspicion = |column: usize| {
        let name = &table.columns[column];
        let values: Vec<f32> = of(column).collect();
        if values.len() < FEWEST || width < 2 {
            return None;
        }
        let first = values[0];
        if values.iter().all(|value| *value == first) {
            return Some(format!("the column \"{name}\" holds {first} in every row; take it out if it is a weight"));
        }
        let mut distinct: Vec<u32> = values.iter().map(|value| value.to_bits()).collect();
        distinct.sort_unstable();
        distinct.dedup();
        let lies_between = values.iter().all(|value| (0.0..=1.0).contains(value));
        (lies_between && distinct.len() * 2 > values.len()).then(|| {
            format!("all values of the column \"{name}\" lie between 0 and 1, as p-values do; take it out if it holds no levels")
        })
    };
    (0..width).filter_map(suspicion).collect()
}
