use std::time::Instant;

use burn::optim::{AdamWConfig, GradientsParams};
use burn::tensor::{Device, Tensor, TensorData};
use rand::rngs::StdRng;
use rand::seq::index;
use rand::{Rng, SeedableRng};

use super::compendia::Compendia;
use super::occupancies::Occupancies;
use super::recipe::RegulonsRecipe;
use crate::architecture::{Parameters, RegulonsConfig, RegulonsConstants, RegulonsTraining};
use crate::training::schedule::{one_cycle, steps_of_a_pass};
use crate::training::{CheckpointFolder, Dataset, Part, Progress, TrainingError, correlations};

/// AdamW's guard against division by zero, PyTorch's default.
const EPSILON: f32 = 1e-8;

/// Promoters that are evaluated at a time.
const EVALUATION_BATCH: usize = 128;

/// What the members of an ensemble have in common.
#[derive(Debug)]
pub struct RegulonsRun<'a> {
    /// How to train.
    pub recipe: &'a RegulonsRecipe,
    /// The network's sizes, motifs and families.
    pub config: &'a RegulonsConfig,
    /// Genes, conditions, split.
    pub data: &'a Dataset,
    /// Further outputs.
    pub compendia: &'a Compendia,
    /// What is read of the promoters.
    pub occupancies: &'a Occupancies,
    /// The motifs' log-odds.
    pub matrices: &'a [f32],
    /// Standard deviations of the features among the training promoters at the start.
    pub scale: &'a [f32],
    /// Where to compute.
    pub device: &'a Device,
}

/// What is fitted: measured values, 0 where there is none, and their weights; `genes x outputs`.
struct Targets {
    outputs: usize,
    values: Vec<f32>,
    weights: Vec<f32>,
}

/// Trains one member of the ensemble to the end of its schedule. A finished one is taken from the checkpoint
/// folder.
///
/// # Errors
/// [`TrainingError`] says why it had to stop.
pub fn train_member(
    run: &RegulonsRun<'_>,
    seed: u64,
    checkpoint: &CheckpointFolder,
    mut report: impl FnMut(Progress),
) -> Result<Parameters, TrainingError> {
    if let Some(weights) = checkpoint.finished() {
        return Ok(weights);
    }
    let RegulonsRun { recipe, config, data, .. } = *run;
    let training = &recipe.training;
    let genes = data.learnt();
    let targets = run.targets(training.compendia);
    let device = run.device.clone().autodiff();
    device.seed(seed);
    let mut network = RegulonsTraining::init(config, &recipe.network.mixture, run.compendia.columns, &device);
    let constants = RegulonsConstants::new(config.clone(), run.scale.to_vec(), &device);
    let mut optimizer = AdamWConfig::new().with_epsilon(EPSILON).with_weight_decay(0.0).init();
    let mut random = StdRng::seed_from_u64(seed);
    let (steps, mut begun) = (steps_of_a_pass(genes.len(), training.promoters)?, Instant::now());
    let mut seconds = 0.0;
    for epoch in 0..training.epochs {
        let order: Vec<usize> =
            index::sample(&mut random, genes.len(), genes.len()).iter().map(|at| genes[at]).collect();
        let mut total = 0.0;
        for (step, batch) in order.chunks_exact(training.promoters).enumerate() {
            let rows: Vec<usize> = batch.iter().map(|&gene| run.drawn(gene, &mut random)).collect();
            let kept = [training.dropout, training.context_dropout]
                .map(|share| run.kept(share, batch.len(), &mut random, &device));
            let levels = run.levels(training.tf_dropout, &mut random, &device);
            let predicted = network.responses(run.cells(&rows, &device), levels, Some(kept), &constants);
            let loss = targets.loss(predicted, batch, &device);
            total += f64::from(loss.clone().into_scalar::<f32>());
            let mut gradients = loss.backward();
            let gradients = GradientsParams::from_module(&mut gradients, &network);
            let share = one_cycle(epoch * steps + step, training.epochs * steps, training.warm_up);
            network = optimizer.step(training.learning_rate * share, network, gradients);
        }
        let loss = total / steps.max(1) as f64;
        if !loss.is_finite() {
            return Err(TrainingError::Diverged(epoch + 1));
        }
        seconds += begun.elapsed().as_secs_f64();
        let validation = run.validate(&network, &constants, &device);
        report(Progress { epoch: epoch + 1, epochs: training.epochs, loss, validation, seconds });
        begun = Instant::now();
    }
    let weights = network.parameters(config, run.matrices.to_vec(), run.scale.to_vec());
    checkpoint.keep_best(&weights)?;
    checkpoint.finish()?;
    Ok(weights)
}

