use burn::tensor::Tensor;

use super::head::Head;
use super::{Activation, Array};

/// A network's computation as plain numbers, without a tensor library: what an exporter to another format needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Sketch {
    /// From one-hot bases (`P x letters x window`) to columns, in order.
    pub layers: Vec<SketchLayer>,
    /// On the flattened (channel-major) columns.
    pub flattened: SketchDense,
    /// The TF side, for a network that reads TFs.
    pub tfs: Option<SketchTfs>,
    /// In front of each of `head`'s layers.
    pub activation: Activation,
    /// Behind the sum of both sides.
    pub head: Vec<SketchDense>,
    /// Whether the answer is the mean over both strands.
    pub both_strands: bool,
}

/// A step along the sequence.
#[derive(Debug, Clone, PartialEq)]
pub enum SketchLayer {
    /// A convolution of stride one: kernels (`outputs x inputs x width`), bias, zero columns on the left and on the right.
    Convolution {
        /// `outputs x inputs x width`
        kernels: Array,
        /// `outputs`
        bias: Vec<f32>,
        /// Zero columns.
        padding: [usize; 2],
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
    /// Adds what an earlier layer, given by its index, reads.
    Add(usize),
}

/// A fully connected layer.
#[derive(Debug, Clone, PartialEq)]
pub struct SketchDense {
    /// `inputs x outputs`
    pub weight: Array,
    /// `outputs`; none where another layer's covers it.
    pub bias: Option<Vec<f32>>,
}

/// From normalised TF levels to what is added to the promoter's side.
#[derive(Debug, Clone, PartialEq)]
pub struct SketchTfs {
    /// The TF layer.
    pub layer: SketchDense,
    /// Behind it.
    pub activation: Activation,
    /// The TFs' part of the layer that reads both sides.
    pub joined: SketchDense,
}

impl SketchDense {
    pub(super) fn of(weight: &Tensor<2>, bias: Option<&Tensor<1>>) -> Self {
        Self { weight: array(weight.clone()), bias: bias.map(|bias| array(bias.clone()).values) }
    }
}

pub(super) fn array<const D: usize>(tensor: Tensor<D>) -> Array {
    Array { shape: tensor.dims().to_vec(), values: tensor.into_data().iter().collect() }
}

impl Head {
    pub(super) fn sketch(&self) -> Vec<SketchDense> {
        self.layers.iter().map(|(weight, bias)| SketchDense::of(weight, Some(bias))).collect()
    }
}
