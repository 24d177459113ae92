use burn::tensor::{Int, Tensor, TensorData};

use super::MotifConfig;
use super::network::Regulons;
use super::sites::ListedSites;
use crate::architecture::network::{Features, Network};
use crate::architecture::published::ALL_PROMOTERS;
use crate::architecture::{FeatureMotif, FeatureReader, FeatureSites, FeatureTerms, Regulators, TfChange};
use crate::sequence::Window;

impl FeatureReader for Regulons {
    fn names(&self) -> Vec<String> {
        self.config.families.iter().cloned().chain([ALL_PROMOTERS.to_owned()]).collect()
    }

    fn terms(&self, inputs: &[Features], conditions: &Features) -> FeatureTerms {
        let width = self.families();
        // What is raised is no part of a condition as it is.
        let own =
            |rows: Tensor<2>| Tensor::cat(vec![rows.clone().narrow(1, 0, width), rows.narrow(1, 2 * width, 1)], 1);
        let none = || Tensor::<2>::zeros([0, 2 * width + 1], &self.device());
        let values = own(inputs.first().and_then(|own| own.strand(0)).cloned().unwrap_or_else(none));
        let weights = own(conditions.strand(0).cloned().unwrap_or_else(none));
        let [samples, count] = [values.dims()[0], weights.dims()[0]];
        FeatureTerms { values, weights: weights.unsqueeze_dim::<3>(0).expand([samples, count, width + 1]) }
    }

    fn shared(&self) -> Option<usize> {
        Some(self.families())
    }

    fn motifs(&self) -> Vec<FeatureMotif> {
        let motif = |own: &MotifConfig| FeatureMotif {
            id: own.id.clone(),
            name: own.name.clone(),
            feature: own.family,
            tfs: own.tfs.clone(),
        };
        self.config.motifs.iter().map(motif).collect()
    }

    /// A motif's part of its family's value is divided among its sites as they divide its sum.
    fn sites(&self, input: usize, window: &Window) -> Option<FeatureSites> {
        if input != 0 || window.codes().len() != self.config.window {
            return None;
        }
        let ListedSites { sums, sites, shares } = self.sites.listed(self.member, window.codes());
        let (count, device) = (sites.len(), self.device());
        if count == 0 {
            return Some(FeatureSites { sites, values: Tensor::zeros([0], &device) });
        }
        let motifs: Vec<i32> = sites.iter().map(|site| site.motif as i32).collect();
        let motifs = Tensor::<1, Int>::from_data(TensorData::new(motifs, [count]), &device);
        let parts: Tensor<1> = self.gates.parts(sums).flatten::<1>(0, 1).select(0, motifs);
        Some(FeatureSites { sites, values: parts * Tensor::from_data(TensorData::new(shares, [count]), &device) })
    }
}

impl Regulators for Regulons {
    fn has_terms(&self, tf: usize) -> bool {
        !self.config.families_of(tf).is_empty()
    }

    fn encode_changed(&self, levels: &[f32], changes: &[Vec<(usize, TfChange)>]) -> Features {
        let families = self.families();
        let width = 2 * families + 1;
        let mut factors = vec![1.0_f32; changes.len() * width];
        let mut added = vec![0.0_f32; changes.len() * width];
        let rows = factors.chunks_exact_mut(width).zip(added.chunks_exact_mut(width));
        for ((factors, added), changes) in rows.zip(changes) {
            for &(tf, change) in changes {
                for family in self.config.families_of(tf) {
                    match change {
                        TfChange::Removed => factors[family] = 0.0,
                        TfChange::Scaled(log2) if log2 < 0.0 => factors[family] *= log2.exp2(),
                        TfChange::Scaled(log2) => added[families + family] = log2 * self.raised[family],
                    }
                }
            }
        }
        let device = self.device();
        let tensor =
            |values: Vec<f32>| Tensor::<2>::from_data(TensorData::new(values, [changes.len(), width]), &device);
        Features::new(self.condition_rows(levels) * tensor(factors) + tensor(added))
    }
}