impl RegulonsRun<'_> {
    fn targets(&self, weight: f32) -> Targets {
        let (data, width) = (self.data, self.data.columns.len());
        let is_trained: Vec<bool> = data.columns.iter().map(|column| !column.held_out).collect();
        let outputs = width + self.compendia.columns;
        let mut targets = Targets { outputs, values: Vec::new(), weights: Vec::new() };
        for gene in 0..data.promoters.len() {
            let own =
                data.profile(gene).iter().zip(&is_trained).map(|(value, trained)| (value.filter(|_| *trained), 1.0));
            let further = self.compendia.row(gene).iter().map(|value| (*value, weight));
            for (value, weight) in own.chain(further) {
                targets.values.push(value.unwrap_or(0.0));
                targets.weights.push(if value.is_some() { weight } else { 0.0 });
            }
        }
        targets
    }

    /// The gene's own promoter, or one of its orthologues.
    fn drawn(&self, gene: usize, random: &mut StdRng) -> usize {
        let rows = self.occupancies.rows(gene);
        if rows.len() > 1 && random.random_bool(self.recipe.training.orthologues) {
            rows[random.random_range(1..rows.len())]
        } else {
            rows[0]
        }
    }

    fn cells(&self, rows: &[usize], device: &Device) -> Tensor<3> {
        let cells = self.config.bins * self.config.thresholds.len();
        let values = self.occupancies.cells(rows);
        Tensor::from_data(TensorData::new(values, [rows.len(), self.config.motifs.len(), cells]), device)
    }

    /// A share of the features, at random, is left out; the others make up for it.
    fn kept(&self, share: f64, promoters: usize, random: &mut StdRng, device: &Device) -> Tensor<2> {
        let motifs = self.config.motifs.len();
        let scale = (1.0 / (1.0 - share)) as f32;
        let kept = (0..promoters * motifs).map(|_| if random.random_bool(share) { 0.0 } else { scale }).collect();
        Tensor::from_data(TensorData::new::<f32, _>(kept, [promoters, motifs]), device)
    }

    /// Normalised levels of all conditions; a share of them, at random, reads as the mean.
    fn levels(&self, dropped: f64, random: &mut StdRng, device: &Device) -> Tensor<2> {
        let (columns, tfs) = (self.data.columns.len(), self.data.tfs.len());
        let levels = (0..columns).flat_map(|column| self.data.scaling.apply(&self.data.filled_levels(column)));
        let levels: Vec<f32> = levels.map(|level| if random.random_bool(dropped) { 0.0 } else { level }).collect();
        Tensor::from_data(TensorData::new(levels, [columns, tfs]), device)
    }

    /// The correlation over all pairs of validation genes and trained conditions.
    fn validate(&self, network: &RegulonsTraining, constants: &RegulonsConstants, device: &Device) -> f64 {
        let width = self.data.columns.len();
        let genes = self.data.genes(Part::Validation);
        let levels = self.levels(0.0, &mut StdRng::seed_from_u64(0), device);
        let mut predicted = Vec::with_capacity(genes.len() * width);
        for batch in genes.chunks(EVALUATION_BATCH) {
            let rows: Vec<usize> = batch.iter().map(|&gene| self.occupancies.rows(gene)[0]).collect();
            let answer = network.responses(self.cells(&rows, device), levels.clone(), None, constants);
            predicted.extend(answer.narrow(1, 0, width).into_data().iter::<f32>());
        }
        let measured: Vec<Option<f32>> =
            genes.iter().flat_map(|&gene| self.data.profile(gene).iter().copied()).collect();
        correlations(&predicted, &measured, width, &self.data.conditions(false)).overall
    }
}

impl Targets {
    /// The mean squared error of a batch, by weight.
    fn loss(&self, predicted: Tensor<2>, genes: &[usize], device: &Device) -> Tensor<1> {
        let rows = |all: &[f32]| {
            let own: Vec<f32> = genes
                .iter()
                .flat_map(|gene| all[gene * self.outputs..(gene + 1) * self.outputs].iter().copied())
                .collect();
            Tensor::<2>::from_data(TensorData::new(own, [genes.len(), self.outputs]), device)
        };
        let weights = rows(&self.weights);
        let sum = weights.clone().sum();
        ((predicted - rows(&self.values)).powi_scalar(2) * weights).sum() / sum
    }
}
