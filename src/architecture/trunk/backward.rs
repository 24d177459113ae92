use burn::tensor::{Tensor, TensorData};

use super::Trunk;
use super::stage::{Stage, transposed};
use crate::architecture::Profile;
use crate::architecture::dense::dense;
use crate::architecture::slope::slope;

/// What every stage of a trunk reads, for some rows.
#[derive(Debug, Clone)]
pub struct Trace {
    /// The first convolution's columns before its pool, `N x channels x length`; then what each stage reads, and what the last one gives.
    layers: Vec<Tensor<3>>,
    /// `N x outputs`.
    pub output: Tensor<2>,
}

impl Trunk {
    /// The first convolution of some profiles before its pool, `N x channels x length`. It is linear: mixtures of columns are the columns of
    /// mixtures.
    pub fn unpooled(&self, profiles: &[&Profile]) -> Tensor<3> {
        let values: Vec<f32> = profiles.iter().flat_map(|profile| self.first.unpooled(profile)).collect();
        let shape = [profiles.len(), self.window, self.first.channels()];
        Tensor::<3>::from_data(TensorData::new(values, shape), &self.device()).swap_dims(1, 2)
    }

    /// Sends columns from [`Trunk::unpooled`] through all stages and keeps what each one reads.
    pub fn trace(&self, unpooled: Tensor<3>) -> Trace {
        let mut layers = vec![unpooled];
        for stage in self.all_stages() {
            let next = layers.last().map(|layer| stage.apply(layer.clone()));
            layers.extend(next);
        }
        let last = layers[layers.len() - 1].clone();
        let output = dense(last.flatten::<2>(1, 2), self.weight.clone(), Some(self.bias.clone()));
        Trace { layers, output }
    }

    /// From what a unit of each output contributes (`R x outputs`) to what a unit of each of the first convolution's columns does
    /// (`R x channels x length`): gradients at `target`, or DeepLIFT's multipliers between `reference` and `target`. A trace may have one row
    /// for all of the other's.
    pub fn backward(&self, target: &Trace, reference: Option<&Trace>, outputs: Tensor<2>) -> Tensor<3> {
        let [_, channels, columns] = target.layers[target.layers.len() - 1].dims();
        let rows = outputs.dims()[0];
        let last = dense(outputs, self.weight.clone().transpose(), None).reshape([rows, channels, columns]);
        let stages: Vec<Stage> = self.all_stages().collect();
        stages.iter().enumerate().rev().fold(last, |output, (at, stage)| {
            let (input, before) = (&target.layers[at], reference.map(|trace| &trace.layers[at]));
            match stage {
                Stage::Convolution(convolution) => convolution.backward(output, input.dims()[2]),
                Stage::Pool(pool) => pool.credit(input, before, output),
                Stage::Pointwise(pointwise) => {
                    let scale = pointwise.scale.clone().reshape([1, input.dims()[1], 1]);
                    output * scale * slope(pointwise.activation, input, before)
                }
            }
        })
    }

    /// From the first convolution's columns to letters, `R x letters x length`.
    pub fn by_letter(&self, unpooled: Tensor<3>) -> Tensor<3> {
        let (values, shape) = self.first.kernels();
        let kernels = Tensor::<3>::from_data(TensorData::new(values.to_vec(), shape), &self.device());
        transposed(unpooled, kernels, self.first.left(), self.window)
    }

    /// The stages, with the pool behind the first convolution as one of them.
    fn all_stages(&self) -> impl Iterator<Item = Stage> {
        self.first.pool().map(Stage::Pool).into_iter().chain(self.stages.iter().cloned())
    }
}
