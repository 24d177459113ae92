use burn::module::{Initializer, Module, Param};
use burn::nn::conv::{Conv1d, Conv1dConfig};
use burn::nn::{Dropout, DropoutConfig, Linear, LinearConfig, PaddingConfig1d};
use burn::tensor::module::max_pool1d;
use burn::tensor::ops::MaxPoolOptions;
use burn::tensor::{Device, Tensor, TensorData, activation};

use super::means::LETTERS;
use super::{ContextualConfig, names};
use crate::architecture::Parameters;
use crate::architecture::layers::dense;
use crate::sequence::Window;

/// A contextual regression as it trains. Its kernels read the bases under them side by side, so that the first
/// convolution is one matrix product.
#[derive(Module, Debug)]
pub struct ContextualTraining {
    /// `(letters x width) x kernels`
    kernels: Param<Tensor<2>>,
    convolutions: Vec<Conv1d>,
    dense: Vec<Linear>,
    weights: Linear,
    bias: Param<Tensor<1>>,
    dropout: Dropout,
    #[module(skip)]
    config: ContextualConfig,
}

/// What a pass through the network gives.
#[derive(Debug, Clone)]
pub struct ContextualPass {
    /// `N`
    pub responses: Tensor<1>,
    /// The kernels' columns, `(N x positions) x kernels`.
    pub columns: Tensor<2>,
    /// The features' weights, `N x kernels`.
    pub weights: Tensor<2>,
}

impl ContextualTraining {
    /// A network to be trained: Glorot's normal kernels and uniform matrices, biases of zero, as the authors'.
    pub fn init(config: ContextualConfig, dropout: f64, device: &Device) -> Self {
        let (kernels, taps) = (config.kernels, LETTERS * config.kernel_width);
        let normal = Initializer::XavierNormal { gain: 1.0 };
        let outputs = kernels * config.kernel_width;
        let convolution = |at: usize| {
            let layer = config.convolutions[at];
            let [left, right] = layer.around();
            let own = Conv1dConfig::new(config.inputs(at), layer.channels, layer.width);
            let own = own.with_padding(PaddingConfig1d::Explicit(left, right)).with_initializer(normal.clone());
            let mut own = own.init(device);
            own.bias = Some(Param::from_tensor(Tensor::zeros([layer.channels], device)));
            own
        };
        let mut linear = config.dense_shapes().into_iter().map(|[inputs, outputs]| {
            let initializer = Initializer::XavierUniform { gain: 1.0 };
            let mut layer = LinearConfig::new(inputs, outputs).with_initializer(initializer).init(device);
            layer.bias = Some(Param::from_tensor(Tensor::zeros([outputs], device)));
            layer
        });
        Self {
            kernels: normal.init_with([taps, kernels], Some(taps), Some(outputs), device),
            convolutions: (0..config.convolutions.len()).map(convolution).collect(),
            dense: linear.by_ref().take(config.dense.len()).collect(),
            weights: linear.next().unwrap_or_else(|| LinearConfig::new(1, kernels).init(device)),
            bias: Param::from_tensor(Tensor::zeros([1], device)),
            dropout: DropoutConfig::new(dropout).init(),
            config,
        }
    }

    /// The bases under each kernel position, one-hot, letters outermost: `(N x positions) x (letters x width)`.
    pub fn patches(&self, windows: &[&Window], device: &Device) -> Tensor<2> {
        let (positions, width) = (self.config.positions(), self.config.kernel_width);
        let taps = LETTERS * width;
        let mut values = vec![0.0_f32; windows.len() * positions * taps];
        let rows = windows.iter().flat_map(|window| window.codes().windows(width));
        for (row, codes) in values.chunks_exact_mut(taps).zip(rows) {
            let letters = codes.iter().enumerate().filter(|(_, code)| usize::from(**code) < LETTERS);
            letters.for_each(|(tap, &code)| row[usize::from(code) * width + tap] = 1.0);
        }
        Tensor::from_data(TensorData::new(values, [windows.len() * positions, taps]), device)
    }

    /// A pass; dropout acts where gradients are tracked.
    pub fn forward(&self, patches: Tensor<2>) -> ContextualPass {
        let (positions, kernels, pool) = (self.config.positions(), self.config.kernels, self.config.pool);
        let (count, blocks) = (patches.dims()[0] / positions, positions / pool);
        let columns = dense(patches, self.kernels.val(), None);
        let by_promoter = columns.clone().reshape([count, positions, kernels]);
        let features = by_promoter.clone().mean_dim(1).reshape([count, kernels]);
        let pooled = by_promoter.narrow(1, 0, blocks * pool).reshape([count, blocks, pool, kernels]).max_dim(2);
        let pooled = activation::relu(pooled).reshape([count, blocks, kernels]).swap_dims(1, 2);
        let layers = self.convolutions.iter().zip(&self.config.convolutions);
        let context = layers.fold(pooled, |hidden, (convolution, layer)| {
            let options = MaxPoolOptions::new([layer.pool]).with_stride([layer.pool]);
            max_pool1d(activation::relu(convolution.forward(hidden)), options)
        });
        let context = self.dense.iter().fold(context.flatten::<2>(1, 2), |hidden, layer| {
            self.dropout.forward(activation::relu(layer.forward(hidden)))
        });
        let weights = self.weights.forward(context);
        let sums = (features * weights.clone()).sum_dim(1).reshape([count]);
        ContextualPass { responses: sums + self.bias.val(), columns, weights }
    }

    /// The sum of the squared weights of the fully connected layers that set no feature's weight.
    pub fn dense_squares(&self) -> Tensor<1> {
        let squares = self.dense.iter().map(|layer| layer.weight.val().powi_scalar(2).sum());
        squares.reduce(|sum, own| sum + own).unwrap_or_else(|| Tensor::zeros([1], &self.bias.val().device()))
    }

    /// The same network with no negative number in its kernels.
    #[must_use]
    pub fn with_non_negative_kernels(mut self) -> Self {
        self.kernels = self.kernels.map(|kernels| Tensor::from_inner(kernels.inner().clamp_min(0.0)).require_grad());
        self
    }

    /// The weights that ship, for responses in the unit of the data, of which training saw `(value - mean) /
    /// deviation`.
    pub fn parameters(&self, mean: f32, deviation: f32) -> Parameters {
        let ContextualConfig { kernels, kernel_width, .. } = self.config;
        let mut weights = Parameters::default();
        weights.put(names::KERNELS, self.kernels.val().transpose().reshape([kernels, LETTERS, kernel_width]));
        for (at, convolution) in self.convolutions.iter().enumerate() {
            weights.put(&format!("{}.{at}.weight", names::CONVOLUTIONS), convolution.weight.val());
            if let Some(bias) = &convolution.bias {
                weights.put(&format!("{}.{at}.bias", names::CONVOLUTIONS), bias.val());
            }
        }
        for (at, layer) in self.dense.iter().enumerate() {
            weights.put_linear(&format!("{}.{at}", names::DENSE), layer);
        }
        let scaled = self.weights.weight.val().transpose().mul_scalar(deviation);
        weights.put(&format!("{}.weight", names::WEIGHTS), scaled);
        if let Some(bias) = &self.weights.bias {
            weights.put(&format!("{}.bias", names::WEIGHTS), bias.val().mul_scalar(deviation));
        }
        weights.put(names::BIAS, self.bias.val().mul_scalar(deviation).add_scalar(mean));
        weights
    }
}
