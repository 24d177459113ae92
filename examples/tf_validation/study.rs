use std::rc::Rc;

use cisight::architecture::{Rule, TfChange};
use cisight::attribution::Change;
use cisight::model::{EncodedConditions, EncodedSamples, Model};
use cisight::sequence::Window;
use cisight::training::Dataset;

use crate::Outcome;

/// A model, and genes that it has not seen.
pub struct Study {
    pub model: Model,
    pub data: Rc<Dataset>,
    /// Indices of the genes.
    pub genes: Vec<usize>,
    pub encoded: EncodedSamples,
}

impl Study {
    pub fn new(model: Model, data: Rc<Dataset>, genes: Vec<usize>) -> Outcome<Self> {
        let encoded = model.encode(&windows(&model, &data, &genes)?.into())?;
        Ok(Self { model, data, genes, encoded })
    }

    pub fn windows(&self) -> Outcome<Vec<Window>> {
        windows(&self.model, &self.data, &self.genes)
    }

    /// The gene's systematic name.
    pub fn name(&self, row: usize) -> &str {
        self.data.promoters[self.genes[row]].name()
    }

    /// What each TF contributes to each gene's response, `genes x TFs`.
    pub fn contributions(&self, levels: &[f32], reference: &[f32]) -> Outcome<Vec<f64>> {
        let width = levels.len();
        let without: Vec<Vec<(usize, TfChange)>> = (0..width).map(|tf| vec![(tf, TfChange::Removed)]).collect();
        if let Some(conditions) = self.model.encode_tf_changes(levels, &without) {
            let standing = self.respond(&self.model.encode_conditions(levels))?;
            let changed = self.respond(&conditions)?;
            return Ok(changed.iter().enumerate().map(|(at, changed)| standing[at / width] - changed).collect());
        }
        let explaining = self.model.explain_tfs(&self.encoded, [levels, reference], &Rule::Rescale, 0);
        let explained = pollster::block_on(explaining)?;
        let change = |at: usize| levels[at % width] - reference[at % width];
        Ok(explained.tfs.iter().enumerate().map(|(at, unit)| f64::from(unit * change(at))).collect())
    }

    /// Responses of all genes, `genes x conditions`.
    pub fn respond(&self, conditions: &EncodedConditions) -> Outcome<Vec<f64>> {
        let responses = pollster::block_on(self.model.respond(&self.encoded, conditions))?;
        let count = responses.members()[0].len();
        Ok((0..count).map(|pair| f64::from(responses.summary(pair).0)).collect())
    }

    /// Responses where each set of TFs is changed, `genes x sets`.
    pub fn changed(&self, base: &[f32], sets: &[Vec<usize>], change: Change) -> Outcome<Vec<f64>> {
        let scaled = |tf: usize| match change {
            Change::Remove(_) => TfChange::Removed,
            other => TfChange::Scaled(other.apply(base[tf]) - base[tf]),
        };
        let changes: Vec<Vec<(usize, TfChange)>> =
            sets.iter().map(|set| set.iter().map(|&tf| (tf, scaled(tf))).collect()).collect();
        if let Some(conditions) = self.model.encode_tf_changes(base, &changes) {
            return self.respond(&conditions);
        }
        let levels = sets.iter().flat_map(|set| {
            let mut perturbed = base.to_vec();
            set.iter().for_each(|&tf| perturbed[tf] = change.apply(perturbed[tf]));
            perturbed
        });
        self.respond(&self.model.encode_conditions(&levels.collect::<Vec<f32>>()))
    }
}

fn windows(model: &Model, data: &Dataset, genes: &[usize]) -> Outcome<Vec<Window>> {
    let reads = model.sequence()?;
    Ok(genes.iter().map(|&gene| reads.window(&data.promoters[gene])).collect())
}
