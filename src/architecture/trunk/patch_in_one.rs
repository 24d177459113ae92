use burn::tensor::{Device, Tensor, TensorData};

use super::patch::{Patch, dense_by_run, indices};
use super::reference::{LOWEST, PoolParts};
use super::stage::{Convolution, Pointwise, Pool};
use crate::architecture::layers::{Matrix, convolution};

/// Columns of a layer per touched one from which on a dense layer multiplies the touched ones alone.
const WHOLE: usize = 8;

/// Numbers of the largest tensor: 64 MiB, half of what every adapter lets a shader read at least.
const LARGEST: usize = 1 << 24;

/// A patch on a graphics adapter: all columns in one tensor, as each operation there costs its dispatch, however small.
#[derive(Debug, Clone)]
pub(super) struct PatchInOne {
    starts: Vec<i64>,
    /// `variants x columns x channels`.
    columns: Tensor<3>,
}

/// `numbers` for each variant and column, as a factor or a summand of `variants x columns x channels`.
fn of_columns(numbers: Vec<f32>, variants: usize, device: &Device) -> Tensor<3> {
    let columns = numbers.len() / variants.max(1);
    Tensor::from_data(TensorData::new(numbers, [variants, columns, 1]), device)
}

/// The reference's columns at `starts` and the next ones, `variants x columns x channels`; the last one stands for all
/// beyond the ends.
fn gathered(layer: &Tensor<2>, starts: &[i64], columns: usize) -> Tensor<3> {
    let [all, channels] = layer.dims();
    let row = |start: &i64, offset: usize| (start + offset as i64).clamp(0, all as i64 - 1);
    let rows: Vec<i64> = starts.iter().flat_map(|start| (0..columns).map(move |offset| row(start, offset))).collect();
    layer.clone().select(0, indices(&rows, &layer.device())).reshape([starts.len(), columns, channels])
}

impl PatchInOne {
    fn count(&self) -> usize {
        self.columns.dims()[1]
    }

    /// Mutant minus reference; zero beyond the sequence's ends.
    fn deltas(&self, layer: &Tensor<2>) -> Tensor<3> {
        let deltas = self.columns.clone() - gathered(layer, &self.starts, self.count());
        let all = layer.dims()[0] as i64;
        let inside = |start: &i64, offset: usize| (0..all).contains(&(start + offset as i64));
        let columns = self.starts.iter().flat_map(|start| (0..self.count()).map(move |offset| inside(start, offset)));
        let columns: Vec<f32> = columns.map(|inside| f32::from(u8::from(inside))).collect();
        if columns.iter().all(|inside| *inside == 1.0) {
            return deltas;
        }
        deltas * of_columns(columns, self.starts.len(), &layer.device())
    }

    /// By variant, touched window and own column, what `inside` says of the column where it lies in the window, else
    /// `outside`: `variants x windows x columns x 1`.
    fn by_window(&self, pool: Pool, firsts: &[i64], windows: usize, [inside, outside]: [f32; 2]) -> Tensor<4> {
        let mut values = Vec::with_capacity(firsts.len() * windows * self.count());
        for (start, first) in self.starts.iter().zip(firsts) {
            for window in 0..windows as i64 {
                let begin = (first + window) * pool.stride as i64;
                let window = begin..begin + pool.width as i64;
                let column = |offset: usize| window.contains(&(start + offset as i64));
                values.extend((0..self.count()).map(|offset| if column(offset) { inside } else { outside }));
            }
        }
        let shape = [firsts.len(), windows, self.count(), 1];
        Tensor::from_data(TensorData::new(values, shape), &self.columns.device())
    }
}

impl Patch for PatchInOne {
    const WIDENS: bool = true;

    fn most_at_once(numbers: usize) -> usize {
        (LARGEST / numbers.max(1)).max(1)
    }

    fn new(starts: Vec<i64>, values: Vec<f32>, channels: usize, device: &Device) -> Self {
        let columns = values.len() / (starts.len() * channels).max(1);
        let data = TensorData::new(values, [starts.len(), columns, channels]);
        Self { columns: Tensor::from_data(data, device), starts }
    }

