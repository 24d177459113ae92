use std::collections::{HashMap, HashSet};

use thiserror::Error;

use super::kin::Kin;
use super::recipe::JointRecipe;
use super::split::{folds, split};
use crate::architecture::{InputTower, JointConfig};
use crate::sample::{Embedding, EmbeddingRows, Part as SamplePart};
use crate::sequence::{Alphabet, Promoter, Window};
use crate::training::Part;
use crate::training::evaluation::scale;
use crate::training::families::numbered;

/// Genes with their sequences and embeddings, and one number each, split by stretches of the genome and by family.
#[derive(Debug)]
pub struct GeneData {
    /// Their names.
    pub names: Vec<String>,
    /// By gene, what each input reads.
    pub inputs: Vec<Vec<SamplePart>>,
    /// What is predicted, one number a gene.
    pub values: Vec<f32>,
    /// What each is for.
    pub parts: Vec<Part>,
    /// Number of families.
    pub families: usize,
    /// Which of them each gene is of.
    pub family_of: Vec<usize>,
    /// The fold that each gene is of; none for test genes, and where there are no folds.
    pub fold_of: Vec<Option<usize>>,
    /// Genes that are in none of these lists, as a relative of theirs is held out.
    pub left_out: usize,
    /// Genes that are in none of these lists, as an embedding of theirs is not there.
    pub lacking: usize,
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
    /// Embeddings come without names.
    #[error(
        "the embeddings of \"{0}\" have no names; save an array under each gene's name, in a .npz or .safetensors file"
    )]
    Unnamed(String),
    /// No gene of the table has all its embeddings.
    #[error("no gene of the table has an embedding under its name; name the arrays as the table's column \"{0}\" does")]
    Lacking(String),
    /// A part has no gene.
    #[error("the split leaves no genes for training, validation or the test; choose another split.salt")]
    Empty,
    /// A fold has none.
    #[error("fold {0} of the split has no genes; ask for fewer split.folds")]
    EmptyFold(usize),
}

quotes! {
    GeneTableError::Table(csv::Error);
}

