use burn::tensor::{Device, Int, Tensor, TensorData};
use serde::Serialize;
use thiserror::Error;

use super::edit::EDITS_ON_AN_ADAPTER;
use super::{Edit, Editor, Explainer, FeatureReader, Parameters, Regulators};
#[cfg(not(target_arch = "wasm32"))]
use super::{ExportGraph, FirstKernels};
use crate::sample::Part;
use crate::schema::{Capabilities, FastShare};
use crate::sequence::{Alphabet, Window};
use crate::text::counted;

/// What a network says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// What it reads of a sample, in this order.
    pub inputs: Vec<InputShape>,
    /// TF levels that it reads; none for a network without conditions.
    pub tfs: Option<usize>,
    /// Numbers that it answers with for each pair.
    pub outputs: usize,
    /// What it can do beyond answering.
    pub capabilities: Capabilities,
}

/// What one input of a network reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputShape {
    /// Bases.
    Bases {
        /// How many.
        window: usize,
        /// The letters that have an input channel.
        alphabet: Alphabet,
    },
    /// Vectors along a sequence.
    Embedding {
        /// How many vectors.
        positions: usize,
        /// Numbers of a vector.
        width: usize,
    },
    /// Numbers.
    Numbers {
        /// How many.
        count: usize,
    },
}

impl InputShape {
    /// In words, such as "a window of 1000 bases".
    pub fn described(&self) -> String {
        match self {
            Self::Bases { window, .. } => format!("a window of {}", counted(*window, "base")),
            Self::Embedding { positions, width } => format!("an embedding of {positions} x {width} numbers"),
            Self::Numbers { count } => counted(*count, "number"),
        }
    }
}

impl Declaration {
    /// Window and alphabet of the first input that reads bases.
    pub fn sequence(&self) -> Option<(usize, &Alphabet)> {
        self.inputs.iter().find_map(|input| match input {
            InputShape::Bases { window, alphabet } => Some((*window, alphabet)),
            InputShape::Embedding { .. } | InputShape::Numbers { .. } => None,
        })
    }

    /// The codes of a part that the input `input` reads as bases.
    pub(super) fn codes<'a>(&self, input: usize, part: &'a Part) -> Result<&'a [u8], PartError> {
        match (self.inputs.get(input), part) {
            (Some(InputShape::Bases { window, .. }), Part::Bases(own)) if own.codes().len() == *window => {
                Ok(own.codes())
            }
            (shape, other) => Err(PartError::new(input, shape, Some(other))),
        }
    }
}

/// What a network makes of the parts of one input, or of conditions: one row of numbers for each, all that
/// [`Network::respond`] needs of it. A network that reads both strands has a row for either.
#[derive(Debug, Clone, Default)]
pub struct Features {
    strands: Vec<Tensor<2>>,
}

impl Features {
    /// Of one strand, or of what has none; `rows x width`.
    pub fn new(rows: Tensor<2>) -> Self {
        Self { strands: vec![rows] }
    }

    /// Of both strands, each `rows x width`.
    pub fn of_strands(own: Tensor<2>, other: Tensor<2>) -> Self {
        Self { strands: vec![own, other] }
    }

    /// Nothing: what a network without conditions makes of them.
    pub fn none() -> Self {
        Self::default()
    }

    /// The rows for a strand; what has no strands is the same for both.
    pub fn strand(&self, strand: usize) -> Option<&Tensor<2>> {
        self.strands.get(strand).or(self.strands.first())
    }

    /// How many rows.
    pub fn rows(&self) -> usize {
        self.strands.first().map_or(0, |rows| rows.dims()[0])
    }

    /// Some rows, in the order given; a row may be asked for several times.
    #[must_use]
    pub fn select(&self, rows: &[usize]) -> Self {
        let places: Vec<i32> = rows.iter().map(|&row| row as i32).collect();
        let select = |all: &Tensor<2>| {
            let places = Tensor::<1, Int>::from_data(TensorData::new(places.clone(), [rows.len()]), &all.device());
            all.clone().select(0, places)
        };
        Self { strands: self.strands.iter().map(select).collect() }
    }

    /// The rows of several, one after the other.
    pub fn concatenated(all: &[Self]) -> Self {
        let strands = all.iter().map(|own| own.strands.len()).min().unwrap_or(0);
        let joined = |strand: usize| Tensor::cat(all.iter().map(|own| own.strands[strand].clone()).collect(), 0);
        Self { strands: (0..strands).map(joined).collect() }
    }
}

