use burn::module::{Module, Param};
use burn::nn::conv::{Conv1d, Conv1dConfig};
use burn::nn::{BatchNorm, BatchNormConfig, Dropout, DropoutConfig, Linear, LinearConfig, PaddingConfig1d};
use burn::tensor::module::max_pool1d;
use burn::tensor::ops::MaxPoolOptions;
use burn::tensor::{Device, Tensor, activation};

use super::{CamformerConfig, Padding};
use crate::architecture::layers::dense;
use crate::architecture::{ParameterError, Parameters};

/// Camformer's input channels; a fifth one, where the configuration has it, is 1 at A and at G.
pub(super) const LETTERS: &str = "ACGT";

/// Camformer (Dash & Bornelöv 2025, doi 10.1093/bioadv/vbaf130; original and mini): a reporter's 110 bp to
/// its expression.
///
/// Convolutions, each with batch norm, ReLU, dropout and perhaps a max pool, alone or in residual pairs;
/// flattened (channel-major); fully connected layers with ReLU and dropout between them; one output. It reads
/// no TFs.
///
/// This is the network that trains; [`crate::architecture::build`] makes the one that answers.
#[derive(Module, Debug)]
pub struct Camformer {
    convolutions: Vec<Conv1d>,
    norms: Vec<BatchNorm>,
    dense: Vec<Linear>,
    convolution_dropout: Dropout,
    dense_dropout: Dropout,
    #[module(skip)]
    config: CamformerConfig,
}

impl Camformer {
    /// The name in manifests and recipes.
    pub const NAME: &'static str = "camformer";

    /// A network with random weights (PyTorch's default initialisation), to be trained.
    pub fn init(config: CamformerConfig, device: &Device) -> Self {
        let convolution = |layer: usize| {
            let [left, right] = config.padding.around(config.kernels[layer]);
            Conv1dConfig::new(config.inputs(layer), config.out_channels[layer], config.kernels[layer])
                .with_padding(PaddingConfig1d::Explicit(left, right))
                .init(device)
        };
        let layers = 0..config.out_channels.len();
        Self {
            convolutions: layers.map(convolution).collect(),
            norms: config.out_channels.iter().map(|&size| BatchNormConfig::new(size).init(device)).collect(),
            dense: config.dense_shapes().iter().map(|&[from, to]| LinearConfig::new(from, to).init(device)).collect(),
            convolution_dropout: DropoutConfig::new(0.0).init(),
            dense_dropout: DropoutConfig::new(0.0).init(),
            config,
        }
    }

    /// The network with the given weights (the authors' names and layouts).
    ///
    /// # Errors
    /// [`ParameterError`] names the first weight that is missing, misshapen, not finite, or left over.
    pub fn from_parameters(
        config: CamformerConfig,
        mut weights: Parameters,
        device: &Device,
    ) -> Result<Self, ParameterError> {
        let mut network = Self::init(config, device);
        for (layer, (convolution, norm)) in network.convolutions.iter_mut().zip(&mut network.norms).enumerate() {
            let name = convolution_name(layer, &weights);
            let [outputs, inputs, width] = convolution.weight.dims();
            // The authors convolve an image of width one.
            let kernels = weights.take::<4>(&format!("{name}.weight"), [outputs, inputs, width, 1], device)?;
            convolution.weight = Param::from_tensor(kernels.squeeze_dim::<3>(3));
            convolution.bias = Some(Param::from_tensor(weights.take(&format!("{name}.bias"), [outputs], device)?));
            *norm = weights.take_batch_norm(&format!("CNN_layers.{layer}.1"), outputs, device)?;
        }
        for (layer, shape) in network.config.dense_shapes().into_iter().enumerate() {
            network.dense[layer] = weights.take_linear(&format!("linear_layers.{layer}.0"), shape, device)?;
        }
        weights.finish()?;
        Ok(network)
    }

    /// The same network with dropout after convolutions and after fully connected layers, which acts on a
    /// device that tracks gradients only.
    #[must_use]
    pub fn with_dropout(self, convolution: f64, dense: f64) -> Self {
        let dropout = |rate| DropoutConfig::new(rate).init();
        Self { convolution_dropout: dropout(convolution), dense_dropout: dropout(dense), ..self }
    }

    /// The hyperparameters.
    pub fn config(&self) -> &CamformerConfig {
        &self.config
    }

    /// Each convolution with its batch norm.
    pub(super) fn convolutions(&self) -> impl Iterator<Item = (&Conv1d, &BatchNorm)> {
        self.convolutions.iter().zip(&self.norms)
    }

    /// The fully connected layers.
    pub(super) fn dense_layers(&self) -> &[Linear] {
        &self.dense
    }

    /// One-hot promoters, `N x 4 x length`, to expression, `N x 1`.
    pub fn forward(&self, promoters: Tensor<3>) -> Tensor<2> {
        let mut columns = self.with_purines(promoters);
        for (layer, (convolution, norm)) in self.convolutions().enumerate() {
            let before = columns.clone();
            columns = activation::relu(norm.forward(convolution.forward(columns)));
            columns = self.convolution_dropout.forward(columns);
            if self.config.has_pool(layer) {
                let options = MaxPoolOptions::new([self.config.pool_kernels[layer]])
                    .with_stride([self.config.pool_strides[layer]]);
                columns = max_pool1d(columns, options);
            }
            if self.config.adds_input(layer) {
                columns = columns + before;
            }
        }
        let last = self.dense.len() - 1;
        self.dense.iter().enumerate().fold(columns.flatten::<2>(1, 2), |hidden, (at, layer)| {
            let output = dense(hidden, layer.weight.val(), layer.bias.as_ref().map(Param::val));
            if at == last { output } else { self.dense_dropout.forward(activation::relu(output)) }
        })
    }

    fn with_purines(&self, promoters: Tensor<3>) -> Tensor<3> {
        if self.config.input_channels == LETTERS.len() {
            return promoters;
        }
        let purines = promoters.clone().narrow(1, 0, 1) + promoters.clone().narrow(1, 2, 1);
        Tensor::cat(vec![promoters, purines], 1)
    }

    /// The weights, under the authors' names and in their layouts.
    pub fn parameters(&self) -> Parameters {
        let mut weights = Parameters::default();
        for (layer, (convolution, norm)) in self.convolutions().enumerate() {
            let name = match self.config.padding {
                Padding::Named(_) => format!("CNN_layers.{layer}.0.conv"),
                Padding::Columns(_) => format!("CNN_layers.{layer}.0"),
            };
            weights.put(&format!("{name}.weight"), convolution.weight.val().unsqueeze_dim::<4>(3));
            if let Some(bias) = &convolution.bias {
                weights.put(&format!("{name}.bias"), bias.val());
            }
            weights.put_batch_norm(&format!("CNN_layers.{layer}.1"), norm);
        }
        for (layer, linear) in self.dense.iter().enumerate() {
            weights.put_linear(&format!("linear_layers.{layer}.0"), linear);
        }
        weights
    }
}

/// The authors' padded convolution wraps PyTorch's own, which adds a step to the name.
pub(super) fn convolution_name(layer: usize, weights: &Parameters) -> String {
    let wrapped = format!("CNN_layers.{layer}.0.conv");
    if weights.get(&format!("{wrapped}.weight")).is_some() { wrapped } else { format!("CNN_layers.{layer}.0") }
}
