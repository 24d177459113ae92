use std::ops::Range;

use burn::tensor::{Device, Tensor, Transaction};
use thiserror::Error;

use super::{Manifest, ManifestError, Spread, WeightsError, read_safetensors};
#[cfg(not(target_arch = "wasm32"))]
use crate::architecture::Sketch;
use crate::architecture::{
    ArchitectureError, ConditionFeatures, Declaration, Network, Parameters, PromoterFeatures, Reference, Variant, build,
};
use crate::backend::BackendError;
use crate::condition::{Scaling, TfList};
use crate::sequence::{Promoter, Window};

/// A model that is ready to answer: the networks of its ensemble on a device, and what its manifest says.
#[derive(Debug)]
pub struct Model {
    manifest: Manifest,
    members: Vec<Box<dyn Network>>,
    declaration: Declaration,
    tfs: TfList,
    scaling: Scaling,
}

/// Why a model cannot be loaded.
#[derive(Debug, Error)]
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

/// One row of features a promoter, for each member of an ensemble.
#[derive(Debug, Clone)]
pub struct EncodedPromoters(Vec<PromoterFeatures>);

/// A window and what each member of an ensemble keeps of it for its variants.
#[derive(Debug)]
pub struct References(Vec<Reference>);

/// One row of features a condition, for each member of an ensemble.
#[derive(Debug, Clone)]
pub struct EncodedConditions(Vec<ConditionFeatures>);

impl EncodedPromoters {
    /// One member's after the other.
    pub(super) fn members(&self) -> &[PromoterFeatures] {
        &self.0
    }
}

impl Model {
    /// The ensemble's networks.
    pub(super) fn members(&self) -> &[Box<dyn Network>] {
        &self.members
    }

