use serde::{Deserialize, Serialize};

use super::{Binary, Function, Reduction};

/// What a node does. Identity, Cast, Dropout, Constant and Shape are gone; Split is a [`Op::Slice`] for each
/// part; Flatten, Squeeze and Unsqueeze are a [`Op::Reshape`], a global pool is a [`Op::Reduce`], Gemm is a
/// [`Op::Dense`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Op {
    /// Reads `C x L`, a constant of `outputs x (C / groups) x width`, perhaps a constant of `outputs`; gives
    /// `outputs x L'`.
    Conv {
        /// Groups of channels that are convolved apart.
        groups: usize,
        /// Columns between two kernels' beginnings.
        stride: usize,
        /// Columns between two taps.
        dilation: usize,
        /// Zero columns on the left and on the right.
        padding: [usize; 2],
    },
    /// Reads `C x L`, a constant of `C x (outputs / groups) x width`, perhaps a constant of `outputs`; gives
    /// `outputs x L'`.
    ConvTranspose {
        /// Groups of channels that are convolved apart.
        groups: usize,
        /// Columns between two kernels' beginnings.
        stride: usize,
        /// Columns between two taps.
        dilation: usize,
        /// Columns that are cut off on the left and on the right.
        padding: [usize; 2],
        /// Columns that are added on the right.
        output_padding: usize,
    },
    /// A batch normalisation with its running statistics: reads any shape, a constant factor and a constant
    /// term for each place on an axis.
    Affine {
        /// The axis of the channels.
        axis: usize,
    },
    /// Reads `C x L`. What is padded is never the largest.
    MaxPool {
        /// Columns of a window.
        width: usize,
        /// Columns between two windows' beginnings.
        stride: usize,
        /// Columns between two of a window.
        dilation: usize,
        /// Columns on the left and on the right; what rounding up adds is on the right.
        padding: [usize; 2],
    },
    /// Reads `C x L`.
    AveragePool {
        /// Columns of a window.
        width: usize,
        /// Columns between two windows' beginnings.
        stride: usize,
        /// Columns on the left and on the right; what rounding up adds is on the right.
        padding: [usize; 2],
        /// Whether what is padded counts as zeros; else the mean is that of what is there.
        counts_padding: bool,
    },
    /// A function of every number.
    Function {
        /// The function.
        function: Function,
    },
    /// A function of the numbers of two values.
    Binary {
        /// The function.
        function: Binary,
    },
    /// Reads a condition and two values: the first where the condition is not 0, else the second; broadcast.
    Where,
    /// Shares that sum to 1 along an axis.
    Softmax {
        /// The axis.
        axis: usize,
    },
    /// Their logarithms, which are finite where a share is too small for a number.
    LogSoftmax {
        /// The axis.
        axis: usize,
    },
    /// Reads `… x M x K` and `… x K x N`, with what stands in front broadcast. A constant on the right may
    /// meet a value of `K` alone.
    MatMul,
    /// Reads `… x K`, a constant of `K x N`, perhaps a constant of `N`; gives `… x N`.
    Dense,
    /// Reads one or more values.
    Concat {
        /// The axis along which they stand one after the other.
        axis: usize,
    },
    /// Every so many places of an axis.
    Slice {
        /// The axis.
        axis: usize,
        /// The first place.
        start: usize,
        /// From one place to the next; negative for backwards, never 0.
        step: isize,
        /// How many places.
        count: usize,
    },
    /// Some places of an axis.
    Gather {
        /// The axis.
        axis: usize,
        /// The places, in this order.
        indices: Vec<usize>,
        /// Whether the axis stays; it goes where a single place is asked for by a scalar.
        keeps_axis: bool,
    },
    /// A number around a value. (What repeats or mirrors an edge is a [`Op::Gather`].)
    Pad {
        /// For each axis, places before and behind.
        padding: Vec<[usize; 2]>,
        /// The number.
        value: f32,
    },
    /// The same numbers, row-major, in another shape.
    Reshape {
        /// The shape.
        shape: Vec<usize>,
    },
    /// The axes in another order.
    Transpose {
        /// For each axis of the result, the one of the input.
        order: Vec<usize>,
    },
    /// One number for all along some axes.
    Reduce {
        /// What becomes of them.
        by: Reduction,
        /// The axes, each once.
        axes: Vec<usize>,
        /// Whether they stay, with an extent of 1.
        keeps_axes: bool,
    },
    /// Reads a value, perhaps a constant factor and perhaps a constant term of the shape of the axes from
    /// `axis` on.
    LayerNorm {
        /// The first axis of those that are normalised together.
        axis: usize,
        /// What is added to the variance.
        epsilon: f32,
    },
    /// Reads `L x C`, constants `W` (`D x 4H x C`) and `R` (`D x 4H x H`), perhaps `B` (`D x 8H`); D is 2 for
    /// both directions, gates are in ONNX's order (input, output, forget, cell). Gives `L x (D H)`: the state
    /// after each position, forward before reverse. Both begin with zeros.
    Lstm {
        /// H.
        hidden: usize,
        /// Which way.
        direction: Direction,
        /// Of the three gates.
        gate: Function,
        /// Of what is taken in.
        cell: Function,
        /// Of what is given out.
        state: Function,
    },
    /// Reads `L x C`, constants `W` (`D x 3H x C`) and `R` (`D x 3H x H`), perhaps `B` (`D x 6H`); gates are
    /// in ONNX's order (update, reset, hidden). Gives `L x (D H)`, as [`Op::Lstm`] does.
    Gru {
        /// H.
        hidden: usize,
        /// Which way.
        direction: Direction,
        /// Of both gates.
        gate: Function,
        /// Of what is taken in.
        candidate: Function,
        /// Whether the reset gate stands after the product with `R` (ONNX's `linear_before_reset`, Keras's
        /// `reset_after`).
        resets_after: bool,
    },
}

/// Which way a recurrent layer goes along a sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// From the first position on.
    Forward,
    /// From the last position on.
    Reverse,
    /// Both, one beside the other.
    Both,
}

impl Direction {
    /// How many ways.
    pub fn count(self) -> usize {
        match self {
            Self::Forward | Self::Reverse => 1,
            Self::Both => 2,
        }
    }
}

impl Op {
    /// The operator's name in ONNX's words, for messages.
    pub fn operator(&self) -> &'static str {
        match self {
            Self::Conv { .. } => "Conv",
            Self::ConvTranspose { .. } => "ConvTranspose",
            Self::Affine { .. } => "BatchNormalization",
            Self::MaxPool { .. } => "MaxPool",
            Self::AveragePool { .. } => "AveragePool",
            Self::Function { function } => function.operator(),
            Self::Binary { function } => function.operator(),
            Self::Where => "Where",
            Self::Softmax { .. } => "Softmax",
            Self::LogSoftmax { .. } => "LogSoftmax",
            Self::MatMul => "MatMul",
            Self::Dense => "Gemm",
            Self::Concat { .. } => "Concat",
            Self::Slice { .. } => "Slice",
            Self::Gather { .. } => "Gather",
            Self::Pad { .. } => "Pad",
            Self::Reshape { .. } => "Reshape",
            Self::Transpose { .. } => "Transpose",
            Self::Reduce { by, .. } => by.operator(),
            Self::LayerNorm { .. } => "LayerNormalization",
            Self::Lstm { .. } => "LSTM",
            Self::Gru { .. } => "GRU",
        }
    }
}
