use std::time::Instant;

use burn::module::{Module, ModuleVisitor, Param, ParamGroup, ParamId};
use burn::optim::{AdamWConfig, GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Tensor};
use thiserror::Error;

use super::batch::{Batch, Sampler};
use super::checkpoint::CheckpointFolder;
use super::dataset::Dataset;
use super::denoise::denoise;
use super::evaluation::correlations;
use super::motif_filters::motif_filters;
use super::orthologues::Orthologues;
use super::recipe::{Recipe, TrainingSection};
use super::schedule::{BatchTooLarge, one_cycle, steps_of_a_pass};
use super::split::Part;
use crate::architecture::{ArchitectureError, FunProse, FunProseConfig, Network, Parameters, PartError};
use crate::motif::Motif;
use crate::sequence::{Alphabet, Promoter, Window};

/// Promoters that are evaluated at a time.
const EVALUATION_BATCH: usize = 16;

/// AdamW's guard against division by zero, PyTorch's default.
const EPSILON: f32 = 1e-8;

/// How training stands, after each epoch.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// Epochs done.
    pub epoch: usize,
    /// Epochs planned.
    pub epochs: usize,
    /// Mean training loss of the epoch.
    pub loss: f64,
    /// Correlation over all validation pairs in trained conditions.
    pub validation: f64,
    /// Seconds of training so far.
    pub seconds: f64,
}