/// A part is not what an input reads.
#[derive(Debug, Clone, Error, PartialEq, Eq, Serialize)]
#[error("input {} of the network reads {expected}, but was given {found}", .input + 1)]
pub struct PartError {
    /// Which input, from 0.
    pub input: usize,
    /// What it reads.
    pub expected: String,
    /// What it was given.
    pub found: String,
}

impl PartError {
    pub(super) fn new(input: usize, shape: Option<&InputShape>, found: Option<&Part>) -> Self {
        let expected = shape.map_or_else(|| "nothing".to_owned(), InputShape::described);
        Self { input, expected, found: found.map_or_else(|| "nothing".to_owned(), Part::described) }
    }
}

/// A trained network, ready to answer.
pub trait Network: Send + std::fmt::Debug {
    /// What the network reads and answers.
    fn declaration(&self) -> &Declaration;

    /// The device that its weights are on.
    fn device(&self) -> Device;

    /// Encodes parts for the input `input`, each once.
    ///
    /// # Errors
    /// [`PartError`] where a part is not what the input reads.
    fn encode(&self, input: usize, parts: &[Part]) -> Result<Features, PartError>;

    /// Encodes normalised TF levels, `C x T` row-major, each condition once; nothing for a network without
    /// conditions.
    fn encode_conditions(&self, levels: &[f32]) -> Features;

    /// All outputs of every sample in every condition, `P x C x O`. There is one entry for each input, with a
    /// row for each sample, or with a single row for all of them. Without conditions C is 1.
    fn respond(&self, inputs: &[Features], conditions: &Features) -> Tensor<3>;

    /// What fast exact edits of a window need; none for an input or a network that has no such edits.
    fn editor(&self, _input: usize, _window: &Window) -> Option<Box<dyn Editor>> {
        None
    }

    /// How many edits a graphics card can be given at once, so that as few operations as possible do all of them.
    fn edits_on_a_card(&self) -> usize {
        EDITS_ON_AN_ADAPTER
    }

    /// The backward pass; none for a network without one.
    fn explainer(&self) -> Option<&dyn Explainer> {
        None
    }

    /// The named features whose contributions add up to a response; none for a network that is no such sum.
    fn features(&self) -> Option<&dyn FeatureReader> {
        None
    }

    /// The terms that are a TF's own; none for a network that knows TFs by their levels alone.
    fn regulators(&self) -> Option<&dyn Regulators> {
        None
    }

    /// The kernels of the first convolution on the first sequence; none for a network without one, or whose
    /// features say what they are read from. The browser's build goes without.
    #[cfg(not(target_arch = "wasm32"))]
    fn first_kernels(&self) -> Option<FirstKernels> {
        None
    }

    /// The computation as plain numbers, for export; the browser's build goes without. A network that does
    /// not tell has no answer.
    #[cfg(not(target_arch = "wasm32"))]
    fn export_graph(&self) -> Option<ExportGraph> {
        None
    }

    /// The graph of operators that it was read as, for export; none for any other network.
    #[cfg(all(feature = "graphs", not(target_arch = "wasm32")))]
    fn operator_graph(&self) -> Option<&super::graph::ir::Graph> {
        None
    }

    /// Which part of a network that was read as a graph edits go through; none for any other.
    fn fast_share(&self) -> Option<FastShare> {
        None
    }

    /// The weights, under their published names.
    fn parameters(&self) -> Parameters;
}

impl dyn Network + '_ {
    /// Encodes windows for the first input.
    ///
    /// # Errors
    /// [`PartError`] where a window has another length than the input, or the input reads no bases.
    pub fn encode_windows(&self, windows: &[Window]) -> Result<Features, PartError> {
        let parts: Vec<Part> = windows.iter().cloned().map(Part::Bases).collect();
        self.encode(0, &parts)
    }

    /// Encodes a window with each of some edits: fast where the network can, else whole, window by window.
    ///
    /// # Errors
    /// [`PartError`] as for [`Network::encode`].
    pub fn encode_edits(&self, input: usize, window: &Window, edits: &[Edit]) -> Result<Features, PartError> {
        edited(self, input, window, self.editor(input, window).as_deref(), edits)
    }
}

/// Encodes edits with an editor where there is one, else whole.
///
/// # Errors
/// [`PartError`] as for [`Network::encode`].
pub fn edited(
    network: &dyn Network,
    input: usize,
    window: &Window,
    editor: Option<&dyn Editor>,
    edits: &[Edit],
) -> Result<Features, PartError> {
    match editor {
        Some(editor) => Ok(editor.encode(edits)),
        None => {
            let parts: Vec<Part> = edits.iter().map(|edit| Part::Bases(edit.apply(window))).collect();
            network.encode(input, &parts)
        }
    }
}
