//! The part of a network that reads bases, as a list of stages: what a network declares of it is all that the fast paths need.
//!
//! A [`Trunk`] encodes whole windows ([`Trunk::encode`]) and variants of one window ([`Trunk::encode_variants`]). The latter compute only
//! what the changed bases can reach, stage by stage; [`Trunk::backward`] passes attributions back through the same stages. A new convolutional network gets that by saying what its stages are.

mod backward;
mod first_convolution;
mod patch;
mod pool_credit;
mod reach;
mod reference;
#[cfg(not(target_arch = "wasm32"))]
mod sketch;
mod stage;
mod variants;

use std::collections::BTreeMap;

use burn::tensor::{Device, Tensor, TensorData};

pub use backward::Trace;
pub use first_convolution::FirstConvolution;
pub use reference::TrunkReference;
pub use stage::{Convolution, Pointwise, Pool, Stage};

use super::dense::dense;
use crate::sequence::Window;

/// A network's way from bases to one row of numbers a promoter.
#[derive(Debug, Clone)]
pub struct Trunk {
    window: usize,
    first: FirstConvolution,
    stages: Vec<Stage>,
    /// `(channels * columns) x outputs`, channel-major.
    weight: Tensor<2>,
    bias: Tensor<1>,
    /// The same weight with the columns outermost, `columns x channels x outputs`.
    by_column: Tensor<3>,
}

impl Trunk {
    /// A first convolution, stages behind it, and a dense layer on their flattened (channel-major) output; `weight` is `[inputs, outputs]`.
    pub fn new(window: usize, first: FirstConvolution, stages: Vec<Stage>, weight: Tensor<2>, bias: Tensor<1>) -> Self {
        let columns = stages.iter().fold(first.columns(window), |columns, stage| stage.columns(columns));
        let [inputs, outputs] = weight.dims();
        let by_column = weight.clone().reshape([inputs / columns.max(1), columns, outputs]).swap_dims(0, 1);
        // A copy in the new order, so that each column's weights are in one piece.
        let by_column = Tensor::cat(vec![by_column], 0);
        Self { window, first, stages, weight, bias, by_column }
    }

    pub(super) fn device(&self) -> Device {
        self.weight.device()
    }

    /// Whole windows to `P x outputs`.
    pub fn encode(&self, windows: &[Window]) -> Tensor<2> {
        let mut added: BTreeMap<usize, Tensor<3>> = BTreeMap::new();
        let first = self.first_columns(windows);
        let output = self.stages.iter().enumerate().fold(first, |input, (at, stage)| {
            if self.is_added(at) {
                added.insert(at, input.clone());
            }
            apply(stage, input, |layer| added[&layer].clone())
        });
        self.flattened(output)
    }

    /// Whether a later stage adds what the stage at `at` reads.
    fn is_added(&self, at: usize) -> bool {
        self.stages.iter().any(|stage| matches!(stage, Stage::Add(layer) if *layer == at))
    }

    /// What each stage reads, from the first one's input on, and at the end what the last one gives.
    fn layers(&self, first: Tensor<3>) -> Vec<Tensor<3>> {
        let mut layers = vec![first];
        for stage in &self.stages {
            let input = layers[layers.len() - 1].clone();
            layers.push(apply(stage, input, |layer| layers[layer].clone()));
        }
        layers
    }

    /// The dense layer behind the last stage, `N x outputs`.
    fn flattened(&self, last: Tensor<3>) -> Tensor<2> {
        dense(last.flatten::<2>(1, 2), self.weight.clone(), Some(self.bias.clone()))
    }

    /// Behind the first convolution and its pool, `P x channels x columns`.
    fn first_columns(&self, windows: &[Window]) -> Tensor<3> {
        let shape = [windows.len(), self.first.columns(self.window), self.first.channels()];
        let mut values = Vec::with_capacity(shape.iter().product());
        for window in windows {
            self.first.encode(window.codes(), &mut values);
        }
        Tensor::<3>::from_data(TensorData::new(values, shape), &self.device()).swap_dims(1, 2)
    }
}

/// All columns behind a stage, `N x channels x columns`; `layer` gives what an earlier stage reads.
fn apply(stage: &Stage, input: Tensor<3>, layer: impl Fn(usize) -> Tensor<3>) -> Tensor<3> {
    match stage {
        Stage::Convolution(convolution) => convolution.apply(input),
        Stage::Pool(pool) => pool.apply(input),
        Stage::Pointwise(pointwise) => pointwise.apply(input, 1),
        Stage::Add(earlier) => input + layer(*earlier),
    }
}
