use std::ops::Range;

use burn::tensor::{Device, Tensor, TensorData};

use super::patch::{Patch, runs};
use super::reference::PoolParts;
use super::stage::{Convolution, Pointwise, Pool};
use super::word_tables::larger_or_none;
use crate::architecture::layers::{Matrix, Rows, numbers};

/// A patch in plain memory: the columns of a variant side by side, so that those which a column reads are one row of a
/// product.
#[derive(Debug, Clone)]
pub(super) struct PatchInMemory {
    starts: Vec<i64>,
    /// Of each variant.
    columns: usize,
    channels: usize,
    /// `variants x columns x channels`.
    values: Vec<f32>,
}

/// The reference's columns, `columns x channels`.
struct Layer {
    values: Vec<f32>,
    columns: usize,
    channels: usize,
}

impl Layer {
    fn new(layer: &Tensor<2>) -> Self {
        let [columns, channels] = layer.dims();
        Self { values: numbers(layer), columns, channels }
    }

    /// A column; the first or the last one beyond the ends.
    fn nearest(&self, column: i64) -> &[f32] {
        self.row(column.clamp(0, self.columns as i64 - 1) as usize)
    }

    fn inside(&self, column: i64) -> Option<&[f32]> {
        usize::try_from(column).ok().filter(|column| *column < self.columns).map(|column| self.row(column))
    }

    fn row(&self, row: usize) -> &[f32] {
        &self.values[row * self.channels..(row + 1) * self.channels]
    }

    /// Columns from `starts` on, so many for each.
    fn gathered(&self, starts: &[i64], columns: usize) -> PatchInMemory {
        let mut values = Vec::with_capacity(starts.len() * columns * self.channels);
        for start in starts {
            for offset in 0..columns as i64 {
                values.extend_from_slice(self.nearest(start + offset));
            }
        }
        PatchInMemory { starts: starts.to_vec(), columns, channels: self.channels, values }
    }
}

impl PatchInMemory {
    /// The column of each variant and place, in the order in which they lie, with the place on the sequence.
    fn places(&self) -> impl Iterator<Item = i64> {
        self.starts.iter().flat_map(|start| (0..self.columns as i64).map(move |offset| start + offset))
    }

    fn rows(&self) -> impl Iterator<Item = &[f32]> {
        self.values.chunks_exact(self.channels.max(1))
    }

    /// The columns of one variant.
    fn of_variant(&self, variant: usize) -> &[f32] {
        let numbers = self.columns * self.channels;
        &self.values[variant * numbers..(variant + 1) * numbers]
    }

    /// Mutant minus reference; zero beyond the sequence's ends.
    fn deltas(&self, layer: &Layer) -> Self {
        let mut values = Vec::with_capacity(self.values.len());
        for (place, row) in self.places().zip(self.rows()) {
            match layer.inside(place) {
                Some(reference) => values.extend(row.iter().zip(reference).map(|(value, own)| value - own)),
                None => values.resize(values.len() + self.channels, 0.0),
            }
        }
        Self { values, starts: self.starts.clone(), ..*self }
    }

    /// Those of a variant's columns that lie in a pool's window which begins at `begin`.
    fn within(&self, variant: usize, begin: i64, pool: Pool) -> Range<usize> {
        let own = |edge: i64| (edge - self.starts[variant]).clamp(0, self.columns as i64) as usize;
        own(begin)..own(begin + pool.width as i64)
    }
}

impl Patch for PatchInMemory {
    const WIDENS: bool = false;

    /// What a batch reads and makes stays in the caches.
    fn most_at_once(_: usize) -> usize {
        96
    }

    fn new(starts: Vec<i64>, values: Vec<f32>, channels: usize, _: &Device) -> Self {
        let columns = values.len() / (starts.len() * channels).max(1);
        Self { starts, columns, channels, values }
    }

    fn convolved(self, convolution: &Convolution, input: &Tensor<2>, output: &Tensor<2>) -> Self {
        let (panels, taps) = (convolution.panels(), convolution.width());
        // Negative where more zero columns stand on the left than the kernels are wide.
        let right = taps as i64 - 1 - convolution.left() as i64;
        let starts: Vec<i64> = self.starts.iter().map(|start| start - right).collect();
        let mut convolved = Layer::new(output).gathered(&starts, self.columns + taps - 1);
        let deltas = self.deltas(&Layer::new(input));
        let stride = convolved.columns * convolved.channels;
        for column in 0..convolved.columns {
            // The columns that it reads, and the taps that read them.
            let read = (column + 1).saturating_sub(taps)..self.columns.min(column + 1);
            let tap = read.start + taps - 1 - column;
            let rows = Rows {
                values: &deltas.values[read.start * self.channels..],
                stride: self.columns * self.channels,
                count: self.starts.len(),
            };
            let inputs = tap * self.channels..(tap + read.len()) * self.channels;
            panels.add_products(&inputs, rows, &mut convolved.values[column * convolved.channels..], stride);
        }
        convolved
    }

