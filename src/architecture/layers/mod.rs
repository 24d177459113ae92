//! What networks are made of, apart from their trunks.

mod activation;
mod dense;
mod fixed;
mod one_hot;
mod slope;
mod stack;

pub use activation::Activation;
pub(in crate::architecture) use dense::dense;
pub(in crate::architecture) use fixed::{FixedNorm, affine, bias_of, folded};
pub use one_hot::one_hot;
pub(in crate::architecture) use slope::slope;
pub(in crate::architecture) use stack::{DenseLayer, DenseStack, DenseTrace};
