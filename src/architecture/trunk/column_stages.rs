use std::collections::BTreeMap;

use burn::tensor::{Device, Tensor};

use super::stage::Stage;
use crate::architecture::layers::Matrix;
#[cfg(feature = "webgpu")]
use crate::architecture::layers::shaders;

/// Stages one after the other, and a dense layer on their flattened (channel-major) output: from columns to
/// one row of numbers.
#[derive(Debug, Clone)]
pub struct ColumnStages {
    pub(super) stages: Vec<Stage>,
    /// `(channels * columns) x outputs`, channel-major.
    pub(super) weight: Matrix,
    pub(super) bias: Tensor<1>,
}

/// What every stage reads, for some rows.
#[derive(Debug, Clone)]
pub struct Trace {
    /// What is linear in the input: the first convolution's columns before its pool, or the input itself; `N
    /// x channels x columns`.
    pub(super) opened: Tensor<3>,
    /// What each stage reads, and what the last one gives.
    pub(super) layers: Vec<Tensor<3>>,
    /// `N x outputs`.
    pub output: Tensor<2>,
}

impl Trace {
    /// What the last stage gives, `N x channels x columns`.
    pub fn last(&self) -> Tensor<3> {
        self.layers[self.layers.len() - 1].clone()
    }
}

impl ColumnStages {
    /// Stages, then a dense layer whose `weight` is `[inputs, outputs]`.
    pub fn new(stages: Vec<Stage>, weight: Tensor<2>, bias: Tensor<1>) -> Self {
        Self { stages, weight: Matrix::new(weight), bias }
    }

    pub(in crate::architecture) fn device(&self) -> Device {
        self.bias.device()
    }

    /// Columns, `N x channels x columns`, to `N x outputs`.
    pub fn encode(&self, columns: Tensor<3>) -> Tensor<2> {
        self.flattened(self.last(columns))
    }

    /// What the last stage gives, `N x channels x columns`.
    pub(super) fn last(&self, columns: Tensor<3>) -> Tensor<3> {
        let mut added: BTreeMap<usize, Tensor<3>> = BTreeMap::new();
        let mut stages = self.stages.iter().enumerate().peekable();
        let mut hidden = columns;
        while let Some((at, stage)) = stages.next() {
            if self.is_added(at) {
                added.insert(at, hidden.clone());
            }
            #[cfg(feature = "webgpu")]
            if let (Stage::Convolution(convolution), Some((next, Stage::Pointwise(pointwise)))) = (stage, stages.peek())
                && let Some(norm) = pointwise.in_shaders()
                && !self.is_added(*next)
                && shaders::run_on(&hidden.device())
            {
                hidden = convolution.in_shader(hidden, Some(norm));
                stages.next();
                continue;
            }
            hidden = apply(stage, hidden, |layer| added[&layer].clone());
        }
        hidden
    }

    /// Whether a later stage adds what the stage at `at` reads.
    pub(super) fn is_added(&self, at: usize) -> bool {
        self.stages.iter().any(|stage| matches!(stage, Stage::Add(layer) if *layer == at))
    }

    /// What each stage reads, from the first one's input on, and at the end what the last one gives.
    pub(super) fn layers(&self, first: Tensor<3>) -> Vec<Tensor<3>> {
        let mut layers = vec![first];
        for stage in &self.stages {
            let input = layers[layers.len() - 1].clone();
            layers.push(apply(stage, input, |layer| layers[layer].clone()));
        }
        layers
    }

    /// The dense layer after the last stage, `N x outputs`.
    pub(super) fn flattened(&self, last: Tensor<3>) -> Tensor<2> {
        self.weight.apply(last.flatten::<2>(1, 2), Some(self.bias.clone()))
    }

    /// Sends columns through all stages and keeps what each one reads; `opened` is what they were made of.
    pub fn trace(&self, opened: Tensor<3>, columns: Tensor<3>) -> Trace {
        let layers = self.layers(columns);
        let output = self.flattened(layers[layers.len() - 1].clone());
        Trace { opened, layers, output }
    }
}

/// All columns after a stage, `N x channels x columns`; `layer` gives what an earlier stage reads.
fn apply(stage: &Stage, input: Tensor<3>, layer: impl Fn(usize) -> Tensor<3>) -> Tensor<3> {
    match stage {
        Stage::Convolution(convolution) => convolution.apply(input),
        Stage::Pool(pool) => pool.apply(input),
        Stage::Mean(pool) => pool.mean(input),
        Stage::Pointwise(pointwise) => pointwise.apply(input, 1),
        Stage::Add(earlier) => input + layer(*earlier),
    }
}
