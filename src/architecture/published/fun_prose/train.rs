use burn::module::{Module, Param};
use burn::nn::conv::{Conv1d, Conv1dConfig};
use burn::nn::{BatchNorm, BatchNormConfig, Linear, LinearConfig, PaddingConfig1d};
use burn::tensor::module::{avg_pool1d, max_pool1d};
use burn::tensor::ops::{AvgPoolOptions, MaxPoolOptions};
use burn::tensor::{Device, Tensor};

use super::FunProseConfig;
use super::dropout::{DropoutLayers, DropoutRates};
use crate::architecture::layers::dense;
use crate::architecture::network::{Declaration, InputShape};
use crate::architecture::{Activation, ParameterError, Parameters};
use crate::schema::Capabilities;
use crate::sequence::Alphabet;

/// FUN-PROSE's input channels, in the authors' order.
pub(super) const LETTERS: &str = "ACGNT";

/// FUN-PROSE (Nambiar et al. 2023, doi 10.1371/journal.pcbi.1011563): promoter and TF levels to expression.
///
/// Two convolutions, each with max pool, activation, batch norm ('same' padding, floored pools); a TF layer
/// with activation; both flattened (channel-major) and concatenated; three fully connected layers, each with
/// activation and batch norm; one output.
///
/// The first fully connected layer is linear in what it concatenates, so it is applied to promoters and to
/// TFs apart: a grid of P x C costs P + C of it, and only what lies after it is computed P x C times.
#[derive(Module, Debug)]
pub struct FunProse {
    conv1: Conv1d,
    conv1bn: BatchNorm,
    conv2: Conv1d,
    conv2bn: BatchNorm,
    fc_t: Linear,
    fc1: Linear,
    bn1: BatchNorm,
    fc2: Linear,
    bn2: BatchNorm,
    fc3: Linear,
    bn3: BatchNorm,
    fc_out: Linear,
    dropout: DropoutLayers,
    #[module(skip)]
    config: FunProseConfig,
    #[module(skip)]
    declaration: Declaration,
}

/// Layers that inference rearranges.
pub(super) struct Layers<'a> {
    pub(super) conv1bn: &'a BatchNorm,
    pub(super) conv2: &'a Conv1d,
    pub(super) conv2bn: &'a BatchNorm,
    pub(super) fc_t: &'a Linear,
    pub(super) fc1: &'a Linear,
    /// The fully connected layers after the first, each with the batch norm in front of it.
    pub(super) dense: [(&'a BatchNorm, &'a Linear); 3],
}

impl FunProse {
    /// The name in manifests and recipes.
    pub const NAME: &'static str = "fun-prose";

    /// The layer that reads the TFs, by its published name.
    pub const TF_LAYER: &'static str = "fc_t";

    /// A network with random weights (PyTorch's default initialisation), to be trained.
    pub fn init(config: FunProseConfig, device: &Device) -> Self {
        let convolution = |inputs, outputs, width: usize| {
            let padding = PaddingConfig1d::Explicit(width / 2, width / 2);
            Conv1dConfig::new(inputs, outputs, width).with_padding(padding).init(device)
        };
        let linear = |inputs, outputs| LinearConfig::new(inputs, outputs).init(device);
        let norm = |size| BatchNormConfig::new(size).init(device);
        let [first, second, third] = config.fc_widths;
        Self {
            conv1: convolution(LETTERS.len(), config.conv1_knum, config.conv1_ksize),
            conv1bn: norm(config.conv1_knum),
            conv2: convolution(config.conv1_knum, config.conv2_knum, config.conv2_ksize),
            conv2bn: norm(config.conv2_knum),
            fc_t: linear(config.num_tfs, config.xt_hidden),
            fc1: linear(config.promoter_width() + config.xt_hidden, first),
            bn1: norm(first),
            fc2: linear(first, second),
            bn2: norm(second),
            fc3: linear(second, third),
            bn3: norm(third),
            fc_out: linear(third, 1),
            dropout: DropoutRates::default().into(),
            declaration: Self::declaration_of(&config),
            config,
        }
    }