    /// The computation of each member as plain numbers, for export; none where the architecture does not tell.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn sketches(&self) -> Option<Vec<Sketch>> {
        self.members.iter().map(|member| member.sketch()).collect()
    }

    /// Loads a model from its manifest and its weights file, whose SHA-256 is checked.
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
        let build_member = |own: Parameters| build(&manifest.architecture, &manifest.config, own, device);
        let members = if manifest.members == 1 {
            vec![build_member(weights.clone())?]
        } else {
            let indices = 0..manifest.members;
            let is_member = |name: &str| {
                let member = name.split_once('.').and_then(|(member, _)| member.parse().ok());
                member.is_some_and(|member: usize| indices.contains(&member))
            };
            if let Some((name, _)) = weights.iter().find(|(name, _)| !is_member(name)) {
                return Err(ModelError::Surplus { name: name.clone(), members: manifest.members });
            }
            indices.map(|member| build_member(weights.with_prefix(&format!("{member}.")))).collect::<Result<_, _>>()?
        };
        let declaration = members[0].declaration();
        check_agreement(&manifest, &declaration)?;
        let tfs = TfList::new(manifest.tfs.clone());
        let scaling = manifest.scaling.clone().unwrap_or_else(|| Scaling::identity(tfs.len()));
        Ok(Self { manifest, members, declaration, tfs, scaling })
    }

    /// What the model is.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// What its networks read.
    pub fn declaration(&self) -> &Declaration {
        &self.declaration
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
        self.members[0].device()
    }

    /// The bases of a window that may change: padding and a constant frame are left out.
    pub fn free_stretch(&self, window: &Window) -> Range<usize> {
        let [left, right] = self.constant_ends();
        let (length, first) = (window.codes().len(), window.first_base());
        // A construct that an edit made shorter may have lost its left end.
        let has_left = first == 0 || self.begins_with_frame(&window.codes()[first..]);
        let begin = (first + if has_left { left } else { 0 }).min(length);
        begin..length.saturating_sub(right).max(begin)
    }

    fn begins_with_frame(&self, codes: &[u8]) -> bool {
        let left = self.manifest.input.frame.iter().flat_map(|frame| frame.left.bytes());
        let mut own = codes.iter();
        left.into_iter().all(|base| own.next().copied() == self.declaration.alphabet.code(base))
    }

    /// The promoter as the model reads it: an insert is completed to its reporter construct.
    pub fn complete(&self, promoter: Promoter) -> Promoter {
        match &self.manifest.input.frame {
            Some(frame) => frame.complete(promoter, self.declaration.window),
            None => promoter,
        }
    }

    /// Bases at either end of the window that a reporter construct's constant frame takes; none for other models.
    pub fn constant_ends(&self) -> [usize; 2] {
        self.manifest.input.frame.as_ref().map_or([0, 0], |frame| [frame.left.len(), frame.right.len()])
    }

    /// What the model reads of a promoter.
    pub fn window(&self, promoter: &Promoter) -> Window {
        Window::new(promoter, self.declaration.window, &self.declaration.alphabet)
    }

    /// Encodes windows, each once.
    pub fn encode_promoters(&self, windows: &[Window]) -> EncodedPromoters {
        EncodedPromoters(self.members.iter().map(|member| member.encode_promoters(windows)).collect())
    }

    /// Encodes a window and keeps what its variants share.
    pub fn references(&self, window: &Window) -> References {
        References(self.members.iter().map(|member| member.reference(window)).collect())
    }

    /// Encodes variants of a window: [`crate::architecture::Network::encode_variants`].
    pub fn encode_variants(&self, references: &References, variants: &[Variant]) -> EncodedPromoters {
        let members = self.members.iter().zip(&references.0);
        EncodedPromoters(members.map(|(member, reference)| member.encode_variants(reference, variants)).collect())
    }

    /// Encodes conditions given in the table's unit (`C x T`, row-major), each once.
    pub fn encode_conditions(&self, levels: &[f32]) -> EncodedConditions {
        let normalised = self.scaling.apply(levels);
        EncodedConditions(self.members.iter().map(|member| member.encode_conditions(&normalised)).collect())
    }

    /// How many conditions `C x T` levels hold; 1 for a model that reads none.
    pub fn condition_count(&self, levels: &[f32]) -> usize {
        if self.tfs.is_empty() { 1 } else { levels.len() / self.tfs.len() }
    }

    /// The members' responses for every pair, each `P x C` row-major, read back in one go.
    ///
    /// # Errors
    /// [`BackendError::Lost`] where the device fails.
    pub async fn respond(
        &self,
        promoters: &EncodedPromoters,
        conditions: &EncodedConditions,
    ) -> Result<Vec<Vec<f32>>, BackendError> {
        let pairs = self.members.iter().zip(promoters.0.iter().zip(&conditions.0));
        let responses: Vec<Tensor<2>> = pairs.map(|(member, (p, c))| member.respond(p, c)).collect();
        let reading = responses.into_iter().fold(Transaction::default(), Transaction::register);
        let data = reading.execute_async().await.map_err(|error| BackendError::Lost(format!("{error:?}")))?;
        Ok(data.into_iter().map(|block| block.iter::<f32>().collect()).collect())
    }

    /// The ensemble's response to pair `index` of [`Model::respond`]'s answer, and its spread.
    pub fn summarise(&self, responses: &[Vec<f32>], index: usize) -> (f32, f32) {
        let members = responses.iter().map(|member| member.get(index).copied().unwrap_or(f32::NAN));
        Spread::summarise(self.manifest.spread.as_ref(), members)
    }
}

fn check_agreement(manifest: &Manifest, network: &Declaration) -> Result<(), ModelError> {
    let letters = String::from_utf8_lossy(network.alphabet.letters()).into_owned();
    let claims = [
        ("a window of", manifest.input.window.to_string(), network.window.to_string()),
        ("the alphabet", manifest.input.alphabet.clone(), letters),
        ("a number of TFs of", manifest.tfs.len().to_string(), network.tfs.to_string()),
    ];
    match claims.into_iter().find(|(_, manifest, network)| manifest != network) {
        Some((what, manifest, network)) => Err(ModelError::Disagreement { what, manifest, network }),
        None => Ok(()),
    }
}
