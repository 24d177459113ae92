//! One network for all published ones: a tower for each input, perhaps one for the conditions, and a head on
//! their sum.
//!
//! A linear layer on a concatenation is a sum of parts. So the layer that joins the inputs is split among the
//! towers, each part is encoded once, and only the head is computed for every pair: P + D + C encodings, not
//! P x D x C.

mod editor;
mod explanation;
mod standard;
mod strand;
mod tower;
mod trace;

use std::sync::Arc;

use burn::tensor::{Device, Tensor, TensorData};

use super::layers::DenseStack;
use super::network::{Declaration, Features, InputShape, Network, PartError};
use super::{Editor, Explainer, Parameters};
#[cfg(not(target_arch = "wasm32"))]
use super::{ExportGraph, ExportInput, FirstKernels};
use crate::sample::Part;
use crate::sequence::Window;
use editor::JointEditor;
pub(super) use standard::Standard;
pub(super) use tower::Tower;

/// A network of towers and a head. It may answer with the mean over both strands.
#[derive(Debug)]
pub struct JointNetwork {
    declaration: Declaration,
    /// One for each input.
    towers: Vec<Tower>,
    /// From normalised TF levels to their part of the joining layer.
    conditions: Option<DenseStack>,
    /// After the joining layer.
    head: DenseStack,
    /// Whether sequences are read on both strands; that needs the alphabet ACGT.
    both_strands: bool,
    parameters: Parameters,
}

/// What a joint network is made of.
#[derive(Debug)]
pub(super) struct JointParts {
    pub(super) declaration: Declaration,
    pub(super) towers: Vec<Tower>,
    pub(super) conditions: Option<DenseStack>,
    pub(super) head: DenseStack,
    pub(super) both_strands: bool,
    /// What the network was built from.
    pub(super) parameters: Parameters,
}

impl JointNetwork {
    pub(super) fn new(parts: JointParts) -> Self {
        let JointParts { declaration, towers, conditions, head, both_strands, parameters } = parts;
        Self { declaration, towers, conditions, head, both_strands, parameters }
    }

    fn levels(&self, values: &[f32]) -> Tensor<2> {
        let tfs = self.declaration.tfs.unwrap_or(0);
        let rows = values.len().checked_div(tfs).unwrap_or(1);
        Tensor::from_data(TensorData::new(values[..rows * tfs].to_vec(), [rows, tfs]), &self.device())
    }

    /// The sum of all inputs' parts of the joining layer on a strand, `P x width`.
    fn joined(inputs: &[Features], strand: usize) -> Option<Tensor<2>> {
        inputs.iter().filter_map(|own| own.strand(strand).cloned()).reduce(|sum, own| sum + own)
    }

    /// All outputs for every pair on one strand, `P x C x O`.
    fn respond_on(&self, inputs: &[Features], conditions: &Features, strand: usize) -> Tensor<3> {
        let outputs = self.declaration.outputs;
        let Some(samples) = Self::joined(inputs, strand) else { return Tensor::zeros([0, 1, outputs], &self.device()) };
        let p = samples.dims()[0];
        let Some(conditions) = conditions.strand(strand) else {
            return self.head.apply(samples).reshape([p, 1, outputs]);
        };
        let c = conditions.dims()[0];
        self.head.apply_to_sums(samples, conditions).reshape([p, c, outputs])
    }
}

impl Network for JointNetwork {
    fn declaration(&self) -> &Declaration {
        &self.declaration
    }

    fn device(&self) -> Device {
        self.towers.first().map_or_else(Device::default, Tower::device)
    }

    fn encode(&self, input: usize, parts: &[Part]) -> Result<Features, PartError> {
        let (Some(tower), Some(shape)) = (self.towers.get(input), self.declaration.inputs.get(input)) else {
            return Err(PartError::new(input, None, parts.first()));
        };
        tower.encode(input, shape, parts, self.both_strands)
    }

    fn encode_conditions(&self, levels: &[f32]) -> Features {
        match &self.conditions {
            Some(tower) => Features::new(tower.apply(self.levels(levels))),
            None => Features::none(),
        }
    }

    fn respond(&self, inputs: &[Features], conditions: &Features) -> Tensor<3> {
        let own = self.respond_on(inputs, conditions, 0);
        if self.both_strands { (own + self.respond_on(inputs, conditions, 1)).mul_scalar(0.5) } else { own }
    }

    fn editor(&self, input: usize, window: &Window) -> Option<Box<dyn Editor>> {
        match (self.towers.get(input)?, self.declaration.inputs.get(input)?) {
            (Tower::Bases(trunk), InputShape::Bases { window: length, .. }) if window.codes().len() == *length => {
                Some(Box::new(JointEditor::new(Arc::clone(trunk), window, self.both_strands)))
            }
            _ => None,
        }
    }

    /// A patch of a trunk bounds its own tensors.
    fn edits_on_a_card(&self) -> usize {
        4096
    }

    fn explainer(&self) -> Option<&dyn Explainer> {
        Some(self)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn first_kernels(&self) -> Option<FirstKernels> {
        let of = |(tower, shape): (&Tower, &InputShape)| match (tower, shape) {
            (Tower::Bases(trunk), InputShape::Bases { alphabet, .. }) => {
                Some(trunk.first_kernels(alphabet.base_codes()))
            }
            _ => None,
        };
        let kernels = self.towers.iter().zip(&self.declaration.inputs).find_map(of)?;
        Some(FirstKernels { kernels, both_strands: self.both_strands })
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn export_graph(&self) -> Option<ExportGraph> {
        let input = |(tower, shape): (&Tower, &InputShape)| {
            let (layers, flattened) = match tower {
                Tower::Bases(trunk) => trunk.export_layers(),
                Tower::Columns(own) => own.export_layers(),
            };
            let (is_sequence, shape) = match shape {
                InputShape::Bases { window, alphabet } => (true, [alphabet.len(), *window]),
                InputShape::Embedding { positions, width } => (false, [*width, *positions]),
                InputShape::Numbers { count } => (false, [*count, 1]),
            };
            ExportInput { is_sequence, shape, layers, flattened }
        };
        Some(ExportGraph {
            inputs: self.towers.iter().zip(&self.declaration.inputs).map(input).collect(),
            conditions: self.conditions.as_ref().map(DenseStack::export),
            head: self.head.export(),
            weighed: None,
            both_strands: self.both_strands,
        })
    }

    fn parameters(&self) -> Parameters {
        self.parameters.clone()
    }
}
