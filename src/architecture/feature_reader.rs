use burn::tensor::Tensor;

use super::Features;

/// What named features of P samples are worth in C conditions: value times weight is a feature's
/// contribution, and a sample's contributions add up to its response.
#[derive(Debug, Clone)]
pub struct FeatureTerms {
    /// `P x F`
    pub values: Tensor<2>,
    /// `P x C x F`
    pub weights: Tensor<3>,
}

/// A network whose responses are sums over named features.
pub trait FeatureReader {
    /// The features' names, in their order.
    fn names(&self) -> Vec<String>;

    /// Values and weights for every pair; `inputs` has one entry for each input, as
    /// [`super::Network::respond`] has.
    fn terms(&self, inputs: &[Features], conditions: &Features) -> FeatureTerms;
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
