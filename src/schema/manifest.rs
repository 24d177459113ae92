use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::manifest_one::ManifestOne;
use super::{BasesInput, Calibration, ConditionSpec, Domain, EffectScale, InputSpec, OutputSpec};

/// The version of the manifest's own format that this program writes. It reads format 1 too.
pub const FORMAT: u32 = 2;

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
    /// What it reads of a sample, in this order.
    pub inputs: Vec<InputSpec>,
    /// What it reads of a condition; absent for a model that has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conditions: Option<ConditionSpec>,
    /// What it predicts; at least one.
    pub outputs: Vec<OutputSpec>,
    /// What its training data looked like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<Domain>,
    /// The weights file.
    pub weights: WeightsFile,
    /// Further files of the folder: preset conditions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presets: Option<String>,
    /// Further files of the folder: the promoter catalogue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalogue: Option<String>,
    /// Further files of the folder: what is known of TFs and the catalogue's genes apart from the model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// Further files of the folder: motif matrices of its TFs (MEME's minimal format).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub motifs: Option<String>,
    /// Further files of the folder: what its features are read from, and what keeps company, in promoters at large
    /// (`cisight grammar --json`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grammar: Option<String>,
    /// Further files of the folder: example promoters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    /// Further files of the folder: what goes with the example promoters, under their names, by the input that reads
    /// it; FASTA for bases, a table for numbers.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub example_inputs: BTreeMap<String, String>,
    /// The genome that the catalogue was cut from, as people call it; the species where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub genome: Option<String>,
    /// What its TF views can and cannot tell, one sentence each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<String>,
    /// What it was trained on, in a sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub data: String,
    /// Whose network it is, where that is not Cisight's authors.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub authors: String,
    /// Licence of the weights.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub licence: String,
    /// Held-out accuracy, as in the model card.
    #[serde(default, skip_serializing_if = "serde_json::Value::is_null")]
    pub metrics: serde_json::Value,
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
#[derive(Debug, Error, Serialize)]
pub enum ManifestError {
    /// It is not JSON, or lacks a field.
    #[error("the manifest cannot be read: {0}")]
    Json(#[serde(skip)] serde_json::Error),
    /// A later program wrote it.
    #[error("the manifest has format {0}; this program reads formats 1 to {FORMAT}, so update it")]
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
        let manifest = match version.format {
            1 => Self::from(serde_json::from_slice::<ManifestOne>(json)?),
            FORMAT => serde_json::from_slice(json)?,
            other => return Err(ManifestError::Format(other)),
        };
        manifest.check()?;
        Ok(manifest)
    }

    /// Whether its parts agree with each other.
    ///
    /// # Errors
    /// [`ManifestError::Contradiction`] says which do not.
    pub fn check(&self) -> Result<(), ManifestError> {
        self.contradiction().map_err(ManifestError::Contradiction)
    }

    fn contradiction(&self) -> Result<(), String> {
        if self.members == 0 || self.members > 64 {
            return Err("members has to lie between 1 and 64".to_owned());
        }
        if let Some(conditions) = &self.conditions {
            if conditions.scaling.as_ref().is_some_and(|scaling| !scaling.fits(conditions.tfs.len())) {
                return Err("scaling needs one mean and one positive sd for each TF".to_owned());
            }
            if conditions.tfs.is_empty() {
                return Err("conditions need at least one TF; leave them out for a model that reads none".to_owned());
            }
        }
        let inputs: Vec<&str> = self.inputs.iter().map(InputSpec::name).collect();
        let outputs: Vec<&str> = self.outputs.iter().map(|output| output.name.as_str()).collect();
        for (what, names) in [("inputs", inputs), ("outputs", outputs)] {
            if names.is_empty() {
                return Err(format!("{what} need at least one entry"));
            }
            if let Some(twice) = (1..names.len()).find(|&at| names[..at].contains(&names[at])) {
                return Err(format!("two {what} are called \"{}\"", names[twice]));
            }
        }
        if let Some(output) = self.outputs.iter().find(|output| output.spread.is_some_and(|spread| !spread.is_finite()))
        {
            return Err(format!("the spread of \"{}\" needs finite numbers", output.name));
        }
        if let Some(name) = self.example_inputs.keys().find(|name| !self.may_have_example(name)) {
            return Err(format!(
                "example_inputs names \"{name}\", which is neither a sequence beside the first one nor a table of numbers"
            ));
        }
        for output in &self.outputs {
            if let Some(fault) = output.calibration.as_ref().and_then(Calibration::fault) {
                return Err(format!("the calibration of \"{}\" {fault}", output.name));
            }
            if let Some(fault) = output.effects.as_ref().and_then(EffectScale::fault) {
                return Err(format!("what random changes do to \"{}\" {fault}", output.name));
            }
        }
        let tfs = self.conditions.as_ref().map_or(0, |own| own.tfs.len());
        if let Some(fault) = self.domain.as_ref().and_then(|own| own.fault(tfs)) {
            return Err(format!("the domain {fault}"));
        }
        self.inputs.iter().try_for_each(check_input)
    }

    fn may_have_example(&self, name: &str) -> bool {
        let first = self.inputs.iter().position(|own| matches!(own, InputSpec::Bases(_)));
        let mut inputs = self.inputs.iter().enumerate();
        inputs.any(|(at, own)| own.name() == name && Some(at) != first && !matches!(own, InputSpec::Embedding(_)))
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

fn check_input(input: &InputSpec) -> Result<(), String> {
    match input {
        InputSpec::Bases(BasesInput { window, downstream, frame, .. }) => {
            if frame.as_ref().is_some_and(|frame| !frame.fits(*window)) {
                return Err("the frame has to be A, C, G and T, and leave room for an insert in the window".to_owned());
            }
            if downstream > window {
                return Err("more bases of the window lie downstream of the anchor than it has".to_owned());
            }
        }
        InputSpec::Numbers(own) => {
            let fits = |number: &super::NumberSpec| {
                number.default.is_finite() && number.mean.is_finite() && number.sd.is_finite() && number.sd > 0.0
            };
            if let Some(number) = own.numbers.iter().find(|number| !fits(number)) {
                return Err(format!("the number \"{}\" needs a default, a mean and a positive sd", number.name));
            }
        }
        InputSpec::Embedding(_) => {}
    }
    Ok(())
}

/// SHA-256 in lower-case hexadecimal.
///
/// ```
/// assert!(cisight::schema::sha256_hex(b"").starts_with("e3b0c442"));
/// ```
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
