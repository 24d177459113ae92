use burn::tensor::{Device, Tensor, TensorData};

use super::patch::{Patch, indices};
use super::reference::PoolParts;
use super::stage::{Convolution, Pointwise, Pool};
use crate::architecture::layers::Matrix;
use crate::architecture::layers::shaders::{self, Starts};

/// Numbers of the largest tensor: 64 MiB, half of what every adapter lets a shader read at least.
const LARGEST: usize = 1 << 24;

/// A patch on a graphics adapter: all columns in one tensor, and a step in one shader, as each costs its dispatch there,
/// however small.
#[derive(Debug, Clone)]
pub(super) struct PatchInOne {
    starts: Starts,
    /// `variants x columns x channels`.
    columns: Tensor<3>,
}

/// Where variants begin, on their adapter.
fn starts_on(device: &Device, starts: &[i64]) -> Starts {
    Starts { starts: indices(starts, device), shift: 0 }
}

impl PatchInOne {
    /// Mutant minus reference; zero beyond the sequence's ends.
    fn changes(&self, layer: &Tensor<2>) -> Tensor<3> {
        shaders::changes(self.columns.clone(), layer, &self.starts)
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
        Self { columns: Tensor::from_data(data, device), starts: starts_on(device, &starts) }
    }

    fn convolved(self, layer: &Convolution, input: &Tensor<2>, output: &Tensor<2>) -> Self {
        let around = layer.width() as i64 - 1;
        // Negative where more zero columns stand on the left than the kernels are wide.
        let right = around - layer.left() as i64;
        let changes = self.changes(input);
        let starts = Starts { shift: self.starts.shift - right, ..self.starts };
        Self { columns: shaders::convolved_changes(changes, layer.by_tap(), output, &starts), starts }
    }

    fn pointwise(self, pointwise: &Pointwise) -> Self {
        Self { columns: pointwise.apply(self.columns, 2), ..self }
    }

    fn added(self, branch: &Self, layer: &Tensor<2>) -> Self {
        // Convolutions move all beginnings by the same number of columns.
        let shift = branch.starts.shift - self.starts.shift;
        let columns = shaders::added_changes(self.columns, branch.changes(layer), layer, &self.starts, shift);
        Self { columns, ..self }
    }

    fn pooled(self, parts: &PoolParts, firsts: Vec<i64>, windows: usize) -> Self {
        let firsts = starts_on(&self.columns.device(), &firsts);
        let windows = [windows, parts.windows];
        let columns = shaders::pooled_changes(
            self.columns,
            [&parts.before, &parts.behind],
            &self.starts,
            &firsts,
            windows,
            [parts.pool.width, parts.pool.stride],
        );
        Self { columns, starts: firsts }
    }

    fn averaged(self, pool: Pool, layers: [&Tensor<2>; 2], firsts: Vec<i64>, windows: usize) -> Self {
        let firsts = starts_on(&self.columns.device(), &firsts);
        let changes = self.changes(layers[0]);
        let pool = [pool.width, pool.stride];
        let columns = shaders::averaged_changes(changes, layers[1], &self.starts, &firsts, windows, pool);
        Self { columns, starts: firsts }
    }

    fn dense(self, layer: &Tensor<2>, by_column: &Matrix) -> Tensor<2> {
        let all = layer.dims()[0];
        shaders::product_of_changes(self.changes(layer), by_column.values(), &self.starts, all)
    }
}
