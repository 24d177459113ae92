use burn::tensor::{Device, Tensor, TensorData};
use rand::rngs::StdRng;
use rand::seq::index;
use rand::{Rng, SeedableRng};

use super::dataset::Dataset;
use super::orthologues::Orthologues;
use super::recipe::TrainingSection;
use crate::architecture::one_hot;
use crate::sequence::{Alphabet, PADDING, Promoter, Window};

/// What one step of training sees: P promoters and C conditions, all pairs of them.
pub struct Batch {
    /// One-hot, `P x channels x window`.
    pub promoters: Tensor<3>,
    /// Normalised, `C x TFs`.
    pub levels: Tensor<2>,
    /// `P x C`
    pub targets: Tensor<2>,
    /// 1 where the target was measured, `P x C`.
    pub mask: Tensor<2>,
}

/// Draws the batches of an epoch. The same seed and epoch give the same batches, so that a resumed run goes
/// on as it would have.
pub struct Sampler<'a> {
    data: &'a Dataset,
    targets: &'a [f32],
    training: &'a TrainingSection,
    orthologues: &'a Orthologues<'a>,
    window: usize,
    alphabet: Alphabet,
    conditions: Vec<usize>,
    order: Vec<usize>,
    random: StdRng,
}

impl<'a> Sampler<'a> {
    /// Shuffles `genes` for one epoch. `targets` is `genes of the data x conditions`.
    pub fn new(
        data: &'a Dataset,
        targets: &'a [f32],
        (training, orthologues): (&'a TrainingSection, &'a Orthologues<'a>),
        (window, alphabet): (usize, Alphabet),
        genes: &[usize],
        seed: u64,
    ) -> Self {
        let mut random = StdRng::seed_from_u64(seed);
        let order = index::sample(&mut random, genes.len(), genes.len()).iter().map(|at| genes[at]).collect();
        let conditions = data.conditions(false);
        Self { data, targets, training, orthologues, window, alphabet, conditions, order, random }
    }

    /// The batch at `step` of the epoch, if that many promoters are left.
    pub fn batch(&mut self, step: usize, device: &Device) -> Option<Batch> {
        let size = self.training.promoters;
        let genes = self.order.get(step * size..(step + 1) * size)?.to_vec();
        let windows: Vec<Window> = genes.iter().map(|&gene| self.shifted(gene)).collect();
        let promoters = one_hot(&windows, self.alphabet.len(), device);
        let count = self.training.conditions.min(self.conditions.len());
        let drawn: Vec<usize> = index::sample(&mut self.random, self.conditions.len(), count)
            .iter()
            .map(|at| self.conditions[at])
            .collect();
        let mut levels = Vec::with_capacity(count * self.data.tfs.len());
        for &column in &drawn {
            let normalised = self.data.scaling.apply(&self.data.filled_levels(column));
            // A normalised level of zero is the mean: what a TF that the user does not give reads as.
            levels.extend(
                normalised
                    .into_iter()
                    .map(|level| if self.random.random_bool(self.training.tf_dropout) { 0.0 } else { level }),
            );
        }
        let width = self.data.columns.len();
        let pairs = || genes.iter().flat_map(|&gene| drawn.iter().map(move |&column| gene * width + column));
        let targets: Vec<f32> = pairs().map(|pair| self.targets[pair]).collect();
        let mask: Vec<f32> = pairs().map(|pair| if self.data.responses[pair].is_some() { 1.0 } else { 0.0 }).collect();
        let tensor =
            |values: Vec<f32>, shape: [usize; 2]| Tensor::<2>::from_data(TensorData::new(values, shape), device);
        Some(Batch {
            promoters,
            levels: tensor(levels, [count, self.data.tfs.len()]),
            targets: tensor(targets, [genes.len(), count]),
            mask: tensor(mask, [genes.len(), count]),
        })
    }

    /// The gene's own promoter, or one of its orthologues.
    fn drawn(&mut self, gene: usize) -> &'a Promoter {
        let others = self.orthologues.of_gene(gene);
        if !others.is_empty() && self.random.random_bool(self.training.orthologues) {
            others[self.random.random_range(..others.len())]
        } else {
            &self.data.promoters[gene]
        }
    }

    fn shifted(&mut self, gene: usize) -> Window {
        let reach = self.training.shift as i64;
        let shift = self.random.random_range(-reach..=reach);
        let window = Window::new(self.drawn(gene), self.window, &self.alphabet);
        let codes = window.codes();
        let moved = (0..codes.len() as i64).map(|position| {
            usize::try_from(position + shift).ok().and_then(|source| codes.get(source)).copied().unwrap_or(PADDING)
        });
        Window::from_codes(moved.collect())
    }
}
