use std::time::Instant;

use burn::module::Module;
use burn::optim::momentum::MomentumConfig;
use burn::optim::{GradientsParams, SgdConfig};
use burn::tensor::{Device, Tensor, TensorData};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::index;

use super::dataset::AbundanceData;
use super::recipe::ContextualRecipe;
use crate::architecture::{ContextualConfig, ContextualTraining, Parameters};
use crate::sequence::{Alphabet, Window};
use crate::training::{CheckpointFolder, Part, Progress, TrainingError, correlations};

/// What the members of an ensemble have in common.
#[derive(Debug)]
pub struct ContextualRun<'a> {
    /// How to train.
    pub recipe: &'a ContextualRecipe,
    /// The network's sizes.
    pub config: &'a ContextualConfig,
    /// Promoters, abundances, split.
    pub data: &'a AbundanceData,
    /// Where to compute.
    pub device: &'a Device,
}

/// What is read and fitted: windows, and abundances with a mean of 0 and a deviation of 1.
struct Examples {
    windows: Vec<Window>,
    values: Vec<f32>,
}

/// Trains one member until its validation loss stays for a while, and gives the weights with the lowest one. A
/// finished one is taken from the checkpoint folder.
///
/// # Errors
/// [`TrainingError`] says why it had to stop.
pub fn train_member(
    run: &ContextualRun<'_>,
    seed: u64,
    checkpoint: &CheckpointFolder,
    mut report: impl FnMut(Progress),
) -> Result<Parameters, TrainingError> {
    if let Some(weights) = checkpoint.finished() {
        return Ok(weights);
    }
    let training = &run.recipe.training;
    let (mean, deviation) = run.data.scale();
    let examples = Examples::new(run, mean, deviation);
    let (genes, held_out) = (run.data.of(Part::Training), run.data.of(Part::Validation));
    let device = run.device.clone().autodiff();
    device.seed(seed);
    let momentum = MomentumConfig { momentum: training.momentum, dampening: 0.0, nesterov: false };
    let mut optimizer = SgdConfig::new().with_momentum(Some(momentum)).init();
    let mut network = ContextualTraining::init(run.config.clone(), training.dropout, &device);
    let mut random = StdRng::seed_from_u64(seed);
    let (mut lowest, mut waited, mut best) = (f64::INFINITY, 0, None);
    let begun = Instant::now();
    for epoch in 1..=training.epochs {
        let order: Vec<usize> =
            index::sample(&mut random, genes.len(), genes.len()).iter().map(|at| genes[at]).collect();
        let mut total = 0.0;
        for batch in order.chunks(training.batch) {
            let (loss, _) = run.loss(&network, &examples, batch, &device);
            total += f64::from(loss.clone().into_scalar::<f32>()) * batch.len() as f64;
            let mut gradients = loss.backward();
            let gradients = GradientsParams::from_module(&mut gradients, &network);
            network = optimizer.step(training.learning_rate, network, gradients).with_non_negative_kernels();
        }
        let loss = total / genes.len().max(1) as f64;
        if !loss.is_finite() {
            return Err(TrainingError::Diverged(epoch));
        }
        let (validation_loss, validation) = run.validate(&network.valid(), &examples, &held_out);
        if validation_loss < lowest {
            (lowest, waited) = (validation_loss, 0);
            let weights = network.parameters(mean, deviation);
            checkpoint.keep_best(&weights)?;
            best = Some(weights);
        } else {
            waited += 1;
        }
        let seconds = begun.elapsed().as_secs_f64();
        report(Progress { epoch, epochs: training.epochs, loss, validation, seconds });
        if waited >= training.patience {
            break;
        }
    }
    checkpoint.finish()?;
    Ok(best.unwrap_or_else(|| network.parameters(mean, deviation)))
}

impl Examples {
    fn new(run: &ContextualRun<'_>, mean: f32, deviation: f32) -> Self {
        let window = |promoter| Window::new(promoter, run.config.window, &Alphabet::ACGT);
        Self {
            windows: run.data.promoters.iter().map(window).collect(),
            values: run.data.values.iter().map(|value| (value - mean) / deviation).collect(),
        }
    }
}

impl ContextualRun<'_> {
    /// The mean squared error of some promoters with the penalties, and their responses.
    fn loss(
        &self,
        network: &ContextualTraining,
        examples: &Examples,
        batch: &[usize],
        device: &Device,
    ) -> (Tensor<1>, Tensor<1>) {
        let training = &self.recipe.training;
        let windows: Vec<&Window> = batch.iter().map(|&at| &examples.windows[at]).collect();
        let values: Vec<f32> = batch.iter().map(|&at| examples.values[at]).collect();
        let measured = Tensor::<1>::from_data(TensorData::new(values, [batch.len()]), device);
        let pass = network.forward(network.patches(&windows, device));
        let share = 1.0 / batch.len().max(1) as f32;
        let error = (pass.responses.clone() - measured).powi_scalar(2).mean();
        let columns = pass.columns.abs().sum().mul_scalar(training.columns_penalty * share);
        let weights = pass.weights.abs().sum().mul_scalar(training.weights_penalty * share);
        let dense = network.dense_squares().mul_scalar(training.dense_penalty);
        (error + columns + weights + dense, pass.responses)
    }

    /// The loss and the correlation over the validation promoters, without dropout.
    fn validate(&self, network: &ContextualTraining, examples: &Examples, held_out: &[usize]) -> (f64, f64) {
        let (mut total, mut predicted) = (0.0, Vec::with_capacity(held_out.len()));
        for batch in held_out.chunks(self.recipe.training.batch) {
            let (loss, responses) = self.loss(network, examples, batch, self.device);
            total += f64::from(loss.into_scalar::<f32>()) * batch.len() as f64;
            predicted.extend(responses.into_data().iter::<f32>());
        }
        let measured: Vec<Option<f32>> = held_out.iter().map(|&at| Some(examples.values[at])).collect();
        (total / held_out.len().max(1) as f64, correlations(&predicted, &measured, 1, &[0]).overall)
    }
}
