use serde::{Deserialize, Serialize};

/// The square root of two over pi, in GELU's approximation by tanh.
pub(crate) const GELU_SLOPE: f32 = 0.797_884_6;

/// The weight of the cube there.
pub(crate) const GELU_CUBE: f32 = 0.044_715;

/// A function of one number, applied to every number of a value.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Function {
    /// x
    Identity,
    /// max(0, x)
    Relu,
    /// x above zero, alpha x below
    LeakyRelu {
        /// The slope below zero.
        alpha: f32,
    },
    /// x above zero, alpha (exp(x) - 1) below
    Elu {
        /// What it tends to, negated.
        alpha: f32,
    },
    /// gamma x above zero, gamma alpha (exp(x) - 1) below
    Selu {
        /// ONNX's alpha.
        alpha: f32,
        /// ONNX's gamma.
        gamma: f32,
    },
    /// x Phi(x)
    Gelu,
    /// Its approximation by tanh.
    GeluTanh,
    /// x sigmoid(scale x): with a scale of 1 SiLU, also called swish; with 1.702 a GELU of Keras's descendants.
    Silu {
        /// Within the sigmoid.
        scale: f32,
    },
    /// 1 / (1 + exp(-x))
    Sigmoid,
    /// alpha x + beta between 0 and 1
    HardSigmoid {
        /// The slope.
        alpha: f32,
        /// The value at zero.
        beta: f32,
    },
    /// tanh(x)
    Tanh,
    /// log(1 + exp(x))
    Softplus,
    /// x / (1 + |x|)
    Softsign,
    /// exp(x)
    Exp,
    /// The natural logarithm.
    Log,
    /// The square root.
    Sqrt,
    /// 1 / x
    Reciprocal,
    /// The error function.
    Erf,
    /// -x
    Neg,
    /// |x|
    Abs,
    /// x between two bounds.
    Clip {
        /// The least; none for no bound.
        min: Option<f32>,
        /// The most; none for no bound.
        max: Option<f32>,
    },
    /// x to a fixed power.
    Pow {
        /// The power.
        exponent: f32,
    },
    /// factor x + term
    Linear {
        /// What x is multiplied by.
        factor: f32,
        /// What is added then.
        term: f32,
    },
}

/// A function of two numbers; shapes are broadcast as numpy does, without the batch axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Binary {
    /// a + b
    Add,
    /// a - b
    Sub,
    /// a b
    Mul,
    /// a / b
    Div,
    /// a to the power of b
    Pow,
    /// The smaller.
    Min,
    /// The larger.
    Max,
    /// 1 where they are equal, else 0
    Equal,
    /// 1 where a is larger, else 0
    Greater,
    /// 1 where a is larger or both are equal, else 0
    GreaterOrEqual,
    /// 1 where a is smaller, else 0
    Less,
    /// 1 where a is smaller or both are equal, else 0
    LessOrEqual,
}

/// What becomes of several numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reduction {
    /// Their sum.
    Sum,
    /// Their mean.
    Mean,
    /// The largest.
    Max,
    /// The smallest.
    Min,
}

impl Function {
    /// SELU with the numbers of its authors (Klambauer et al. 2017, arXiv 1706.02515).
    pub const SELU: Self = Self::Selu { alpha: 1.673_263_2, gamma: 1.050_701 };

    /// Its name in ONNX's words.
    pub fn operator(self) -> &'static str {
        match self {
            Self::Identity => "Identity",
            Self::Relu => "Relu",
            Self::LeakyRelu { .. } => "LeakyRelu",
            Self::Elu { .. } => "Elu",
            Self::Selu { .. } => "Selu",
            Self::Gelu | Self::GeluTanh => "Gelu",
            Self::Silu { .. } => "Swish",
            Self::Sigmoid => "Sigmoid",
            Self::HardSigmoid { .. } => "HardSigmoid",
            Self::Tanh => "Tanh",
            Self::Softplus => "Softplus",
            Self::Softsign => "Softsign",
            Self::Exp => "Exp",
            Self::Log => "Log",
            Self::Sqrt => "Sqrt",
            Self::Reciprocal => "Reciprocal",
            Self::Erf => "Erf",
            Self::Neg => "Neg",
            Self::Abs => "Abs",
            Self::Clip { .. } => "Clip",
            Self::Pow { .. } => "Pow",
            Self::Linear { .. } => "Mul and Add",
        }
    }

    /// Whether a larger number never gives less.
    pub(in crate::architecture::graph) fn is_increasing(self) -> bool {
        match self {
            Self::Identity
            | Self::Relu
            | Self::Sigmoid
            | Self::Tanh
            | Self::Softplus
            | Self::Softsign
            | Self::Exp
            | Self::Erf
            | Self::Clip { .. } => true,
            Self::LeakyRelu { alpha } | Self::Elu { alpha } | Self::HardSigmoid { alpha, .. } => alpha >= 0.0,
            Self::Selu { alpha, gamma } => alpha >= 0.0 && gamma >= 0.0,
            Self::Linear { factor, .. } => factor >= 0.0,
            // Not everywhere, or not where they are no number.
            Self::Gelu
            | Self::GeluTanh
            | Self::Silu { .. }
            | Self::Log
            | Self::Sqrt
            | Self::Reciprocal
            | Self::Neg
            | Self::Abs
            | Self::Pow { .. } => false,
        }
    }

    /// The numbers that say which function of its kind it is.
    pub(super) fn numbers(self) -> Vec<f32> {
        match self {
            Self::LeakyRelu { alpha } | Self::Elu { alpha } => vec![alpha],
            Self::Selu { alpha, gamma } => vec![alpha, gamma],
            Self::Silu { scale } => vec![scale],
            Self::HardSigmoid { alpha, beta } => vec![alpha, beta],
            Self::Clip { min, max } => min.into_iter().chain(max).collect(),
            Self::Pow { exponent } => vec![exponent],
            Self::Linear { factor, term } => vec![factor, term],
            _ => Vec::new(),
        }
    }
}

impl Binary {
    /// Its name in ONNX's words.
    pub fn operator(self) -> &'static str {
        match self {
            Self::Add => "Add",
            Self::Sub => "Sub",
            Self::Mul => "Mul",
            Self::Div => "Div",
            Self::Pow => "Pow",
            Self::Min => "Min",
            Self::Max => "Max",
            Self::Equal => "Equal",
            Self::Greater => "Greater",
            Self::GreaterOrEqual => "GreaterOrEqual",
            Self::Less => "Less",
            Self::LessOrEqual => "LessOrEqual",
        }
    }
}

impl Reduction {
    /// Its name in ONNX's words.
    pub fn operator(self) -> &'static str {
        match self {
            Self::Sum => "ReduceSum",
            Self::Mean => "ReduceMean",
            Self::Max => "ReduceMax",
            Self::Min => "ReduceMin",
        }
    }
}
