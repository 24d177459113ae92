use std::ops::Range;

use burn::tensor::{Device, Tensor};
use serde::Serialize;
use thiserror::Error;

use super::{EncodedConditions, EncodedSamples, Responses, WeightsError, read_safetensors};
#[cfg(not(target_arch = "wasm32"))]
use crate::architecture::ExportGraph;
#[cfg(all(feature = "graphs", not(target_arch = "wasm32")))]
use crate::architecture::graph::ir::Graph;
use crate::architecture::{ArchitectureError, Declaration, Ensemble, InputShape, Network, Parameters, build_ensemble};
use crate::backend::{BackendError, read};
use crate::condition::{Scaling, TfList};
use crate::sample::Part;
use crate::schema::{BasesInput, Capabilities, FastShare, InputSpec, Manifest, ManifestError, Signature};
use crate::sequence::Window;

/// A model that is ready to answer: the networks of its ensemble on a device, and what its manifest says.
#[derive(Debug)]
pub struct Model {
    manifest: Manifest,
    ensemble: Ensemble,
    signature: Signature,
    tfs: TfList,
    scaling: Scaling,
}

/// Why a model cannot be loaded.
#[derive(Debug, Error, Serialize)]
pub enum ModelError {
    /// The manifest is at fault, or the weights are not those it names.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// The weights file is damaged.
    #[error(transparent)]
    Weights(#[from] WeightsError),
    /// The weights do not fit the architecture.
    #[error(transparent)]
    Architecture(#[from] ArchitectureError),
    /// The weights hold more than the members of the ensemble.
    #[error("the weights hold \"{name}\", which belongs to none of the {members} members that the manifest names")]
    Surplus {
        /// The weight.
        name: String,
        /// Members that the manifest names.
        members: usize,
    },
    /// The manifest describes another network than its architecture and configuration.
    #[error("the manifest says {what} {manifest} where the network has {network}")]
    Disagreement {
        /// What they disagree about.
        what: &'static str,
        /// The manifest's word.
        manifest: String,
        /// The network's.
        network: String,
    },
}

/// What was asked needs a sequence, and the model reads none.
#[derive(Debug, Clone, Copy, Error, PartialEq, Eq, Serialize)]
#[error("this model reads no bases, so there is nothing to look at or to change")]
pub struct NoSequence;

impl Model {
    /// The ensemble's networks.
    pub(super) fn members(&self) -> &[Box<dyn Network>] {
        self.ensemble.members()
    }

    /// The same, with what they do together.
    pub(super) fn ensemble(&self) -> &Ensemble {
        &self.ensemble
    }

    /// The computation of each member as plain numbers, for export; none where the architecture does not
    /// tell.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn export_graphs(&self) -> Option<Vec<ExportGraph>> {
        self.members().iter().map(|member| member.export_graph()).collect()
    }

    /// Each member's graph of operators and its weights, for export; none where a member is no such network.
    #[cfg(all(feature = "graphs", not(target_arch = "wasm32")))]
    pub fn operator_graphs(&self) -> Option<Vec<(Graph, Parameters)>> {
        self.members().iter().map(|member| Some((member.operator_graph()?.clone(), member.parameters()))).collect()
    }

    /// Loads a model from its manifest and its weights file, whose SHA-256 is checked.
    ///
    /// ```
    /// use cisight::backend::Backend;
    /// use cisight::model::Model;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let read = |name: &str| std::fs::read(format!("models/reporter-yeast/{name}"));
    /// let device = pollster::block_on(Backend::Cpu.open())?;
    /// let model = Model::load(&read("manifest.json")?, &read("weights.safetensors")?, &device)?;
    /// assert_eq!(model.sequence()?.window, 110);
    /// assert!(!model.signature().capabilities.tf_levels);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`ModelError`] says what is damaged or does not fit.
    pub fn load(manifest: &[u8], weights: &[u8], device: &Device) -> Result<Self, ModelError> {
        let manifest = Manifest::parse(manifest)?;
        manifest.check_weights(weights)?;
        Self::new(manifest, &read_safetensors(weights)?, device)
    }

    /// Builds a model from parts.
    ///
    /// # Errors
    /// [`ModelError`] says what does not fit.
    pub fn new(manifest: Manifest, weights: &Parameters, device: &Device) -> Result<Self, ModelError> {
        let members = if manifest.members == 1 {
            vec![weights.clone()]
        } else {
            let indices = 0..manifest.members;
            let is_member = |name: &str| {
                let member = name.split_once('.').and_then(|(member, _)| member.parse().ok());
                member.is_some_and(|member: usize| indices.contains(&member))
            };
            if let Some((name, _)) = weights.iter().find(|(name, _)| !is_member(name)) {
                return Err(ModelError::Surplus { name: name.clone(), members: manifest.members });
            }
            indices.map(|member| weights.with_prefix(&format!("{member}."))).collect()
        };
        let ensemble = build_ensemble(&manifest.architecture, &manifest.config, members, device)?;
        for member in ensemble.members() {
            check_agreement(&manifest, member.declaration())?;
        }
        let capabilities =
            ensemble.members().iter().map(|member| member.declaration().capabilities).reduce(Capabilities::and);
        let signature = Signature {
            inputs: manifest.inputs.clone(),
            conditions: manifest.conditions.clone(),
            outputs: manifest.outputs.clone(),
            capabilities: capabilities.unwrap_or_default(),
        };
        let tfs = TfList::new(manifest.conditions.iter().flat_map(|own| own.tfs.clone()).collect());
        let scaling = manifest.conditions.as_ref().and_then(|own| own.scaling.clone());
        let scaling = scaling.unwrap_or_else(|| Scaling::identity(tfs.len()));
        Ok(Self { manifest, ensemble, signature, tfs, scaling })
    }

    /// Which part of a model that was read as a graph edits go through, as its first member says it; none for
    /// any other.
    pub fn fast_share(&self) -> Option<FastShare> {
        self.members().first().and_then(|member| member.fast_share())
    }

    /// What the model is.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// What it reads, what it predicts, and what it can do beyond that.
    pub fn signature(&self) -> &Signature {
        &self.signature
    }

    /// The first sequence that it reads.
    ///
    /// # Errors
    /// [`NoSequence`] for a model that reads none.
    pub fn sequence(&self) -> Result<&BasesInput, NoSequence> {
        self.signature.first_sequence().map(|(_, input)| input).ok_or(NoSequence)
    }

    /// Its TFs, in input order.
    pub fn tfs(&self) -> &TfList {
        &self.tfs
    }

    /// How its TF levels are normalised.
    pub fn scaling(&self) -> &Scaling {
        &self.scaling
    }

    /// The device that the model is on.
    pub fn device(&self) -> Device {
        self.members()[0].device()
    }

    /// The bases of a window of the input `input` that may change: padding and a constant frame are left out.
    pub fn free_stretch(&self, input: usize, window: &Window) -> Range<usize> {
        let spec = self.signature.inputs.get(input).and_then(InputSpec::bases);
        spec.map_or(0..window.codes().len(), |own| own.free_stretch(window))
    }

    /// Parts as an input's networks read them: numbers are normalised as they were in training.
    pub(super) fn normalised(&self, input: usize, parts: &[Part]) -> Vec<Part> {
        let Some(InputSpec::Numbers(spec)) = self.signature.inputs.get(input) else { return parts.to_vec() };
        let normalised = |part: &Part| match part {
            Part::Numbers(values) => {
                let scaled = values.iter().zip(&spec.numbers).map(|(value, own)| (value - own.mean) / own.sd);
                // What is too much stays, so that it is refused rather than lost.
                Part::Numbers(scaled.chain(values.iter().skip(spec.numbers.len()).copied()).collect())
            }
            other => other.clone(),
        };
        parts.iter().map(normalised).collect()
    }

    /// Encodes conditions given in the table's unit (`C x T`, row-major), each once.
    pub fn encode_conditions(&self, levels: &[f32]) -> EncodedConditions {
        let normalised = self.scaling.apply(levels);
        EncodedConditions {
            members: self.members().iter().map(|member| member.encode_conditions(&normalised)).collect(),
            conditions: levels.len().checked_div(self.tfs.len()).unwrap_or(1),
            outputs: 0..self.signature.outputs.len(),
        }
    }

    /// The members' responses for every sample and column, read back in one go.
    ///
    /// # Errors
    /// [`BackendError`] where the device fails.
    pub async fn respond(
        &self,
        samples: &EncodedSamples,
        conditions: &EncodedConditions,
    ) -> Result<Responses, BackendError> {
        let outputs = conditions.outputs.clone();
        let pairs = self.members().iter().zip(samples.0.iter().zip(&conditions.members));
        let responses: Vec<Tensor<3>> = pairs
            .map(|(member, (inputs, conditions))| {
                let all = member.respond(inputs, conditions);
                if outputs.len() == all.dims()[2] { all } else { all.narrow(2, outputs.start, outputs.len()) }
            })
            .collect();
        let members = read(responses).await?;
        let outputs = self.signature.outputs.get(outputs).unwrap_or(&[]);
        Ok(Responses { members, spreads: outputs.iter().map(|output| output.spread).collect() })
    }
}

/// Whether the manifest describes the network that its architecture and configuration make.
fn check_agreement(manifest: &Manifest, network: &Declaration) -> Result<(), ModelError> {
    let mut claims = vec![
        ("a number of inputs of", manifest.inputs.len().to_string(), network.inputs.len().to_string()),
        (
            "a number of TFs of",
            manifest.conditions.as_ref().map_or(0, |own| own.tfs.len()).to_string(),
            network.tfs.unwrap_or(0).to_string(),
        ),
        ("a number of outputs of", manifest.outputs.len().to_string(), network.outputs.to_string()),
    ];
    for (spec, shape) in manifest.inputs.iter().zip(&network.inputs) {
        match (spec, shape) {
            (InputSpec::Bases(own), InputShape::Bases { window, alphabet }) => {
                claims.push(("a window of", own.window.to_string(), window.to_string()));
                claims.push(("the alphabet", own.alphabet.clone().into(), alphabet.clone().into()));
            }
            (InputSpec::Embedding(own), InputShape::Embedding { positions, width }) => {
                let size = |positions: &usize, width: &usize| format!("{positions} x {width}");
                claims.push(("an embedding of", size(&own.positions, &own.width), size(positions, width)));
            }
            (InputSpec::Numbers(own), InputShape::Numbers { count }) => {
                claims.push(("a count of numbers of", own.numbers.len().to_string(), count.to_string()));
            }
            (spec, shape) => claims.push(("an input that reads", kind(spec).to_owned(), shape.described())),
        }
    }
    match claims.into_iter().find(|(_, manifest, network)| manifest != network) {
        Some((what, manifest, network)) => Err(ModelError::Disagreement { what, manifest, network }),
        None => Ok(()),
    }
}

fn kind(spec: &InputSpec) -> &'static str {
    match spec {
        InputSpec::Bases(_) => "bases",
        InputSpec::Embedding(_) => "an embedding",
        InputSpec::Numbers(_) => "numbers",
    }
}
