use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};
use thiserror::Error;

use super::recipe::{JointRecipe, SplitSection};
use crate::sequence::{Alphabet, Promoter, Window};
use crate::training::evaluation::scale;
use crate::training::families::numbered;
use crate::training::{Part, families};

/// Genes with their sequences and one number each, split by stretches of the genome and by family.
#[derive(Debug)]
pub struct GeneData {
    /// Their names.
    pub names: Vec<String>,
    /// By gene, a window for each input.
    pub windows: Vec<Vec<Window>>,
    /// What is predicted, one number a gene.
    pub values: Vec<f32>,
    /// What each is for.
    pub parts: Vec<Part>,
    /// Number of families.
    pub families: usize,
    /// Which of them each gene is of.
    pub family_of: Vec<usize>,
    /// Genes that are in none of these lists, as a relative of theirs is held out.
    pub left_out: usize,
}

/// Why a table cannot be used.
#[derive(Debug, Error)]
pub enum GeneTableError {
    /// The lines are no table.
    #[error("the table of genes: {0}")]
    Table(csv::Error),
    /// A column is missing.
    #[error("the table of genes has no column \"{0}\"; name it as the table does, in the recipe")]
    Column(String),
    /// A cell is none of what its column holds.
    #[error("line {line} of the table of genes, column \"{column}\": {reason}")]
    Cell {
        /// From 1, the header being the first.
        line: u64,
        /// The column's name.
        column: String,
        /// What is wrong.
        reason: String,
    },
    /// A part has no gene.
    #[error("the split leaves no genes for training, validation or the test; choose another split.salt")]
    Empty,
}

quotes! {
    GeneTableError::Table(csv::Error);
}

impl GeneData {
    /// Reads a table with tabs between its columns and splits it. Windows are cut to the network's `lengths`.
    ///
    /// # Errors
    /// [`GeneTableError`] names the column or the line.
    pub fn read(recipe: &JointRecipe, lengths: &[usize], text: &[u8]) -> Result<Self, GeneTableError> {
        let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').from_reader(text);
        let header = reader.headers()?.clone();
        let column = |name: &String| {
            let place = header.iter().position(|own| own == name);
            place.ok_or_else(|| GeneTableError::Column(name.clone()))
        };
        let section = &recipe.data;
        let (gene, place, value) = (column(&section.gene)?, column(&section.place)?, column(&section.value)?);
        let contig = section.contig.as_ref().map(column).transpose()?;
        let sequences = recipe.inputs.iter().map(|own| column(&own.column)).collect::<Result<Vec<usize>, _>>()?;
        let (mut names, mut windows, mut values, mut blocks, mut joined) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for record in reader.records() {
            let record = record?;
            let line = record.position().map_or(0, csv::Position::line);
            let field = |at: usize| record.get(at).unwrap_or_default();
            let fault = |at: usize, reason: String| {
                let column = header.get(at).unwrap_or_default().to_owned();
                GeneTableError::Cell { line, column, reason }
            };
            let number = |at: usize| {
                let own: Option<f64> = field(at).parse().ok().filter(|own: &f64| own.is_finite());
                own.ok_or_else(|| fault(at, format!("\"{}\" is no number", field(at))))
            };
            let mut own = Vec::with_capacity(sequences.len());
            // Between the sequences stands a letter that no word has.
            let mut bases = Vec::new();
            for ((&at, &length), input) in sequences.iter().zip(lengths).zip(&recipe.inputs) {
                let promoter = Promoter::parse(field(gene), field(at)).map_err(|error| fault(at, error.to_string()))?;
                if input.kin {
                    bases.extend_from_slice(promoter.bases());
                    bases.push(b'N');
                }
                own.push(Window::new(&promoter, length, &Alphabet::ACGT).with_downstream(input.downstream));
            }
            let whole = Promoter::parse(field(gene), &String::from_utf8_lossy(&bases));
            joined.push(whole.map_err(|error| fault(gene, error.to_string()))?);
            blocks.push((contig.map_or("", field).to_owned(), number(place)? as u64 / recipe.split.block));
            values.push(number(value)? as f32);
            names.push(field(gene).to_owned());
            windows.push(own);
        }
        let keys = families(&joined, recipe.split.word, recipe.split.shared);
        let parts = split(&recipe.split, &blocks, &keys);
        let kept: Vec<usize> = (0..parts.len()).filter(|&at| parts[at].is_some()).collect();
        let left_out = parts.len() - kept.len();
        let (family_of, families) = numbered(&kept.iter().map(|&at| keys[at].clone()).collect::<Vec<_>>());
        let data = Self {
            names: kept.iter().map(|&at| std::mem::take(&mut names[at])).collect(),
            windows: kept.iter().map(|&at| std::mem::take(&mut windows[at])).collect(),
            values: kept.iter().map(|&at| values[at]).collect(),
            parts: parts.into_iter().flatten().collect(),
            families,
            family_of,
            left_out,
        };
        let is_there = |part| !data.of(part).is_empty();
        let all = [Part::Training, Part::Validation, Part::Test];
        if all.into_iter().all(is_there) { Ok(data) } else { Err(GeneTableError::Empty) }
    }

