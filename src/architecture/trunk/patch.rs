use burn::tensor::{Device, Int, Tensor, TensorData};

use super::reference::PoolParts;
use super::stage::{Convolution, Pointwise, Pool};
use crate::architecture::layers::dense;

/// The columns that each variant of a batch changes, after some stage: as many for all, beginning where each one's own
/// change does, which may lie before the sequence's first column.
pub(super) trait Patch: Clone {
    /// Edits that go through the stages together at most, where each needs up to so many numbers at a stage.
    fn most_at_once(numbers: usize) -> usize;

    /// Whether changes of equally long stretches go together even where some touch more columns than others.
    const WIDENS: bool;

    /// The columns after the first convolution: the first one by variant, and `variants x columns x channels` values.
    fn new(starts: Vec<i64>, values: Vec<f32>, channels: usize, device: &Device) -> Self;

    /// After a convolution: the reference's output plus what the kernels make of the change.
    fn convolved(self, convolution: &Convolution, input: &Tensor<2>, output: &Tensor<2>) -> Self;

    /// After what is done to every column alike.
    fn pointwise(self, pointwise: &Pointwise) -> Self;

    /// After the addition of an earlier layer, of which `branch` is the patch and `layer` the reference's columns.
    fn added(self, branch: &Self, layer: &Tensor<2>) -> Self;

    /// After a pool; `windows` is how many each variant touches and `firsts` the first of them.
    fn pooled(self, parts: &PoolParts, firsts: Vec<i64>, windows: usize) -> Self;

    /// After a mean pool of the reference's `layers`, what it reads and what it gives; windows as in [`Patch::pooled`].
    fn averaged(self, pool: Pool, layers: [&Tensor<2>; 2], firsts: Vec<i64>, windows: usize) -> Self;

    /// What the change adds after a dense layer on the flattened columns (`by_column`: `columns x channels x outputs`).
    /// Variants that begin at the same column have to follow one another.
    fn dense(self, layer: &Tensor<2>, by_column: &Tensor<3>) -> Tensor<2>;
}

/// Row numbers as a tensor.
pub(super) fn indices(rows: &[i64], device: &Device) -> Tensor<1, Int> {
    let rows: Vec<i32> = rows.iter().map(|&row| row as i32).collect();
    let count = rows.len();
    Tensor::from_data(TensorData::new(rows, [count]), device)
}

/// What changes of some columns add after a dense layer: `changes` holds the columns of each variant side by side,
/// `variants x (columns * channels)`, and zero beyond the ends. Variants that begin at the same column share a matrix.
pub(super) fn dense_by_run(changes: &Tensor<2>, starts: &[i64], by_column: &Tensor<3>) -> Tensor<2> {
    let [all, channels, outputs] = by_column.dims();
    let touched = (changes.dims()[1] / channels.max(1)) as i64;
    let mut parts = Vec::new();
    let mut begin = 0;
    for run in starts.chunk_by(|a, b| a == b) {
        let start = run.first().copied().unwrap_or(0);
        let first = start.clamp(0, all as i64);
        let count = (start + touched).clamp(first, all as i64) - first;
        parts.push(if count == 0 {
            Tensor::zeros([run.len(), outputs], &changes.device())
        } else {
            let (skipped, count) = ((first - start) as usize * channels, count as usize);
            let own = changes.clone().narrow(0, begin, run.len()).narrow(1, skipped, count * channels);
            let matrix = by_column.clone().narrow(0, first as usize, count).reshape([count * channels, outputs]);
            dense(own, matrix, None)
        });
        begin += run.len();
    }
    Tensor::cat(parts, 0)
}
