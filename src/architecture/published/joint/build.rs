use std::sync::Arc;

use burn::tensor::{Device, Tensor};

use super::{InputTower, JointConfig};
use crate::architecture::joint::{JointNetwork, JointParts, Standard, Tower};
use crate::architecture::layers::{DenseLayer, DenseStack};
use crate::architecture::network::{Declaration, InputShape};
use crate::architecture::trunk::{ColumnStages, Convolution, Pointwise, Stage, Trunk};
use crate::architecture::{Activation, ParameterError, Parameters};
use crate::schema::Capabilities;
use crate::sequence::Alphabet;

/// A network of towers and a head, with fixed weights. Of input N: `inputs.N.mean` and `inputs.N.sd` (`[positions,
/// width]`, an embedding that is standardised), `inputs.N.convolutions.M.weight` (`[out, in, width]`),
/// `inputs.N.convolutions.M.bias` where the activation comes first, `inputs.N.norms.M.…` (a batch norm),
/// `inputs.N.dense.M.…` (numbers and embeddings; the first reads flattened columns); `conditions.dense.M.…`;
/// `joined.…`, which reads all towers one after the other (each flattened channel by channel); `head.M.…`, of
/// which the last gives the outputs. Fully connected weights are `[out, in]`.
///
/// # Errors
/// [`ParameterError`] names the first weight that is missing, misshapen, not finite, or left over.
pub(in crate::architecture) fn joint_network(
    config: &JointConfig,
    mut weights: Parameters,
    device: &Device,
) -> Result<JointNetwork, ParameterError> {
    let parameters = weights.without_counters();
    let joining = weights.take_linear("joined", [config.concatenated(), config.joined], device)?;
    let (joining, bias) = (joining.weight.val(), joining.bias.map(|bias| bias.val()));
    let none = || Tensor::zeros([config.joined], device);
    // The joining layer's bias belongs to the first tower.
    let mut bias = bias.into_iter();
    let (mut towers, mut offset) = (Vec::new(), 0);
    for (at, input) in config.inputs.iter().enumerate() {
        let own = joining.clone().narrow(0, offset, input.width());
        offset += input.width();
        let bias = bias.next().unwrap_or_else(none);
        towers.push(tower(input, &format!("inputs.{at}."), config.activation, (own, bias), &mut weights, device)?);
    }
    let mut conditions = None;
    if let Some(own) = &config.conditions {
        let mut layers =
            hidden_layers("conditions.dense", own.tfs, &own.dense, config.activation, &mut weights, device)?;
        let activation = if layers.is_empty() { Activation::Identity } else { config.activation };
        let weight = joining.narrow(0, offset, own.width());
        layers.push(DenseLayer::new(activation, weight, None));
        conditions = Some(DenseStack { layers });
    }
    let widths: Vec<usize> = config.head.iter().copied().chain([config.outputs]).collect();
    let mut head = hidden_layers("head", config.joined, &widths, config.activation, &mut weights, device)?;
    // The first one reads the joining layer, no input.
    if let Some(first) = head.first_mut() {
        first.activation = config.activation;
    }
    weights.finish()?;
    Ok(JointNetwork::new(JointParts {
        declaration: declaration(config),
        towers,
        conditions,
        head: DenseStack { layers: head },
        both_strands: config.both_strands,
        parameters,
    }))
}

fn declaration(config: &JointConfig) -> Declaration {
    let shape = |input: &InputTower| match input {
        InputTower::Bases { window, .. } => InputShape::Bases { window: *window, alphabet: Alphabet::ACGT },
        InputTower::Embedding { positions, width, .. } => {
            InputShape::Embedding { positions: *positions, width: *width }
        }
        InputTower::Numbers { count, .. } => InputShape::Numbers { count: *count },
    };
    let reads_bases = config.inputs.iter().any(|input| matches!(input, InputTower::Bases { .. }));
    Declaration {
        inputs: config.inputs.iter().map(shape).collect(),
        tfs: config.conditions.as_ref().map(|own| own.tfs),
        outputs: config.outputs,
        capabilities: Capabilities {
            tf_levels: config.conditions.is_some(),
            fast_edits: reads_bases,
            gradients: reads_bases,
            grad_cam: reads_bases,
            features: false,
        },
    }
}

