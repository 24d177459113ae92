use std::ops::Range;
use std::sync::Arc;

use burn::tensor::{Device, Tensor, TensorData, activation};

use super::RegulonsConfig;
use super::editor::RegulonsEditor;
use super::sites::SiteReader;
use crate::architecture::layers::{DenseLayer, DenseStack, dense};
use crate::architecture::network::{Declaration, Features, Network, PartError};
use crate::architecture::{Editor, FeatureReader, Parameters, Regulators};
use crate::sample::Part;
use crate::sequence::Window;

/// A response as a sum over families of motifs: what a promoter has of their sites, times how active the
/// condition makes them.
///
/// A promoter's row holds each family's sites as the promoter's other sites let them count, then the sites
/// alone, then a one. A condition's row holds the families' activities, what is added where a TF is raised,
/// and what all promoters share. The response is their product.
#[derive(Debug)]
pub struct Regulons {
    pub(super) declaration: Declaration,
    pub(super) config: RegulonsConfig,
    /// Reads sites for the member of an ensemble that this is, and perhaps for others.
    pub(super) sites: Arc<SiteReader>,
    pub(super) member: usize,
    pub(super) gates: Gates,
    /// From normalised TF levels to the families' activities and what all promoters share.
    pub(super) conditions: DenseStack,
    /// By family, what a TF that is raised by one log2 unit adds for each unit of its sites.
    pub(super) raised: Vec<f32>,
    pub(super) parameters: Parameters,
}

/// From sums of sites to a promoter's row.
#[derive(Debug, Clone)]
pub(super) struct Gates {
    /// `1 x motifs`
    pub(super) scale: Tensor<2>,
    pub(super) layers: [DenseLayer; 2],
    /// `1 x families`: what a family's gated sites count at most, as no promoter of the training set says
    /// what more of them would do.
    pub(super) most: Tensor<2>,
    /// `motifs x families`, 1 where a motif belongs to a family.
    pub(super) membership: Tensor<2>,
}

impl Gates {
    /// `P x motifs`, the sums of sites, to `P x (2 families + 1)`.
    pub(super) fn rows(&self, sums: Vec<f32>) -> Tensor<2> {
        let [features, gated] = self.gated(sums);
        let one = Tensor::<2>::ones([features.dims()[0], 1], &features.device());
        let (gated, features) = (self.families(gated), self.families(features));
        Tensor::cat(vec![self.capped(gated), features, one], 1)
    }

    /// `P x motifs`, the sums of sites, to what each motif adds to its family's value: what a family has
    /// beyond its most is taken from its motifs alike.
    pub(super) fn parts(&self, sums: Vec<f32>) -> Tensor<2> {
        let [_, gated] = self.gated(sums);
        let whole = self.families(gated.clone());
        let kept = self.capped(whole.clone()) / whole.clamp_min(f32::MIN_POSITIVE);
        gated * dense(kept, self.membership.clone().transpose(), None)
    }

    /// Features of motifs, and the same as the promoter's other motifs let them count.
    fn gated(&self, sums: Vec<f32>) -> [Tensor<2>; 2] {
        let [_, motifs] = self.scale.dims();
        let count = sums.len() / motifs.max(1);
        let sums = Tensor::<2>::from_data(TensorData::new(sums, [count, motifs]), &self.scale.device());
        let features = sums.log1p() * self.scale.clone();
        let [first, second] = &self.layers;
        let context = first.apply_linear(features.clone()).tanh();
        let gates = activation::sigmoid(second.apply_linear(context)).mul_scalar(2.0);
        [features.clone(), features * gates]
    }

    fn families(&self, motifs: Tensor<2>) -> Tensor<2> {
        dense(motifs, self.membership.clone(), None)
    }

    fn capped(&self, families: Tensor<2>) -> Tensor<2> {
        let shape = families.dims();
        families.min_pair(self.most.clone().expand(shape))
    }
}

impl Regulons {
    /// The member that this is, among those that the reader of sites reads for.
    pub(super) fn itself(&self) -> Range<usize> {
        self.member..self.member + 1
    }

    pub(super) fn families(&self) -> usize {
        self.config.families.len()
    }

    /// Activities, nothing raised, and what all promoters share: `C x (2 families + 1)`.
    pub(super) fn condition_rows(&self, levels: &[f32]) -> Tensor<2> {
        let (tfs, families) = (self.config.num_tfs, self.families());
        let count = levels.len() / tfs;
        let device = self.device();
        let levels = TensorData::new(levels[..count * tfs].to_vec(), [count, tfs]);
        let terms = self.conditions.apply(Tensor::from_data(levels, &device));
        let none = Tensor::<2>::zeros([count, families], &device);
        let (activities, shared) = (terms.clone().narrow(1, 0, families), terms.narrow(1, families, 1));
        Tensor::cat(vec![activities, none, shared], 1)
    }
}

impl Network for Regulons {
    fn declaration(&self) -> &Declaration {
        &self.declaration
    }

    fn device(&self) -> Device {
        self.gates.scale.device()
    }

    fn encode(&self, input: usize, parts: &[Part]) -> Result<Features, PartError> {
        let mut sums = Vec::with_capacity(parts.len() * self.sites.motifs());
        for part in parts {
            sums.extend(self.sites.sums(&self.itself(), self.declaration.codes(input, part)?).concat());
        }
        Ok(Features::new(self.gates.rows(sums)))
    }

    fn encode_conditions(&self, levels: &[f32]) -> Features {
        Features::new(self.condition_rows(levels))
    }

    fn respond(&self, inputs: &[Features], conditions: &Features) -> Tensor<3> {
        let samples = inputs.first().and_then(|own| own.strand(0)).cloned();
        let Some((samples, conditions)) = samples.zip(conditions.strand(0).cloned()) else {
            return Tensor::zeros([0, 1, 1], &self.device());
        };
        dense(samples, conditions.transpose(), None).unsqueeze_dim(2)
    }

    fn editor(&self, input: usize, window: &Window) -> Option<Box<dyn Editor>> {
        let fits = input == 0 && window.codes().len() == self.config.window;
        fits.then(|| {
            let gates = vec![self.gates.clone()];
            let editor: Box<dyn Editor> =
                Box::new(RegulonsEditor::new(Arc::clone(&self.sites), self.itself(), gates, window));
            editor
        })
    }

    fn features(&self) -> Option<&dyn FeatureReader> {
        Some(self)
    }

    fn regulators(&self) -> Option<&dyn Regulators> {
        Some(self)
    }

    fn parameters(&self) -> Parameters {
        self.parameters.clone()
    }
}
