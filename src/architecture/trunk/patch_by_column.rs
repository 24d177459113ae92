use burn::tensor::{Device, Tensor, TensorData};

use super::patch::{Patch, dense_by_run, indices};
use super::reference::PoolParts;
use super::stage::{Convolution, Pointwise, Pool};
use crate::architecture::layers::{Matrix, dense, larger_in_rows};

/// A patch on the processor: each column apart, so that a product reads columns of all variants where they lie and what it
/// makes is still in the caches for the next one.
#[derive(Debug, Clone)]
pub(super) struct PatchByColumn {
    starts: Vec<i64>,
    /// One column each, `variants x channels`.
    columns: Vec<Tensor<2>>,
}

impl PatchByColumn {
    /// Mutant minus reference, column by column; zero beyond the sequence's ends.
    fn deltas(&self, layer: &Tensor<2>) -> Vec<Tensor<2>> {
        let delta = |(offset, column): (usize, &Tensor<2>)| {
            let delta = column.clone() - self.reference_columns(layer, &self.starts, offset);
            self.zeroed_beyond(delta, offset, layer.dims()[0])
        };
        self.columns.iter().enumerate().map(delta).collect()
    }

    /// The reference's columns at `starts + offset`.
    fn reference_columns(&self, layer: &Tensor<2>, starts: &[i64], offset: usize) -> Tensor<2> {
        let last = layer.dims()[0] as i64 - 1;
        let rows: Vec<i64> = starts.iter().map(|start| (start + offset as i64).clamp(0, last)).collect();
        layer.clone().select(0, indices(&rows, &layer.device()))
    }

    fn zeroed_beyond(&self, delta: Tensor<2>, offset: usize, columns: usize) -> Tensor<2> {
        let inside = |start: &i64| (0..columns as i64).contains(&(start + offset as i64));
        if self.starts.iter().all(inside) {
            return delta;
        }
        let mask: Vec<f32> = self.starts.iter().map(|start| f32::from(u8::from(inside(start)))).collect();
        let mask = Tensor::<2>::from_data(TensorData::new(mask, [self.starts.len(), 1]), &delta.device());
        delta * mask
    }
}

impl Patch for PatchByColumn {
    const WIDENS: bool = false;

    /// Products are large enough to be fast, and what they read stays in the caches.
    fn most_at_once(_: usize) -> usize {
        384
    }

    fn new(starts: Vec<i64>, values: Vec<f32>, channels: usize, device: &Device) -> Self {
        let width = values.len() / (starts.len() * channels).max(1);
        let column = |offset: usize| {
            let mut column = Vec::with_capacity(starts.len() * channels);
            let rows = values.chunks_exact(channels.max(1)).skip(offset).step_by(width.max(1));
            rows.for_each(|row| column.extend_from_slice(row));
            Tensor::from_data(TensorData::new(column, [starts.len(), channels]), device)
        };
        Self { columns: (0..width).map(column).collect(), starts }
    }

    fn convolved(self, convolution: &Convolution, input: &Tensor<2>, output: &Tensor<2>) -> Self {
        let deltas = self.deltas(input);
        let width = convolution.width();
        // Negative where more zero columns stand on the left than the kernels are wide.
        let right = width as i64 - 1 - convolution.left() as i64;
        let starts: Vec<i64> = self.starts.iter().map(|start| start - right).collect();
        let mut columns: Vec<Tensor<2>> =
            (0..deltas.len() + width - 1).map(|offset| self.reference_columns(output, &starts, offset)).collect();
        for (offset, delta) in deltas.into_iter().enumerate() {
            for tap in 0..width {
                // The column that reads this one through the last tap comes first.
                let column = &mut columns[offset + width - 1 - tap];
                *column = column.clone() + dense(delta.clone(), convolution.tap(tap), None);
            }
        }
        Self { starts, columns }
    }

