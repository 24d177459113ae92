use std::collections::HashMap;

use thiserror::Error;

use super::families::{families, numbered};
use super::recipe::{DataSection, SplitSection};
use super::split::{Part, part_of};
use crate::condition::{ExpressionTable, Scaling};
use crate::sequence::{FastaError, Promoter, read_fasta};

/// The tables of a training run, as text.
#[derive(Debug)]
pub struct Tables {
    /// FASTA.
    pub promoters: Vec<u8>,
    /// One row per gene.
    pub expression: ExpressionTable,
    /// One systematic name per line.
    pub tfs: String,
    /// column, id, name, series, held_out.
    pub conditions: Vec<u8>,
}

/// Why data cannot be trained on.
#[derive(Debug, Error)]
pub enum DataError {
    /// The promoters.
    #[error("promoters: {0}")]
    Promoters(FastaError),
    /// The table of conditions.
    #[error("conditions: {0}")]
    Conditions(String),
    /// The table of a teacher's answers lacks something.
    #[error("the teacher's answers lack {0}; make them anew for these promoters and conditions")]
    Taught(String),
    /// Too little in common.
    #[error("{0}")]
    Empty(&'static str),
}

quotes! {
    DataError::Promoters(FastaError);
}

/// A column of the expression table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Short stable name.
    pub id: String,
    /// Readable name.
    pub name: String,
    /// The course it belongs to.
    pub series: String,
    /// Never trained on.
    pub held_out: bool,
    /// Its heading in the expression table.
    pub source: String,
}

/// Genes with promoter and expression, split; conditions with their TF levels.
#[derive(Debug)]
pub struct Dataset {
    /// Promoters of the genes, then those that a teacher answered for.
    pub promoters: Vec<Promoter>,
    /// What each gene is for.
    pub parts: Vec<Part>,
    /// Whether a gene is among those of the largest variance.
    pub variable: Vec<bool>,
    /// The conditions.
    pub columns: Vec<Column>,
    /// `genes x conditions`, row-major.
    pub responses: Vec<Option<f32>>,
    /// Systematic names of the TFs read.
    pub tfs: Vec<String>,
    /// `conditions x TFs`, row-major.
    pub levels: Vec<Option<f32>>,
    /// From the conditions that are trained on.
    pub scaling: Scaling,
    /// Number of families.
    pub families: usize,
    /// Which of them each gene is of.
    pub family_of: Vec<usize>,
}

impl Dataset {
    /// Joins the tables and splits the genes as the recipe's sections say.
    ///
    /// # Errors
    /// [`DataError`] names the table that is at fault.
    pub fn join(section: &DataSection, split: &SplitSection, tables: &Tables) -> Result<Self, DataError> {
        let expression = &tables.expression;
        let columns = read_columns(&tables.conditions, expression, split)?;
        let rows: HashMap<&str, usize> =
            expression.rows.iter().enumerate().map(|(row, gene)| (gene.as_str(), row)).collect();
        let read = read_fasta(&tables.promoters)?;
        let promoters: Vec<Promoter> =
            read.promoters.into_iter().filter(|promoter| rows.contains_key(promoter.name())).collect();
        if promoters.is_empty() {
            return Err(DataError::Empty("no gene has both a promoter and expression; are the names of one kind?"));
        }
        let width = columns.len();
        let row_values = |gene: &str| rows.get(gene).map(|row| &expression.values[row * width..(row + 1) * width]);
        let responses: Vec<Option<f32>> =
            promoters.iter().filter_map(|promoter| row_values(promoter.name())).flatten().copied().collect();
        let keys = families(&promoters, split.word, split.shared);
        let parts: Vec<Part> = keys.iter().map(|key| part_of(split, key)).collect();
        let (family_of, families) = numbered(&keys);
        let covered = |gene: &&str| {
            let values = row_values(gene).unwrap_or(&[]);
            !values.is_empty() && values.iter().flatten().count() as f64 >= section.tf_coverage * width as f64
        };
        let tfs: Vec<String> = tables.tfs.lines().map(str::trim).filter(covered).map(str::to_owned).collect();
        if tfs.is_empty() {
            return Err(DataError::Empty("no TF of the list has enough values in the expression table"));
        }
        let level = |column: usize, tf: &String| row_values(tf).and_then(|values| values[column]);
        let levels: Vec<Option<f32>> =
            (0..width).flat_map(|column| tfs.iter().map(move |tf| level(column, tf))).collect();
        let scaling = scaling(&levels, &columns, tfs.len());
        let variable = most_variable(&responses, width, section.variable_genes);
        Ok(Self { promoters, parts, variable, columns, responses, tfs, levels, scaling, families, family_of })
    }

