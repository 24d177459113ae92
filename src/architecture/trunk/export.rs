use super::{ColumnStages, Stage, Trunk};
use crate::architecture::export_graph::array;
use crate::architecture::{Array, ExportDense, ExportLayer};

impl Trunk {
    /// Its layers, and the one after them.
    pub(in crate::architecture) fn export_layers(&self) -> (Vec<ExportLayer>, ExportDense) {
        let (kernels, shape) = self.first.kernels();
        let mut layers = vec![ExportLayer::Convolution {
            kernels: Array { shape: shape.to_vec(), values: kernels.to_vec() },
            bias: self.first.bias().to_vec(),
            padding: [self.first.left(), self.first.right()],
        }];
        layers.extend(self.first.pool().map(|pool| ExportLayer::Pool { width: pool.width, stride: pool.stride }));
        let (own, last) = self.body.export_layers(layers.len());
        layers.extend(own);
        (layers, last)
    }
}

impl ColumnStages {
    /// Its layers, of which `before` others stand in front, and the dense one after them.
    pub(in crate::architecture) fn export_layers(&self, before: usize) -> (Vec<ExportLayer>, ExportDense) {
        let layers = self.stages.iter().map(|stage| match stage {
            Stage::Convolution(convolution) => ExportLayer::Convolution {
                kernels: array(convolution.kernels.clone()),
                bias: array(convolution.bias.clone()).values,
                padding: [convolution.left, convolution.right],
            },
            Stage::Pool(pool) => ExportLayer::Pool { width: pool.width, stride: pool.stride },
            Stage::Mean(pool) => ExportLayer::Mean { width: pool.width, stride: pool.stride },
            Stage::Pointwise(pointwise) => ExportLayer::Pointwise {
                activation: pointwise.activation,
                scale: array(pointwise.scale.clone()).values,
                shift: array(pointwise.shift.clone()).values,
            },
            Stage::Add(stage) => ExportLayer::Add(before + stage),
        });
        (layers.collect(), ExportDense::of(&self.weight.values(), Some(&self.bias)))
    }
}
