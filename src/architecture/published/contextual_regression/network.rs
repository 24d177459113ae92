use std::sync::Arc;

use burn::tensor::{Device, Tensor, TensorData};

use super::ContextualConfig;
use super::editor::ContextualEditor;
use super::means::KernelMeans;
#[cfg(not(target_arch = "wasm32"))]
use super::{means::LETTERS, names};
use crate::architecture::layers::DenseStack;
use crate::architecture::network::{Declaration, Features, Network, PartError};
use crate::architecture::trunk::Trunk;
use crate::architecture::{Editor, Explainer, FeatureReader, Parameters};
#[cfg(not(target_arch = "wasm32"))]
use crate::architecture::{ExportFeatures, ExportGraph, ExportInput};
use crate::sample::Part;
use crate::sequence::Window;

/// Contextual regression (Liu & Wang 2017, arXiv 1710.10728; Wang & Wang 2022, "Interpretable
/// prediction of mRNA abundance from promoter sequence using contextual regression models"): the response is a
/// sum of features times weights, and the weights come from the
/// promoter itself.
///
/// A feature is the mean of a kernel over all its positions. The kernels' maxima over stretches of the promoter
/// go through a small convolutional network, the context, which gives the weights. A promoter's row holds the
/// weights, then the features.
#[derive(Debug)]
pub struct ContextualRegression {
    pub(super) declaration: Declaration,
    pub(super) config: ContextualConfig,
    pub(super) reader: Arc<PromoterReader>,
    pub(super) bias: f32,
    pub(super) parameters: Parameters,
}

/// From bases to weights and features.
#[derive(Debug)]
pub(super) struct PromoterReader {
    pub(super) means: KernelMeans,
    /// From bases to the context's first fully connected layer.
    pub(super) trunk: Trunk,
    /// From there to the weights.
    pub(super) head: DenseStack,
}

impl PromoterReader {
    /// Weights and features, `P x (2 kernels)`, from what the trunk gives and the means, `P x kernels`
    /// row-major.
    pub(super) fn rows(&self, context: Tensor<2>, means: Vec<f32>) -> Tensor<2> {
        let weights = self.head.apply(context);
        let shape = weights.dims();
        let means = Tensor::from_data(TensorData::new(means, shape), &weights.device());
        Tensor::cat(vec![weights, means], 1)
    }
}

impl ContextualRegression {
    /// A promoter's row apart: weights and features, each `P x kernels`.
    pub(super) fn halves(&self, inputs: &[Features]) -> Option<[Tensor<2>; 2]> {
        let rows = inputs.first()?.strand(0)?;
        let kernels = self.config.kernels;
        Some([0, kernels].map(|from| rows.clone().narrow(1, from, kernels)))
    }
}

impl Network for ContextualRegression {
    fn declaration(&self) -> &Declaration {
        &self.declaration
    }

    fn device(&self) -> Device {
        self.reader.trunk.device()
    }

    fn encode(&self, input: usize, parts: &[Part]) -> Result<Features, PartError> {
        let window = |part: &'_ Part| match part {
            Part::Bases(window) if input == 0 && window.codes().len() == self.config.window => Ok(window.clone()),
            other => Err(PartError::new(input, self.declaration.inputs.get(input), Some(other))),
        };
        let windows = parts.iter().map(window).collect::<Result<Vec<Window>, _>>()?;
        let means = windows.iter().flat_map(|window| self.reader.means.of(window)).collect();
        let context = self.reader.trunk.encode(&windows.iter().collect::<Vec<_>>());
        Ok(Features::new(self.reader.rows(context, means)))
    }

    fn encode_conditions(&self, _levels: &[f32]) -> Features {
        Features::none()
    }

    fn respond(&self, inputs: &[Features], _conditions: &Features) -> Tensor<3> {
        let Some([weights, features]) = self.halves(inputs) else {
            return Tensor::zeros([0, 1, 1], &self.device());
        };
        (weights * features).sum_dim(1).add_scalar(self.bias).unsqueeze_dim(2)
    }

    fn editor(&self, input: usize, window: &Window) -> Option<Box<dyn Editor>> {
        let fits = input == 0 && window.codes().len() == self.config.window;
        fits.then(|| {
            let editor: Box<dyn Editor> = Box::new(ContextualEditor::new(Arc::clone(&self.reader), window));
            editor
        })
    }

    fn explainer(&self) -> Option<&dyn Explainer> {
        Some(self)
    }

    fn features(&self) -> Option<&dyn FeatureReader> {
        Some(self)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn export_graph(&self) -> Option<ExportGraph> {
        let (layers, flattened) = self.reader.trunk.export_layers();
        let shape = [LETTERS, self.config.window];
        Some(ExportGraph {
            inputs: vec![ExportInput { is_sequence: true, shape, layers, flattened }],
            conditions: None,
            head: self.reader.head.export(),
            weighed: Some(ExportFeatures { kernels: self.parameters.get(names::KERNELS)?.clone(), bias: self.bias }),
            both_strands: false,
        })
    }

    fn parameters(&self) -> Parameters {
        self.parameters.clone()
    }
}
