use std::collections::BTreeMap;

use burn::tensor::{Tensor, TensorData};

use super::stage::{Stage, transposed};
use super::{ColumnStages, Trace, Trunk};
use crate::architecture::Profile;
use crate::architecture::layers::{dense, slope};

impl Trunk {
    /// The first convolution of some profiles before its pool, `N x channels x columns`. It is linear:
    /// mixtures of columns are the columns of mixtures.
    pub fn unpooled(&self, profiles: &[&Profile]) -> Tensor<3> {
        let values: Vec<f32> = profiles.iter().flat_map(|profile| self.first.unpooled(profile)).collect();
        let shape = [profiles.len(), self.first.unpooled_columns(self.window), self.first.channels()];
        Tensor::<3>::from_data(TensorData::new(values, shape), &self.device()).swap_dims(1, 2)
    }

    /// Sends columns from [`Trunk::unpooled`] through all stages and keeps what each one reads.
    pub fn trace(&self, unpooled: Tensor<3>) -> Trace {
        let pooled = self.first.pool().map_or_else(|| unpooled.clone(), |pool| pool.apply(unpooled.clone()));
        self.body.trace(unpooled, pooled)
    }

    /// From what a unit of each output contributes (`R x outputs`) to what a unit of each of the first
    /// convolution's columns does (`R x channels x length`): gradients at `target`, or DeepLIFT's multipliers
    /// between `reference` and `target`. A trace may have one row for all of the other's.
    pub fn backward(&self, target: &Trace, reference: Option<&Trace>, outputs: Tensor<2>) -> Tensor<3> {
        let pooled = self.body.backward(target, reference, outputs);
        match self.first.pool() {
            Some(pool) => pool.credit(&target.opened, reference.map(|trace| &trace.opened), pooled),
            None => pooled,
        }
    }

    /// The same as far as what the last stage gives, `R x channels x columns`.
    pub fn last_gradient(&self, target: &Trace, outputs: Tensor<2>) -> Tensor<3> {
        self.body.last_gradient(target, outputs)
    }

    /// From the first convolution's columns to letters, `R x letters x length`.
    pub fn by_letter(&self, unpooled: Tensor<3>) -> Tensor<3> {
        let (values, shape) = self.first.kernels();
        let kernels = Tensor::<3>::from_data(TensorData::new(values.to_vec(), shape), &self.device());
        transposed(unpooled, kernels, self.first.left(), self.window)
    }
}

impl ColumnStages {
    /// From what a unit of each output contributes (`R x outputs`) to what a unit of each of the first
    /// stage's columns does.
    pub fn backward(&self, target: &Trace, reference: Option<&Trace>, outputs: Tensor<2>) -> Tensor<3> {
        let last = self.last_gradient(target, outputs);
        self.backward_stages(target, reference, last)
    }

    fn last_gradient(&self, target: &Trace, outputs: Tensor<2>) -> Tensor<3> {
        let [_, channels, columns] = target.last().dims();
        let rows = outputs.dims()[0];
        dense(outputs, self.weight.values().transpose(), None).reshape([rows, channels, columns])
    }

    fn backward_stages(&self, target: &Trace, reference: Option<&Trace>, last: Tensor<3>) -> Tensor<3> {
        let mut added: BTreeMap<usize, Tensor<3>> = BTreeMap::new();
        self.stages.iter().enumerate().rev().fold(last, |output, (at, stage)| {
            let (input, before) = (&target.layers[at], reference.map(|trace| &trace.layers[at]));
            let passed = match stage {
                Stage::Convolution(convolution) => convolution.backward(output, input.dims()[2]),
                Stage::Pool(pool) => pool.credit(input, before, output),
                Stage::Mean(pool) => pool.shared(output, input.dims()[2]),
                Stage::Pointwise(pointwise) => {
                    let scale = pointwise.scale.clone().reshape([1, input.dims()[1], 1]);
                    output * scale * slope(pointwise.activation, input, before)
                }
                Stage::Add(earlier) => {
                    let sum = added.remove(earlier).map_or_else(|| output.clone(), |other| other + output.clone());
                    added.insert(*earlier, sum);
                    output
                }
            };
            // What a residual branch took along comes back where the branch began.
            added.remove(&at).map_or(passed.clone(), |branch| passed + branch)
        })
    }
}
