use std::collections::HashSet;

use serde::Serialize;
use thiserror::Error;

use crate::text::{Cell, Decimals, Delimited, DelimitedError, Line, read_cell, read_delimited, unguarded};

mod faults;
mod known;
mod layout;
mod note;
mod suspicion;

use faults::Names;
use layout::Layout;

pub use faults::Faults;
pub use note::{ColumnKind, LeftOutColumns, Listed, RowKind, TableNote};

/// A table of numbers: one named row per gene or TF, one named column per condition, missing values allowed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ExpressionTable {
    /// Row names, in order.
    pub rows: Vec<String>,
    /// Column names, in order.
    pub columns: Vec<String>,
    /// Row-major; `None` where a cell is empty, `NA`, `NaN` or an error value of a spreadsheet.
    pub values: Vec<Option<f32>>,
    /// Whether the first line already held numbers, so that columns got names of their own.
    pub headless: bool,
    /// What was left out or supposed.
    pub notes: Vec<TableNote>,
    /// Rows that cannot be used and why; their cells are `None`.
    pub faults: Faults,
}

/// Why a text is no table, or a row of it cannot be used. Lines count from 1.
#[derive(Debug, Clone, Error, PartialEq, Eq, Serialize)]
pub enum TableError {
    /// Nothing but white space.
    #[error("there is no table; paste one with one row per TF and one column per condition")]
    Empty,
    /// The text has no lines of cells.
    #[error(transparent)]
    Text(#[from] DelimitedError),
    /// Only one column.
    #[error(
        "line {0} has one column only; a table needs a name and at least one number per row, with tabs or commas between"
    )]
    OneColumn(usize),
    /// A header without rows.
    #[error("the table has a header line but no rows")]
    NoRows,
    /// Every column is known to hold something else.
    #[error("the table has no column of expression levels: {}", joined(.0))]
    NoLevels(Vec<LeftOutColumns>),
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
        "line {line}, column \"{column}\": \"{text}\" is not a number; leave the cell empty where the value is missing"
    )]
    NotANumber {
        /// The line.
        line: usize,
        /// The column's name.
        column: String,
        /// What stands there.
        text: String,
    },
    /// A cell has, or may have, marks between thousands.
    #[error(
        "line {line}, column \"{column}\": \"{text}\" has a mark that may stand between thousands; write numbers without such marks, with a decimal point"
    )]
    Thousands {
        /// The line.
        line: usize,
        /// The column's name.
        column: String,
        /// What stands there.
        text: String,
    },
    /// A cell is infinite.
    #[error("line {line}, column \"{column}\": the value is infinite; leave the cell empty where the value is missing")]
    Infinite {
        /// The line.
        line: usize,
        /// The column's name.
        column: String,
    },
    /// Two rows have one name.
    #[error("line {line}: \"{name}\" already stands in line {earlier}; keep one row of the two")]
    DuplicateRow {
        /// The second line.
        line: usize,
        /// The first line.
        earlier: usize,
        /// The name.
        name: String,
    },
    /// Two columns have one name.
    #[error("two columns are named \"{0}\"; rename one of them")]
    DuplicateColumn(String),
    /// A row has no name.
    #[error("line {line} has no name in its first column")]
    NoRowName {
        /// The line.
        line: usize,
    },
}

/// Reads a table in which every row counts: [`read_loose_table`], and an error where a row cannot be used.
///
/// # Errors
/// [`TableError`] names the line and column and says what to do.
///
/// ```
/// let table = cisight::condition::read_table(b"TF\theat\nMSN2\t1.5\nHSF1\tNA\n")?;
/// assert_eq!(table.columns, ["heat"]);
/// assert_eq!(table.values, [Some(1.5), None]);
/// # Ok::<(), cisight::condition::TableError>(())
/// ```
pub fn read_table(text: &[u8]) -> Result<ExpressionTable, TableError> {
    let table = read(text, true)?;
    table.check_columns()?;
    Ok(table)
}

/// Reads a table of which only some rows will be needed: what is wrong with a row is kept in
/// [`ExpressionTable::faults`].
///
/// Lines are read as [`read_delimited`] does. Tables of microarrays (PCL, CDT, GCT), of featureCounts, and of
/// tests for differential expression (DESeq2, limma, edgeR, Cuffdiff) are known by their headings: what holds
/// no levels is left out with a note. Without a header line (the first line holds numbers) the columns are
/// named `condition 1`, `condition 2`, ...
///
/// # Errors
/// [`TableError`] where the text is no table at all.
pub fn read_loose_table(text: &[u8]) -> Result<ExpressionTable, TableError> {
    read(text, false)
}

