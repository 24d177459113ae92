use std::path::PathBuf;

use serde::Serialize;
use thiserror::Error;

use crate::architecture::{ArchitectureError, ParameterError};
use crate::backend::BackendError;
use crate::model::WeightsError;
#[cfg(feature = "files")]
use crate::model::{CheckpointError, ImportError};

/// Why an embedder cannot be made or used.
#[derive(Debug, Error, Serialize)]
pub enum EmbedderError {
    /// A configuration or a manifest is not JSON, or lacks a field.
    #[error("{what} cannot be read: {reason}")]
    Json {
        /// Which of the two.
        what: &'static str,
        /// Why not.
        #[serde(skip)]
        reason: serde_json::Error,
    },
    /// A manifest is of a later version of the program, or of another program.
    #[error("this embedder's manifest is of format {0}, which this version of the program does not read")]
    Format(u32),
    /// A manifest says something of its network that the network does not bear out.
    #[error("the manifest's \"{name}\" does not fit its network, which has {expected}")]
    Manifest {
        /// The entry.
        name: &'static str,
        /// What the network has.
        expected: String,
    },
    /// No such architecture.
    #[error("there is no embedder of the architecture \"{0}\"; known: caduceus")]
    Architecture(String),
    /// The weights are not those of the manifest.
    #[error("the weights are not those that the manifest names; import them again")]
    Hash,
    /// The configuration does not describe a network that is read.
    #[error(transparent)]
    Config(#[from] ArchitectureError),
    /// The weights do not fit the configuration.
    #[error(transparent)]
    Weights(#[from] ParameterError),
    /// A directions' shared projection is there twice, with other numbers.
    #[error(
        "\"{0}\" differs from that of the other direction, where the configuration says that they are shared; a network whose directions have projections of their own is not read"
    )]
    Untied(String),
    /// The checkpoint cannot be read.
    #[cfg(feature = "files")]
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The weights file cannot be read or written.
    #[error(transparent)]
    File(#[from] WeightsError),
    /// The name could not stand in a link.
    #[cfg(feature = "files")]
    #[error(transparent)]
    Name(#[from] ImportError),
    /// A file of the folder cannot be read.
    #[error("{path}: {reason}")]
    Folder {
        /// The file.
        path: PathBuf,
        /// Why not.
        #[serde(skip)]
        reason: std::io::Error,
    },
    /// The folder holds a model that answers.
    #[error("{0} holds a model that predicts, no embedder; make one with `cisight import --architecture caduceus`")]
    NoEmbedder(PathBuf),
    /// The bases of a position do not fit into a window.
    #[error("a position has to have from 1 base to as many as a window, which is {window}; {asked} were asked for")]
    Core {
        /// What was asked for.
        asked: usize,
        /// Bases of a window.
        window: usize,
    },
    /// A sequence has nothing between its flanks.
    #[error("\"{name}\" has {found}; with flanks of {left} and {right} bases, there have to be more")]
    TooShort {
        /// The sequence.
        name: String,
        /// Its bases, in words.
        found: String,
        /// Bases before the first position.
        left: usize,
        /// Bases behind the last position.
        right: usize,
    },
    /// A file of the cache is damaged, or another embedder's.
    #[error("{0}; delete the file, and its windows are embedded anew")]
    Cache(String),
    /// The device fails.
    #[error(transparent)]
    Backend(#[from] BackendError),
    /// The network gives numbers that are not finite.
    #[error(
        "the network gives numbers that are not finite; its weights are damaged or do not belong to the configuration"
    )]
    NotFinite,
}
