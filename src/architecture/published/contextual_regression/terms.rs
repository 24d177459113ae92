use burn::tensor::{Tensor, TensorData};

use super::means::LETTERS;
use super::names;
use super::network::ContextualRegression;
use crate::architecture::network::{Features, Network};
use crate::architecture::published::ALL_PROMOTERS;
use crate::architecture::{FeatureKernel, FeatureMotif, FeatureReader, FeatureSites, FeatureTerms, MotifSite};
use crate::sequence::{Strand, Window};

/// A listed site activates its kernel by more than this share of the largest activation that is possible: at one
/// half, a quarter of all places are sites of the shipped model's kernels.
const SITE_SHARE: f32 = 0.8;

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

    fn motifs(&self) -> Vec<FeatureMotif> {
        let motif = |feature: usize| {
            let name = format!("kernel {}", feature + 1);
            FeatureMotif { id: name.clone(), name, feature, tfs: Vec::new() }
        };
        (0..self.config.kernels).map(motif).collect()
    }

    fn sites(&self, input: usize, window: &Window) -> Option<FeatureSites> {
        if input != 0 || window.codes().len() != self.config.window {
            return None;
        }
        let (width, share) = (self.config.kernel_width, 1.0 / self.config.positions() as f32);
        let (mut sites, mut values) = (Vec::new(), Vec::new());
        for FeatureKernel { feature, values: rows } in self.kernels() {
            let largest: f32 = rows.iter().map(|row| row.iter().copied().fold(f32::NEG_INFINITY, f32::max)).sum();
            for (start, bases) in window.codes().windows(width).enumerate() {
                let own = rows.iter().zip(bases).map(|(row, &code)| row.get(usize::from(code)).copied());
                let Some(activation) = own.sum::<Option<f32>>() else { continue };
                if largest > 0.0 && activation > SITE_SHARE * largest {
                    let range = start..start + width;
                    sites.push(MotifSite {
                        motif: feature,
                        range: range.clone(),
                        core: range,
                        strand: Strand::Forward,
                    });
                    values.push(activation * share);
                }
            }
        }
        let count = values.len();
        let values = match count {
            0 => Tensor::zeros([0], &self.device()),
            _ => Tensor::from_data(TensorData::new(values, [count]), &self.device()),
        };
        Some(FeatureSites { sites, values })
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