    fn pointwise(mut self, pointwise: &Pointwise) -> Self {
        pointwise.change_columns(&mut self.values);
        self
    }

    fn added(mut self, branch: &Self, layer: &Tensor<2>) -> Self {
        // Convolutions move all beginnings by the same number of columns.
        let shift = branch.starts.first().zip(self.starts.first()).map_or(0, |(branch, own)| branch - own) as usize;
        let layer = Layer::new(layer);
        let deltas = branch.deltas(&layer);
        let (channels, numbers) = (self.channels, self.columns * self.channels);
        for (variant, own) in self.values.chunks_exact_mut(numbers.max(1)).enumerate() {
            for (offset, column) in own.chunks_exact_mut(channels.max(1)).enumerate() {
                let reference = layer.nearest(self.starts[variant] + offset as i64);
                column.iter_mut().zip(reference).for_each(|(value, own)| *value += own);
            }
            let changed = own[shift * channels..].iter_mut().zip(deltas.of_variant(variant));
            changed.for_each(|(value, delta)| *value += delta);
        }
        self
    }

    fn pooled(self, parts: &PoolParts, firsts: Vec<i64>, windows: usize) -> Self {
        let (before, behind) = (Layer::new(&parts.before), Layer::new(&parts.behind));
        let mut values = Vec::with_capacity(firsts.len() * windows * self.channels);
        for (variant, first) in firsts.iter().enumerate() {
            for window in *first..first + windows as i64 {
                let begin = window * parts.pool.stride as i64;
                let kept = |edge: i64| (edge - begin).clamp(0, parts.pool.width as i64) * parts.windows as i64 + window;
                let start = self.starts[variant];
                let outside = before.nearest(kept(start)).iter();
                let outside = outside.zip(behind.nearest(kept(start + self.columns as i64)));
                let slot = values.len();
                values.extend(outside.map(|(a, b)| larger_or_none(*a, *b)));
                let own = self.of_variant(variant).chunks_exact(self.channels.max(1));
                let within = self.within(variant, begin, parts.pool);
                for column in own.take(within.end).skip(within.start) {
                    let maxima = values[slot..].iter_mut().zip(column);
                    maxima.for_each(|(maximum, value)| *maximum = larger_or_none(*maximum, *value));
                }
            }
        }
        Self { starts: firsts, columns: windows, channels: self.channels, values }
    }

    fn averaged(self, pool: Pool, layers: [&Tensor<2>; 2], firsts: Vec<i64>, windows: usize) -> Self {
        let deltas = self.deltas(&Layer::new(layers[0]));
        let mut averaged = Layer::new(layers[1]).gathered(&firsts, windows);
        let share = 1.0 / pool.width as f32;
        let numbers = windows * self.channels;
        for (variant, own) in averaged.values.chunks_exact_mut(numbers.max(1)).enumerate() {
            for (window, mean) in own.chunks_exact_mut(self.channels.max(1)).enumerate() {
                let begin = (firsts[variant] + window as i64) * pool.stride as i64;
                let within = self.within(variant, begin, pool);
                let columns = deltas.of_variant(variant).chunks_exact(self.channels.max(1));
                for column in columns.take(within.end).skip(within.start) {
                    mean.iter_mut().zip(column).for_each(|(mean, delta)| *mean += delta * share);
                }
            }
        }
        averaged
    }

    fn dense(self, layer: &Tensor<2>, by_column: &Matrix) -> Tensor<2> {
        let (panels, device) = (by_column.panels(), layer.device());
        let deltas = self.deltas(&Layer::new(layer));
        let (all, channels, outputs) = (layer.dims()[0], self.channels, panels.outputs());
        let mut output = vec![0.0; self.starts.len() * outputs];
        // Panel by panel, so that the matrix goes through the caches once for all runs.
        for panel in 0..panels.count() {
            for run in runs(&self.starts, self.columns, all) {
                let first = run.variants.start;
                let rows = Rows {
                    values: &deltas.values[(first * self.columns + run.skipped) * channels..],
                    stride: self.columns * channels,
                    count: run.variants.len(),
                };
                let inputs = run.columns.start * channels..run.columns.end * channels;
                panels.add_panel(panel, &inputs, rows, &mut output[first * outputs..], outputs);
            }
        }
        Tensor::from_data(TensorData::new(output, [self.starts.len(), outputs]), &device)
    }
}