    /// The network with the given weights (the authors' names and layouts).
    ///
    /// # Errors
    /// [`ParameterError`] names the first weight that is missing, misshapen, not finite, or left over.
    pub fn from_parameters(
        config: FunProseConfig,
        mut weights: Parameters,
        device: &Device,
    ) -> Result<Self, ParameterError> {
        let [first, second, third] = config.fc_widths;
        let mut convolution = |name: &str, inputs: usize, outputs: usize, width: usize| {
            let padding = PaddingConfig1d::Explicit(width / 2, width / 2);
            let mut layer = Conv1dConfig::new(inputs, outputs, width).with_padding(padding).init(device);
            let shape = [outputs, inputs, width];
            layer.weight = Param::from_tensor(weights.take(&format!("{name}.weight"), shape, device)?);
            layer.bias = Some(Param::from_tensor(weights.take(&format!("{name}.bias"), [outputs], device)?));
            Ok(layer)
        };
        let conv1 = convolution("conv1", LETTERS.len(), config.conv1_knum, config.conv1_ksize)?;
        let conv2 = convolution("conv2", config.conv1_knum, config.conv2_knum, config.conv2_ksize)?;
        let joined = config.promoter_width() + config.xt_hidden;
        let network = Self {
            conv1,
            conv1bn: weights.take_batch_norm("conv1bn", config.conv1_knum, device)?,
            conv2,
            conv2bn: weights.take_batch_norm("conv2bn", config.conv2_knum, device)?,
            fc_t: weights.take_linear(Self::TF_LAYER, [config.num_tfs, config.xt_hidden], device)?,
            fc1: weights.take_linear("fc1", [joined, first], device)?,
            bn1: weights.take_batch_norm("bn1", first, device)?,
            fc2: weights.take_linear("fc2", [first, second], device)?,
            bn2: weights.take_batch_norm("bn2", second, device)?,
            fc3: weights.take_linear("fc3", [second, third], device)?,
            bn3: weights.take_batch_norm("bn3", third, device)?,
            fc_out: weights.take_linear("fc_out", [third, 1], device)?,
            dropout: DropoutRates::default().into(),
            declaration: Self::declaration_of(&config),
            config,
        };
        weights.finish()?;
        Ok(network)
    }

    /// The same network with dropout, which acts on a device that tracks gradients only.
    #[must_use]
    pub fn with_dropout(self, rates: DropoutRates) -> Self {
        Self { dropout: rates.into(), ..self }
    }

    /// The same network with other kernels and biases of the first convolution (`conv1_knum x 5 x
    /// conv1_ksize`; `conv1_knum`).
    #[must_use]
    pub fn with_first_convolution(mut self, weight: Tensor<3>, bias: Tensor<1>) -> Self {
        self.conv1.weight = Param::from_tensor(weight);
        self.conv1.bias = Some(Param::from_tensor(bias));
        self
    }

    /// The first convolution, so that training can treat it in its own way.
    pub fn first_convolution(&self) -> &Conv1d {
        &self.conv1
    }

    /// The first convolution and its max pool alone: `P x 5 x seq_length` to `P x conv1_knum x columns`.
    pub fn first_pooled(&self, promoters: Tensor<3>) -> Tensor<3> {
        pool(self.conv1.forward(promoters), self.config.pool1)
    }

    /// The hyperparameters.
    pub fn config(&self) -> &FunProseConfig {
        &self.config
    }

    /// Promoters (one-hot, `P x 5 x seq_length`) to their part of the first fully connected layer, `P x fc_widths[0]`.
    pub fn encode_one_hot(&self, promoters: Tensor<3>) -> Tensor<2> {
        let activation = self.config.conv_activation;
        let first = self.conv1bn.forward(activation.apply(self.first_pooled(promoters)));
        let (second, width) = (self.conv2.forward(self.dropout.convolution.forward(first)), self.config.pool2);
        let second = if self.config.pool2_mean {
            avg_pool1d(activation.apply(second), AvgPoolOptions::new([width]).with_stride([width]))
        } else {
            activation.apply(pool(second, width))
        };
        let second = self.conv2bn.forward(second);
        let flat = self.dropout.joined.forward(second.flatten::<2>(1, 2));
        let weight = self.fc1.weight.val().narrow(0, 0, self.config.promoter_width());
        dense(flat, weight, self.fc1.bias.as_ref().map(Param::val))
    }

