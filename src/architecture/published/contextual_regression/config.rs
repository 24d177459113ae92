use serde::{Deserialize, Serialize};

use crate::architecture::ArchitectureError;
use crate::architecture::published::read_config;

/// The hyperparameters of a contextual regression; the published ones are its default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContextualConfig {
    /// Bases read.
    pub window: usize,
    /// Kernels on the bases, each of which gives a feature.
    pub kernels: usize,
    /// Their width.
    pub kernel_width: usize,
    /// Width of the max pool between the kernels and the context.
    pub pool: usize,
    /// The convolutions of the context.
    pub convolutions: Vec<ContextConvolution>,
    /// Widths of the fully connected layers between them and the features' weights.
    pub dense: Vec<usize>,
}

/// A convolution of the context that keeps the length, ReLU, a max pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContextConvolution {
    /// Kernels.
    pub channels: usize,
    /// Their width.
    pub width: usize,
    /// Width of the max pool; columns that fill no window are left out.
    pub pool: usize,
}

/// Far beyond any published size; it keeps a hostile file from asking for all memory.
const LARGEST: usize = 1 << 13;

/// The same, for the number of layers.
const DEEPEST: usize = 64;

impl Default for ContextualConfig {
    fn default() -> Self {
        Self {
            window: 400,
            kernels: 64,
            kernel_width: 8,
            pool: 50,
            convolutions: [16, 8].map(|channels| ContextConvolution { channels, width: 7, pool: 2 }).to_vec(),
            dense: vec![64, 64],
        }
    }
}

impl ContextConvolution {
    /// Zero columns on the left and on the right, which keep the length; the smaller half is on the left.
    pub(super) fn around(self) -> [usize; 2] {
        [(self.width - 1) / 2, self.width / 2]
    }
}

impl ContextualConfig {
    /// The name in manifests and recipes.
    pub const ARCHITECTURE: &'static str = "contextual-regression";

    /// Reads and checks the hyperparameters.
    ///
    /// # Errors
    /// [`ArchitectureError::Config`] names the one that is missing or out of range.
    pub fn from_json(json: &serde_json::Value) -> Result<Self, ArchitectureError> {
        read_config(Self::ARCHITECTURE, json, Self::check)
    }

    fn check(&self) -> Result<(), String> {
        if self.dense.is_empty() {
            return Err("dense has to have at least one entry".to_owned());
        }
        if self.convolutions.len() > DEEPEST || self.dense.len() > DEEPEST {
            return Err(format!("convolutions and dense may have {DEEPEST} entries at most"));
        }
        let layers = self.convolutions.iter().flat_map(|layer| {
            [("channels", layer.channels), ("width", layer.width), ("pool of a convolution", layer.pool)]
        });
        let dense = self.dense.iter().map(|width| ("an entry of dense", *width));
        let own = [
            ("window", self.window),
            ("kernels", self.kernels),
            ("kernel_width", self.kernel_width),
            ("pool", self.pool),
        ];
        let mut sizes = own.into_iter().chain(layers).chain(dense);
        if let Some((name, size)) = sizes.find(|(_, size)| !(1..=LARGEST).contains(size)) {
            return Err(format!("{name} is {size}, but has to lie between 1 and {LARGEST}"));
        }
        if self.kernel_width > self.window {
            return Err(format!("kernels of {} bases do not fit a window of {}", self.kernel_width, self.window));
        }
        if self.columns() == 0 {
            return Err("the pools leave nothing of the sequence".to_owned());
        }
        Ok(())
    }

    /// Columns that the kernels have on a window.
    pub(super) fn positions(&self) -> usize {
        self.window + 1 - self.kernel_width
    }

    /// Columns that the convolutions and pools leave.
    fn columns(&self) -> usize {
        self.convolutions.iter().fold(self.positions() / self.pool, |columns, layer| columns / layer.pool)
    }

    /// Inputs of the convolution `layer`.
    pub(super) fn inputs(&self, layer: usize) -> usize {
        layer.checked_sub(1).map_or(self.kernels, |before| self.convolutions[before].channels)
    }

    /// Inputs and outputs of each fully connected layer, that of the features' weights included.
    pub(super) fn dense_shapes(&self) -> Vec<[usize; 2]> {
        let flattened = self.columns() * self.inputs(self.convolutions.len());
        let widths: Vec<usize> =
            std::iter::once(flattened).chain(self.dense.iter().copied()).chain([self.kernels]).collect();
        widths.windows(2).map(|pair| [pair[0], pair[1]]).collect()
    }
}