impl GeneData {
    /// Reads a table with tabs between its columns and splits it. `embeddings` has what each input reads that reads no
    /// letters.
    ///
    /// # Errors
    /// [`GeneTableError`] names the column or the line.
    pub fn read(
        recipe: &JointRecipe,
        config: &JointConfig,
        text: &[u8],
        embeddings: &[Option<EmbeddingRows>],
    ) -> Result<Self, GeneTableError> {
        let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').from_reader(text);
        let header = reader.headers()?.clone();
        let column = |name: &String| {
            let place = header.iter().position(|own| own == name);
            place.ok_or_else(|| GeneTableError::Column(name.clone()))
        };
        let section = &recipe.data;
        let (gene, value) = (column(&section.gene)?, column(&section.value)?);
        let place = section.place.as_ref().map(column).transpose()?;
        let contig = section.contig.as_ref().map(column).transpose()?;
        let mut kin = Kin::of(recipe, column)?;
        let mut sources = Vec::with_capacity(recipe.inputs.len());
        for (at, (input, tower)) in recipe.inputs.iter().zip(&config.inputs).enumerate() {
            sources.push(match (tower, embeddings.get(at)) {
                (InputTower::Bases { window, .. }, _) => {
                    Source::Letters { column: column(&input.column)?, window: *window, downstream: input.downstream }
                }
                (_, Some(Some(EmbeddingRows::Named(rows)))) => Source::Embeddings(rows),
                _ => return Err(GeneTableError::Unnamed(input.name.clone())),
            });
        }
        let (mut names, mut inputs, mut values, mut places) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut lacking = 0;
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
            let read = |source: &Source<'_>| match source {
                Source::Letters { column, window, downstream } => {
                    let promoter = Promoter::parse(field(gene), field(*column));
                    let promoter = promoter.map_err(|error| fault(*column, error.to_string()))?;
                    let own = Window::new(&promoter, *window, &Alphabet::ACGT);
                    Ok(Some(SamplePart::Bases(own.with_downstream(*downstream))))
                }
                Source::Embeddings(rows) => Ok(rows.get(field(gene)).cloned().map(SamplePart::Embedding)),
            };
            let own: Option<Vec<SamplePart>> = sources.iter().map(read).collect::<Result<_, GeneTableError>>()?;
            let Some(own) = own else {
                lacking += 1;
                continue;
            };
            kin.add(field(gene), field).map_err(|(at, reason)| fault(at, reason))?;
            places.push(match place {
                Some(place) => (contig.map_or("", field).to_owned(), number(place)? as u64 / recipe.split.block.max(1)),
                // Without places families are what is drawn.
                None => (kin.named().map_or("", field).to_owned(), 0),
            });
            values.push(number(value)? as f32);
            names.push(field(gene).to_owned());
            inputs.push(own);
        }
        if names.is_empty() && lacking > 0 {
            return Err(GeneTableError::Lacking(section.gene.clone()));
        }
        let keys = kin.keys(&recipe.split);
        let parts = split(&recipe.split, &places, &keys);
        let in_folds = folds(&recipe.split, &places);
        let kept: Vec<usize> = (0..parts.len()).filter(|&at| parts[at].is_some()).collect();
        let left_out = parts.len() - kept.len();
        let (family_of, families) = numbered(&kept.iter().map(|&at| keys[at].clone()).collect::<Vec<_>>());
        let data = Self {
            names: kept.iter().map(|&at| std::mem::take(&mut names[at])).collect(),
            inputs: kept.iter().map(|&at| std::mem::take(&mut inputs[at])).collect(),
            values: kept.iter().map(|&at| values[at]).collect(),
            fold_of: kept.iter().map(|&at| in_folds[at]).collect(),
            parts: parts.into_iter().flatten().collect(),
            families,
            family_of,
            left_out,
            lacking,
        };
        let is_there = |part| !data.of(part).is_empty();
        let all = [Part::Training, Part::Validation, Part::Test];
        if !all.into_iter().all(is_there) {
            return Err(GeneTableError::Empty);
        }
        match (0..recipe.split.folds).find(|&fold| data.of_fold(fold).is_empty()) {
            Some(empty) => Err(GeneTableError::EmptyFold(empty + 1)),
            None => Ok(data),
        }
    }

    /// Indices of the genes of a part.
    pub fn of(&self, part: Part) -> Vec<usize> {
        (0..self.parts.len()).filter(|&at| self.parts[at] == part).collect()
    }

    /// Indices of the genes of a fold.
    pub fn of_fold(&self, fold: usize) -> Vec<usize> {
        (0..self.parts.len()).filter(|&at| self.fold_of[at] == Some(fold)).collect()
    }

    /// Whom a member of an ensemble learns from and whom it is looked at with: training and validation genes, or, where
    /// there are folds, all that are neither of its own fold nor kin to that, and its fold.
    pub fn sides(&self, member: usize) -> [Vec<usize>; 2] {
        let fold = self.of_fold(member);
        if fold.is_empty() {
            return [self.of(Part::Training), self.of(Part::Validation)];
        }
        let kin: HashSet<usize> = fold.iter().map(|&at| self.family_of[at]).collect();
        let others =
            |&at: &usize| self.fold_of[at].is_some_and(|own| own != member) && !kin.contains(&self.family_of[at]);
        [(0..self.parts.len()).filter(others).collect(), fold]
    }

    /// Mean and standard deviation of some genes' values.
    pub fn scale(&self, genes: &[usize]) -> (f32, f32) {
        scale(genes.iter().map(|&at| self.values[at]))
    }
}

/// Where an input's part of a gene comes from.
enum Source<'a> {
    Letters { column: usize, window: usize, downstream: usize },
    Embeddings(&'a HashMap<String, Embedding>),
}
