use std::collections::HashMap;

use md5::{Digest, Md5};
use thiserror::Error;

use super::long::read_long;
use super::recipe::{ReporterRecipe, SplitSection, Task};
use super::taught::Taught;
use crate::sequence::{Alphabet, Window};
use crate::training::Part;

/// A sequence with its measurements.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its number in the table.
    pub number: u64,
    /// Its codes in the alphabet ACGT; a construct that is shorter than the window is right-aligned.
    pub window: Window,
    /// What its family is for.
    pub part: Part,
    /// One value a task, in the task's own unit.
    pub targets: Vec<Option<f32>>,
    /// Published networks' predictions, in [`ReporterData::published`]'s order.
    pub published: Vec<Option<f32>>,
    /// Whether a genome has it.
    pub natural: bool,
    /// Subsets that are reported apart.
    pub strata: Vec<String>,
    /// Its family, by the table's name for it.
    pub family: String,
}

/// Two rows whose difference is scored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The kind of difference.
    pub stratum: String,
    /// Index of the alternative among the rows.
    pub alternative: usize,
    /// Index of the reference.
    pub reference: usize,
}

/// Rows of all sources, split by family.
#[derive(Debug)]
pub struct ReporterData {
    /// The rows.
    pub rows: Vec<Row>,
    /// Pairs whose rows are both there.
    pub pairs: Vec<Pair>,
    /// Names of the columns with published predictions.
    pub published: Vec<String>,
    /// Mean and standard deviation of each task over training rows.
    pub scales: Vec<(f32, f32)>,
    /// Families.
    pub families: usize,
    /// Tasks that ship, the first ones.
    pub outputs: usize,
    /// What a teacher says of sequences that are nobody's row.
    pub taught: Vec<Taught>,
}

/// The tables of a recipe, as text.
#[derive(Debug)]
pub struct ReporterTables {
    /// Sequences with their measurements.
    pub sequences: Vec<u8>,
    /// Further measurements of the same sequences.
    pub further: Vec<Vec<u8>>,
    /// Pairs of rows, where there are any.
    pub pairs: Option<Vec<u8>>,
}

/// Why tables cannot be trained on.
#[derive(Debug, Error)]
pub enum DataError {
    /// A table is no TSV of the shape needed.
    #[error("{table}: {reason}")]
    Table {
        /// Sequences or pairs.
        table: &'static str,
        /// What is wrong, with the line.
        reason: String,
    },
    /// A task has too few training rows.
    #[error("the task on column \"{0}\" has fewer than two training rows")]
    Empty(String),
}

/// The stratum of pieces of natural promoters.
const NATIVE: &str = "native";

/// Columns that hold predictions of published networks.
const PUBLISHED: [&str; 3] = ["camformer_original", "camformer_mini", "legnet"];

/// The part of a family, by the MD5 of salt and family: the first percent are the test, the next ones
/// validation.
pub(super) fn part_of(split: &SplitSection, family: &str) -> Part {
    let digest = Md5::digest(format!("{}:{family}", split.salt));
    let percent = digest.iter().fold(0, |rest, byte| (rest * 256 + u64::from(*byte)) % 100);
    match percent {
        percent if percent < split.test => Part::Test,
        percent if percent < split.test + split.validation => Part::Validation,
        _ => Part::Training,
    }
}

