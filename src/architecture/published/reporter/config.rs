use serde::{Deserialize, Serialize};

use crate::architecture::published::convolutions::Convolutions;
use crate::architecture::published::read_config;
use crate::architecture::{Activation, ArchitectureError, ConvolutionSpec};

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
    /// After each batch norm.
    pub activation: Activation,
    /// Whether the answer is the mean over both strands.
    pub both_strands: bool,
    /// Numbers that it answers with: one for each medium or assay.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub outputs: usize,
}

fn one() -> usize {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn is_one(number: &usize) -> bool {
    *number == 1
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
        read_config(Self::ARCHITECTURE, json, Self::check)
    }

    fn check(&self) -> Result<(), String> {
        if !(1..=DEEPEST).contains(&self.convolutions.len()) || !(1..=DEEPEST).contains(&self.dense.len()) {
            return Err(format!("convolutions and dense have to have between 1 and {DEEPEST} entries"));
        }
        let sizes =
            self.convolutions.iter().flat_map(|layer| [layer.channels, layer.width, layer.pool, layer.mean_pool]);
        let mut sizes = sizes.chain(self.dense.iter().copied()).chain([self.length, self.outputs]);
        if let Some(size) = sizes.find(|size| !(1..=LARGEST).contains(size)) {
            return Err(format!("it holds {size}, but sizes have to lie between 1 and {LARGEST}"));
        }
        self.stack().check()
    }

    /// The convolutions, on bases.
    pub fn stack(&self) -> Convolutions<'_> {
        Convolutions { layers: &self.convolutions, inputs: LETTERS, columns: self.length }
    }

    /// Inputs and outputs of each fully connected layer, the output layer included.
    pub fn dense_shapes(&self) -> Vec<[usize; 2]> {
        let flattened = self.stack().flattened();
        let widths: Vec<usize> =
            std::iter::once(flattened).chain(self.dense.iter().copied()).chain([self.outputs]).collect();
        widths.windows(2).map(|pair| [pair[0], pair[1]]).collect()
    }
}
