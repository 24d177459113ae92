use std::collections::HashMap;

use thiserror::Error;

/// The most text that is read as a table.
const MAX_TEXT_BYTES: usize = 64 * 1024 * 1024;

/// A table of numbers: one named row a gene or TF, one named column a condition, missing values allowed.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpressionTable {
    /// Row names, in order.
    pub rows: Vec<String>,
    /// Column names, in order.
    pub columns: Vec<String>,
    /// Row-major; `None` where a cell is empty, `NA` or `NaN`.
    pub values: Vec<Option<f32>>,
    /// Whether the first line already held numbers, so that columns got names of their own.
    pub headless: bool,
}

/// Why a text is no table. Lines count from 1.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
pub enum TableError {
    /// Nothing but white space.
    #[error("there is no table; paste one with a TF a row and a condition a column")]
    Empty,
    /// More text than any table needs.
    #[error("the table has {0} MB; at most {limit} MB are read", limit = MAX_TEXT_BYTES / 1_000_000)]
    TooLarge(usize),
    /// The text is binary, say a spreadsheet file.
    #[error("this is no text; save the spreadsheet as tab-separated text first")]
    NotText,
    /// Only one column.
    #[error(
        "line {0} has one column only; a table needs a name and at least one number a row, with tabs or commas between"
    )]
    OneColumn(usize),
    /// A header without rows.
    #[error("the table has a header line but no rows")]
    NoRows,
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
        "line {line}, column \"{column}\": \"{text}\" is no number; leave the cell empty where the value is missing"
    )]
    NotANumber {
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
    /// A row or column has no name.
    #[error("line {line} has no name in its first column")]
    NoRowName {
        /// The line.
        line: usize,
    },
}

/// Reads a table from text: tabs, or commas or semicolons as spreadsheets write them; quoted cells; any line ends.
///
/// Without a header line (the first line's second cell is a number) the columns are named `condition 1`, `condition 2`, ...
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
    if text.len() > MAX_TEXT_BYTES {
        return Err(TableError::TooLarge(text.len() / 1_000_000));
    }
    let text = std::str::from_utf8(text).map_err(|_| TableError::NotText)?;
    if text.contains('\0') {
        return Err(TableError::NotText);
    }
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let lines = read_lines(&text)?;
    let Some((_, first)) = lines.first() else { return Err(TableError::Empty) };
    let width = first.len();
    if width < 2 {
        return Err(TableError::OneColumn(lines[0].0));
    }
    let headless = first[1..].iter().all(|cell| cell.parse::<f32>().is_ok());
    let columns =
        if headless { (1..width).map(|number| format!("condition {number}")).collect() } else { first[1..].to_vec() };
    check_columns(&columns)?;
    let body = &lines[usize::from(!headless)..];
    if body.is_empty() {
        return Err(TableError::NoRows);
    }
    let mut table = ExpressionTable { rows: Vec::new(), columns, values: Vec::new(), headless };
    read_rows(body, &mut table)?;
    Ok(table)
}

type Line = (usize, Vec<String>);

fn read_lines(text: &str) -> Result<Vec<Line>, TableError> {
    let opening = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let delimiter = [b'\t', b';', b','].into_iter().find(|&mark| opening.as_bytes().contains(&mark));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .delimiter(delimiter.unwrap_or(b'\t'))
        .from_reader(text.as_bytes());
    // The reader skips blank lines without counting them.
    let mut numbers = text.lines().enumerate().filter(|(_, line)| !line.is_empty()).map(|(index, _)| index + 1);
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| TableError::NotText)?;
        let number = numbers.next().unwrap_or(0);
        if record.iter().all(str::is_empty) {
            continue;
        }
        let decimal_comma = delimiter == Some(b';');
        let cells = record.iter().enumerate().map(|(index, cell)| match (index, decimal_comma) {
            (1.., true) => cell.replace(',', "."),
            _ => cell.to_owned(),
        });
        lines.push((number, cells.collect()));
    }
    Ok(lines)
}

