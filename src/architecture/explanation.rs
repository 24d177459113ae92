use burn::tensor::{Device, Tensor, TensorData};

use super::{Features, PartError};
use crate::sample::Part;
use crate::sequence::{PADDING, Window};

/// How much of each letter stands at each position of a window: one-hot for a sequence, a mixture for a
/// reference that is not one.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    letters: usize,
    /// `length x letters`, row-major; all zero where nothing stands.
    weights: Vec<f32>,
}

impl Profile {
    /// The one-hot profile of a window in an alphabet of that many letters.
    pub fn of_window(window: &Window, letters: usize) -> Self {
        let mut weights = vec![0.0; window.codes().len() * letters];
        for (row, &code) in weights.chunks_exact_mut(letters.max(1)).zip(window.codes()) {
            if let Some(weight) = row.get_mut(usize::from(code)) {
                *weight = 1.0;
            }
        }
        Self { letters, weights }
    }

    /// A quarter of each base wherever the window is not padding.
    pub fn even(window: &Window, bases: [u8; 4], letters: usize) -> Self {
        let mut weights = vec![0.0; window.codes().len() * letters];
        for (row, &code) in weights.chunks_exact_mut(letters.max(1)).zip(window.codes()) {
            if code != PADDING {
                bases.iter().for_each(|&base| row[usize::from(base)] = 0.25);
            }
        }
        Self { letters, weights }
    }

    /// The other strand; for alphabets whose letters reverse under complement, such as ACGT.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self { letters: self.letters, weights: self.weights.iter().rev().copied().collect() }
    }

    /// Letters of the alphabet.
    pub fn letters(&self) -> usize {
        self.letters
    }

    /// The weights of the letters at each position, 5' to 3'.
    pub fn rows(&self) -> impl Iterator<Item = &[f32]> {
        self.weights.chunks_exact(self.letters.max(1))
    }
}

/// What one input is given when a network is explained: a sequence may be a mixture.
#[derive(Debug, Clone, PartialEq)]
pub enum InputValue {
    /// For an input that reads bases.
    Bases(Profile),
    /// For any other.
    Part(Part),
}

/// All that a network reads for one response: one value for each input, and normalised TF levels.
#[derive(Debug, Clone, PartialEq)]
pub struct NetworkInput {
    /// One for each input.
    pub values: Vec<InputValue>,
    /// One number for each TF.
    pub levels: Vec<f32>,
}

impl NetworkInput {
    /// For a network that reads one sequence.
    pub fn of_profile(profile: Profile, levels: Vec<f32>) -> Self {
        Self { values: vec![InputValue::Bases(profile)], levels }
    }
}

/// Which sequence and which of the outputs an explanation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ExplanationTarget {
    /// Index of the input whose bases are explained.
    pub input: usize,
    /// Index of the output.
    pub output: usize,
}

/// How a difference in output is shared out over the inputs that differ.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    /// The gradient at the target.
    Gradient,
    /// The mean gradient on the straight line from reference to target (Sundararajan et al. 2017, arXiv
    /// 1703.01365).
    Integrated(Vec<Node>),
    /// DeepLIFT's rescale rule (Shrikumar et al. 2017, arXiv 1704.02685): a non-linearity passes on the
    /// quotient of the differences after and before it. A max pool gives the difference of its maxima to the
    /// column that holds the larger of the two; that is complete.
    Rescale,
}

/// A point of a quadrature over the line from reference (0) to target (1).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Node {
    /// Where, between 0 and 1.
    pub at: f32,
    /// Its share; all shares sum to 1.
    pub weight: f32,
}

impl Node {
    /// Where some nodes are, and their shares, each `N x 1`.
    pub(in crate::architecture) fn columns(nodes: &[Self], device: &Device) -> [Tensor<2>; 2] {
        [|node: &Self| node.at, |node: &Self| node.weight].map(|of| {
            let values: Vec<f32> = nodes.iter().map(of).collect();
            Tensor::from_data(TensorData::new(values, [nodes.len(), 1]), device)
        })
    }
}

/// What an output changes by for a unit of each input, for each of R references.
#[derive(Debug, Clone)]
pub struct Multipliers {
    /// Of the sequence in question, `R x letters x length`.
    pub bases: Tensor<3>,
    /// `R x T`, for normalised levels; no columns for a network without conditions.
    pub tfs: Tensor<2>,
    /// The target's output, `1 x 1`.
    pub target: Tensor<2>,
    /// The references' outputs, `R x 1`.
    pub references: Tensor<2>,
}

/// The same for the TFs alone, for P samples that stay as they are.
#[derive(Debug, Clone)]
pub struct TfMultipliers {
    /// `P x T`, for normalised levels.
    pub tfs: Tensor<2>,
    /// The outputs in the target condition, `P x 1`.
    pub target: Tensor<2>,
    /// The outputs in the reference condition, `P x 1`.
    pub reference: Tensor<2>,
}

/// A network's backward pass.
pub trait Explainer {
    /// What each base and TF of `target` contributes to its difference from each reference.
    ///
    /// # Errors
    /// [`PartError`] where a value is not what its input reads.
    fn explain(
        &self,
        target: &NetworkInput,
        references: &[NetworkInput],
        rule: &Rule,
        question: ExplanationTarget,
    ) -> Result<Multipliers, PartError>;

    /// The same for the TFs alone, for samples that stay as they are (one entry of `inputs` for each input);
    /// `target` and `reference` are normalised levels of one condition each. None for a network that reads no
    /// TFs.
    fn explain_tfs(
        &self,
        inputs: &[Features],
        levels: [&[f32]; 2],
        rule: &Rule,
        output: usize,
    ) -> Option<TfMultipliers>;

    /// Where along a sequence the last convolution's channels that raise the output are active (Grad-CAM,
    /// Selvaraju et al. 2017, arXiv 1610.02391): the positive part of the channels' sum, each weighted by its
    /// mean gradient; one value for each column.
    ///
    /// # Errors
    /// [`PartError`] where a value is not what its input reads, or the input in question reads no bases.
    fn activation_map(&self, target: &NetworkInput, question: ExplanationTarget) -> Result<Tensor<1>, PartError>;
}
