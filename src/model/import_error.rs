use serde::Serialize;
use thiserror::Error;

use super::{CheckpointError, ModelError, WeightsError};
use crate::architecture::ArchitectureError;

/// Why a checkpoint cannot be imported.
#[derive(Debug, Error, Serialize)]
pub enum ImportError {
    /// The name could not stand in a link.
    #[error(
        "\"{0}\" cannot be a model's name; use up to 64 small letters, digits, '-', '.' and '_', a letter or digit first"
    )]
    Name(String),
    /// It is not JSON.
    #[error("the configuration is not JSON: {0}")]
    Json(#[serde(skip)] serde_json::Error),
    /// It is JSON, but not an object.
    #[error("the configuration has to be a JSON object with the hyperparameters")]
    NoObject,
    /// An entry has another shape.
    #[error("the configuration's \"{name}\" {reason}")]
    Entry {
        /// Which.
        name: &'static str,
        /// What it has to be.
        reason: &'static str,
    },
    /// The list of TFs and the network differ.
    #[error(
        "the list has {listed} TFs where the network reads {read}; give the list that it was trained with, in its order"
    )]
    TfCount {
        /// Entries of the list.
        listed: usize,
        /// Inputs of the network.
        read: usize,
    },
    /// A TF stands in the list twice.
    #[error("the list of TFs names \"{0}\" twice; every input has a name of its own")]
    TfTwice(String),
    /// The scaling and the network differ.
    #[error(
        "the scaling needs one mean and one positive standard deviation for each of the network's {read} TFs; it has {means} means and {sds} standard deviations"
    )]
    Scaling {
        /// Inputs of the network.
        read: usize,
        /// Means that were given.
        means: usize,
        /// Standard deviations that were given.
        sds: usize,
    },
    /// The constant bases leave no room, or are no bases.
    #[error("the frame has to be A, C, G and T, and leave room for an insert in the window of {0} bases")]
    Frame(usize),
    /// The weights lie under a prefix that no known wrapper puts before them.
    #[error(
        "the weights' names begin with \"{prefix}\" (\"{prefix}{weight}\" in place of \"{weight}\"), which is not a known prefix; save them under names without it"
    )]
    Prefix {
        /// What stands before each name.
        prefix: String,
        /// A weight's published name.
        weight: String,
    },
    /// Weights are missing, and everything that is there fits.
    #[error(
        "the weights lack {missing}, and the others are those of a {architecture} network: the file is incomplete; save all of model.state_dict()"
    )]
    Incomplete {
        /// What is missing.
        missing: String,
        /// The architecture.
        architecture: String,
    },
    /// There are other weights instead.
    #[error(
        "the weights lack {missing} of a {architecture} network, and hold {extra} instead; choose the architecture and the configuration that they were saved with"
    )]
    OtherWeights {
        /// What is missing.
        missing: String,
        /// What is there instead.
        extra: String,
        /// The architecture.
        architecture: String,
    },
    /// The checkpoint cannot be read.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The network and the weights do not fit.
    #[error(transparent)]
    Architecture(#[from] ArchitectureError),
    /// The weights cannot be written.
    #[error(transparent)]
    Weights(#[from] WeightsError),
    /// The parts make no model.
    #[error(transparent)]
    Model(#[from] ModelError),
}

quotes! {
    ImportError::Json(serde_json::Error);
}