    fn convolved(self, layer: &Convolution, input: &Tensor<2>, output: &Tensor<2>) -> Self {
        let around = layer.width() - 1;
        // Negative where more zero columns stand on the left than the kernels are wide.
        let right = around as i64 - layer.left() as i64;
        let starts: Vec<i64> = self.starts.iter().map(|start| start - right).collect();
        let change = convolution(self.deltas(input).swap_dims(1, 2), layer.kernels.clone(), None, around, around);
        let columns = gathered(output, &starts, self.count() + around) + change.swap_dims(1, 2);
        Self { starts, columns }
    }

    fn pointwise(self, pointwise: &Pointwise) -> Self {
        Self { columns: pointwise.apply(self.columns, 2), ..self }
    }

    fn added(self, branch: &Self, layer: &Tensor<2>) -> Self {
        // Convolutions move all beginnings by the same number of columns.
        let shift = branch.starts.first().zip(self.starts.first()).map_or(0, |(branch, own)| branch - own) as usize;
        let rest = self.count() - branch.count() - shift;
        let change = branch.deltas(layer);
        let [variants, _, channels] = change.dims();
        let zeros = |columns: usize| Tensor::zeros([variants, columns, channels], &change.device());
        let change = Tensor::cat(vec![zeros(shift), change.clone(), zeros(rest)], 1);
        let columns = self.columns.clone() + gathered(layer, &self.starts, self.count()) + change;
        Self { columns, ..self }
    }

    fn pooled(self, parts: &PoolParts, firsts: Vec<i64>, windows: usize) -> Self {
        let pool = parts.pool;
        let row = |edge: i64, first: i64| {
            let kept = (edge - first * pool.stride as i64).clamp(0, pool.width as i64);
            kept * parts.windows as i64 + first
        };
        let rows = |edge: i64| {
            let ends = self.starts.iter().zip(&firsts);
            let rows =
                ends.flat_map(|(start, first)| (0..windows as i64).map(move |window| (start + edge, first + window)));
            let rows: Vec<i64> = rows.map(|(edge, first)| row(edge, first)).collect();
            indices(&rows, &self.columns.device())
        };
        let before = parts.before.clone().select(0, rows(0));
        let outside = before.max_pair(parts.behind.clone().select(0, rows(self.count() as i64)));
        let mask = self.by_window(pool, &firsts, windows, [0.0, LOWEST]);
        let inside = (self.columns.unsqueeze_dim::<4>(1) + mask).max_dim(2).squeeze_dim::<3>(2);
        let outside = outside.reshape(inside.dims());
        Self { columns: inside.max_pair(outside), starts: firsts }
    }

    fn averaged(self, pool: Pool, layers: [&Tensor<2>; 2], firsts: Vec<i64>, windows: usize) -> Self {
        let shares = self.by_window(pool, &firsts, windows, [1.0 / pool.width as f32, 0.0]);
        let change = (self.deltas(layers[0]).unsqueeze_dim::<4>(1) * shares).sum_dim(2).squeeze_dim::<3>(2);
        Self { columns: gathered(layers[1], &firsts, windows) + change, starts: firsts }
    }

    fn dense(self, layer: &Tensor<2>, by_column: &Matrix) -> Tensor<2> {
        let [all, channels] = layer.dims();
        let (deltas, touched, variants) = (self.deltas(layer), self.count(), self.starts.len());
        if all <= WHOLE * touched {
            // Every column of every variant: the touched ones, and no change elsewhere.
            let own =
                |start: i64, column: usize| usize::try_from(column as i64 - start).ok().filter(|own| *own < touched);
            let places = self.starts.iter().enumerate();
            let places = places.flat_map(|(row, &start)| {
                (0..all).map(move |column| own(start, column).map(|own| row * touched + own))
            });
            let places: Vec<Option<usize>> = places.collect();
            let rows: Vec<i64> = places.iter().map(|place| place.unwrap_or(0) as i64).collect();
            let kept = places.iter().map(|place| if place.is_some() { 1.0 } else { 0.0 }).collect();
            let device = deltas.device();
            let spread = deltas.reshape([variants * touched, channels]).select(0, indices(&rows, &device));
            let spread = spread.reshape([variants, all, channels]) * of_columns(kept, variants, &device);
            return by_column.apply(spread.reshape([variants, all * channels]), None);
        }
        let deltas = deltas.reshape([variants, touched * channels]);
        dense_by_run(&deltas, &self.starts, [all, channels], by_column.values())
    }
}
