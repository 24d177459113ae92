use serde::{Deserialize, Serialize};

use super::Camformer;
use crate::architecture::ArchitectureError;
use crate::architecture::published::read_config;

/// Camformer's hyperparameters, named as in the authors' configuration. One number a convolution in each
/// list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CamformerConfig {
    /// 4 for A, C, G, T; 5 for a further channel that is 1 at purines.
    pub input_channels: usize,
    /// Bases read (published: 110).
    pub length: usize,
    /// Kernels.
    pub out_channels: Vec<usize>,
    /// Widths of the kernels.
    pub kernels: Vec<usize>,
    /// Zero columns around each convolution's input.
    pub padding: Padding,
    /// Widths of the max pools after the convolutions; 1 for none.
    pub pool_kernels: Vec<usize>,
    /// Their strides.
    pub pool_strides: Vec<usize>,
    /// Widths of the fully connected layers before the output.
    pub linear_output: Vec<usize>,
    /// Whether convolutions go in pairs, the first one's output added to the second one's.
    pub residual: bool,
}

/// Zero columns around a convolution's input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Padding {
    /// As many as keep the length, the smaller half on the left.
    Named(Same),
    /// That many on both sides.
    Columns(usize),
}

/// The one padding that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Same {
    /// PyTorch's 'same'.
    Same,
}

/// No published size comes near; it keeps a hostile file from asking for all memory.
const LARGEST: usize = 1 << 14;

/// More layers than any published network has.
const DEEPEST: usize = 64;

impl Padding {
    /// Zero columns on the left and on the right of a convolution of this width.
    pub fn around(self, width: usize) -> [usize; 2] {
        match self {
            Self::Named(Same::Same) => [(width - 1) / 2, width / 2],
            Self::Columns(columns) => [columns; 2],
        }
    }
}

impl CamformerConfig {
    /// The names of the hyperparameters.
    pub const NAMES: [&str; 9] = [
        "input_channels",
        "length",
        "out_channels",
        "kernels",
        "padding",
        "pool_kernels",
        "pool_strides",
        "linear_output",
        "residual",
    ];

    /// Reads and checks the hyperparameters.
    ///
    /// # Errors
    /// [`ArchitectureError::Config`] names the one that is missing or out of range.
    pub fn from_json(json: &serde_json::Value) -> Result<Self, ArchitectureError> {
        read_config(Camformer::NAME, json, Self::check)
    }

    fn check(&self) -> Result<(), String> {
        let layers = self.out_channels.len();
        if !(1..=DEEPEST).contains(&layers) || !(1..=DEEPEST).contains(&self.linear_output.len()) {
            return Err(format!("out_channels and linear_output have to have between 1 and {DEEPEST} entries"));
        }
        let lists =
            [("kernels", &self.kernels), ("pool_kernels", &self.pool_kernels), ("pool_strides", &self.pool_strides)];
        if let Some((name, list)) = lists.iter().find(|(_, list)| list.len() != layers) {
            return Err(format!("{name} has {} entries where out_channels has {layers}", list.len()));
        }
        if !(4..=5).contains(&self.input_channels) {
            return Err(format!("input_channels is {}, but has to be 4 or 5", self.input_channels));
        }
        let [kernels, pools, strides] = lists.map(|(name, list)| (name, list.as_slice()));
        let sizes = [
            ("length", &[self.length][..]),
            ("out_channels", &self.out_channels),
            ("linear_output", &self.linear_output),
        ];
        for (name, list) in sizes.into_iter().chain([kernels, pools, strides]) {
            if let Some(size) = list.iter().find(|size| !(1..=LARGEST).contains(*size)) {
                return Err(format!("{name} holds {size}, but sizes have to lie between 1 and {LARGEST}"));
            }
        }
        if matches!(self.padding, Padding::Columns(columns) if columns > LARGEST) {
            return Err(format!("padding has to be \"same\" or at most {LARGEST}"));
        }
        if self.columns().contains(&0) {
            return Err("the convolutions and pools leave nothing of the sequence".to_owned());
        }
        self.check_additions()
    }

    fn check_additions(&self) -> Result<(), String> {
        let columns = self.columns();
        let keeps_shape = |layer: usize| {
            layer > 0
                && self.out_channels[layer] == self.out_channels[layer - 1]
                && columns[layer] == columns[layer - 1]
        };
        match (0..columns.len()).find(|&layer| self.adds_input(layer) && !keeps_shape(layer)) {
            Some(layer) => {
                Err(format!("convolution {layer} cannot add its input: that has another shape than its output"))
            }
            None => Ok(()),
        }
    }

    /// Columns after each convolution and its pool.
    fn columns(&self) -> Vec<usize> {
        let layers = self.kernels.iter().zip(self.pool_kernels.iter().zip(&self.pool_strides));
        let behind = layers.scan(self.length, |columns, (width, (pool, stride))| {
            let convolved = (*columns + self.padding.around(*width).iter().sum::<usize>() + 1).saturating_sub(*width);
            *columns = if convolved < *pool { 0 } else { (convolved - pool) / stride + 1 };
            Some(*columns)
        });
        behind.collect()
    }

    /// Numbers that the convolutions make of a promoter.
    pub fn flattened(&self) -> usize {
        self.columns().last().unwrap_or(&0) * self.out_channels.last().unwrap_or(&0)
    }

    /// Whether there is a pool after the convolution `layer`.
    pub fn has_pool(&self, layer: usize) -> bool {
        self.pool_kernels[layer] > 1 || self.pool_strides[layer] > 1
    }

    /// Whether the convolution `layer` adds its input to its output.
    pub fn adds_input(&self, layer: usize) -> bool {
        self.residual && !layer.is_multiple_of(2)
    }

    /// Inputs of the convolution `layer`.
    pub fn inputs(&self, layer: usize) -> usize {
        if layer == 0 { self.input_channels } else { self.out_channels[layer - 1] }
    }

    /// Inputs and outputs of each fully connected layer, the output layer included.
    pub fn dense_shapes(&self) -> Vec<[usize; 2]> {
        let widths: Vec<usize> =
            std::iter::once(self.flattened()).chain(self.linear_output.iter().copied()).chain([1]).collect();
        widths.windows(2).map(|pair| [pair[0], pair[1]]).collect()
    }
}
