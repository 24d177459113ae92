use burn::tensor::Tensor;

use crate::sequence::{PADDING, Window};

/// How much of each letter stands at each position of a window: one-hot for a sequence, a mixture for a reference that is none.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    letters: usize,
    /// `length x letters`, row-major; all zero where nothing stands.
    weights: Vec<f32>,
}

impl Profile {
    /// The one-hot profile of a window in an alphabet of so many letters.
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

/// An input of a network: a promoter and normalised TF levels.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The promoter.
    pub profile: Profile,
    /// One number a TF.
    pub levels: Vec<f32>,
}

/// How a difference in output is shared out over the inputs that differ.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    /// The gradient at the target.
    Gradient,
    /// The mean gradient on the straight line from reference to target (Sundararajan et al. 2017, arXiv 1703.01365).
    Integrated(Vec<Node>),
    /// DeepLIFT's rescale rule (Shrikumar et al. 2017, arXiv 1704.02685): a non-linearity passes on the quotient of the differences behind
    /// and before it. A max pool gives the difference of its maxima to the column that holds the larger of the two; that is complete.
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

/// What the output changes by for a unit of each input, for each of R references.
#[derive(Debug, Clone)]
pub struct Multipliers {
    /// `R x letters x length`.
    pub bases: Tensor<3>,
    /// `R x T`, for normalised levels.
    pub tfs: Tensor<2>,
    /// The target's output, `1 x 1`.
    pub target: Tensor<2>,
    /// The references' outputs, `R x 1`.
    pub references: Tensor<2>,
}

/// The same for the TFs alone, for P promoters that stay as they are.
#[derive(Debug, Clone)]
pub struct TfMultipliers {
    /// `P x T`, for normalised levels.
    pub tfs: Tensor<2>,
    /// The outputs in the target condition, `P x 1`.
    pub target: Tensor<2>,
    /// The outputs in the reference condition, `P x 1`.
    pub reference: Tensor<2>,
}
