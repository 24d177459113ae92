use serde::{Deserialize, Serialize};

use crate::architecture::ArchitectureError;
use crate::architecture::published::read_config;
use crate::sequence::Alphabet;

/// What a mixture consists of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MixtureConfig {
    /// The letters of its sequences; a part that has more of them never sees those.
    pub alphabet: Alphabet,
    /// Its networks. The weights hold those of the first part's members, then the second's.
    pub parts: Vec<MixturePart>,
}

/// Members of one architecture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MixturePart {
    /// Its name.
    pub architecture: String,
    /// Its hyperparameters.
    pub config: serde_json::Value,
    /// How many members of the mixture are of it; each member weighs the same.
    pub members: usize,
}

impl MixtureConfig {
    /// The name in manifests.
    pub const ARCHITECTURE: &'static str = "mixture";

    /// Reads and checks what the parts are, but not their hyperparameters.
    ///
    /// # Errors
    /// [`ArchitectureError::Config`] says what is wrong.
    pub fn from_json(json: &serde_json::Value) -> Result<Self, ArchitectureError> {
        read_config(Self::ARCHITECTURE, json, Self::check)
    }

    fn check(&self) -> Result<(), String> {
        if self.parts.is_empty() || self.parts.iter().any(|part| part.members == 0) {
            return Err("it needs parts of at least one member each".to_owned());
        }
        if self.parts.iter().any(|part| part.architecture == Self::ARCHITECTURE) {
            return Err("a mixture cannot be a part of a mixture".to_owned());
        }
        Ok(())
    }
}