fn tower(
    input: &InputTower,
    prefix: &str,
    activation: Activation,
    (weight, bias): (Tensor<2>, Tensor<1>),
    weights: &mut Parameters,
    device: &Device,
) -> Result<Tower, ParameterError> {
    match input {
        InputTower::Bases { window, .. } => {
            let (first, stages) = input.stack().build(prefix, true, activation, weights, device)?;
            let first = first.ok_or_else(|| ParameterError::missing(&format!("{prefix}convolutions.0.weight")))?;
            Ok(Tower::Bases(Arc::new(Trunk::new(*window, first, stages, weight, bias))))
        }
        InputTower::Embedding { positions, width, standardised, dense, .. } => {
            let size = [*positions, *width];
            let standard = standardised.then(|| Standard::take(weights, prefix, size, device)).transpose()?;
            let (_, mut stages) = input.stack().build(prefix, false, activation, weights, device)?;
            stages.extend(dense_stages(dense, input.stack().shape(), prefix, activation, weights, device)?);
            Ok(Tower::columns(ColumnStages::new(stages, weight, bias), standard))
        }
        InputTower::Numbers { count, dense } => {
            let stages = dense_stages(dense, [*count, 1], prefix, activation, weights, device)?;
            Ok(Tower::columns(ColumnStages::new(stages, weight, bias), None))
        }
    }
}

/// Fully connected layers on all columns (`[channels, columns]`), with the activation behind each.
fn dense_stages(
    widths: &[usize],
    [channels, columns]: [usize; 2],
    prefix: &str,
    activation: Activation,
    weights: &mut Parameters,
    device: &Device,
) -> Result<Vec<Stage>, ParameterError> {
    let mut stages = Vec::new();
    for (at, [inputs, outputs]) in pairs(channels * columns, widths).into_iter().enumerate() {
        let layer = weights.take_linear(&format!("{prefix}dense.{at}"), [inputs, outputs], device)?;
        // A fully connected layer is a convolution that is as wide as its input.
        let width = if at == 0 { columns } else { 1 };
        let kernels = layer.weight.val().transpose().reshape([outputs, inputs / width, width]);
        let bias = layer.bias.map_or_else(|| Tensor::zeros([outputs], device), |bias| bias.val());
        stages.push(Stage::Convolution(Convolution::new(kernels, bias, 0, 0)));
        stages.push(Stage::Pointwise(Pointwise::of(activation, outputs, device)));
    }
    Ok(stages)
}

/// Fully connected layers of these widths, with the activation in front of all but the first.
fn hidden_layers(
    name: &str,
    inputs: usize,
    widths: &[usize],
    activation: Activation,
    weights: &mut Parameters,
    device: &Device,
) -> Result<Vec<DenseLayer>, ParameterError> {
    let layer = |(at, shape): (usize, [usize; 2])| {
        let layer = weights.take_linear(&format!("{name}.{at}"), shape, device)?;
        let activation = if at == 0 { Activation::Identity } else { activation };
        Ok(DenseLayer::new(activation, layer.weight.val(), layer.bias.map(|bias| bias.val())))
    };
    pairs(inputs, widths).into_iter().enumerate().map(layer).collect()
}

/// Inputs and outputs of layers one after the other.
fn pairs(inputs: usize, widths: &[usize]) -> Vec<[usize; 2]> {
    let all: Vec<usize> = std::iter::once(inputs).chain(widths.iter().copied()).collect();
    all.windows(2).map(|pair| [pair[0], pair[1]]).collect()
}
