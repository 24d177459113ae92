use serde::Serialize;
use thiserror::Error;

use crate::architecture::graph::ir::GraphError;

/// Why a file cannot be read as a network.
#[derive(Debug, Error, Serialize)]
pub enum ForeignError {
    /// It begins like none of the formats.
    #[error("this is no ONNX file (.onnx) and no Keras model (.h5 or .keras); export the network as one of them")]
    Format,
    /// The container is damaged.
    #[error("this is not an intact {container} file ({reason}); copy it or save it again")]
    Container {
        /// HDF5, zip or ONNX.
        container: &'static str,
        /// What its reader says.
        reason: String,
    },
    /// Weights without the network.
    #[error(
        "the file holds no network, only weights or something else ({missing} is missing); save the whole model with model.save"
    )]
    NoNetwork {
        /// What would describe it.
        missing: &'static str,
    },
    /// The description of the network does not have the shape that such descriptions have.
    #[error("the network's configuration cannot be read: {0}")]
    Configuration(String),
    /// A layer or an operator that is not known.
    #[error("{which} is of the kind \"{kind}\", which Cisight does not know; {advice}")]
    Unknown {
        /// Which layer or node.
        which: Faulty,
        /// What it is.
        kind: String,
        /// What to do.
        advice: &'static str,
    },
    /// Code, which is never run.
    #[error(
        "{which} is of the kind \"{kind}\" and holds code; nothing in a file is executed, so put known layers in its place and save the model again"
    )]
    Code {
        /// Which layer.
        which: Faulty,
        /// What it is.
        kind: String,
    },
    /// Loops and branches.
    #[error(
        "{which} is of the kind \"{kind}\"; control flow is not read, so export the network without loops and branches"
    )]
    ControlFlow {
        /// Which node.
        which: Faulty,
        /// What it is.
        kind: String,
    },
    /// A known layer or operator is set to something that is not read.
    #[error("{which} ({kind}) {reason}")]
    Setting {
        /// Which layer or node.
        which: Faulty,
        /// What it is.
        kind: String,
        /// What is wrong, beginning with a verb.
        reason: String,
    },
    /// A weight is missing.
    #[error("the file holds no weight \"{weight}\" of {which}; save the model again with its weights")]
    Weight {
        /// Which layer.
        which: Faulty,
        /// The weight.
        weight: String,
    },
    /// A weight cannot be read.
    #[error("the weight \"{weight}\" {reason}")]
    WeightData {
        /// The weight.
        weight: String,
        /// What is wrong, beginning with a verb.
        reason: String,
    },
    /// Weights in another file.
    #[error(
        "the weight \"{0}\" lies in another file; save the network with its weights inside (in ONNX without external data)"
    )]
    External(String),
    /// An axis without an extent.
    #[error(
        "the input \"{input}\" reads any length; say which length the network is to have (--length), one that it was trained on"
    )]
    Length {
        /// The input.
        input: String,
    },
    /// An operator set that is older or newer than what is read.
    #[error("the file uses version {0} of ONNX's operators; versions 11 to 22 are read, so export it with one of them")]
    Opset(i64),
    /// The whole cannot be computed.
    #[error(transparent)]
    Graph(#[from] GraphError),
}

/// A layer or a node, as a sentence names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Faulty {
    /// A Keras layer, by its name.
    Layer(String),
    /// An ONNX node, by its name or by what it gives.
    Node(String),
}

impl std::fmt::Display for Faulty {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Layer(name) => write!(f, "the layer \"{name}\""),
            Self::Node(name) => write!(f, "the node \"{name}\""),
        }
    }
}