impl ReporterData {
    /// Reads the tables (TSV) for a recipe, with windows of `length` bases.
    ///
    /// # Errors
    /// [`DataError`] names the table, and the line or the task.
    pub fn read(recipe: &ReporterRecipe, length: usize, tables: &ReporterTables) -> Result<Self, DataError> {
        let further = tables.further.iter().map(|table| Further::read(recipe, table)).collect::<Result<Vec<_>, _>>()?;
        let rows = match &recipe.data.long {
            Some(section) => read_long(recipe, section, length, &tables.sequences)?,
            None => read_rows(recipe, length, &tables.sequences, &further)?,
        };
        let places: HashMap<u64, usize> = rows.iter().enumerate().map(|(at, row)| (row.number, at)).collect();
        let scale = |task: usize| {
            let column = &recipe.tasks[task].column;
            if column == Task::TAUGHT {
                return Ok((0.0, 1.0));
            }
            let trained = rows.iter().filter(|row| row.part == Part::Training);
            let scale = centre_and_scale(trained.filter_map(|row| row.targets[task]));
            scale.ok_or_else(|| DataError::Empty(column.clone()))
        };
        let scales = (0..recipe.tasks.len()).map(scale).collect::<Result<_, _>>()?;
        let families = rows.iter().map(|row| row.family.as_str()).collect::<std::collections::HashSet<_>>().len();
        let published = if recipe.data.long.is_some() { Vec::new() } else { PUBLISHED.map(str::to_owned).to_vec() };
        let pairs = tables.pairs.as_deref().map_or_else(|| Ok(Vec::new()), |text| read_pairs(text, &places))?;
        let outputs = recipe.outputs().count();
        Ok(Self { pairs, rows, published, scales, families, outputs, taught: Vec::new() })
    }

    /// The rows of a part.
    pub fn of(&self, part: Part) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.part == part)
    }

    /// Indices of the rows of a part that have a measurement of an output.
    pub fn measured(&self, part: Part) -> Vec<usize> {
        let has = |row: &Row| row.part == part && row.targets[..self.outputs].iter().any(Option::is_some);
        (0..self.rows.len()).filter(|&at| has(&self.rows[at])).collect()
    }

    /// The logarithm of the weight that each training row is drawn with; rows of other parts are left out.
    pub fn weights(&self, power: f64) -> Vec<(usize, f64)> {
        let trained = || self.rows.iter().enumerate().filter(|(_, row)| row.part == Part::Training);
        let mut sizes: HashMap<&str, f64> = HashMap::new();
        for (_, row) in trained().filter(|(_, row)| row.targets[0].is_some()) {
            *sizes.entry(&row.family).or_default() += 1.0;
        }
        let usable = trained().filter(|(_, row)| row.targets.iter().any(Option::is_some));
        let weight = |(at, row): (usize, &Row)| {
            let size = row.targets[0].and_then(|_| sizes.get(row.family.as_str())).copied().unwrap_or(1.0);
            (at, power * f64::ln(size))
        };
        usable.map(weight).collect()
    }
}

/// Mean and standard deviation; nothing of fewer than two values.
pub(super) fn centre_and_scale(values: impl Iterator<Item = f32>) -> Option<(f32, f32)> {
    let values: Vec<f64> = values.map(f64::from).collect();
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / values.len() as f64;
    (values.len() > 1).then(|| (mean as f32, variance.sqrt().max(1e-6) as f32))
}

/// Further measurements: those columns of a table that tasks name, by sequence.
struct Further {
    columns: HashMap<String, usize>,
    values: HashMap<String, Vec<Option<f32>>>,
}

impl Further {
    fn read(recipe: &ReporterRecipe, text: &[u8]) -> Result<Self, DataError> {
        let fault = |reason: String| DataError::Table { table: "further measurements", reason };
        let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').from_reader(text);
        let header = reader.headers().map_err(|error| fault(error.to_string()))?.clone();
        let place = |name: &str| header.iter().position(|own| own == name);
        let sequence = place("sequence").ok_or_else(|| fault("there is no column \"sequence\"".to_owned()))?;
        let named: Vec<(String, usize)> =
            recipe.tasks.iter().filter_map(|task| Some((task.column.clone(), place(&task.column)?))).collect();
        let mut values = HashMap::new();
        for record in reader.records() {
            let record = record.map_err(|error| fault(error.to_string()))?;
            let line = record.position().map_or(0, csv::Position::line);
            let own = named.iter().map(|(_, at)| parsed(&record, *at)).collect::<Result<_, _>>();
            let own = own.map_err(|text| fault(format!("line {line}: \"{text}\" is not a number")))?;
            values.insert(record.get(sequence).unwrap_or("").to_owned(), own);
        }
        let columns = named.into_iter().enumerate().map(|(at, (name, _))| (name, at)).collect();
        Ok(Self { columns, values })
    }

