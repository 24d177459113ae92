//! The part of a network that reads bases, as a list of stages: what a network declares of it is all that the
//! fast paths need.
//!
//! A [`Trunk`] encodes whole windows ([`Trunk::encode`]) and edits of one window ([`Trunk::encode_edits`]).
//! The latter compute only what the changed bases can reach, stage by stage; [`Trunk::backward`] passes
//! attributions back through the same stages. A new convolutional network gets that by saying what its stages
//! are. What reads columns that are no bases (embeddings, numbers) has the same stages without the first
//! convolution: [`ColumnStages`].

mod backward;
mod column_stages;
mod edits;
#[cfg(not(target_arch = "wasm32"))]
mod export;
mod first_convolution;
mod patch;
mod patch_by_column;
mod patch_in_memory;
#[cfg(feature = "webgpu")]
mod patch_in_one;
mod pool_credit;
mod pool_prefix_maxima;
mod reach;
mod reference;
mod stage;
#[cfg(test)]
mod tests;
mod whole_in_memory;
mod word_tables;

use burn::tensor::{Device, Tensor, TensorData};

pub use column_stages::{ColumnStages, Trace};
pub use first_convolution::FirstConvolution;
#[cfg(feature = "graphs")]
pub(super) use reference::LOWEST;
pub use reference::TrunkReference;
pub use stage::{Convolution, Pointwise, Pool, Stage};
#[cfg(feature = "graphs")]
pub(super) use whole_in_memory::pooled;
#[cfg(feature = "graphs")]
pub(super) use word_tables::Words;

#[cfg(feature = "webgpu")]
use super::layers::shaders;
use super::layers::{Matrix, appended, in_one_piece, multiplies_by_panels};
use crate::sequence::Window;

/// A network's way from bases to one row of numbers a window.
#[derive(Debug, Clone)]
pub struct Trunk {
    window: usize,
    first: FirstConvolution,
    body: ColumnStages,
    /// The dense layer's weight with the columns outermost, `(columns * channels) x outputs`.
    by_column: Matrix,
    /// Whether all is computed in plain memory.
    in_memory: bool,
}

impl Trunk {
    /// A first convolution, stages after it, and a dense layer on their flattened (channel-major) output;
    /// `weight` is `[inputs, outputs]`.
    pub fn new(window: usize, first: FirstConvolution, stages: Vec<Stage>, weight: Tensor<2>, bias: Tensor<1>) -> Self {
        let columns = stages.iter().fold(first.columns(window), |columns, stage| stage.columns(columns));
        let [inputs, outputs] = weight.dims();
        let by_column = weight.clone().reshape([inputs / columns.max(1), columns, outputs]).swap_dims(0, 1);
        let by_column = Matrix::new(in_one_piece(by_column).reshape([inputs, outputs]));
        let in_memory = multiplies_by_panels(&weight.device()) && stages.iter().all(Stage::is_of_numbers);
        Self { window, first, body: ColumnStages::new(stages, weight, bias), by_column, in_memory }
    }

    /// The kernels of the first convolution, by what they make of A, C, G and T, whose codes are given.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn first_kernels(&self, bases: [u8; 4]) -> Vec<super::FirstKernel> {
        self.first.of_bases(bases)
    }

    pub(super) fn device(&self) -> Device {
        self.body.device()
    }

    /// Whole windows to `P x outputs`.
    pub fn encode(&self, windows: &[&Window]) -> Tensor<2> {
        if self.in_memory {
            return self.encode_in_memory(windows);
        }
        #[cfg(feature = "webgpu")]
        if shaders::run_on(&self.device()) {
            // Shaders leave the channels of a column side by side, as this weight has them.
            let last = self.body.last(self.first_columns(windows)).swap_dims(1, 2);
            return self.by_column.apply(last.flatten::<2>(1, 2), Some(self.body.bias.clone()));
        }
        self.body.encode(self.first_columns(windows))
    }

    /// After the first convolution and its pool, `P x channels x columns`.
    fn first_columns(&self, windows: &[&Window]) -> Tensor<3> {
        let shape = [windows.len(), self.first.columns(self.window), self.first.channels()];
        let values = appended(windows, shape[1] * shape[2], |own, values| {
            own.iter().for_each(|window| self.first.encode(window.codes(), values));
        });
        Tensor::<3>::from_data(TensorData::new(values, shape), &self.device()).swap_dims(1, 2)
    }
}
