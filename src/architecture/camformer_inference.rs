use burn::tensor::{Device, Tensor};

use super::camformer::LETTERS;
use super::fun_prose_inference::{affine, bias_of};
use super::head::Head;
use super::trunk::{Convolution, FirstConvolution, Pointwise, Pool, Stage, Trunk};
use super::{Activation, Camformer, CamformerConfig, Declaration, ParameterError, Parameters, TrunkNetwork};
use crate::sequence::Alphabet;

/// Camformer with fixed weights: the first convolution is a table, batch norms are folded into the convolutions before them, and a channel
/// for purines into those of A and G. Answers as [`Camformer`] does, whose weights it has.
///
/// # Errors
/// [`ParameterError`] names the first weight that is missing, misshapen, not finite, or left over.
pub fn camformer_network(
    config: &CamformerConfig,
    weights: Parameters,
    device: &Device,
) -> Result<TrunkNetwork, ParameterError> {
    let network = Camformer::from_parameters(config.clone(), weights, device)?;
    let mut folded = network.convolutions().map(|(convolution, norm)| {
        let (scale, shift) = affine(norm);
        let outputs = scale.dims()[0];
        let bias = bias_of(&convolution.bias, outputs, device) * scale.clone() + shift;
        (convolution.weight.val() * scale.reshape([outputs, 1, 1]), bias)
    });
    let first = folded.next().map(|(kernels, bias)| first_convolution(config, kernels, bias));
    let first = first.ok_or_else(|| ParameterError::missing("CNN_layers.0.0.weight"))?;
    let mut stages = Vec::new();
    behind_convolution(config, 0, &mut stages, device);
    for (layer, (kernels, bias)) in folded.enumerate().map(|(at, layer)| (at + 1, layer)) {
        let branch = stages.len();
        let [left, right] = config.padding.around(config.kernels[layer]);
        stages.push(Stage::Convolution(Convolution::new(kernels, bias, left, right)));
        behind_convolution(config, layer, &mut stages, device);
        if config.adds_input(layer) {
            stages.push(Stage::Add(branch));
        }
    }
    let mut dense = network.dense_layers().iter().map(|layer| {
        let weight = layer.weight.val();
        let outputs = weight.dims()[1];
        (weight, bias_of(&layer.bias, outputs, device))
    });
    let (weight, bias) = dense.next().ok_or_else(|| ParameterError::missing("linear_layers.0.0.weight"))?;
    let trunk = Trunk::new(config.length, first, stages, weight, bias);
    let head = Head { activation: Activation::Relu, layers: dense.collect() };
    let declaration = Declaration { window: config.length, alphabet: alphabet(), tfs: 0 };
    Ok(TrunkNetwork::new(declaration, trunk, head, network.parameters(), false))
}

/// The four bases, as [`LETTERS`] orders them.
pub(super) fn alphabet() -> Alphabet {
    Alphabet::acgt()
}

/// The letters' kernels; a channel for purines is part of A's and of G's.
fn first_convolution(config: &CamformerConfig, kernels: Tensor<3>, bias: Tensor<1>) -> FirstConvolution {
    let letters = kernels.clone().narrow(1, 0, LETTERS.len());
    let kernels = if config.input_channels == LETTERS.len() {
        letters
    } else {
        let [outputs, _, width] = kernels.dims();
        let purines = kernels.narrow(1, LETTERS.len(), 1);
        let none = Tensor::zeros([outputs, 1, width], &purines.device());
        letters + Tensor::cat(vec![purines.clone(), none.clone(), purines, none], 1)
    };
    let values = |tensor: Tensor<1>| tensor.into_data().iter::<f32>().collect::<Vec<f32>>();
    let count: usize = kernels.dims().iter().product();
    let around = config.padding.around(config.kernels[0]);
    FirstConvolution::new(&values(kernels.reshape([count])), &values(bias), LETTERS.len(), around, None)
}

/// ReLU and, where there is one, the pool.
fn behind_convolution(config: &CamformerConfig, layer: usize, stages: &mut Vec<Stage>, device: &Device) {
    let channels = config.out_channels[layer];
    stages.push(Stage::Pointwise(Pointwise::of(Activation::Relu, channels, device)));
    if config.has_pool(layer) {
        stages.push(Stage::Pool(Pool { width: config.pool_kernels[layer], stride: config.pool_strides[layer] }));
    }
}