    fn value(&self, column: &str, sequence: &str) -> Option<f32> {
        self.values.get(sequence)?.get(*self.columns.get(column)?).copied().flatten()
    }
}

/// The number of a field, nothing where it is empty; a text that is no number is the error.
fn parsed(record: &csv::StringRecord, at: usize) -> Result<Option<f32>, String> {
    match record.get(at).unwrap_or("") {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| text.to_owned()),
    }
}

fn read_rows(recipe: &ReporterRecipe, length: usize, text: &[u8], further: &[Further]) -> Result<Vec<Row>, DataError> {
    let fault = |reason: String| DataError::Table { table: "sequences", reason };
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').from_reader(text);
    let header = reader.headers().map_err(|error| fault(error.to_string()))?.clone();
    let column = |name: &str| {
        header.iter().position(|own| own == name).ok_or_else(|| fault(format!("there is no column \"{name}\"")))
    };
    let (number, source, sequence) = (column("row")?, column("source")?, column("sequence")?);
    let (family, strata) = (column("family")?, column("strata")?);
    let elsewhere = |name: &str| name == Task::TAUGHT || further.iter().any(|table| table.columns.contains_key(name));
    let own = |task: &Task| if elsewhere(&task.column) { Ok(None) } else { column(&task.column).map(Some) };
    let tasks = recipe.tasks.iter().map(own).collect::<Result<Vec<Option<usize>>, _>>()?;
    let published = PUBLISHED.map(column).into_iter().collect::<Result<Vec<usize>, _>>()?;
    let alphabet = Alphabet::parse("ACGT").map_err(|error| fault(error.to_string()))?;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| fault(error.to_string()))?;
        let line = record.position().map_or(0, csv::Position::line);
        let field = |at: usize| record.get(at).unwrap_or("");
        let value =
            |at: usize| parsed(&record, at).map_err(|text| fault(format!("line {line}: \"{text}\" is not a number")));
        let target = |(task, at): (&Task, &Option<usize>)| {
            if !task.sources.iter().any(|own| own == field(source)) {
                return Ok(None);
            }
            let measured = || further.iter().find_map(|table| table.value(&task.column, field(sequence)));
            at.map_or_else(|| Ok(measured()), value)
        };
        let strata: Vec<String> = field(strata).split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect();
        rows.push(Row {
            number: field(number).parse().map_err(|_| fault(format!("line {line}: no row number")))?,
            window: Window::from_bases(field(sequence).as_bytes(), length, &alphabet),
            part: part_of(&recipe.split, field(family)),
            targets: recipe.tasks.iter().zip(&tasks).map(target).collect::<Result<_, _>>()?,
            published: published.iter().map(|&at| value(at)).collect::<Result<_, _>>()?,
            natural: strata.iter().any(|stratum| stratum == NATIVE),
            strata,
            family: field(family).to_owned(),
        });
    }
    Ok(rows)
}

fn read_pairs(text: &[u8], places: &HashMap<u64, usize>) -> Result<Vec<Pair>, DataError> {
    #[derive(serde::Deserialize)]
    struct Line {
        stratum: String,
        alternative_row: u64,
        reference_row: u64,
    }
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').from_reader(text);
    let mut pairs = Vec::new();
    for line in reader.deserialize() {
        let line: Line = line.map_err(|error| DataError::Table { table: "pairs", reason: error.to_string() })?;
        if let (Some(&alternative), Some(&reference)) =
            (places.get(&line.alternative_row), places.get(&line.reference_row))
        {
            pairs.push(Pair { stratum: line.stratum, alternative, reference });
        }
    }
    Ok(pairs)
}
