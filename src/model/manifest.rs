use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::Spread;
use crate::condition::{Scaling, TranscriptionFactor};
use crate::sequence::Frame;

/// The version of the manifest's own format that this program reads and writes.
pub const FORMAT: u32 = 1;

/// What a model is: `manifest.json` beside its weights.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Always [`FORMAT`].
    pub format: u32,
    /// Short name, as in `--model`.
    pub id: String,
    /// Version of the weights.
    pub version: String,
    /// Readable name.
    pub title: String,
    /// Species that it was trained on.
    pub species: String,
    /// Architecture, such as `fun-prose`.
    pub architecture: String,
    /// The architecture's hyperparameters.
    pub config: serde_json::Value,
    /// Networks whose mean is the response; their weights are named `0.…`, `1.…` where there are several.
    pub members: usize,
    /// What the promoter side reads.
    pub input: InputSpec,
    /// The TFs, in input order.
    pub tfs: Vec<TranscriptionFactor>,
    /// How TF levels are normalised; the identity where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scaling: Option<Scaling>,
    /// What the response is.
    pub output: OutputSpec,
    /// Calibration of the predictive error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spread: Option<Spread>,
    /// The weights file.
    pub weights: WeightsFile,
    /// Further files of the folder: preset conditions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presets: Option<String>,
    /// Further files of the folder: the promoter catalogue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalogue: Option<String>,
    /// Further files of the folder: motif matrices of its TFs (MEME's minimal format).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub motifs: Option<String>,
    /// Further files of the folder: example promoters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    /// The genome that the catalogue was cut from, as people call it; the species where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub genome: Option<String>,
    /// What its TF views can and cannot tell, a sentence each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<String>,
    /// What it was trained on, in a sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub data: String,
    /// Licence of the weights.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub licence: String,
    /// Held-out accuracy, as in the model card.
    #[serde(default, skip_serializing_if = "serde_json::Value::is_null")]
    pub metrics: serde_json::Value,
}

/// What the promoter side of a model reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InputSpec {
    /// Bases.
    pub window: usize,
    /// Channels, such as `ACGNT`.
    pub alphabet: String,
    /// What lies behind the last base, such as `start codon`.
    pub anchor: String,
    /// The constant stretches around the insert, for a reporter assay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frame: Option<Frame>,
}

/// What a response is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutputSpec {
    /// Name of the quantity.
    pub name: String,
    /// Its unit, such as `log2 ratio to the reference sample`.
    pub unit: String,
    /// Whether a response is relative to a reference, so that its sign says something; told by the unit where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relative: Option<bool>,
}

/// The file of weights.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeightsFile {
    /// Its name in the folder.
    pub file: String,
    /// Its length in bytes.
    pub bytes: usize,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
}

/// Why a manifest, or the weights it names, are refused.
#[derive(Debug, Error)]
pub enum ManifestError {
    /// It is no JSON, or lacks a field.
    #[error("the manifest cannot be read: {0}")]
    Json(serde_json::Error),
    /// A later program wrote it.
    #[error("the manifest has format {0}; this program reads format {FORMAT}, so update it")]
    Format(u32),
    /// Two of its parts contradict each other.
    #[error("the manifest contradicts itself: {0}")]
    Contradiction(String),
    /// The weights file was cut short or padded.
    #[error("the weights have {found} bytes where the manifest says {expected}; download them again")]
    Length {
        /// Bytes there are.
        found: usize,
        /// Bytes there should be.
        expected: usize,
    },
    /// The weights are not those that the manifest names.
    #[error("the weights' SHA-256 is not the manifest's; download them again")]
    Hash,
}

quotes! {
    ManifestError::Json(serde_json::Error);
}

impl Manifest {
    /// Reads and checks a manifest.
    ///
    /// # Errors
    /// [`ManifestError`] says which field is missing or contradicts another.
    pub fn parse(json: &[u8]) -> Result<Self, ManifestError> {
        #[derive(Deserialize)]
        struct Version {
            format: u32,
        }
        let version: Version = serde_json::from_slice(json)?;
        if version.format != FORMAT {
            return Err(ManifestError::Format(version.format));
        }
        let manifest: Self = serde_json::from_slice(json)?;
        let contradiction = |text: &str| Err(ManifestError::Contradiction(text.to_owned()));
        if manifest.members == 0 || manifest.members > 64 {
            return contradiction("members has to lie between 1 and 64");
        }
        if manifest.scaling.as_ref().is_some_and(|scaling| !scaling.fits(manifest.tfs.len())) {
            return contradiction("scaling needs one mean and one positive sd for each TF");
        }
        if manifest.input.frame.as_ref().is_some_and(|frame| !frame.fits(manifest.input.window)) {
            return contradiction("the frame has to be A, C, G and T, and leave room for an insert in the window");
        }
        Ok(manifest)
    }

    /// Whether these bytes are the weights that the manifest names.
    ///
    /// # Errors
    /// [`ManifestError::Length`] or [`ManifestError::Hash`].
    pub fn check_weights(&self, weights: &[u8]) -> Result<(), ManifestError> {
        if weights.len() != self.weights.bytes {
            return Err(ManifestError::Length { found: weights.len(), expected: self.weights.bytes });
        }
        if sha256_hex(weights) != self.weights.sha256.to_ascii_lowercase() {
            return Err(ManifestError::Hash);
        }
        Ok(())
    }
}

/// SHA-256 in lower-case hexadecimal.
///
/// ```
/// assert!(cisight::model::sha256_hex(b"").starts_with("e3b0c442"));
/// ```
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
