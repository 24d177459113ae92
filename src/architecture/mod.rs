//! Published networks behind one small trait: encode promoters once, encode conditions once, respond for every pair.
//!
//! Nothing downstream knows which architecture it talks to, apart from what its [`Declaration`] says.

mod activation;
mod camformer;
mod camformer_config;
mod camformer_inference;
mod dense;
mod explanation;
mod fun_prose;
mod fun_prose_config;
mod fun_prose_dropout;
mod fun_prose_explanation;
mod fun_prose_inference;
mod head;
mod one_hot;
mod parameters;
mod reporter_resnet;
mod reporter_resnet_config;
#[cfg(not(target_arch = "wasm32"))]
mod sketch;
mod slope;
pub mod trunk;
mod trunk_network;
mod trunk_network_explanation;

use burn::tensor::{Device, Tensor};
use thiserror::Error;

pub use activation::Activation;
pub use camformer::Camformer;
pub use camformer_config::{CamformerConfig, Padding};
pub use camformer_inference::camformer_network;
pub use explanation::{Multipliers, Node, Point, Profile, Rule, TfMultipliers};
pub use fun_prose::FunProse;
pub use fun_prose_config::FunProseConfig;
pub use fun_prose_dropout::DropoutRates;
pub use fun_prose_inference::FunProseInference;
pub use one_hot::one_hot;
pub use parameters::{Array, ParameterError, Parameters};
pub use reporter_resnet::reporter_resnet;
pub use reporter_resnet_config::{ConvolutionSpec, ReporterResnetConfig};
#[cfg(not(target_arch = "wasm32"))]
pub use sketch::{Sketch, SketchDense, SketchLayer, SketchTfs};
pub use trunk_network::TrunkNetwork;

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

/// A change of a stretch of a window that keeps its length: one base, or several neighbours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// Index in the window of the first changed base.
    pub position: usize,
    /// The new bases' codes in the network's alphabet; at least one.
    pub codes: Vec<u8>,
}

impl Variant {
    /// A single-base change.
    pub fn single(position: usize, code: u8) -> Self {
        Self { position, codes: vec![code] }
    }

    /// The window with the change.
    pub fn apply(&self, window: &Window) -> Window {
        let mut codes = window.codes().to_vec();
        codes.iter_mut().skip(self.position).zip(&self.codes).for_each(|(slot, code)| *slot = *code);
        Window::from_codes(codes)
    }

    fn windows(variants: &[Self], window: &Window) -> Vec<Window> {
        variants.iter().map(|variant| variant.apply(window)).collect()
    }
}

/// A window that variants are compared with, and what the network keeps of it.
#[derive(Debug)]
pub enum Reference {
    /// Nothing but the window: each variant is encoded whole.
    Whole(Window),
    /// Every layer: only what a variant changes is computed.
    Trunk(Box<trunk::TrunkReference>),
    /// The same for both strands.
    Strands(Box<[trunk::TrunkReference; 2]>),
}

/// A trained network, ready to answer.
pub trait Network: Send + std::fmt::Debug {
    /// What the network reads.
    fn declaration(&self) -> Declaration;

    /// The device that its weights are on.
    fn device(&self) -> Device;

    /// Encodes windows of [`Declaration::window`] codes, each once.
    fn encode_promoters(&self, windows: &[Window]) -> PromoterFeatures;

    /// Encodes a window and keeps what its variants share.
    fn reference(&self, window: &Window) -> Reference {
        Reference::Whole(window.clone())
    }

    /// Encodes variants of a reference, in the order given. A network with a [`trunk::Trunk`] computes only what they change.
    fn encode_variants(&self, reference: &Reference, variants: &[Variant]) -> PromoterFeatures {
        match reference {
            Reference::Whole(window) => self.encode_promoters(&Variant::windows(variants, window)),
            Reference::Trunk(_) | Reference::Strands(_) => {
                unreachable!("a network without a trunk makes no reference with one")
            }
        }
    }

    /// Encodes normalised TF levels, `C x T` row-major, each condition once.
    fn encode_conditions(&self, levels: &[f32]) -> ConditionFeatures;

    /// The response of every promoter in every condition, `P x C`.
    fn respond(&self, promoters: &PromoterFeatures, conditions: &ConditionFeatures) -> Tensor<2>;

    /// What each base and TF of `target` contributes to its difference from each reference. A network without a backward pass has no answer.
    fn explain(&self, _target: &Point, _references: &[Point], _rule: &Rule) -> Option<Multipliers> {
        None
    }

    /// The same for the TFs alone, for promoters that stay as they are; `target` and `reference` are normalised levels of one condition each.
    fn explain_tfs(
        &self,
        _promoters: &PromoterFeatures,
        _target: &[f32],
        _reference: &[f32],
        _rule: &Rule,
    ) -> Option<TfMultipliers> {
        None
    }

    /// Where along the window the last convolution's channels that raise the output are active (Grad-CAM, Selvaraju et al. 2017, arXiv
    /// 1610.02391): the positive part of the channels' sum, each weighted by its mean gradient; one value a column. A network without a
    /// [`trunk::Trunk`] that it shows has no answer.
    fn activation_map(&self, _window: &Window) -> Option<Tensor<1>> {
        None
    }

    /// The computation as plain numbers, for export; the browser's build goes without. A network that does not tell has no answer.
    #[cfg(not(target_arch = "wasm32"))]
    fn sketch(&self) -> Option<Sketch> {
        None
    }

    /// The weights, under their published names.
    fn parameters(&self) -> Parameters;
}

/// Why a network cannot be built.
#[derive(Debug, Error)]
pub enum ArchitectureError {
    /// No such architecture.
    #[error("there is no architecture \"{0}\"; known: camformer, fun-prose, reporter-resnet")]
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
    match architecture {
        Camformer::NAME => {
            let config = CamformerConfig::from_json(config)?;
            Ok(Box::new(camformer_network(&config, parameters, device)?))
        }
        ReporterResnetConfig::ARCHITECTURE => {
            let config = ReporterResnetConfig::from_json(config)?;
            Ok(Box::new(reporter_resnet(&config, parameters, device)?))
        }
        FunProse::NAME => {
            let config = FunProseConfig::from_json(config)?;
            Ok(Box::new(FunProseInference::from_parameters(config, parameters, device)?))
        }
        other => Err(ArchitectureError::Unknown(other.to_owned())),
    }
}