    /// Indices of the genes of a part.
    pub fn of(&self, part: Part) -> Vec<usize> {
        (0..self.parts.len()).filter(|&at| self.parts[at] == part).collect()
    }

    /// Mean and standard deviation of the training genes' values.
    pub fn scale(&self) -> (f32, f32) {
        scale(self.of(Part::Training).into_iter().map(|at| self.values[at]))
    }
}

/// What each gene is for; none where a relative is held out elsewhere.
fn split(section: &SplitSection, blocks: &[(String, u64)], families: &[String]) -> Vec<Option<Part>> {
    let of_blocks = drawn(section, blocks);
    let mut parts: Vec<Option<Part>> = blocks.iter().map(|block| of_blocks.get(block).copied()).collect();
    // The test is whole; validation is rid of its relatives, training of those of both.
    for held_out in [Part::Test, Part::Validation] {
        let kin: HashSet<&String> = parts
            .iter()
            .zip(families)
            .filter_map(|(part, family)| (*part == Some(held_out)).then_some(family))
            .collect();
        for (part, family) in parts.iter_mut().zip(families) {
            let gives_way = match part {
                Some(Part::Training) => true,
                Some(Part::Validation) => held_out == Part::Test,
                _ => false,
            };
            if gives_way && kin.contains(family) {
                *part = None;
            }
        }
    }
    parts
}

/// The part of each stretch: those whose SHA-256 of salt, contig and number is smallest are for the test, the next
/// ones for validation.
fn drawn(section: &SplitSection, blocks: &[(String, u64)]) -> HashMap<(String, u64), Part> {
    let known: HashSet<&(String, u64)> = blocks.iter().collect();
    let key = |(contig, number): &(String, u64)| -> [u8; 32] {
        Sha256::digest(format!("{}:{contig}:{number}", section.salt)).into()
    };
    let mut order: Vec<&(String, u64)> = known.into_iter().collect();
    order.sort_by_cached_key(|block| key(block));
    let share = |percent: u64| (order.len() * percent as usize).div_ceil(100);
    let (test, validation) = (share(section.test), share(section.validation));
    let part = |at: usize| match at {
        at if at < test => Part::Test,
        at if at < test + validation => Part::Validation,
        _ => Part::Training,
    };
    order.iter().enumerate().map(|(at, block)| ((*block).clone(), part(at))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section() -> SplitSection {
        SplitSection { salt: "s".into(), block: 10, word: 8, shared: 0.5, validation: 20, test: 20 }
    }

    #[test]
    fn relatives_of_held_out_genes_train_nothing() {
        // Ten stretches of two genes; the first gene of each is kin to the first of every other.
        let blocks: Vec<(String, u64)> = (0..20).map(|at| (String::new(), at / 2)).collect();
        let families: Vec<String> =
            (0..20).map(|at| if at % 2 == 0 { "kin".into() } else { format!("own{at}") }).collect();
        let parts = split(&section(), &blocks, &families);
        let count = |part| parts.iter().filter(|own| **own == part).count();
        assert_eq!([count(Some(Part::Test)), count(Some(Part::Validation)), count(Some(Part::Training))], [4, 2, 6]);
        assert_eq!(count(None), 8);
        for (at, part) in parts.iter().enumerate() {
            let neighbour = parts[at ^ 1];
            assert!(*part == neighbour || part.is_none() || neighbour.is_none(), "a stretch is on two sides");
        }
    }
}
