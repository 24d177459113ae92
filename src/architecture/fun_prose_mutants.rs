use std::ops::Range;

use burn::tensor::Tensor;

use super::fun_prose::{FunProse, LETTERS, pool};
use super::{Mutant, PromoterFeatures, one_hot};
use crate::sequence::{PADDING, Window};

/// What the mutants of one window share: the inner layers of the window as it is.
struct Reference {
    /// Behind the first block, `1 x conv1_knum x columns`.
    first: Tensor<3>,
    /// The second convolution, before its pool, `1 x conv2_knum x columns`.
    second: Tensor<3>,
}

/// Which part of the layers a batch of mutants has to compute anew.
struct Reach {
    /// Columns behind the first pool.
    pooled: Range<usize>,
    /// Columns of the second convolution.
    convolved: Range<usize>,
}

impl FunProse {
    /// Features of single-base mutants of one window, in the order given, each equal to what encoding the whole mutant gives.
    ///
    /// A changed base reaches `conv1_ksize` columns of the first convolution, hence one or two of its pooling windows, hence a few columns
    /// of the second convolution: only these are computed; the others are the reference's. Mutants of neighbouring bases share a batch.
    pub(super) fn mutant_features(&self, window: &Window, mutants: &[Mutant]) -> PromoterFeatures {
        let reference = self.reference(window);
        let batches = mutants.chunk_by(|a, b| self.first_touched(a.position) == self.first_touched(b.position));
        let features = batches.map(|batch| self.batch_features(window, &reference, batch)).collect();
        PromoterFeatures(Tensor::cat(features, 0))
    }

    fn reference(&self, window: &Window) -> Reference {
        let whole = one_hot(std::slice::from_ref(window), LETTERS.len(), &self.weights_device());
        let first = self.first_block(self.first_pooled(whole));
        let second = self.second_convolution(first.clone());
        Reference { first, second }
    }

    /// The first column behind the first pool that a base at `position` can change.
    fn first_touched(&self, position: usize) -> usize {
        let config = self.config();
        let columns = config.seq_length / config.pool1;
        let earliest = position.saturating_sub(config.conv1_ksize / 2) / config.pool1;
        earliest.min(columns.saturating_sub(1))
    }

    fn reach(&self, position: usize) -> Reach {
        let config = self.config();
        let columns = config.seq_length / config.pool1;
        let start = self.first_touched(position);
        let touched = (config.conv1_ksize - 1).div_ceil(config.pool1) + 1;
        let end = (start + touched).min(columns);
        let half = config.conv2_ksize / 2;
        Reach { pooled: start..end, convolved: start.saturating_sub(half)..(end + half).min(columns) }
    }

    fn batch_features(&self, window: &Window, reference: &Reference, mutants: &[Mutant]) -> Tensor<2> {
        let config = self.config();
        let reach = self.reach(mutants.first().map_or(0, |mutant| mutant.position));
        let count = mutants.len();
        let changed = self.changed_columns(window, mutants, &reach.pooled);
        let first = splice(&reference.first, changed, reach.pooled.start, count);
        let second = self.convolve_columns(first, &reach.convolved);
        let second = splice(&reference.second, second, reach.convolved.start, count);
        self.flat_features(self.second_block(pool(second, config.pool2)))
    }

    /// The columns behind the first block that the mutants change, from the stretch of bases that these columns read.
    fn changed_columns(&self, window: &Window, mutants: &[Mutant], columns: &Range<usize>) -> Tensor<3> {
        let config = self.config();
        let half = config.conv1_ksize / 2;
        let begin = (columns.start * config.pool1) as i64 - half as i64;
        let end = (columns.end * config.pool1 + half) as i64;
        let stretch: Vec<u8> = (begin..end)
            .map(|at| usize::try_from(at).ok().and_then(|at| window.codes().get(at)).copied().unwrap_or(PADDING))
            .collect();
        let mutated = mutants.iter().map(|mutant| {
            let mut codes = stretch.clone();
            // Bases beyond the last whole pooling window lie outside every stretch: they change nothing.
            let at = usize::try_from(mutant.position as i64 - begin).ok();
            if let Some(code) = at.and_then(|at| codes.get_mut(at)) {
                *code = mutant.code;
            }
            Window::from_codes(codes)
        });
        let stretches = one_hot(&mutated.collect::<Vec<_>>(), LETTERS.len(), &self.weights_device());
        self.first_block(pool(self.first_convolution_unpadded(stretches), config.pool1))
    }

    /// Some columns of the second convolution, from all columns of the first block.
    fn convolve_columns(&self, first: Tensor<3>, columns: &Range<usize>) -> Tensor<3> {
        let [_, _, total] = first.dims();
        let half = self.config().conv2_ksize / 2;
        let begin = columns.start.saturating_sub(half);
        let end = (columns.end + half).min(total);
        let padding = (half - (columns.start - begin), half - (end - columns.end));
        self.second_convolution_padded(first.narrow(2, begin, end - begin), padding)
    }
}

/// `count` copies of the reference with the columns from `start` on replaced.
fn splice(reference: &Tensor<3>, columns: Tensor<3>, start: usize, count: usize) -> Tensor<3> {
    let [_, channels, total] = reference.dims();
    let end = start + columns.dims()[2];
    let copies =
        |from: usize, to: usize| reference.clone().narrow(2, from, to - from).expand([count, channels, to - from]);
    let mut parts = Vec::new();
    if start > 0 {
        parts.push(copies(0, start));
    }
    parts.push(columns);
    if end < total {
        parts.push(copies(end, total));
    }
    Tensor::cat(parts, 2)
}
