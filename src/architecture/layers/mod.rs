//! What networks are made of, apart from their trunks.

mod activation;
mod dense;
mod fixed;
mod one_hot;
mod slope;
mod stack;

pub use activation::Activation;
#[cfg(feature = "graphs")]
pub(in crate::architecture) use activation::{exponential_below, exponential_slope};
pub(in crate::architecture) use dense::dense;
pub(in crate::architecture) use fixed::{FixedNorm, affine, bias_of, folded};
pub use one_hot::one_hot;
pub(in crate::architecture) use slope::slope;
#[cfg(feature = "graphs")]
pub(in crate::architecture) use slope::slope_of;
pub(in crate::architecture) use stack::{DenseLayer, DenseStack, DenseTrace};
