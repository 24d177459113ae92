use std::time::Instant;

use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};

use super::dataset::GeneData;
use super::recipe::JointRecipe;
use crate::architecture::{InputTower, JointConfig, Parameters};
use crate::sample::Part as SamplePart;
use crate::sequence::Window;
use crate::training::Progress;
use crate::training::evaluation::pearson;
use crate::training::reporter::step::{Columns, JointStep, Trainable, Update};
use crate::training::reporter::{MemberError, MemberState, one_hot};
use crate::training::schedule::{one_cycle, steps_of_a_pass};

/// Genes that are evaluated at a time.
const EVALUATION_BATCH: usize = 64;

/// The code of an unknown base.
const UNKNOWN: u8 = 4;

/// What the members of an ensemble have in common.
#[derive(Debug)]
pub struct JointRun<'a> {
    /// How to train.
    pub recipe: &'a JointRecipe,
    /// The network's hyperparameters.
    pub config: &'a JointConfig,
    /// Genes and split.
    pub data: &'a GeneData,
}

/// Trains one member, or goes on where an earlier run was cut off, and returns the weights that ship.
///
/// # Errors
/// [`MemberError`] says why it had to stop.
pub fn train_member(
    run: &JointRun<'_>,
    seed: u64,
    state: &MemberState,
    mut report: impl FnMut(Progress),
) -> Result<Parameters, MemberError> {
    let training = &run.recipe.training;
    let member = training.seeds.iter().position(|own| *own == seed).unwrap_or(0);
    let [mut genes, held_out] = run.data.sides(member);
    let (mean, sd) = run.data.scale(&genes);
    let mut network = JointStep::new(run.config, seed)?;
    for input in 0..run.config.inputs.len() {
        network.standardise(input, genes.iter().filter_map(|&gene| run.embedding(gene, input)));
    }
    let mut moments = network.moments();
    let mut position = state.resume(&mut network, &mut moments)?;
    genes.sort_unstable();
    let per_pass = steps_of_a_pass(genes.len(), training.batch)?;
    let total = per_pass * training.passes;
    while position.passes < training.passes {
        let begun = Instant::now();
        let mut random = StdRng::seed_from_u64(seed.wrapping_mul(1_000_003).wrapping_add(position.passes as u64));
        let mut order = genes.clone();
        order.shuffle(&mut random);
        let mut sum = 0.0;
        for batch in order.chunks_exact(training.batch) {
            let inputs = run.inputs(batch, |window| moved(window, training.shift, &mut random));
            let pass = network.forward(inputs, training.dropout, &mut random);
            let scale = 1.0 / batch.len() as f32;
            let mut gradient = Vec::with_capacity(batch.len());
            for (output, &gene) in pass.output.iter().zip(batch) {
                let error = output - (run.data.values[gene] - mean) / sd;
                sum += f64::from(error * error * scale);
                gradient.push(2.0 * error * scale);
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
        let agreement = run.agreement(&network, &held_out);
        if run.recipe.split.folds > 0 && agreement > position.best.unwrap_or(f64::NEG_INFINITY) {
            position.best = Some(agreement);
            state.save_best(&mut network)?;
        }
        state.save(&mut network, &moments, position)?;
        report(Progress {
            epoch: position.passes,
            epochs: training.passes,
            loss,
            validation: agreement,
            seconds: position.seconds,
        });
    }
    if position.best.is_some() {
        state.load_best(&mut network)?;
    }
    Ok(network.parameters(&[(sd, mean)]))
}

impl JointRun<'_> {
    /// For each input, one-hot bases, `N x length x 4`, or embeddings as they are.
    fn inputs(&self, genes: &[usize], mut codes: impl FnMut(&Window) -> Vec<u8>) -> Vec<Columns> {
        let mut of = |(input, tower): (usize, &InputTower)| {
            if let InputTower::Embedding { positions, width, .. } = tower {
                let values = genes.iter().filter_map(|&gene| self.embedding(gene, input)).flatten().copied().collect();
                return Columns { count: genes.len(), length: *positions, channels: *width, values };
            }
            let windows = genes.iter().filter_map(|&gene| self.data.inputs[gene][input].window());
            one_hot(&windows.map(&mut codes).collect::<Vec<_>>())
        };
        self.config.inputs.iter().enumerate().map(&mut of).collect()
    }

    /// The numbers of a gene's embedding; none for an input of letters.
    fn embedding(&self, gene: usize, input: usize) -> Option<&[f32]> {
        match &self.data.inputs[gene][input] {
            SamplePart::Embedding(own) => Some(own.values()),
            SamplePart::Bases(_) | SamplePart::Numbers(_) => None,
        }
    }

    /// Pearson's correlation of some genes, by the running statistics; NaN where there are too few.
    fn agreement(&self, network: &JointStep, genes: &[usize]) -> f64 {
        let answer = |batch: &[usize]| network.answer(self.inputs(batch, |window| window.codes().to_vec()));
        let predicted = genes.chunks(EVALUATION_BATCH).flat_map(answer).map(f64::from);
        let measured = genes.iter().map(|&gene| f64::from(self.data.values[gene]));
        pearson(&predicted.zip(measured).collect::<Vec<_>>()).unwrap_or(f64::NAN)
    }
}

/// The codes of a window that lies up to `reach` bases further up or down; what comes in is unknown.
fn moved(window: &Window, reach: usize, random: &mut StdRng) -> Vec<u8> {
    let codes = window.codes();
    let by = random.random_range(0..=2 * reach) as isize - reach as isize;
    let from = |at: usize| at.checked_add_signed(by).and_then(|at| codes.get(at)).copied().unwrap_or(UNKNOWN);
    (0..codes.len()).map(from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_moves_by_so_many_bases_at_most() {
        let window = Window::from_codes(vec![0, 1, 2, 3]);
        let mut random = StdRng::seed_from_u64(1);
        assert_eq!(moved(&window, 0, &mut random), [0, 1, 2, 3]);
        let known: Vec<Vec<u8>> = vec![vec![4, 0, 1, 2], vec![0, 1, 2, 3], vec![1, 2, 3, 4]];
        let found: Vec<Vec<u8>> = (0..60).map(|_| moved(&window, 1, &mut random)).collect();
        assert!(found.iter().all(|own| known.contains(own)) && known.iter().all(|own| found.contains(own)));
    }
}