    /// Adds promoters that a teacher answered for, to be trained on and nothing else.
    ///
    /// # Errors
    /// [`DataError::Taught`] names the promoter or the condition that the table lacks.
    pub fn teach(&mut self, promoters: Vec<Promoter>, answers: &ExpressionTable) -> Result<(), DataError> {
        let rows: HashMap<&str, usize> =
            answers.rows.iter().enumerate().map(|(row, name)| (name.as_str(), row)).collect();
        let place = |column: &Column| {
            let found = answers.columns.iter().position(|name| *name == column.source);
            found.ok_or_else(|| DataError::Taught(format!("a column \"{}\"", column.source)))
        };
        let places = self.columns.iter().map(place).collect::<Result<Vec<usize>, DataError>>()?;
        for promoter in promoters {
            let row = rows.get(promoter.name()).copied();
            let row = row.ok_or_else(|| DataError::Taught(format!("a row \"{}\"", promoter.name())))?;
            let own = &answers.values[row * answers.columns.len()..(row + 1) * answers.columns.len()];
            self.responses.extend(places.iter().map(|place| own[*place]));
            self.promoters.push(promoter);
        }
        Ok(())
    }

    /// Indices of all promoters that are learnt from: those of the training genes, and those that a teacher
    /// answered for.
    pub fn learnt(&self) -> Vec<usize> {
        self.genes(Part::Training).into_iter().chain(self.parts.len()..self.promoters.len()).collect()
    }

    /// Indices of the genes of a part.
    pub fn genes(&self, part: Part) -> Vec<usize> {
        (0..self.parts.len()).filter(|&gene| self.parts[gene] == part).collect()
    }

    /// Indices of the conditions that are, or are not, held out.
    pub fn conditions(&self, held_out: bool) -> Vec<usize> {
        (0..self.columns.len()).filter(|&column| self.columns[column].held_out == held_out).collect()
    }

    /// The TF levels of a condition in the table's unit; a missing one holds the training mean.
    pub fn filled_levels(&self, column: usize) -> Vec<f32> {
        let own = &self.levels[column * self.tfs.len()..(column + 1) * self.tfs.len()];
        own.iter().zip(&self.scaling.mean).map(|(level, mean)| level.unwrap_or(*mean)).collect()
    }

    /// The measured responses of a gene.
    pub fn profile(&self, gene: usize) -> &[Option<f32>] {
        &self.responses[gene * self.columns.len()..(gene + 1) * self.columns.len()]
    }
}

fn read_columns(text: &[u8], expression: &ExpressionTable, split: &SplitSection) -> Result<Vec<Column>, DataError> {
    #[derive(serde::Deserialize)]
    struct Row {
        column: String,
        id: String,
        name: String,
        series: String,
        held_out: String,
    }
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').comment(Some(b'#')).from_reader(text);
    let mut known: HashMap<String, Column> = HashMap::new();
    for row in reader.deserialize() {
        let row: Row = row.map_err(|error| DataError::Conditions(error.to_string()))?;
        let is_named = split.held_out_series.contains(&row.series);
        let held_out = is_named || (split.hold_out_series && row.held_out == "yes");
        let column = Column { id: row.id, name: row.name, series: row.series, held_out, source: row.column.clone() };
        known.insert(row.column, column);
    }
    let column = |name: &String| {
        known.remove(name).ok_or_else(|| DataError::Conditions(format!("column \"{name}\" is not described")))
    };
    let columns = expression.columns.iter().map(column).collect::<Result<Vec<Column>, DataError>>()?;
    let is_unknown = |series: &&String| columns.iter().all(|column| column.series != **series);
    match split.held_out_series.iter().find(is_unknown) {
        Some(series) => {
            Err(DataError::Conditions(format!("no column is of the series \"{series}\" that is to be held out")))
        }
        None => Ok(columns),
    }
}

fn scaling(levels: &[Option<f32>], columns: &[Column], tfs: usize) -> Scaling {
    let statistics = (0..tfs).map(|tf| {
        let trained = (0..columns.len()).filter(|&column| !columns[column].held_out);
        let values: Vec<f64> = trained.filter_map(|column| levels[column * tfs + tf]).map(f64::from).collect();
        let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
        let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / values.len().max(1) as f64;
        (mean as f32, variance.sqrt().max(1e-3) as f32)
    });
    let (mean, sd) = statistics.unzip();
    Scaling { mean, sd }
}

fn most_variable(responses: &[Option<f32>], width: usize, count: usize) -> Vec<bool> {
    let variance = |profile: &[Option<f32>]| {
        let values: Vec<f64> = profile.iter().flatten().map(|value| f64::from(*value)).collect();
        let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
        values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / values.len().max(1) as f64
    };
    let variances: Vec<f64> = responses.chunks(width).map(variance).collect();
    let mut order: Vec<usize> = (0..variances.len()).collect();
    order.sort_by(|&a, &b| variances[b].total_cmp(&variances[a]));
    let mut variable = vec![false; variances.len()];
    for &gene in order.iter().take(count) {
        variable[gene] = true;
    }
    variable
}

#[cfg(test)]
mod tests;
