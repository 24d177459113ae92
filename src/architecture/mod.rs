//! Networks behind one small trait: encode each part of each sample once, each condition once, respond for
//! every pair.
//!
//! Nothing downstream knows which architecture it talks to, apart from what its [`Declaration`] says.

mod edit;
mod ensemble;
mod explanation;
#[cfg(not(target_arch = "wasm32"))]
mod export_graph;
mod feature_reader;
#[cfg(not(target_arch = "wasm32"))]
mod first_kernels;
#[cfg(feature = "graphs")]
pub mod graph;
mod joint;
mod layers;
mod network;
mod parameters;
mod published;
pub mod trunk;

pub use edit::{Edit, Editor, edits_at_once};
pub use ensemble::{EditorTogether, Ensemble, EnsembleEditor, Together};
pub use explanation::{
    Explainer, ExplanationTarget, InputValue, Multipliers, NetworkInput, Node, Profile, Rule, TfMultipliers,
};
#[cfg(not(target_arch = "wasm32"))]
pub use export_graph::{ExportDense, ExportFeatures, ExportGraph, ExportInput, ExportLayer};
pub use feature_reader::{
    FeatureKernel, FeatureMotif, FeatureReader, FeatureSites, FeatureTerms, MotifSite, Regulators, TfChange,
};
#[cfg(not(target_arch = "wasm32"))]
pub use first_kernels::{FirstKernel, FirstKernels};
pub use joint::JointNetwork;
pub use layers::{Activation, one_hot};
pub use network::{Declaration, Features, InputShape, Network, PartError, edited};
pub use parameters::{Array, ParameterError, Parameters};
#[cfg(feature = "embedders")]
pub use published::caduceus::{Caduceus, CaduceusConfig, DtRank, Scan, SsmConfig};
pub use published::camformer::{Camformer, CamformerConfig, Padding};
pub use published::contextual_regression::{ContextConvolution, ContextualConfig};
#[cfg(feature = "train")]
pub use published::contextual_regression::{ContextualPass, ContextualTraining};
pub use published::convolutions::{ConvolutionSpec, Convolutions};
pub use published::fun_prose::{DropoutRates, FunProse, FunProseConfig};
pub use published::joint::{ConditionTower, InputTower, JointConfig};
pub use published::mixture::{MixtureConfig, MixturePart};
pub use published::regulons::{MotifConfig, RegulonsConfig};
#[cfg(feature = "train")]
pub use published::regulons::{MotifScan, RegulonsConstants, RegulonsTraining, Triplets};
pub use published::reporter::ReporterResnetConfig;
pub use published::{ArchitectureError, build, build_ensemble, hyperparameters};
