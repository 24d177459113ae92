use std::collections::HashMap;

use serde::Serialize;
use thiserror::Error;

use super::ExpressionTable;
use crate::text::{DelimitedError, read_delimited, unguarded};

/// Which gene of one species stands for which of another.
#[derive(Debug, Clone, Default)]
pub struct Orthologues {
    /// From upper-case names, in the order of the table.
    pairs: HashMap<String, Vec<String>>,
}

/// Why a text is no table of orthologues. Lines count from 1.
#[derive(Debug, Clone, Error, PartialEq, Eq, Serialize)]
pub enum OrthologueError {
    /// The text has no lines of cells.
    #[error(transparent)]
    Text(#[from] DelimitedError),
    /// Fewer than two names.
    #[error(
        "line {0} needs two names with a tab or comma between: a gene of the table's species and its orthologue in the model's"
    )]
    TwoNames(usize),
    /// Nothing at all.
    #[error(
        "there are no orthologues; give two names per line: a gene of the table's species and its orthologue in the model's"
    )]
    Empty,
}

/// A table whose rows have the names of another species, and how they came by them.
#[derive(Debug, Clone, PartialEq)]
pub struct CarriedTable {
    /// The table with new names; rows without an orthologue keep theirs.
    pub table: ExpressionTable,
    /// Rows that were carried over: old name, new name.
    pub carried: Vec<(String, String)>,
    /// Rows that have no orthologue in the table.
    pub without: Vec<String>,
    /// New names that several rows were carried to; they hold the mean.
    pub merged: Vec<(String, Vec<String>)>,
}

impl Orthologues {
    /// Reads pairs, one per line, with a tab, comma or semicolon between; lines that begin with `#` are
    /// comments.
    ///
    /// # Errors
    /// [`OrthologueError`] names the line.
    ///
    /// ```
    /// let pairs = cisight::condition::Orthologues::read(b"YMR037C\tNCU02671\n")?;
    /// # Ok::<(), cisight::condition::OrthologueError>(())
    /// ```
    pub fn read(text: &[u8]) -> Result<Self, OrthologueError> {
        let lines = read_delimited(text)?.lines;
        let mut pairs: HashMap<String, Vec<String>> = HashMap::new();
        for line in lines {
            // One pair a line tells little of what stands between, and a file may mix it.
            let cells = line.cells().collect::<Vec<_>>().join("\t");
            let mut names = cells.split(['\t', ',', ';']).map(|name| unguarded(name.trim().trim_matches('"')));
            match (names.next(), names.next()) {
                (Some(from), Some(to)) if !from.is_empty() && !to.is_empty() => {
                    let known = pairs.entry(from.to_uppercase()).or_default();
                    if !known.iter().any(|name| name.eq_ignore_ascii_case(to)) {
                        known.push(to.to_owned());
                    }
                }
                _ => return Err(OrthologueError::TwoNames(line.number)),
            }
        }
        if pairs.is_empty() { Err(OrthologueError::Empty) } else { Ok(Self { pairs }) }
    }

    /// Carries a table over: each row goes to its orthologues, and where several rows meet, their mean
    /// stands.
    pub fn carry(&self, table: &ExpressionTable) -> CarriedTable {
        let width = table.columns.len();
        let mut rows: Vec<(String, Vec<usize>)> = Vec::new();
        let mut place: HashMap<String, usize> = HashMap::new();
        let (mut carried, mut without) = (Vec::new(), Vec::new());
        for (row, name) in table.rows.iter().enumerate() {
            let own = [name.clone()];
            let targets = match self.pairs.get(&name.to_uppercase()) {
                Some(targets) => {
                    carried.extend(targets.iter().map(|target| (name.clone(), target.clone())));
                    targets.as_slice()
                }
                None => {
                    without.push(name.clone());
                    &own
                }
            };
            for target in targets {
                let at = *place.entry(target.to_uppercase()).or_insert_with(|| {
                    rows.push((target.clone(), Vec::new()));
                    rows.len() - 1
                });
                rows[at].1.push(row);
            }
        }
        let mean = |sources: &[usize], column: usize| {
            let values: Vec<f32> = sources.iter().filter_map(|row| table.values[row * width + column]).collect();
            (!values.is_empty()).then(|| values.iter().sum::<f32>() / values.len() as f32)
        };
        let values = rows.iter().flat_map(|(_, sources)| (0..width).map(move |column| mean(sources, column))).collect();
        // A row that cannot be used spoils what it was carried to.
        let faults = table.faults.carried(&table.rows, rows.iter().map(|(_, sources)| sources.as_slice()));
        let names = |sources: &[usize]| sources.iter().map(|row| table.rows[*row].clone()).collect();
        let several = rows.iter().filter(|(_, sources)| sources.len() > 1);
        let merged = several.map(|(target, sources)| (target.clone(), names(sources))).collect();
        let table = ExpressionTable {
            rows: rows.iter().map(|(name, _)| name.clone()).collect(),
            columns: table.columns.clone(),
            values,
            headless: table.headless,
            notes: table.notes.clone(),
            faults,
        };
        CarriedTable { table, carried, without, merged }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::condition::read_table;

    #[test]
    fn rows_go_to_their_orthologues_and_meet_in_their_mean() -> Result<(), Box<dyn std::error::Error>> {
        let pairs = Orthologues::read(b"# yeast, Neurospora\nmsn2\tN1\nMSN4,N1\nHSF1;N2\nHSF1\tN3\nHSF1\tn3\n")?;
        let table = read_table(b"TF\ta\tb\nMSN2\t1\t\nMSN4\t3\t4\nHSF1\t5\t6\nGCN4\t7\t8\n")?;
        let found = pairs.carry(&table);
        assert_eq!(found.table.rows, ["N1", "N2", "N3", "GCN4"]);
        let values = [2.0, 4.0, 5.0, 6.0, 5.0, 6.0, 7.0, 8.0].map(Some);
        assert_eq!(found.table.values, values);
        assert_eq!(found.carried.len(), 4);
        assert_eq!(found.without, ["GCN4"]);
        assert_eq!(found.merged, [("N1".to_owned(), vec!["MSN2".to_owned(), "MSN4".to_owned()])]);
        Ok(())
    }

    #[test]
    fn bad_lines_are_named() {
        let error = |text: &[u8]| Orthologues::read(text).map(|_| ()).unwrap_err();
        assert_eq!(error(b"a\tb\nc\n"), OrthologueError::TwoNames(2));
        assert_eq!(error(b"a\t \n"), OrthologueError::TwoNames(1));
        assert_eq!(error(b"# none\n"), OrthologueError::Empty);
        assert_eq!(error(b"\xff\xfe"), OrthologueError::Text(DelimitedError::NotText));
    }
}
