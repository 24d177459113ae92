//! Published networks, one room each: what configures it, how it is built to answer, and, where this program
//! trains it, how it is written down.

#[cfg(feature = "embedders")]
pub(super) mod caduceus;
pub(super) mod camformer;
pub(super) mod contextual_regression;
pub(super) mod convolutions;
pub(super) mod fun_prose;
pub(super) mod joint;
pub(super) mod mixture;
pub(super) mod regulons;
pub(super) mod reporter;

use burn::tensor::Device;
use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

use super::{Ensemble, Network, ParameterError, Parameters};
use camformer::{Camformer, CamformerConfig, camformer_network};
use contextual_regression::{ContextualConfig, contextual_network};
use fun_prose::{FunProse, FunProseConfig, fun_prose_network};
use joint::{JointConfig, joint_network};
use mixture::{MixtureConfig, mixture_ensemble};
use regulons::{RegulonsConfig, RegulonsTogether, regulons_network};
use reporter::{ReporterResnetConfig, reporter_resnet};

/// Networks that were read as graphs of operators: the browser's first download goes without.
const GRAPH: &str = "graph";

/// What all promoters have in common, in place of a feature's name.
const ALL_PROMOTERS: &str = "(all promoters)";

/// Why a network cannot be built.
#[derive(Debug, Error, Serialize)]
pub enum ArchitectureError {
    /// No such architecture.
    #[error(
        "there is no architecture \"{0}\"; known: camformer, contextual-regression, fun-prose, graph, joint, mixture, regulons, reporter-resnet"
    )]
    Unknown(String),
    /// This build of the program has no such networks.
    #[error(
        "this build of the program cannot run a network of the architecture \"{0}\"; the page loads another one for it"
    )]
    LeftOut(&'static str),
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

/// An architecture's hyperparameters, of the right types and within the bounds that `check` sets.
fn read_config<Config: DeserializeOwned>(
    architecture: &'static str,
    json: &serde_json::Value,
    check: impl FnOnce(&Config) -> Result<(), String>,
) -> Result<Config, ArchitectureError> {
    let fault = |reason: String| ArchitectureError::Config { architecture, reason };
    let config = Config::deserialize(json).map_err(|error| fault(error.to_string()))?;
    check(&config).map_err(fault)?;
    Ok(config)
}

/// The names of an architecture's hyperparameters, where its authors keep other things in the same list.
pub fn hyperparameters(architecture: &str) -> Option<&'static [&'static str]> {
    match architecture {
        FunProse::NAME => Some(&FunProseConfig::NAMES),
        Camformer::NAME => Some(&CamformerConfig::NAMES),
        _ => None,
    }
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
    let network = match architecture {
        Camformer::NAME => camformer_network(&CamformerConfig::from_json(config)?, parameters, device)?,
        ReporterResnetConfig::ARCHITECTURE => {
            reporter_resnet(&ReporterResnetConfig::from_json(config)?, parameters, device)?
        }
        FunProse::NAME => fun_prose_network(FunProseConfig::from_json(config)?, parameters, device)?,
        JointConfig::ARCHITECTURE => joint_network(&JointConfig::from_json(config)?, parameters, device)?,
        ContextualConfig::ARCHITECTURE => {
            return Ok(Box::new(contextual_network(ContextualConfig::from_json(config)?, parameters, device)?));
        }
        RegulonsConfig::ARCHITECTURE => {
            return Ok(Box::new(regulons_network(RegulonsConfig::from_json(config)?, parameters, device)?));
        }
        GRAPH => return graph(config, parameters, device),
        MixtureConfig::ARCHITECTURE => {
            let reason = "it is several networks, not one".to_owned();
            return Err(ArchitectureError::Config { architecture: MixtureConfig::ARCHITECTURE, reason });
        }
        other => return Err(ArchitectureError::Unknown(other.to_owned())),
    };
    Ok(Box::new(network))
}

#[cfg(feature = "graphs")]
fn graph(
    config: &serde_json::Value,
    parameters: Parameters,
    device: &Device,
) -> Result<Box<dyn Network>, ArchitectureError> {
    Ok(Box::new(super::graph::graph_network(config, parameters, device)?))
}

#[cfg(not(feature = "graphs"))]
fn graph(_: &serde_json::Value, _: Parameters, _: &Device) -> Result<Box<dyn Network>, ArchitectureError> {
    Err(ArchitectureError::LeftOut(GRAPH))
}

/// Builds the members of an ensemble, each from its weights.
///
/// # Errors
/// [`ArchitectureError`] as for [`build`].
pub fn build_ensemble(
    architecture: &str,
    config: &serde_json::Value,
    members: Vec<Parameters>,
    device: &Device,
) -> Result<Ensemble, ArchitectureError> {
    if architecture == MixtureConfig::ARCHITECTURE {
        return mixture_ensemble(&MixtureConfig::from_json(config)?, members, device);
    }
    if architecture != RegulonsConfig::ARCHITECTURE {
        let members = members.into_iter().map(|own| build(architecture, config, own, device));
        return Ok(Ensemble::of_each(members.collect::<Result<_, _>>()?));
    }
    let config = RegulonsConfig::from_json(config)?;
    let members = members.into_iter().map(|own| regulons_network(config.clone(), own, device));
    let mut members = members.collect::<Result<Vec<_>, _>>()?;
    let together = RegulonsTogether::join(&mut members);
    let members = members.into_iter().map(|member| -> Box<dyn Network> { Box::new(member) }).collect();
    Ok(match together {
        Some(together) => Ensemble::of_all(members, Box::new(together)),
        None => Ensemble::of_each(members),
    })
}