    /// The layers that inference rearranges.
    pub(super) fn layers(&self) -> Layers<'_> {
        Layers {
            conv1bn: &self.conv1bn,
            conv2: &self.conv2,
            conv2bn: &self.conv2bn,
            fc_t: &self.fc_t,
            fc1: &self.fc1,
            dense: [(&self.bn1, &self.fc2), (&self.bn2, &self.fc3), (&self.bn3, &self.fc_out)],
        }
    }

    /// The device that the weights are on.
    pub(super) fn weights_device(&self) -> Device {
        self.fc_out.weight.val().device()
    }

    /// Normalised TF levels, `C x num_tfs`, to their part of the first fully connected layer, `C x fc_widths[0]`.
    pub fn encode_levels(&self, levels: Tensor<2>) -> Tensor<2> {
        let hidden = self.dropout.tf.forward(self.config.fc_activation.apply(apply(&self.fc_t, levels)));
        let weight = self.fc1.weight.val().narrow(0, self.config.promoter_width(), self.config.xt_hidden);
        dense(hidden, weight, None)
    }

    /// What lies after the first fully connected layer, for every pair of a promoter and a condition: `P x C`.
    pub fn head(&self, promoters: Tensor<2>, conditions: Tensor<2>) -> Tensor<2> {
        let ([p, width], [c, _]) = (promoters.dims(), conditions.dims());
        let pairs = promoters.reshape([p, 1, width]) + conditions.reshape([1, c, width]);
        self.head_of_pairs(pairs.reshape([p * c, width])).reshape([p, c])
    }

    /// The same for pairs that are already added up: `N x fc_widths[0]` to `N x 1`.
    pub fn head_of_pairs(&self, pairs: Tensor<2>) -> Tensor<2> {
        let activation: Activation = self.config.fc_activation;
        let hidden = self.dropout.dense.forward(self.bn1.forward(activation.apply(pairs)));
        let hidden = self.dropout.dense.forward(self.bn2.forward(activation.apply(apply(&self.fc2, hidden))));
        let hidden = self.bn3.forward(activation.apply(apply(&self.fc3, hidden)));
        apply(&self.fc_out, hidden)
    }
}

fn apply(layer: &Linear, input: Tensor<2>) -> Tensor<2> {
    dense(input, layer.weight.val(), layer.bias.as_ref().map(Param::val))
}

fn pool(input: Tensor<3>, width: usize) -> Tensor<3> {
    max_pool1d(input, MaxPoolOptions::new([width]).with_stride([width]))
}

impl FunProse {
    pub(super) fn declared(&self) -> &Declaration {
        &self.declaration
    }

    /// The weights by the names that [`FunProse::from_parameters`] reads.
    pub(super) fn named_parameters(&self) -> Parameters {
        let mut weights = Parameters::default();
        for (name, layer) in [("conv1", &self.conv1), ("conv2", &self.conv2)] {
            weights.put(&format!("{name}.weight"), layer.weight.val());
            if let Some(bias) = &layer.bias {
                weights.put(&format!("{name}.bias"), bias.val());
            }
        }
        let dense = [
            (Self::TF_LAYER, &self.fc_t),
            ("fc1", &self.fc1),
            ("fc2", &self.fc2),
            ("fc3", &self.fc3),
            ("fc_out", &self.fc_out),
        ];
        for (name, layer) in dense {
            weights.put_linear(name, layer);
        }
        let norms = [
            ("conv1bn", &self.conv1bn),
            ("conv2bn", &self.conv2bn),
            ("bn1", &self.bn1),
            ("bn2", &self.bn2),
            ("bn3", &self.bn3),
        ];
        for (name, layer) in norms {
            weights.put_batch_norm(name, layer);
        }
        weights
    }
}

impl FunProse {
    fn declaration_of(config: &FunProseConfig) -> Declaration {
        Declaration {
            inputs: vec![InputShape::Bases { window: config.seq_length, alphabet: Alphabet::ACGNT }],
            tfs: Some(config.num_tfs),
            outputs: 1,
            capabilities: Capabilities { tf_levels: true, ..Capabilities::default() },
        }
    }
}
