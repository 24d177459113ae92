use std::sync::Arc;

use burn::tensor::Device;

use super::train::convolution_name;
use super::{Camformer, CamformerConfig};
use crate::architecture::joint::{JointNetwork, JointParts, Tower};
use crate::architecture::layers::{DenseLayer, DenseStack, FixedNorm, affine, bias_of};
use crate::architecture::published::reporter::declaration;
use crate::architecture::trunk::{Convolution, FirstConvolution, Pointwise, Pool, Stage, Trunk};
use crate::architecture::{Activation, ParameterError, Parameters};

/// Letters of the alphabet: A, C, G, T.
const LETTERS: usize = 4;

/// Camformer with fixed weights: the first convolution is a table, batch norms are folded into the
/// convolutions before them, and a channel for purines into those of A and G. Answers as [`Camformer`] does,
/// whose weights it has.
///
/// # Errors
/// [`ParameterError`] names the first weight that is missing, misshapen, not finite, or left over.
pub(in crate::architecture) fn camformer_network(
    config: &CamformerConfig,
    weights: Parameters,
    device: &Device,
) -> Result<JointNetwork, ParameterError> {
    let parameters = weights.without_counters();
    let network = Camformer::from_parameters(config.clone(), weights, device)?;
    let first = first_convolution(config, &parameters)?;
    let folded = network.convolutions().skip(1).map(|(convolution, norm)| {
        let (scale, shift) = affine(norm);
        let outputs = scale.dims()[0];
        let bias = bias_of(&convolution.bias, outputs, device) * scale.clone() + shift;
        (convolution.weight.val() * scale.reshape([outputs, 1, 1]), bias)
    });
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
    let layers = dense.map(|(weight, bias)| DenseLayer::new(Activation::Relu, weight, Some(bias)));
    Ok(JointNetwork::new(JointParts {
        declaration: declaration(config.length, 1),
        towers: vec![Tower::Bases(Arc::new(trunk))],
        conditions: None,
        head: DenseStack { layers: layers.collect() },
        both_strands: false,
        parameters,
    }))
}

/// The letters' kernels with the batch norm in them, as plain numbers; a channel for purines is part of A's
/// and of G's.
fn first_convolution(config: &CamformerConfig, weights: &Parameters) -> Result<FirstConvolution, ParameterError> {
    let name = convolution_name(0, weights);
    let values = |part: &str| {
        let name = format!("{name}.{part}");
        weights.get(&name).map(|array| array.values.as_slice()).ok_or_else(|| ParameterError::missing(&name))
    };
    let (kernels, bias) = (values("weight")?, values("bias")?);
    let FixedNorm { scale, shift } = FixedNorm::read(weights, "CNN_layers.0.1")?;
    let width = config.kernels[0];
    let mut folded = Vec::with_capacity(scale.len() * LETTERS * width);
    for (own, scale) in kernels.chunks(config.input_channels * width).zip(&scale) {
        for letter in 0..LETTERS {
            let purines = if letter.is_multiple_of(2) { own.get(LETTERS * width..).unwrap_or(&[]) } else { &[] };
            let letters = own.iter().skip(letter * width).take(width).enumerate();
            folded.extend(letters.map(|(tap, value)| (value + purines.get(tap).unwrap_or(&0.0)) * scale));
        }
    }
    let bias: Vec<f32> =
        bias.iter().zip(&scale).zip(&shift).map(|((bias, scale), shift)| bias * scale + shift).collect();
    Ok(FirstConvolution::new(&folded, &bias, LETTERS, config.padding.around(width), None))
}

/// ReLU and, where there is one, the pool.
fn behind_convolution(config: &CamformerConfig, layer: usize, stages: &mut Vec<Stage>, device: &Device) {
    let channels = config.out_channels[layer];
    stages.push(Stage::Pointwise(Pointwise::of(Activation::Relu, channels, device)));
    if config.has_pool(layer) {
        stages.push(Stage::Pool(Pool { width: config.pool_kernels[layer], stride: config.pool_strides[layer] }));
    }
}
