use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::EmbedderError;
use crate::schema::{WeightsFile, sha256_hex};

/// The file that makes a folder an embedder.
pub const EMBEDDER_FILE: &str = "embedder.json";

/// The format that is written.
const FORMAT: u32 = 1;

/// The widest window: many times what any published network was trained on.
const WIDEST: usize = 1 << 17;

/// What an embedder says about itself: `embedder.json` in its folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmbedderManifest {
    /// The version of this file's form.
    pub format: u32,
    /// Its name in options.
    pub id: String,
    /// Its name for readers.
    pub title: String,
    /// The architecture.
    pub architecture: String,
    /// The architecture's hyperparameters.
    pub config: Value,
    /// Bases that it reads at once.
    pub window: usize,
    /// Numbers of a vector.
    pub width: usize,
    /// The file of weights.
    pub weights: WeightsFile,
}

impl EmbedderManifest {
    /// Describes an embedder whose weights file is `weights`.
    pub fn new(id: &str, architecture: &str, config: Value, [window, width]: [usize; 2], weights: &[u8]) -> Self {
        let file = "weights.safetensors".to_owned();
        Self {
            format: FORMAT,
            id: id.to_owned(),
            title: id.to_owned(),
            architecture: architecture.to_owned(),
            config,
            window,
            width,
            weights: WeightsFile { file, bytes: weights.len(), sha256: sha256_hex(weights) },
        }
    }

    /// Reads and checks a manifest.
    ///
    /// # Errors
    /// [`EmbedderError`] says what cannot be read or is of another version.
    pub fn parse(json: &[u8]) -> Result<Self, EmbedderError> {
        let failed = |reason| EmbedderError::Json { what: "the embedder's manifest", reason };
        let manifest: Self = serde_json::from_slice(json).map_err(failed)?;
        if manifest.format != FORMAT {
            return Err(EmbedderError::Format(manifest.format));
        }
        Self::check_window(manifest.window)?;
        Ok(manifest)
    }

    /// Whether windows can be so wide.
    ///
    /// # Errors
    /// [`EmbedderError::Manifest`] where they cannot.
    pub fn check_window(window: usize) -> Result<(), EmbedderError> {
        if (1..=WIDEST).contains(&window) {
            return Ok(());
        }
        Err(EmbedderError::Manifest { name: "window", expected: format!("windows of 1 to {WIDEST} bases") })
    }
}
