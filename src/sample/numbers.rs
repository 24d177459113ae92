use std::collections::HashMap;

use thiserror::Error;

use crate::condition::{TableError, read_table};
use crate::schema::NumbersInput;

/// Named numbers of many samples, and what stood in for missing ones.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberRows {
    rows: HashMap<String, Vec<f32>>,
    /// Names in the table's order.
    pub names: Vec<String>,
    /// Cells that are empty, and cells of columns that are not there: they hold the default.
    pub missing: usize,
    /// Columns of the table that are no number of the model.
    pub unknown: Vec<String>,
}

/// Why a table does not give a model's numbers.
#[derive(Debug, Error)]
pub enum NumbersError {
    /// It is no table of numbers.
    #[error(transparent)]
    Table(#[from] TableError),
    /// Not one column is a number of the model.
    #[error("no column is one of the model's numbers; give a row for each promoter and columns such as {0}")]
    NoColumn(String),
    /// Two rows have one name.
    #[error("two rows are called \"{0}\"; keep one of them")]
    Twice(String),
}

impl NumberRows {
    /// Reads a table with a row for each sample and a column for each number. A missing number takes its default and is counted.
    ///
    /// # Errors
    /// [`NumbersError`] where the table cannot be read, names no number of the model, or names a sample twice.
    pub fn read(text: &[u8], spec: &NumbersInput) -> Result<Self, NumbersError> {
        let table = read_table(text)?;
        let place = |name: &str| table.columns.iter().position(|column| column.eq_ignore_ascii_case(name));
        let places: Vec<Option<usize>> = spec.numbers.iter().map(|number| place(&number.name)).collect();
        if places.iter().all(Option::is_none) {
            let names: Vec<&str> = spec.numbers.iter().map(|number| number.name.as_str()).collect();
            return Err(NumbersError::NoColumn(names.join(", ")));
        }
        let unknown = table.columns.iter().enumerate().filter(|(at, _)| !places.contains(&Some(*at)));
        let unknown = unknown.map(|(_, column)| column.clone()).collect();
        let (mut rows, mut missing) = (HashMap::new(), 0);
        for (name, cells) in table.rows.iter().zip(table.values.chunks(table.columns.len().max(1))) {
            let values = spec.numbers.iter().zip(&places).map(|(number, place)| {
                let cell = place.and_then(|at| cells.get(at).copied().flatten());
                missing += usize::from(cell.is_none());
                cell.unwrap_or(number.default)
            });
            if rows.insert(name.clone(), values.collect()).is_some() {
                return Err(NumbersError::Twice(name.clone()));
            }
        }
        Ok(Self { rows, names: table.rows, missing, unknown })
    }

    /// The numbers of a sample.
    pub fn get(&self, name: &str) -> Option<&[f32]> {
        self.rows.get(name).map(Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::NumberSpec;

    fn spec() -> NumbersInput {
        let number = |name: &str, default| NumberSpec { name: name.into(), default, mean: 0.0, sd: 1.0 };
        NumbersInput { name: "half_life".into(), numbers: vec![number("utr5", 7.0), number("gc", 0.4)] }
    }

    #[test]
    fn columns_are_found_by_name_and_gaps_take_defaults() -> Result<(), NumbersError> {
        let rows = NumberRows::read(b"gene\tGC\tother\ta\n1\t0.5\t9\t3\n2\t\t9\t3\n", &spec())?;
        assert_eq!((rows.get("1"), rows.get("2"), rows.get("3")), (Some(&[7.0, 0.5][..]), Some(&[7.0, 0.4][..]), None));
        assert_eq!((rows.missing, rows.unknown), (3, vec!["other".to_owned(), "a".to_owned()]));
        Ok(())
    }

    #[test]
    fn tables_of_something_else_are_refused() {
        let error = |text: &str| NumberRows::read(text.as_bytes(), &spec()).map_err(|error| error.to_string());
        assert!(error("gene\theat\na\t1\n").is_err_and(|text| text.contains("such as utr5, gc")));
        assert!(error("gene\tgc\na\t1\na\t2\n").is_err_and(|text| text.contains("\"a\"")));
    }
}