    fn pointwise(mut self, pointwise: &Pointwise) -> Self {
        self.columns = self.columns.into_iter().map(|column| pointwise.apply(column, 1)).collect();
        self
    }

    fn added(mut self, branch: &Self, layer: &Tensor<2>) -> Self {
        // Convolutions move all beginnings by the same number of columns.
        let shift = branch.starts.first().zip(self.starts.first()).map_or(0, |(branch, own)| branch - own);
        let reference: Vec<Tensor<2>> =
            (0..self.columns.len()).map(|offset| self.reference_columns(layer, &self.starts, offset)).collect();
        self.columns = self
            .columns
            .into_iter()
            .zip(reference)
            .map(|(column, reference_columns)| column + reference_columns)
            .collect();
        for (offset, delta) in branch.deltas(layer).into_iter().enumerate() {
            let column = &mut self.columns[offset + shift as usize];
            *column = column.clone() + delta;
        }
        self
    }

    fn pooled(self, parts: &PoolParts, firsts: Vec<i64>, windows: usize) -> Self {
        let device = parts.before.device();
        let width = self.columns.len() as i64;
        let pooled = |offset: usize| {
            let begins: Vec<i64> =
                firsts.iter().map(|first| (first + offset as i64) * parts.pool.stride as i64).collect();
            let within = |edge: i64, begin: i64| (edge - begin).clamp(0, parts.pool.width as i64);
            let row = |kept: i64, first: &i64| kept * parts.windows as i64 + first + offset as i64;
            let ends = self.starts.iter().zip(&begins).zip(&firsts);
            let (before, behind): (Vec<i64>, Vec<i64>) = ends
                .map(|((start, begin), first)| {
                    (row(within(*start, *begin), first), row(within(start + width, *begin), first))
                })
                .unzip();
            let before = parts.before.clone().select(0, indices(&before, &device));
            let behind = parts.behind.clone().select(0, indices(&behind, &device));
            let outside = larger_in_rows(before, behind, &vec![true; firsts.len()]);
            self.columns.iter().enumerate().fold(outside, |maximum, (column, values)| {
                let lies_in = |(start, begin): (&i64, &i64)| {
                    (*begin..begin + parts.pool.width as i64).contains(&(start + column as i64))
                };
                let member: Vec<bool> = self.starts.iter().zip(&begins).map(lies_in).collect();
                if !member.contains(&true) {
                    return maximum;
                }
                larger_in_rows(maximum, values.clone(), &member)
            })
        };
        let columns = (0..windows).map(pooled).collect();
        Self { starts: firsts, columns }
    }

    fn averaged(self, pool: Pool, layers: [&Tensor<2>; 2], firsts: Vec<i64>, windows: usize) -> Self {
        let deltas = self.deltas(layers[0]);
        let averaged = |offset: usize| {
            let begins: Vec<i64> = firsts.iter().map(|first| (first + offset as i64) * pool.stride as i64).collect();
            let before = self.reference_columns(layers[1], &firsts, offset);
            deltas.iter().enumerate().fold(before, |sum, (column, delta)| {
                let lies_in = |(start, begin): (&i64, &i64)| {
                    (*begin..begin + pool.width as i64).contains(&(start + column as i64))
                };
                let member: Vec<bool> = self.starts.iter().zip(&begins).map(lies_in).collect();
                if !member.contains(&true) {
                    return sum;
                }
                let shares = member.iter().map(|&own| if own { 1.0 / pool.width as f32 } else { 0.0 }).collect();
                let shares = TensorData::new::<f32, _>(shares, [member.len(), 1]);
                sum + delta.clone() * Tensor::from_data(shares, &delta.device())
            })
        };
        let columns = (0..windows).map(averaged).collect();
        Self { starts: firsts, columns }
    }

    fn dense(self, layer: &Tensor<2>, by_column: &Matrix) -> Tensor<2> {
        dense_by_run(&Tensor::cat(self.deltas(layer), 1), &self.starts, layer.dims(), by_column.values())
    }
}
