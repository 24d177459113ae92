use std::collections::HashMap;
use std::rc::Rc;

use anyhow::Result;
use cisight::model::Model;
use cisight::sample::{Part as SamplePart, Sample, SampleSet};
use cisight::sequence::Window;
use cisight::training::contextual::AbundanceData;
use cisight::training::joint::GeneData;
use cisight::training::reporter::{ReporterData, Row};
use cisight::training::{Dataset, Part};

/// What a model is calibrated on.
pub struct Genes {
    /// Of the model's first sequence; empty for a model that reads none.
    pub windows: Vec<Window>,
    /// What each input reads of a gene; empty for a model that reads one sequence and nothing else.
    pub inputs: Vec<Vec<SamplePart>>,
    /// Members that left a fold out, each with the genes of that fold; empty for all other models.
    pub folds: Vec<(Rc<Model>, Vec<usize>)>,
    pub parts: Vec<Part>,
    pub families: Vec<usize>,
    /// `genes x columns`, row-major.
    pub measured: Vec<Option<f32>>,
    /// Levels of all conditions, one after the other; none for a model without.
    pub levels: Vec<f32>,
    /// The course of each condition; none for one that was not trained on.
    pub courses: Vec<Option<String>>,
    /// Pairs of versions of a sequence, alternative first, with the kind of their difference.
    pub versions: Vec<(String, usize, usize)>,
    /// Natural promoters among the training genes, and whose they are: where random changes are made.
    pub natural: Vec<usize>,
    pub source: String,
}

impl Genes {
    /// Genes with expression in many conditions.
    pub fn of_dataset(model: &Model, data: &Dataset) -> Result<Self> {
        let reads = model.sequence()?;
        Ok(Self {
            windows: data.promoters.iter().map(|promoter| reads.window(promoter)).collect(),
            inputs: Vec::new(),
            folds: Vec::new(),
            parts: data.parts.clone(),
            families: data.family_of.clone(),
            measured: data.responses.clone(),
            levels: (0..data.columns.len()).flat_map(|column| data.filled_levels(column)).collect(),
            courses: data.columns.iter().map(|column| (!column.held_out).then(|| column.series.clone())).collect(),
            versions: Vec::new(),
            natural: data.genes(Part::Training),
            source: model.manifest().species.clone(),
        })
    }

    /// Sequences of a reporter assay, by the tasks that the model's outputs are.
    pub fn of_reporter(model: &Model, data: &ReporterData) -> Self {
        let outputs = model.signature().outputs.len();
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut family = |name| {
            let next = numbers.len();
            *numbers.entry(name).or_insert(next)
        };
        let target = |row: &Row, output: usize| row.targets.get(output).copied().flatten();
        let is_natural = |&at: &usize| data.rows[at].part == Part::Training && data.rows[at].natural;
        let all_natural = data.rows.iter().all(|row| row.natural);
        let what = if all_natural { "promoters" } else { "pieces of native promoters" };
        Self {
            windows: data.rows.iter().map(|row| row.window.clone()).collect(),
            inputs: Vec::new(),
            folds: Vec::new(),
            parts: data.rows.iter().map(|row| row.part).collect(),
            families: data.rows.iter().map(|row| family(row.family.as_str())).collect(),
            measured: data.rows.iter().flat_map(|row| (0..outputs).map(move |output| target(row, output))).collect(),
            levels: Vec::new(),
            courses: Vec::new(),
            versions: data.pairs.iter().map(|pair| (pair.stratum.clone(), pair.alternative, pair.reference)).collect(),
            natural: (0..data.rows.len()).filter(is_natural).collect(),
            source: format!("{}, {what} in the training data", model.manifest().species),
        }
    }

    /// Genes with several sequences or embeddings each.
    pub fn of_table(model: &Model, data: &GeneData) -> Self {
        let first = model.signature().first_sequence().map(|(at, _)| at);
        let windows = data.inputs.iter().filter_map(|own| own[first?].window().cloned()).collect();
        let own = Self::of_values(model, windows, &data.values, (&data.parts, &data.family_of));
        Self { inputs: data.inputs.clone(), natural: if first.is_some() { own.natural } else { Vec::new() }, ..own }
    }

    /// Genes of the training data with one value each, by their first sequences; all that train are natural.
    fn of_values(model: &Model, windows: Vec<Window>, values: &[f32], (parts, families): (&[Part], &[usize])) -> Self {
        let natural = (0..parts.len()).filter(|&at| parts[at] == Part::Training).collect();
        Self {
            windows,
            inputs: Vec::new(),
            folds: Vec::new(),
            parts: parts.to_vec(),
            families: families.to_vec(),
            measured: values.iter().copied().map(Some).collect(),
            levels: Vec::new(),
            courses: Vec::new(),
            versions: Vec::new(),
            natural,
            source: format!("{}, promoters of the training data", model.manifest().species),
        }
    }

    /// A gene's sample.
    pub fn sample(&self, gene: usize) -> Sample {
        let parts = match self.inputs.get(gene) {
            Some(own) => own.clone(),
            None => vec![SamplePart::Bases(self.windows[gene].clone())],
        };
        Sample { name: String::new(), parts }
    }

    /// The samples of some genes.
    pub fn samples(&self, genes: &[usize]) -> SampleSet {
        let inputs = self.inputs.first().map_or(1, Vec::len);
        SampleSet::new(genes.iter().map(|&gene| self.sample(gene)), inputs)
    }

    /// Promoters with an abundance each.
    pub fn of_abundances(model: &Model, data: &AbundanceData) -> Result<Self> {
        let reads = model.sequence()?;
        let windows = data.promoters.iter().map(|promoter| reads.window(promoter)).collect();
        Ok(Self::of_values(model, windows, &data.values, (&data.parts, &data.family_of)))
    }

    /// The measured genes of a part.
    pub fn of(&self, part: Part) -> Vec<usize> {
        let is_measured = |gene: usize| self.measured_of(gene).iter().any(Option::is_some);
        (0..self.parts.len()).filter(|&gene| self.parts[gene] == part && is_measured(gene)).collect()
    }

    /// What was measured of a gene, by column.
    pub fn measured_of(&self, gene: usize) -> &[Option<f32>] {
        let width = self.measured.len() / self.parts.len().max(1);
        &self.measured[gene * width..(gene + 1) * width]
    }
}