/// Why training stopped.
#[derive(Debug, Error)]
pub enum TrainingError {
    /// The recipe's network is none.
    #[error(transparent)]
    Architecture(#[from] ArchitectureError),
    /// The recipe's network reads something else than the data set holds.
    #[error(transparent)]
    Part(#[from] PartError),
    /// The checkpoint folder cannot be used.
    #[error("checkpoint: {0}")]
    Checkpoint(std::io::Error),
    /// A state on disk does not fit the recipe.
    #[error("the saved state of an earlier run does not fit ({0}); remove its folder to start anew")]
    State(String),
    /// The recipe's batches are larger than a pass.
    #[error(transparent)]
    Batch(#[from] BatchTooLarge),
    /// The loss is no number any more.
    #[error("the loss is not finite after epoch {0}; lower the learning rate")]
    Diverged(usize),
}

quotes! {
    TrainingError::Checkpoint(std::io::Error);
}

/// What the members of an ensemble have in common.
#[derive(Debug)]
pub struct TrainingRun<'a> {
    /// How to train.
    pub recipe: &'a Recipe,
    /// The network's hyperparameters.
    pub config: &'a FunProseConfig,
    /// Genes, conditions, split.
    pub data: &'a Dataset,
    /// Promoters that may stand for training genes' own.
    pub orthologues: &'a [Promoter],
    /// What the first convolution starts from; none for a random start.
    pub motifs: &'a [Motif],
    /// Where to compute.
    pub device: &'a Device,
}

/// Trains one member of the ensemble, or goes on where an earlier run was cut off, and returns the weights
/// that validated best.
///
/// # Errors
/// [`TrainingError`] says why it had to stop.
pub fn train_member(
    run: &TrainingRun<'_>,
    seed: u64,
    checkpoint: &CheckpointFolder,
    mut report: impl FnMut(Progress),
) -> Result<Parameters, TrainingError> {
    let TrainingRun { recipe, config, data, .. } = *run;
    if let Some(weights) = checkpoint.finished() {
        return Ok(weights);
    }
    let training = &recipe.training;
    let genes = data.learnt();
    let targets = targets(data, &data.genes(Part::Training), training.components);
    let orthologues = Orthologues::of(data, run.orthologues);
    let device = run.device.clone().autodiff();
    device.seed(seed);
    let network = start(run, &genes, &device);
    let (mut network, mut optimizer, mut position) =
        checkpoint.resume(network, |network| optimizer(network, training))?;
    let first_ids = first_ids(&network);
    let steps = steps_of_a_pass(genes.len(), training.promoters)?;
    let slow = recipe.motifs.as_ref().map_or(1.0, |motifs| motifs.learning_rate);
    while position.epochs < training.epochs && position.waited < training.patience {
        let begun = Instant::now();
        let epoch_seed = seed.wrapping_mul(1_000_003).wrapping_add(position.epochs as u64);
        device.seed(epoch_seed);
        let reads = (config.seq_length, Alphabet::ACGNT);
        let mut sampler = Sampler::new(data, &targets, (training, &orthologues), reads, &genes, epoch_seed);
        let mut total = 0.0;
        for step in 0..steps {
            let Some(batch) = sampler.batch(step, &device) else { break };
            let share = one_cycle(position.epochs * steps + step, training.epochs * steps, training.warm_up);
            let loss = masked_loss(&network, batch);
            total += f64::from(loss.clone().into_scalar::<f32>());
            let mut gradients = loss.backward();
            let own = GradientsParams::from_params(&mut gradients, &network, &first_ids);
            let others = GradientsParams::from_module(&mut gradients, &network);
            network = optimizer.step(training.learning_rate * share * slow, network, own);
            network = optimizer.step(training.learning_rate * share, network, others);
        }
        position.epochs += 1;
        position.seconds += begun.elapsed().as_secs_f64();
        let loss = total / steps.max(1) as f64;
        if !loss.is_finite() {
            return Err(TrainingError::Diverged(position.epochs));
        }
        let trained = network.valid();
        let validation = validate(&trained, data)?;
        if position.epochs == 1 || validation > position.best {
            (position.best, position.waited) = (validation, 0);
            checkpoint.keep_best(&trained.parameters())?;
        } else {
            position.waited += 1;
        }
        checkpoint.save(&network, &optimizer, &position)?;
        report(Progress {
            epoch: position.epochs,
            epochs: training.epochs,
            loss,
            validation,
            seconds: position.seconds,
        });
    }
    checkpoint.finish()?;
    checkpoint.best().ok_or_else(|| TrainingError::State("no weights were kept".to_owned()))
}

/// What is fitted: the measured responses, or their leading components among the training genes.
fn targets(data: &Dataset, genes: &[usize], components: usize) -> Vec<f32> {
    let width = data.columns.len();
    let mut targets: Vec<f32> = data.responses.iter().map(|value| value.unwrap_or(0.0)).collect();
    if components > 0 {
        let trained = data.conditions(false);
        let profiles: Vec<Option<f32>> =
            genes.iter().flat_map(|&gene| trained.iter().map(move |&column| data.profile(gene)[column])).collect();
        let denoised = denoise(&profiles, trained.len(), components);
        for (&gene, profile) in genes.iter().zip(denoised.chunks(trained.len())) {
            for (&column, value) in trained.iter().zip(profile) {
                targets[gene * width + column] = *value;
            }
        }
    }
    targets
}

fn start(run: &TrainingRun<'_>, genes: &[usize], device: &Device) -> FunProse {
    let network = FunProse::init(run.config.clone(), device).with_dropout(run.recipe.dropout);
    let Some(section) = &run.recipe.motifs else { return network };
    let training: Vec<&Promoter> = genes.iter().map(|&gene| &run.data.promoters[gene]).collect();
    motif_filters(&network, run.motifs, section, &training, device)
}

fn first_ids(network: &FunProse) -> Vec<ParamId> {
    let first = network.first_convolution();
    std::iter::once(first.weight.id).chain(first.bias.iter().map(|bias| bias.id)).collect()
}

/// AdamW; biases, batch norms and the first convolution are not decayed.
fn optimizer(network: &FunProse, training: &TrainingSection) -> ModuleOptimizer {
    struct Vectors(Vec<ParamId>);
    impl ModuleVisitor for Vectors {
        fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
            if D == 1 {
                self.0.push(param.id);
            }
        }
    }
    let mut spared = Vectors(first_ids(network));
    network.visit(&mut spared);
    let adam = |decay| AdamWConfig::new().with_epsilon(EPSILON).with_weight_decay(decay);
    adam(training.weight_decay).init().with_group(ParamGroup::from_ids(spared.0), adam(0.0).build(), None)
}

fn masked_loss(network: &FunProse, batch: Batch) -> Tensor<1> {
    let predicted = network.head(network.encode_one_hot(batch.promoters), network.encode_levels(batch.levels));
    let count = batch.mask.clone().sum();
    ((predicted - batch.targets).powi_scalar(2) * batch.mask).sum() / count
}

fn validate(network: &FunProse, data: &Dataset) -> Result<f64, PartError> {
    let genes = data.genes(Part::Validation);
    let predicted = predict(network, data, &genes)?;
    let measured: Vec<Option<f32>> = genes.iter().flat_map(|&gene| data.profile(gene).iter().copied()).collect();
    Ok(correlations(&predicted, &measured, data.columns.len(), &data.conditions(false)).overall)
}

/// A network's responses of some genes in all conditions, `genes x conditions` row-major.
///
/// # Errors
/// [`PartError`] where the network reads something else than the data set holds.
pub fn predict(network: &dyn Network, data: &Dataset, genes: &[usize]) -> Result<Vec<f32>, PartError> {
    let (length, alphabet) = network.declaration().sequence().unwrap_or((0, &Alphabet::ACGNT));
    let levels: Vec<f32> =
        (0..data.columns.len()).flat_map(|column| data.scaling.apply(&data.filled_levels(column))).collect();
    let conditions = network.encode_conditions(&levels);
    let mut responses = Vec::with_capacity(genes.len() * data.columns.len());
    for batch in genes.chunks(EVALUATION_BATCH) {
        let windows: Vec<Window> =
            batch.iter().map(|&gene| Window::new(&data.promoters[gene], length, alphabet)).collect();
        let answer = network.respond(&[network.encode_windows(&windows)?], &conditions);
        responses.extend(answer.into_data().iter::<f32>());
    }
    Ok(responses)
}
