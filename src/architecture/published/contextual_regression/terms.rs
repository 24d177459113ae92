use burn::tensor::Tensor;

use super::means::LETTERS;
use super::names;
use super::network::ContextualRegression;
use crate::architecture::network::{Features, Network};
use crate::architecture::published::ALL_PROMOTERS;
use crate::architecture::{FeatureKernel, FeatureReader, FeatureTerms};

impl FeatureReader for ContextualRegression {
    fn names(&self) -> Vec<String> {
        let kernels = (1..=self.config.kernels).map(|number| format!("kernel {number}"));
        kernels.chain([ALL_PROMOTERS.to_owned()]).collect()
    }

    fn terms(&self, inputs: &[Features], _conditions: &Features) -> FeatureTerms {
        let none = || [0, 1].map(|_| Tensor::zeros([0, self.config.kernels], &self.device()));
        let [weights, features] = self.halves(inputs).unwrap_or_else(none);
        let one = Tensor::<2>::ones([weights.dims()[0], 1], &weights.device());
        FeatureTerms {
            values: Tensor::cat(vec![features, one.clone()], 1),
            weights: Tensor::cat(vec![weights, one.mul_scalar(self.bias)], 1).unsqueeze_dim(1),
        }
    }

    fn shared(&self) -> Option<usize> {
        Some(self.config.kernels)
    }

    fn kernels(&self) -> Vec<FeatureKernel> {
        let width = self.config.kernel_width;
        let values = self.parameters.get(names::KERNELS).map_or(&[][..], |array| array.values.as_slice());
        let row = |kernel: &[f32], tap: usize| std::array::from_fn(|letter| kernel[letter * width + tap]);
        let kernels = values.chunks_exact(LETTERS * width).enumerate();
        let own = |(feature, kernel): (usize, &[f32])| FeatureKernel {
            feature,
            values: (0..width).map(|tap| row(kernel, tap)).collect(),
        };
        kernels.map(own).collect()
    }
}
