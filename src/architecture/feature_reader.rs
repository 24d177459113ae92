use std::ops::Range;

use burn::tensor::Tensor;

use super::Features;
use crate::sequence::{Strand, Window};

/// What named features of P samples are worth in C conditions: value times weight is a feature's
/// contribution, and a sample's contributions add up to its response.
#[derive(Debug, Clone)]
pub struct FeatureTerms {
    /// `P x F`
    pub values: Tensor<2>,
    /// `P x C x F`
    pub weights: Tensor<3>,
}

/// A motif that a named feature is read with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeatureMotif {
    /// Its identifier, such as `MA0265.3`.
    pub id: String,
    /// The name of what binds it.
    pub name: String,
    /// Index of its feature.
    pub feature: usize,
    /// Indices of the TFs that bind it, in the model's list; none where that has none of them.
    pub tfs: Vec<usize>,
}

/// A site of a motif, in indices of the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MotifSite {
    /// Index of the motif.
    pub motif: usize,
    /// All of its bases.
    pub range: Range<usize>,
    /// From the first to the last base that the motif is particular about.
    pub core: Range<usize>,
    /// The strand that reads as the motif.
    pub strand: Strand,
}

/// Sites of a sequence, and what each adds to its feature.
#[derive(Debug, Clone)]
pub struct FeatureSites {
    /// Those that matter: motifs' that are at least half occupied where the network asks least of a site, or
    /// kernels' that come near the largest activation.
    pub sites: Vec<MotifSite>,
    /// One for each: its part of its feature's value. Those of sites that are not listed are what is missing
    /// from the value.
    pub values: Tensor<1>,
}

/// A kernel of a convolution on bases that a named feature is read with.
#[derive(Debug, Clone, PartialEq)]
pub struct FeatureKernel {
    /// Index of its feature.
    pub feature: usize,
    /// What A, C, G, T add to its activation, one row a position.
    pub values: Vec<[f32; 4]>,
}

/// A network whose responses are sums over named features.
pub trait FeatureReader {
    /// The features' names, in their order.
    fn names(&self) -> Vec<String>;

    /// Values and weights for every pair; `inputs` has one entry for each input, as
    /// [`super::Network::respond`] has.
    fn terms(&self, inputs: &[Features], conditions: &Features) -> FeatureTerms;

    /// The feature that all samples have in common, if there is one: what a condition does whatever the
    /// sample.
    fn shared(&self) -> Option<usize> {
        None
    }

    /// The motifs behind the features; none where features are read in another way.
    fn motifs(&self) -> Vec<FeatureMotif> {
        Vec::new()
    }

    /// The kernels on the first sequence that features are read with; none where they are read in another way.
    fn kernels(&self) -> Vec<FeatureKernel> {
        Vec::new()
    }

    /// Where a window of the input `input` has what its features are read from; none for features that have
    /// no places.
    fn sites(&self, _input: usize, _window: &Window) -> Option<FeatureSites> {
        None
    }
}

/// What happens to a TF's activity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TfChange {
    /// There is none left.
    Removed,
    /// There is so many times of it, in log2 units: less of it where the number is negative.
    Scaled(f32),
}

/// A network that knows which of its terms are a TF's own, so that the TF can be taken out instead of its
/// level being changed.
pub trait Regulators {
    /// Whether the TF of that index has terms of its own.
    fn has_terms(&self, tf: usize) -> bool;

    /// Encodes one condition (normalised levels, one for each TF) once for each set of changes.
    fn encode_changed(&self, levels: &[f32], changes: &[Vec<(usize, TfChange)>]) -> Features;
}