fn check_columns(columns: &[String]) -> Result<(), TableError> {
    let mut seen = std::collections::HashSet::new();
    match columns.iter().find(|column| !seen.insert(column.as_str())) {
        Some(column) => Err(TableError::DuplicateColumn(column.clone())),
        None => Ok(()),
    }
}

fn read_rows(lines: &[Line], table: &mut ExpressionTable) -> Result<(), TableError> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let expected = table.columns.len() + 1;
    for (line, cells) in lines {
        let (line, found) = (*line, cells.len());
        if found != expected {
            return Err(TableError::Ragged { line, found, expected });
        }
        let name = cells[0].clone();
        if name.is_empty() {
            return Err(TableError::NoRowName { line });
        }
        if let Some(earlier) = seen.insert(name.to_uppercase(), line) {
            return Err(TableError::DuplicateRow { line, earlier, name });
        }
        for (cell, column) in cells[1..].iter().zip(&table.columns) {
            table.values.push(read_cell(cell, line, column)?);
        }
        table.rows.push(name);
    }
    Ok(())
}

fn read_cell(cell: &str, line: usize, column: &str) -> Result<Option<f32>, TableError> {
    if matches!(cell.to_ascii_lowercase().as_str(), "" | "na" | "nan" | "n/a" | "null" | "none" | "-" | ".") {
        return Ok(None);
    }
    match cell.parse::<f32>() {
        Ok(value) if value.is_finite() => Ok(Some(value)),
        Ok(_) => Err(TableError::Infinite { line, column: column.to_owned() }),
        Err(_) => Err(TableError::NotANumber { line, column: column.to_owned(), text: shorten(cell) }),
    }
}

fn shorten(text: &str) -> String {
    let short: String = text.chars().take(40).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_tables_name_the_line_and_what_to_do() {
        let cases: [(&str, TableError); 10] = [
            ("\n \n", TableError::Empty),
            ("MSN2\nHSF1\n", TableError::OneColumn(1)),
            ("TF\theat\n", TableError::NoRows),
            ("TF\theat\nMSN2\t1\t2\n", TableError::Ragged { line: 2, found: 3, expected: 2 }),
            (
                "TF\theat\n\nMSN2\thigh\n",
                TableError::NotANumber { line: 3, column: "heat".into(), text: "high".into() },
            ),
            ("TF\theat\nMSN2\tinf\n", TableError::Infinite { line: 2, column: "heat".into() }),
            ("TF\theat\nA\t1\na\t2\n", TableError::DuplicateRow { line: 3, earlier: 2, name: "a".into() }),
            ("TF\tx\tx\nA\t1\t2\n", TableError::DuplicateColumn("x".into())),
            ("TF\tx\n\t1\n", TableError::NoRowName { line: 2 }),
            ("PK\0\u{3}", TableError::NotText),
        ];
        for (text, error) in cases {
            assert_eq!(read_table(text.as_bytes()), Err(error), "{text:?}");
        }
    }

    #[test]
    fn spreadsheets_of_all_kinds_are_read() -> Result<(), TableError> {
        let expected = [Some(1.5), None, Some(-2.0), Some(0.25)];
        let texts = [
            "TF\ta\tb\r\nMSN2\t1.5\tNaN\r\nHSF1\t-2\t0.25\r\n",
            "\u{feff}TF,a,b\n\"MSN2\",1.5,\nHSF1,-2,.25\n",
            "TF;a;b\nMSN2;1,5;n/a\nHSF1;-2;0,25\n",
        ];
        for text in texts {
            assert_eq!(read_table(text.as_bytes())?.values, expected, "{text:?}");
        }
        let headless = read_table(b"MSN2\t1.5\nHSF1\t2\n")?;
        assert_eq!((headless.columns[0].as_str(), headless.headless), ("condition 1", true));
        Ok(())
    }
}
