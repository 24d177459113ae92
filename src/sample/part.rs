use crate::sequence::Window;
use crate::text::counted;

/// What one input of a model reads of a sample.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// A window of bases.
    Bases(Window),
    /// Vectors along a sequence, made by another network.
    Embedding(Embedding),
    /// Numbers in the order of the model's list, in the user's units.
    Numbers(Vec<f32>),
}

/// Vectors along a sequence.
#[derive(Debug, Clone, PartialEq)]
pub struct Embedding {
    positions: usize,
    width: usize,
    /// `positions x width`, row-major.
    values: Vec<f32>,
}

impl Embedding {
    /// An embedding of `positions` vectors of `width` numbers, row-major; nothing where there are not as many
    /// values or one is not finite.
    pub fn new(positions: usize, width: usize, values: Vec<f32>) -> Option<Self> {
        let fits = positions.checked_mul(width) == Some(values.len()) && values.iter().all(|value| value.is_finite());
        fits.then_some(Self { positions, width, values })
    }

    /// How many vectors.
    pub fn positions(&self) -> usize {
        self.positions
    }

    /// Numbers of a vector.
    pub fn width(&self) -> usize {
        self.width
    }

    /// `positions x width`, row-major.
    pub fn values(&self) -> &[f32] {
        &self.values
    }
}

impl From<Window> for Part {
    fn from(window: Window) -> Self {
        Self::Bases(window)
    }
}

impl Part {
    /// The window, where the part is one.
    pub fn window(&self) -> Option<&Window> {
        match self {
            Self::Bases(window) => Some(window),
            Self::Embedding(_) | Self::Numbers(_) => None,
        }
    }

    /// In words, such as "a window of 1000 bases".
    pub fn described(&self) -> String {
        match self {
            Self::Bases(window) => format!("a window of {}", counted(window.codes().len(), "base")),
            Self::Embedding(own) => format!("an embedding of {} x {} numbers", own.positions, own.width),
            Self::Numbers(values) => counted(values.len(), "number"),
        }
    }

    /// Whether two parts are the same, so that one encoding does for both. Numbers are compared bit by bit.
    pub(super) fn key(&self) -> Vec<u8> {
        let numbers = |values: &[f32]| values.iter().flat_map(|value| value.to_bits().to_le_bytes()).collect();
        match self {
            Self::Bases(window) => window.codes().to_vec(),
            Self::Embedding(own) => numbers(&own.values),
            Self::Numbers(values) => numbers(values),
        }
    }
}
