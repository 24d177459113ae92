use burn::tensor::Tensor;

use super::layers::DenseStack;
use super::{Activation, Array};

/// A network's computation as plain numbers, without a tensor library: what an exporter to another format
/// needs.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportGraph {
    /// One entry for each input: its way to the layer that joins them all.
    pub inputs: Vec<ExportInput>,
    /// From normalised TF levels to the same layer, for a network that reads TFs.
    pub conditions: Option<Vec<ExportDense>>,
    /// After the sum of all sides.
    pub head: Vec<ExportDense>,
    /// For a network whose head weighs features of its first input; none where the head gives the answer.
    pub weighed: Option<ExportFeatures>,
    /// Whether the answer is the mean over both strands.
    pub both_strands: bool,
}

/// Features of a sequence: the means of a convolution without bias and padding over all its positions. The
/// answer is the sum of each times what the head gives for it, and a bias.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportFeatures {
    /// `features x letters x width`
    pub kernels: Array,
    /// Added to every answer.
    pub bias: f32,
}

/// The way of one input: one-hot bases (`P x letters x window`), an embedding (`P x width x positions`) or
/// numbers (`P x count x 1`) to the layer that joins all inputs.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportInput {
    /// Whether it reads bases, which have two strands.
    pub is_sequence: bool,
    /// Channels and columns that it reads.
    pub shape: [usize; 2],
    /// From what it reads to columns, in order.
    pub layers: Vec<ExportLayer>,
    /// On the flattened (channel-major) columns.
    pub flattened: ExportDense,
}

/// A step along the sequence.
#[derive(Debug, Clone, PartialEq)]
pub enum ExportLayer {
    /// A convolution of stride one: kernels (`outputs x inputs x width`), bias, zero columns on the left and
    /// on the right.
    Convolution {
        /// `outputs x inputs x width`
        kernels: Array,
        /// `outputs`
        bias: Vec<f32>,
        /// Zero columns.
        padding: [usize; 2],
    },
    /// A mean pool without padding.
    Mean {
        /// Columns of a window.
        width: usize,
        /// Columns between two windows' beginnings.
        stride: usize,
    },
    /// A max pool without padding.
    Pool {
        /// Columns of a window.
        width: usize,
        /// Columns between two windows' beginnings.
        stride: usize,
    },
    /// An activation, then a scale and a shift for each channel.
    Pointwise {
        /// The activation.
        activation: Activation,
        /// By channel.
        scale: Vec<f32>,
        /// By channel.
        shift: Vec<f32>,
    },
    /// Each number times one of its own, and another added: both `channels x columns`.
    Affine {
        /// Factors.
        scale: Array,
        /// Summands.
        shift: Array,
    },
    /// Adds what an earlier layer, given by its index, reads.
    Add(usize),
}

/// A fully connected layer.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportDense {
    /// In front of it.
    pub activation: Activation,
    /// `inputs x outputs`
    pub weight: Array,
    /// `outputs`; none where another layer's covers it.
    pub bias: Option<Vec<f32>>,
}

impl ExportDense {
    pub(super) fn of(weight: &Tensor<2>, bias: Option<&Tensor<1>>) -> Self {
        let bias = bias.map(|bias| array(bias.clone()).values);
        Self { activation: Activation::Identity, weight: array(weight.clone()), bias }
    }
}

pub(super) fn array<const D: usize>(tensor: Tensor<D>) -> Array {
    Array { shape: tensor.dims().to_vec(), values: tensor.into_data().iter().collect() }
}

impl DenseStack {
    pub(super) fn export(&self) -> Vec<ExportDense> {
        let layers = self.layers.iter();
        let export = layers.map(|layer| ExportDense {
            activation: layer.activation,
            ..ExportDense::of(&layer.weight.values(), layer.bias.as_ref())
        });
        export.collect()
    }
}
