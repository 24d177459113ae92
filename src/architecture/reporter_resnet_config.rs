use serde::{Deserialize, Serialize};

use super::{Activation, ArchitectureError};

/// The hyperparameters of a small residual network for reporter assays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReporterResnetConfig {
    /// Bases read.
    pub length: usize,
    /// The convolutions, from the bases on.
    pub convolutions: Vec<ConvolutionSpec>,
    /// Widths of the fully connected layers before the output.
    pub dense: Vec<usize>,
    /// Behind each batch norm.
    pub activation: Activation,
    /// Whether the answer is the mean over both strands.
    pub both_strands: bool,
}

/// A convolution without bias that keeps the length, then a max pool, a batch norm, perhaps the addition of an earlier layer, the activation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConvolutionSpec {
    /// Kernels.
    pub channels: usize,
    /// Their width, odd.
    pub width: usize,
    /// Width and stride of the max pool.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub pool: usize,
    /// The convolution (counted from 0) whose input is added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adds_input_of: Option<usize>,
}

fn one() -> usize {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn is_one(pool: &usize) -> bool {
    *pool == 1
}

/// Far beyond what trains well; it keeps a hostile file from asking for all memory.
const LARGEST: usize = 1 << 13;

/// The same, for the number of layers.
const DEEPEST: usize = 64;

/// A, C, G, T.
const LETTERS: usize = 4;

impl ReporterResnetConfig {
    /// The name in manifests and recipes.
    pub const ARCHITECTURE: &'static str = "reporter-resnet";

    /// Reads and checks the hyperparameters.
    ///
    /// # Errors
    /// [`ArchitectureError::Config`] names the one that is missing or out of range.
    pub fn from_json(json: &serde_json::Value) -> Result<Self, ArchitectureError> {
        let fault = |reason: String| ArchitectureError::Config { architecture: Self::ARCHITECTURE, reason };
        let config: Self = serde_json::from_value(json.clone()).map_err(|error| fault(error.to_string()))?;
        config.check().map_err(fault)?;
        Ok(config)
    }

    fn check(&self) -> Result<(), String> {
        if !(1..=DEEPEST).contains(&self.convolutions.len()) || !(1..=DEEPEST).contains(&self.dense.len()) {
            return Err(format!("convolutions and dense have to have between 1 and {DEEPEST} entries"));
        }
        let sizes = self.convolutions.iter().flat_map(|layer| [layer.channels, layer.width, layer.pool]);
        let mut sizes = sizes.chain(self.dense.iter().copied()).chain([self.length]);
        if let Some(size) = sizes.find(|size| !(1..=LARGEST).contains(size)) {
            return Err(format!("it holds {size}, but sizes have to lie between 1 and {LARGEST}"));
        }
        let columns = self.columns();
        if columns.contains(&0) {
            return Err("the pools leave nothing of the sequence".to_owned());
        }
        for (at, layer) in self.convolutions.iter().enumerate() {
            if layer.width.is_multiple_of(2) {
                return Err(format!("convolution {at} has an even width; odd ones keep the length"));
            }
            let Some(start) = layer.adds_input_of else { continue };
            let fits = (1..=at).contains(&start)
                && self.convolutions[start - 1].channels == layer.channels
                && columns[start - 1] == columns[at];
            if !fits {
                return Err(format!("convolution {at} cannot add the input of {start}: that has another shape"));
            }
        }
        Ok(())
    }

    /// Columns behind each convolution and its pool.
    pub fn columns(&self) -> Vec<usize> {
        let behind = self.convolutions.iter().scan(self.length, |columns, layer| {
            *columns /= layer.pool;
            Some(*columns)
        });
        behind.collect()
    }

    /// Inputs of the convolution `layer`.
    pub fn inputs(&self, layer: usize) -> usize {
        layer.checked_sub(1).map_or(LETTERS, |before| self.convolutions[before].channels)
    }

    /// Inputs and outputs of each fully connected layer, the output layer included.
    pub fn dense_shapes(&self) -> Vec<[usize; 2]> {
        let channels = self.convolutions.last().map_or(0, |layer| layer.channels);
        let flattened = channels * self.columns().last().unwrap_or(&0);
        let widths: Vec<usize> = std::iter::once(flattened).chain(self.dense.iter().copied()).chain([1]).collect();
        widths.windows(2).map(|pair| [pair[0], pair[1]]).collect()
    }
}
