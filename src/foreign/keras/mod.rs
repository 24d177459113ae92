//! Keras models: `.h5` with its configuration inside, and Keras 3's `.keras`.
//!
//! Keras puts channels last. What convolutions touch is kept channels first, and is transposed only where
//! the order of axes matters (flattening, recurrent layers, attention).

mod calls;
mod config;
mod file;
mod layers;
mod reader;
mod settings;
mod tensor;
mod weights;

pub(super) use file::{read_hdf5, read_zip};
