//! Published networks behind one small trait: encode promoters once, encode conditions once, respond for every pair.
//!
//! Nothing downstream knows which architecture it talks to, apart from what its [`Declaration`] says.

mod activation;
mod dense;
mod fun_prose;
mod fun_prose_config;
mod fun_prose_dropout;
mod fun_prose_mutants;
mod one_hot;
mod parameters;

use burn::tensor::{Device, Tensor};
use thiserror::Error;

pub use activation::Activation;
pub use fun_prose::FunProse;
pub use fun_prose_config::FunProseConfig;
pub use fun_prose_dropout::DropoutRates;
pub use one_hot::one_hot;
pub use parameters::{Array, ParameterError, Parameters};

use crate::sequence::{Alphabet, Window};

/// What a network says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// Bases that are read; the last one is next to the anchor.
    pub window: usize,
    /// The letters that have an input channel.
    pub alphabet: Alphabet,
    /// TF levels that are read; 0 for an architecture without conditions.
    pub tfs: usize,
}

/// One row of numbers a promoter: all that [`Network::respond`] needs of it.
#[derive(Debug, Clone)]
pub struct PromoterFeatures(pub Tensor<2>);

/// One row of numbers a condition: all that [`Network::respond`] needs of it.
#[derive(Debug, Clone)]
pub struct ConditionFeatures(pub Tensor<2>);

/// A single-base change of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mutant {
    /// Index in the window.
    pub position: usize,
    /// The new base's code in the network's alphabet.
    pub code: u8,
}

/// A trained network, ready to answer.
pub trait Network: Send + std::fmt::Debug {
    /// What the network reads.
    fn declaration(&self) -> Declaration;

    /// The device that its weights are on.
    fn device(&self) -> Device;

    /// Encodes windows of [`Declaration::window`] codes, each once.
    fn encode_promoters(&self, windows: &[Window]) -> PromoterFeatures;

    /// Encodes single-base mutants of one window. An architecture that knows what a base can reach computes only that.
    fn encode_mutants(&self, window: &Window, mutants: &[Mutant]) -> PromoterFeatures {
        let windows: Vec<Window> =
            mutants.iter().map(|mutant| window.with_code(mutant.position, mutant.code)).collect();
        self.encode_promoters(&windows)
    }

    /// Encodes normalised TF levels, `C x T` row-major, each condition once.
    fn encode_conditions(&self, levels: &[f32]) -> ConditionFeatures;

    /// The response of every promoter in every condition, `P x C`.
    fn respond(&self, promoters: &PromoterFeatures, conditions: &ConditionFeatures) -> Tensor<2>;

    /// The weights, under their published names.
    fn parameters(&self) -> Parameters;
}

/// Why a network cannot be built.
#[derive(Debug, Error)]
pub enum ArchitectureError {
    /// No such architecture.
    #[error("there is no architecture \"{0}\"; known: fun-prose")]
    Unknown(String),
    /// The hyperparameters are missing, of a wrong type or out of range.
    #[error("the configuration does not describe a {architecture} network: {reason}")]
    Config {
        /// The architecture.
        architecture: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// The weights do not fit the hyperparameters.
    #[error(transparent)]
    Parameters(#[from] ParameterError),
}

/// Builds the network that `architecture` names from its hyperparameters and its weights, on a device.
///
/// # Errors
/// [`ArchitectureError`] names the hyperparameter or the weight that does not fit.
pub fn build(
    architecture: &str,
    config: &serde_json::Value,
    parameters: Parameters,
    device: &Device,
) -> Result<Box<dyn Network>, ArchitectureError> {
    match architecture {
        FunProse::NAME => {
            let config = FunProseConfig::from_json(config)?;
            Ok(Box::new(FunProse::from_parameters(config, parameters, device)?))
        }
        other => Err(ArchitectureError::Unknown(other.to_owned())),
    }
}
