use std::collections::HashMap;

use serde::Serialize;
use thiserror::Error;

use super::samples::{Sample, SamplesError, counterpart, read_samples};
use super::{ExpressionTable, TableError, TableNote, read_table};

/// Added to every count, so that a gene without reads has a logarithm (as in limma's `voom`, Law et al. 2014,
/// doi 10.1186/gb-2014-15-2-r29).
const HALF_READ: f64 = 0.5;

/// Counts of one library a column, and what the libraries are.
#[derive(Debug, Clone)]
pub struct Counts {
    table: ExpressionTable,
    samples: Vec<Sample>,
    /// Reads of each library.
    sizes: Vec<f64>,
}

/// Why counts cannot be normalised.
#[derive(Debug, Error, Serialize)]
pub enum CountsError {
    /// The table of counts, or that of library sizes.
    #[error("{what}: {error}")]
    Table {
        /// Which of them.
        what: &'static str,
        /// What is wrong with it.
        error: TableError,
    },
    /// The description of the samples.
    #[error("samples: {0}")]
    Samples(SamplesError),
    /// A column of the counts is not described.
    #[error("samples: the counts' column \"{0}\" is not described; add a line for it")]
    Undescribed(String),
    /// A count is negative.
    #[error("counts: \"{gene}\" has a negative number in \"{sample}\"; give raw read counts, not log ratios")]
    Negative {
        /// The row.
        gene: String,
        /// The column.
        sample: String,
    },
    /// A library's size is missing or not positive.
    #[error("library sizes: \"{0}\" has no positive size; give the reads of each library, or leave the table out")]
    Size(String),
}

quotes! {
    CountsError::Samples(SamplesError);
}

impl Counts {
    /// Reads raw counts (one row per gene, one column per library), what the libraries are, and their sizes:
    /// one number per row. Without sizes a library's size is the sum of its column.
    ///
    /// # Errors
    /// [`CountsError`] names the table and the entry.
    pub fn read(counts: &[u8], samples: &[u8], sizes: Option<&[u8]>) -> Result<Self, CountsError> {
        let table = read_table(counts).map_err(|error| CountsError::Table { what: "counts", error })?;
        let negative = table.values.iter().position(|value| value.is_some_and(|value| value < 0.0));
        if let Some(at) = negative {
            let width = table.columns.len();
            return Err(CountsError::Negative {
                gene: table.rows[at / width].clone(),
                sample: table.columns[at % width].clone(),
            });
        }
        let described = read_samples(samples)?;
        let names: Vec<&str> = described.iter().map(|sample| sample.sample.as_str()).collect();
        let find = |column: &String| {
            let meant = counterpart(column, &table.columns, &names);
            let found = meant.and_then(|name| described.iter().find(|sample| sample.sample == name)).cloned();
            found.ok_or_else(|| CountsError::Undescribed(column.clone()))
        };
        let samples = table.columns.iter().map(find).collect::<Result<Vec<_>, _>>()?;
        let sizes = match sizes {
            Some(text) => library_sizes(text, &table.columns)?,
            None => column_sums(&table),
        };
        if let Some(at) = sizes.iter().position(|size| *size <= 0.0) {
            return Err(CountsError::Size(table.columns[at].clone()));
        }
        Ok(Self { table, samples, sizes })
    }

    /// What of the table of counts was left out.
    pub fn notes(&self) -> &[TableNote] {
        &self.table.notes
    }

    /// log2((count + 0.5) / (library size + 1) x 10^6), the mean of each condition's libraries, minus the
    /// gene's mean over the conditions of its study. Columns are named `study: condition`, in the order in
    /// which conditions first appear.
    pub fn log_ratios(&self) -> ExpressionTable {
        let mut conditions: Vec<(&str, &str)> = Vec::new();
        let condition_of: Vec<usize> = self
            .samples
            .iter()
            .map(|sample| {
                let own = (sample.study.as_str(), sample.condition.as_str());
                conditions.iter().position(|known| *known == own).unwrap_or_else(|| {
                    conditions.push(own);
                    conditions.len() - 1
                })
            })
            .collect();
        let mut values = Vec::with_capacity(self.table.rows.len() * conditions.len());
        for counts in self.table.values.chunks(self.table.columns.len().max(1)) {
            let mut sums = vec![(0.0, 0_usize); conditions.len()];
            for ((count, size), &condition) in counts.iter().zip(&self.sizes).zip(&condition_of) {
                let Some(count) = count else { continue };
                let (sum, number) = &mut sums[condition];
                *sum += ((f64::from(*count) + HALF_READ) / (size + 1.0) * 1e6).log2();
                *number += 1;
            }
            let means: Vec<Option<f64>> =
                sums.into_iter().map(|(sum, number)| (number > 0).then(|| sum / number as f64)).collect();
            values.extend(centred(&means, &conditions));
        }
        let columns = conditions.iter().map(|(study, condition)| format!("{study}: {condition}")).collect();
        ExpressionTable { rows: self.table.rows.clone(), columns, values, ..Default::default() }
    }
}

/// Minus the mean over the conditions of the same study.
fn centred<'a>(means: &'a [Option<f64>], conditions: &'a [(&str, &str)]) -> impl Iterator<Item = Option<f32>> + 'a {
    let mut totals: HashMap<&str, (f64, usize)> = HashMap::new();
    for (mean, (study, _)) in means.iter().zip(conditions) {
        if let Some(mean) = mean {
            let (sum, number) = totals.entry(study).or_default();
            (*sum, *number) = (*sum + mean, *number + 1);
        }
    }
    means.iter().zip(conditions).map(move |(mean, (study, _))| {
        let (sum, number) = totals.get(study).copied().unwrap_or_default();
        mean.map(|mean| (mean - sum / number.max(1) as f64) as f32)
    })
}

fn library_sizes(text: &[u8], columns: &[String]) -> Result<Vec<f64>, CountsError> {
    let table = read_table(text).map_err(|error| CountsError::Table { what: "library sizes", error })?;
    let width = table.columns.len().max(1);
    let names: Vec<&str> = table.rows.iter().map(String::as_str).collect();
    let size = |column: &String| {
        let meant = counterpart(column, columns, &names)?;
        let row = table.rows.iter().position(|row| row == meant)?;
        table.values[row * width].map(f64::from)
    };
    columns.iter().map(|column| size(column).ok_or_else(|| CountsError::Size(column.clone()))).collect()
}

fn column_sums(table: &ExpressionTable) -> Vec<f64> {
    let mut sums = vec![0.0; table.columns.len()];
    for row in table.values.chunks(sums.len().max(1)) {
        sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += value.map_or(0.0, f64::from));
    }
    sums
}

#[cfg(test)]
mod tests;
