use serde::{Deserialize, Serialize};

use crate::architecture::published::convolutions::Convolutions;
use crate::architecture::published::read_config;
use crate::architecture::{Activation, ArchitectureError, ConvolutionSpec};

/// The hyperparameters of a network of towers and a head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JointConfig {
    /// One tower for each input, in this order.
    pub inputs: Vec<InputTower>,
    /// The TFs' tower, for a network that reads TF levels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conditions: Option<ConditionTower>,
    /// Width of the fully connected layer that reads all towers' flattened outputs, one after the other, the
    /// conditions' last.
    pub joined: usize,
    /// Widths of the fully connected layers between that one and the outputs.
    #[serde(default)]
    pub head: Vec<usize>,
    /// Numbers that it answers with.
    pub outputs: usize,
    /// After each batch norm and in front of each fully connected layer that does not read an input.
    pub activation: Activation,
    /// Whether the answer is the mean over both strands of all sequences.
    #[serde(default)]
    pub both_strands: bool,
}

/// The tower of an input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reads", rename_all = "lowercase", deny_unknown_fields)]
pub enum InputTower {
    /// One-hot bases, A, C, G, T.
    Bases {
        /// How many.
        window: usize,
        /// At least one.
        convolutions: Vec<ConvolutionSpec>,
    },
    /// An embedding, convolved along its positions.
    Embedding {
        /// How many vectors.
        positions: usize,
        /// Numbers of a vector.
        width: usize,
        /// Whether each number, at each position, is brought to a mean of 0 and a deviation of 1 by constants that are
        /// among the weights.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        standardised: bool,
        /// None for an embedding that is flattened as it is.
        #[serde(default)]
        convolutions: Vec<ConvolutionSpec>,
        /// Widths of fully connected layers of its own behind them.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        dense: Vec<usize>,
    },
    /// Numbers.
    Numbers {
        /// How many.
        count: usize,
        /// Widths of fully connected layers of their own.
        #[serde(default)]
        dense: Vec<usize>,
    },
}

/// The tower of the TFs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConditionTower {
    /// TF levels read.
    pub tfs: usize,
    /// Widths of fully connected layers of their own.
    #[serde(default)]
    pub dense: Vec<usize>,
}

/// Far beyond what trains well; it keeps a hostile file from asking for all memory.
const LARGEST: usize = 1 << 14;

/// The same, for the number of inputs and of layers.
const DEEPEST: usize = 64;

/// A, C, G, T.
const LETTERS: usize = 4;

impl InputTower {
    /// Its convolutions; none for numbers.
    pub fn stack(&self) -> Convolutions<'_> {
        match self {
            Self::Bases { window, convolutions } => {
                Convolutions { layers: convolutions, inputs: LETTERS, columns: *window }
            }
            Self::Embedding { positions, width, convolutions, .. } => {
                Convolutions { layers: convolutions, inputs: *width, columns: *positions }
            }
            Self::Numbers { count, .. } => Convolutions { layers: &[], inputs: *count, columns: 1 },
        }
    }

    /// Numbers that the joining layer reads of it.
    pub(super) fn width(&self) -> usize {
        match self {
            Self::Numbers { dense, .. } | Self::Embedding { dense, .. } if !dense.is_empty() => dense[dense.len() - 1],
            Self::Numbers { .. } | Self::Bases { .. } | Self::Embedding { .. } => self.stack().flattened(),
        }
    }

    /// Widths of its own fully connected layers.
    pub fn dense(&self) -> &[usize] {
        match self {
            Self::Numbers { dense, .. } | Self::Embedding { dense, .. } => dense,
            Self::Bases { .. } => &[],
        }
    }

    /// Whether it has constants that its values are brought to a standard with.
    pub fn is_standardised(&self) -> bool {
        matches!(self, Self::Embedding { standardised: true, .. })
    }

    fn check(&self) -> Result<(), String> {
        let stack = self.stack();
        let sizes = stack.layers.iter().flat_map(|layer| [layer.channels, layer.width, layer.pool, layer.mean_pool]);
        check_sizes(sizes.chain(self.dense().iter().copied()).chain([stack.inputs, stack.columns]))?;
        if matches!(self, Self::Bases { convolutions, .. } if convolutions.is_empty()) {
            return Err("an input of bases needs at least one convolution".to_owned());
        }
        if stack.layers.len() > DEEPEST || self.dense().len() > DEEPEST {
            return Err(format!("an input may have {DEEPEST} layers at most"));
        }
        stack.check()
    }
}

impl ConditionTower {
    /// Numbers that the joining layer reads of it.
    pub(super) fn width(&self) -> usize {
        *self.dense.last().unwrap_or(&self.tfs)
    }
}

fn check_sizes(mut sizes: impl Iterator<Item = usize>) -> Result<(), String> {
    match sizes.find(|size| !(1..=LARGEST).contains(size)) {
        Some(size) => Err(format!("it holds {size}, but sizes have to lie between 1 and {LARGEST}")),
        None => Ok(()),
    }
}

impl JointConfig {
    /// The name in manifests.
    pub const ARCHITECTURE: &'static str = "joint";

    /// Reads and checks the hyperparameters.
    ///
    /// # Errors
    /// [`ArchitectureError::Config`] names the one that is missing or out of range.
    pub fn from_json(json: &serde_json::Value) -> Result<Self, ArchitectureError> {
        read_config(Self::ARCHITECTURE, json, Self::check)
    }

    fn check(&self) -> Result<(), String> {
        if !(1..=DEEPEST).contains(&self.inputs.len()) || self.head.len() > DEEPEST {
            return Err(format!("inputs have to have between 1 and {DEEPEST} entries, head at most as many"));
        }
        let conditions = self.conditions.iter().flat_map(|own| own.dense.iter().copied().chain([own.tfs]));
        check_sizes(conditions.chain(self.head.iter().copied()).chain([self.joined, self.outputs]))?;
        for (at, input) in self.inputs.iter().enumerate() {
            input.check().map_err(|reason| format!("input {at}: {reason}"))?;
        }
        Ok(())
    }

    /// Numbers that the joining layer reads.
    pub(super) fn concatenated(&self) -> usize {
        let conditions = self.conditions.as_ref().map_or(0, ConditionTower::width);
        self.inputs.iter().map(InputTower::width).sum::<usize>() + conditions
    }
}
