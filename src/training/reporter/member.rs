use std::time::Instant;

use thiserror::Error;

use super::dataset::ReporterData;
use super::evaluation::{Score, scores};
use super::motif_start::distinct_motifs;
use super::recipe::ReporterRecipe;
use super::sampler::{draw, generator, on_strand, one_hot, targets, taught_of_pass, window};
use super::state::MemberState;
use super::step::{StepNetwork, Trainable, Update};
use crate::architecture::{ArchitectureError, Parameters, ReporterResnetConfig};
use crate::motif::Motif;
use crate::training::Part;
use crate::training::schedule::{BatchTooLarge, one_cycle, steps_of_a_pass};
use rand::Rng;
use rand::seq::SliceRandom;

/// Rows that are evaluated at a time.
const EVALUATION_BATCH: usize = 256;

/// Passes between two looks at the validation rows.
const PASSES_BETWEEN_LOOKS: usize = 2;

/// How training stands, after each pass.
#[derive(Debug, Clone, Copy)]
pub struct MemberProgress {
    /// Passes done.
    pub pass: usize,
    /// Passes planned.
    pub passes: usize,
    /// Mean training loss of the pass.
    pub loss: f64,
    /// The first task over the validation rows, where it was looked at.
    pub validation: Option<Score>,
    /// Seconds of training so far.
    pub seconds: f64,
}

/// Why training stopped.
#[derive(Debug, Error)]
pub enum MemberError {
    /// The folder of its state cannot be used.
    #[error("training state: {0}")]
    Folder(std::io::Error),
    /// A state on disk does not fit the recipe.
    #[error("the saved state of an earlier run does not fit ({0}); remove its folder to start anew")]
    State(String),
    /// The recipe's network is none, or cannot be trained.
    #[error(transparent)]
    Architecture(#[from] ArchitectureError),
    /// The recipe's batches are larger than a pass.
    #[error(transparent)]
    Batch(#[from] BatchTooLarge),
    /// The loss is no number any more.
    #[error("the loss is not finite after pass {0}; lower the learning rate")]
    Diverged(usize),
}

quotes! {
    MemberError::Folder(std::io::Error);
}

/// What the members of an ensemble have in common.
#[derive(Debug)]
pub struct MemberRun<'a> {
    /// How to train.
    pub recipe: &'a ReporterRecipe,
    /// The network's hyperparameters.
    pub config: &'a ReporterResnetConfig,
    /// Rows and split.
    pub data: &'a ReporterData,
    /// What the first convolution starts from.
    pub motifs: &'a [Motif],
}

/// Trains one member, or goes on where an earlier run was cut off, and returns the weights that ship.
///
/// # Errors
/// [`MemberError`] says why it had to stop.
pub fn train_member(
    run: &MemberRun<'_>,
    seed: u64,
    state: &MemberState,
    mut report: impl FnMut(MemberProgress),
) -> Result<Parameters, MemberError> {
    let MemberRun { recipe, data, .. } = *run;
    let training = &recipe.training;
    let mut network = start(run, seed);
    let mut moments = network.moments();
    let mut position = state.resume(&mut network, &mut moments)?;
    let weights = data.weights(training.family_power);
    let drawn = training.rows.min(weights.len()) + taught_of_pass(recipe, data, 0).len();
    let per_pass = steps_of_a_pass(drawn, training.batch)?;
    let total = per_pass * training.passes;
    let validation = data.measured(Part::Validation);
    let both = run.config.both_strands;
    while position.passes < training.passes {
        let begun = Instant::now();
        let mut random = generator(seed, position.passes);
        let mut rows = draw(&weights, training.rows, &mut random);
        rows.extend(taught_of_pass(recipe, data, position.passes));
        rows.shuffle(&mut random);
        let mut sum = 0.0;
        for batch in rows.chunks_exact(training.batch) {
            let codes: Vec<Vec<u8>> =
                batch.iter().map(|&row| on_strand(window(data, row), both && random.random_bool(0.5))).collect();
            let pass = network.forward(one_hot(&codes), training.dropout, &mut random);
            let targets = targets(recipe, data, batch);
            let scale = 1.0 / batch.len() as f32;
            let mut gradient = Vec::with_capacity(targets.len());
            for (output, (target, weight)) in pass.output.iter().zip(targets) {
                let error = output - target;
                sum += f64::from(weight * error * error * scale);
                gradient.push(2.0 * weight * error * scale);
            }
            let gradients = network.backward(&pass, &gradient);
            let rate = training.learning_rate * one_cycle(position.steps as usize, total, training.warm_up);
            position.steps += 1;
            let update = Update { rate: rate as f32, decay: training.weight_decay, step: position.steps };
            network.step(&gradients, &mut moments, update);
        }
        position.passes += 1;
        position.seconds += begun.elapsed().as_secs_f64();
        let loss = sum / per_pass.max(1) as f64;
        if !loss.is_finite() {
            return Err(MemberError::Diverged(position.passes));
        }
        state.save(&mut network, &moments, position)?;
        let looks = position.passes.is_multiple_of(PASSES_BETWEEN_LOOKS) || position.passes == training.passes;
        let validation = looks.then(|| validate(&network, data, &validation, both)).flatten();
        let (pass, passes, seconds) = (position.passes, training.passes, position.seconds);
        report(MemberProgress { pass, passes, loss, validation, seconds });
    }
    let scales: Vec<(f32, f32)> = data.scales.iter().map(|(mean, sd)| (*sd, *mean)).collect();
    Ok(network.parameters(&scales[..recipe.outputs().count()]))
}

fn start(run: &MemberRun<'_>, seed: u64) -> StepNetwork {
    let mut network = StepNetwork::new(run.config, run.recipe.tasks.len(), seed);
    let Some(section) = &run.recipe.motifs else { return network };
    let width = run.config.convolutions.first().map_or(1, |layer| layer.width);
    let kernels = distinct_motifs(run.motifs, width, &section.background, section.similarity, section.scale);
    network.start_first(&kernels, section.shift);
    network
}

/// The first task on some rows, both strands averaged, by the running statistics.
fn validate(network: &StepNetwork, data: &ReporterData, rows: &[usize], both: bool) -> Option<Score> {
    let tasks = data.scales.len();
    let strand = |batch: &[usize], reverse: bool| {
        let codes: Vec<Vec<u8>> = batch.iter().map(|&row| on_strand(&data.rows[row].window, reverse)).collect();
        network.answer(one_hot(&codes))
    };
    let mut predicted = Vec::with_capacity(rows.len());
    for batch in rows.chunks(EVALUATION_BATCH) {
        let own = strand(batch, false);
        let other = if both { strand(batch, true) } else { own.clone() };
        predicted.extend(own.chunks(tasks).zip(other.chunks(tasks)).map(|(own, other)| own[0] + other[0]));
    }
    scores(data, 0, rows, &predicted).get("all").copied()
}
