use std::collections::HashMap;

use serde::Serialize;
use thiserror::Error;

use crate::schema::NumbersInput;
use crate::text::{Cell, Decimals, Delimited, DelimitedError, read_cell, read_delimited, unguarded};

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

/// Letters of a cell that a message quotes.
const LONGEST_QUOTE: usize = 40;

/// Why a table does not give a model's numbers.
#[derive(Debug, Error, Serialize)]
pub enum NumbersError {
    /// It has no lines of cells.
    #[error(transparent)]
    Text(#[from] DelimitedError),
    /// A row is longer or shorter than the header.
    #[error("line {line} has {found} columns where the header has {expected}")]
    Ragged {
        /// The line.
        line: usize,
        /// Its number of columns.
        found: usize,
        /// The header's.
        expected: usize,
    },
    /// A cell is neither a number nor missing.
    #[error(
        "line {line}, column \"{column}\": \"{text}\" is not a plain number; leave the cell empty where it is missing"
    )]
    NotANumber {
        /// The line.
        line: usize,
        /// The column's name.
        column: String,
        /// What stands there.
        text: String,
    },
    /// Not one column is a number of the model.
    #[error("no column is one of the model's numbers; give a row for each promoter and columns such as {0}")]
    NoColumn(String),
    /// Two rows have one name.
    #[error("two rows are called \"{0}\"; keep one of them")]
    Twice(String),
}

impl NumberRows {
    /// Reads a table with a row for each sample and a column for each number. A missing number takes its
    /// default and is counted.
    ///
    /// # Errors
    /// [`NumbersError`] where the table cannot be read, names no number of the model, or names a sample
    /// twice.
    pub fn read(text: &[u8], spec: &NumbersInput) -> Result<Self, NumbersError> {
        let Delimited { lines, .. } = read_delimited(text)?;
        let mut lines = lines.into_iter();
        let columns: Vec<String> = lines
            .next()
            .map(|header| header.cells().skip(1).map(|cell| unguarded(cell).to_owned()).collect())
            .unwrap_or_default();
        let place = |name: &str| columns.iter().position(|column| column.eq_ignore_ascii_case(name));
        let places: Vec<Option<usize>> = spec.numbers.iter().map(|number| place(&number.name)).collect();
        if places.iter().all(Option::is_none) {
            let names: Vec<&str> = spec.numbers.iter().map(|number| number.name.as_str()).collect();
            return Err(NumbersError::NoColumn(names.join(", ")));
        }
        let unknown = columns.iter().enumerate().filter(|(at, _)| !places.contains(&Some(*at)));
        let unknown = unknown.map(|(_, column)| column.clone()).collect();
        let body: Vec<_> = lines.collect();
        let mut decimals = Decimals::default();
        body.iter().flat_map(|line| line.cells().skip(1)).for_each(|cell| decimals.observe(unguarded(cell)));
        let mut read = Self { rows: HashMap::new(), names: Vec::new(), missing: 0, unknown };
        for line in body {
            let name = unguarded(line.cell(0).unwrap_or_default()).to_owned();
            if line.width() != columns.len() + 1 {
                let (line, found) = (line.number, line.width());
                return Err(NumbersError::Ragged { line, found, expected: columns.len() + 1 });
            }
            let mut values = Vec::with_capacity(places.len());
            for (number, place) in spec.numbers.iter().zip(&places) {
                let text = place.and_then(|at| line.cell(at + 1)).unwrap_or_default();
                values.push(match read_cell(unguarded(text), decimals) {
                    Cell::Number(value) => value,
                    Cell::Missing => {
                        read.missing += 1;
                        number.default
                    }
                    Cell::Infinite | Cell::Thousands | Cell::Text => {
                        let text = text.chars().take(LONGEST_QUOTE).collect();
                        return Err(NumbersError::NotANumber { line: line.number, column: number.name.clone(), text });
                    }
                });
            }
            if read.rows.insert(name.clone(), values).is_some() {
                return Err(NumbersError::Twice(name));
            }
            read.names.push(name);
        }
        Ok(read)
    }

    /// No sample's numbers: each has its default.
    pub fn none() -> Self {
        Self { rows: HashMap::new(), names: Vec::new(), missing: 0, unknown: Vec::new() }
    }

    /// The numbers of a sample.
    pub fn get(&self, name: &str) -> Option<&[f32]> {
        self.rows.get(name).map(Vec::as_slice)
    }
}

#[cfg(test)]
mod tests;