fn read(text: &[u8], is_strict: bool) -> Result<ExpressionTable, TableError> {
    let Delimited { lines, delimiter, comments } = read_delimited(text)?;
    let mut layout = Layout::of(lines, delimiter, &comments)?;
    let body = std::mem::take(&mut layout.body);
    let mut reader = RowReader::new(&layout, &body);
    // Lines go as rows come.
    for line in body {
        let fault = reader.row(&line);
        if is_strict {
            fault?;
        }
    }
    let mut table = reader.table;
    table.notes.extend(suspicion::notes(&table));
    Ok(table)
}

impl ExpressionTable {
    /// Checks that no two columns share a name.
    ///
    /// # Errors
    /// [`TableError::DuplicateColumn`].
    pub fn check_columns(&self) -> Result<(), TableError> {
        let mut seen = HashSet::new();
        match self.columns.iter().find(|column| !seen.insert(column.as_str())) {
            Some(column) => Err(TableError::DuplicateColumn(column.clone())),
            None => Ok(()),
        }
    }
}

struct RowReader<'a> {
    layout: &'a Layout,
    decimals: Decimals,
    table: ExpressionTable,
    names: Names,
}

impl<'a> RowReader<'a> {
    fn new(layout: &'a Layout, body: &[Line]) -> Self {
        let mut decimals = Decimals::default();
        let cells = body.iter().flat_map(|line| layout.kept.iter().filter_map(|at| line.cell(*at)));
        cells.for_each(|cell| decimals.observe(cell));
        let table = ExpressionTable {
            columns: layout.columns.clone(),
            headless: layout.headless,
            notes: layout.notes.clone(),
            ..Default::default()
        };
        let mut reader = Self { layout, decimals, table, names: Names::of(body.len()) };
        reader.table.rows.reserve_exact(body.len());
        reader.table.values.reserve_exact(body.len() * layout.kept.len());
        reader
    }

    /// Takes a row; one that cannot be used is kept with its fault.
    fn row(&mut self, line: &Line) -> Result<(), TableError> {
        let name = unguarded(line.cell(self.layout.name).unwrap_or_default()).to_owned();
        let row = self.table.rows.len();
        let earlier = self.names.earlier(&name, row, line.number, &self.table.rows);
        let fault = match self.values(line) {
            Err(error) => Some(error),
            Ok(_) if name.is_empty() => Some(TableError::NoRowName { line: line.number }),
            Ok(values) => match earlier {
                Some(earlier) => Some(TableError::DuplicateRow { line: line.number, earlier, name: name.clone() }),
                None => {
                    self.table.values.extend(values);
                    None
                }
            },
        };
        self.table.rows.push(name);
        let Some(fault) = fault else { return Ok(()) };
        self.table.values.extend(self.layout.kept.iter().map(|_| None));
        self.table.faults.push(row, fault.clone());
        Err(fault)
    }

    fn values(&self, cells: &Line) -> Result<Vec<Option<f32>>, TableError> {
        let line = cells.number;
        let expected = self.layout.width;
        // Spreadsheets fill lines up with empty cells.
        let found = cells.cells().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        if cells.width() < expected || found > expected {
            return Err(TableError::Ragged { line, found: cells.width(), expected });
        }
        let columns = self.layout.kept.iter().zip(&self.layout.columns);
        columns.map(|(at, column)| self.value(cells.cell(*at).unwrap_or_default(), line, column)).collect()
    }

    fn value(&self, cell: &str, line: usize, column: &str) -> Result<Option<f32>, TableError> {
        let column = || column.to_owned();
        match read_cell(unguarded(cell), self.decimals) {
            Cell::Missing => Ok(None),
            Cell::Number(value) => Ok(Some(value)),
            Cell::Infinite => Err(TableError::Infinite { line, column: column() }),
            Cell::Thousands => Err(TableError::Thousands { line, column: column(), text: shorten(cell) }),
            Cell::Text => Err(TableError::NotANumber { line, column: column(), text: shorten(cell) }),
        }
    }
}

fn joined(left: &[LeftOutColumns]) -> String {
    left.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

fn shorten(text: &str) -> String {
    let short: String = text.chars().take(40).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

#[cfg(test)]
mod tests;
