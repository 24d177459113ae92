use super::{Stage, Trunk};
use crate::architecture::sketch::array;
use crate::architecture::{Array, SketchDense, SketchLayer};

impl Trunk {
    /// Its layers, and the one behind them.
    pub(in crate::architecture) fn sketch(&self) -> (Vec<SketchLayer>, SketchDense) {
        let (kernels, shape) = self.first.kernels();
        let mut layers = vec![SketchLayer::Convolution {
            kernels: Array { shape: shape.to_vec(), values: kernels.to_vec() },
            bias: self.first.bias().to_vec(),
            padding: [self.first.left(), self.first.right()],
        }];
        layers.extend(self.first.pool().map(|pool| SketchLayer::Pool { width: pool.width, stride: pool.stride }));
        let opening = layers.len();
        layers.extend(self.stages.iter().map(|stage| match stage {
            Stage::Convolution(convolution) => SketchLayer::Convolution {
                kernels: array(convolution.kernels.clone()),
                bias: array(convolution.bias.clone()).values,
                padding: [convolution.left, convolution.right],
            },
            Stage::Pool(pool) => SketchLayer::Pool { width: pool.width, stride: pool.stride },
            Stage::Pointwise(pointwise) => SketchLayer::Pointwise {
                activation: pointwise.activation,
                scale: array(pointwise.scale.clone()).values,
                shift: array(pointwise.shift.clone()).values,
            },
            Stage::Add(stage) => SketchLayer::Add(opening + stage),
        }));
        (layers, SketchDense::of(&self.weight, Some(&self.bias)))
    }
}
