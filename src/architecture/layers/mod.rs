//! What networks are made of, apart from their trunks.

mod activation;
mod channel_last;
mod convolution;
mod dense;
mod fixed;
mod in_one_piece;
mod lanes;
mod matrix;
mod of_numbers;
mod one_hot;
mod panels;
mod processor;
mod rows_through;
#[cfg(feature = "webgpu")]
pub(in crate::architecture) mod shaders;
mod shared_out;
mod slope;
mod stack;

pub use activation::Activation;
#[cfg(feature = "graphs")]
pub(in crate::architecture) use activation::{exponential_below, exponential_slope};
pub(in crate::architecture) use channel_last::ChannelLast;
pub(in crate::architecture) use convolution::convolution;
pub(in crate::architecture) use dense::dense;
pub(in crate::architecture) use fixed::{FixedNorm, affine, bias_of, folded};
pub(in crate::architecture) use in_one_piece::in_one_piece;
pub(in crate::architecture) use matrix::{Matrix, multiplies_by_panels};
pub(in crate::architecture) use of_numbers::OfNumbers;
pub use one_hot::one_hot;
pub(in crate::architecture) use panels::{Panels, Rows};
#[cfg(feature = "embedders")]
pub(in crate::architecture) use processor::exponential;
#[cfg(feature = "graphs")]
pub(in crate::architecture) use processor::softmax_of_rows;
pub(in crate::architecture) use processor::{
    change_in_place, is_in_memory, is_processor, larger_in_rows, made_from, numbers,
};
pub(in crate::architecture) use shared_out::appended;
pub(in crate::architecture) use slope::slope;
#[cfg(feature = "graphs")]
pub(in crate::architecture) use slope::slope_of;
pub(in crate::architecture) use stack::{DenseLayer, DenseStack, DenseTrace};
