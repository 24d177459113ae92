use std::ops::Range;

use burn::tensor::{Device, Int, Tensor, TensorData};

use super::reference::PoolParts;
use super::stage::{Convolution, Pointwise, Pool};
use crate::architecture::layers::{Matrix, dense};

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

    /// What the change adds after a dense layer on the flattened columns (`by_column`: `(columns * channels) x outputs`).
    /// Variants that begin at the same column have to follow one another.
    fn dense(self, layer: &Tensor<2>, by_column: &Matrix) -> Tensor<2>;
}

/// Row numbers as a tensor.
pub(super) fn indices(rows: &[i64], device: &Device) -> Tensor<1, Int> {
    let rows: Vec<i32> = rows.iter().map(|&row| row as i32).collect();
    let count = rows.len();
    Tensor::from_data(TensorData::new(rows, [count]), device)
}

/// What changes of some columns add after a dense layer on all columns and channels: `changes` holds the columns of each
/// variant side by side, `variants x (columns * channels)`, and zero beyond the ends. Variants that begin at the same
/// column share a matrix.
pub(super) fn dense_by_run(
    changes: &Tensor<2>,
    starts: &[i64],
    [all, channels]: [usize; 2],
    by_column: Tensor<2>,
) -> Tensor<2> {
    let outputs = by_column.dims()[1];
    let part = |run: Run| {
        if run.columns.is_empty() {
            return Tensor::zeros([run.variants.len(), outputs], &changes.device());
        }
        let numbers = run.columns.len() * channels;
        let own = changes.clone().narrow(0, run.variants.start, run.variants.len());
        let matrix = by_column.clone().narrow(0, run.columns.start * channels, numbers);
        dense(own.narrow(1, run.skipped * channels, numbers), matrix, None)
    };
    let touched = changes.dims()[1] / channels.max(1);
    Tensor::cat(runs(starts, touched, all).map(part).collect(), 0)
}

/// Variants that begin at the same column.
pub(super) struct Run {
    pub(super) variants: Range<usize>,
    /// Those of the layer's columns that they touch.
    pub(super) columns: Range<usize>,
    /// Touched columns before these, beyond the layer's beginning.
    pub(super) skipped: usize,
}

/// The runs of variants that touch so many columns each, in a layer of `all` columns.
pub(super) fn runs(starts: &[i64], touched: usize, all: usize) -> impl Iterator<Item = Run> {
    let mut begin = 0;
    starts.chunk_by(|a, b| a == b).map(move |run| {
        let start = run.first().copied().unwrap_or(0);
        let first = start.clamp(0, all as i64);
        let end = (start + touched as i64).clamp(first, all as i64);
        let variants = begin..begin + run.len();
        begin = variants.end;
        Run { variants, columns: first as usize..end as usize, skipped: (first - start).max(0) as usize }
    })
}
