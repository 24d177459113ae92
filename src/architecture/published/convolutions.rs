//! The convolutional part that reporter networks and joint networks have in common.

use burn::nn::BatchNorm;
use burn::tensor::{Device, Tensor};
use serde::{Deserialize, Serialize};

use crate::architecture::layers::{FixedNorm, affine};
use crate::architecture::trunk::{Convolution, FirstConvolution, Pointwise, Pool, Stage};
use crate::architecture::{Activation, ParameterError, Parameters};

/// A convolution without bias that keeps the length, then a max pool, a batch norm, perhaps the addition of
/// an earlier layer, the activation, perhaps a mean pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConvolutionSpec {
    /// Kernels.
    pub channels: usize,
    /// Their width, odd.
    pub width: usize,
    /// Width and stride of the max pool.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub pool: usize,
    /// Width and stride of a mean pool behind the activation.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub mean_pool: usize,
    /// The convolution (counted from 0) whose input is added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adds_input_of: Option<usize>,
}

fn one() -> usize {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn is_one(pool: &usize) -> bool {
    *pool == 1
}

/// Convolutions one after the other, on `inputs` channels and that many columns.
#[derive(Debug, Clone, Copy)]
pub struct Convolutions<'a> {
    pub layers: &'a [ConvolutionSpec],
    pub inputs: usize,
    pub columns: usize,
}

impl Convolutions<'_> {
    /// Columns after each convolution and its pool.
    pub fn columns(self) -> Vec<usize> {
        let behind = self.layers.iter().scan(self.columns, |columns, layer| {
            *columns /= layer.pool;
            *columns /= layer.mean_pool;
            Some(*columns)
        });
        behind.collect()
    }

    /// Inputs of the convolution `layer`.
    pub fn inputs_of(self, layer: usize) -> usize {
        layer.checked_sub(1).map_or(self.inputs, |before| self.layers[before].channels)
    }

    /// Numbers that they make of an input.
    pub fn flattened(self) -> usize {
        let channels = self.layers.last().map_or(self.inputs, |layer| layer.channels);
        channels * self.columns().last().unwrap_or(&self.columns)
    }

    /// What contradicts itself.
    pub fn check(self) -> Result<(), String> {
        let columns = self.columns();
        if columns.contains(&0) {
            return Err("the pools leave nothing of the sequence".to_owned());
        }
        for (at, layer) in self.layers.iter().enumerate() {
            if layer.width.is_multiple_of(2) {
                return Err(format!("convolution {at} has an even width; odd ones keep the length"));
            }
            let Some(start) = layer.adds_input_of else { continue };
            let fits = (1..=at).contains(&start)
                && self.layers[start - 1].channels == layer.channels
                && columns[start - 1] == columns[at];
            if !fits {
                return Err(format!("convolution {at} cannot add the input of {start}: that has another shape"));
            }
        }
        Ok(())
    }

    /// The stages from `{prefix}convolutions.N.weight` (`[out, in, width]`) and `{prefix}norms.N.…` (a batch
    /// norm). On bases the first convolution is a table of its own.
    ///
    /// A batch norm is folded into the convolution before it; where a pool lies between the two it stays,
    /// since a negative factor and a maximum do not commute.
    pub fn build(
        self,
        prefix: &str,
        is_sequence: bool,
        activation: Activation,
        weights: &mut Parameters,
        device: &Device,
    ) -> Result<(Option<FirstConvolution>, Vec<Stage>), ParameterError> {
        let (mut first, mut stages) = (None, Vec::new());
        // For each convolution, the stage that reads its input.
        let mut beginnings = Vec::new();
        for (at, layer) in self.layers.iter().enumerate() {
            let shape = [layer.channels, self.inputs_of(at), layer.width];
            let (kernel_name, norm_name) = (format!("{prefix}convolutions.{at}.weight"), format!("{prefix}norms.{at}"));
            let table = (at == 0 && is_sequence).then(|| first_table(weights, &kernel_name, &norm_name, layer));
            let kernels = weights.take::<3>(&kernel_name, shape, device)?;
            let norm = weights.take_batch_norm(&norm_name, layer.channels, device)?;
            let pool = pool_of(layer);
            let half = layer.width / 2;
            beginnings.push(stages.len());
            if let Some(table) = table {
                let (kernels, bias) = table?;
                first = Some(FirstConvolution::new(&kernels, &bias, shape[1], [half; 2], pool));
            } else {
                let (kernels, bias) = folded(kernels, &norm, pool);
                stages.push(Stage::Convolution(Convolution::new(kernels, bias, half, half)));
                stages.extend(pool.map(Stage::Pool));
            }
            stages.extend(pool.map(|_| {
                let (scale, shift) = affine(&norm);
                Stage::Pointwise(Pointwise { activation: Activation::Identity, scale, shift })
            }));
            stages.extend(layer.adds_input_of.map(|start| Stage::Add(beginnings[start])));
            stages.push(Stage::Pointwise(Pointwise::of(activation, layer.channels, device)));
            if layer.mean_pool > 1 {
                stages.push(Stage::Mean(Pool { width: layer.mean_pool, stride: layer.mean_pool }));
            }
        }
        Ok((first, stages))
    }
}

fn pool_of(layer: &ConvolutionSpec) -> Option<Pool> {
    (layer.pool > 1).then_some(Pool { width: layer.pool, stride: layer.pool })
}

/// Kernels and bias of the first convolution as plain numbers: a table is made of them, and a graphics card
/// need not give them back.
fn first_table(
    weights: &Parameters,
    kernels: &str,
    norm: &str,
    layer: &ConvolutionSpec,
) -> Result<(Vec<f32>, Vec<f32>), ParameterError> {
    let kernels = weights.get(kernels).ok_or_else(|| ParameterError::missing(kernels))?;
    if pool_of(layer).is_some() {
        return Ok((kernels.values.clone(), vec![0.0; layer.channels]));
    }
    let FixedNorm { scale, shift } = FixedNorm::read(weights, norm)?;
    let taps = (kernels.values.len() / layer.channels.max(1)).max(1);
    let scaled = kernels.values.chunks(taps).zip(&scale).flat_map(|(own, scale)| own.iter().map(move |v| v * scale));
    Ok((scaled.collect(), shift))
}

/// Kernels and bias with the batch norm in them; the kernels as they are where a pool comes first.
fn folded(kernels: Tensor<3>, norm: &BatchNorm, pool: Option<Pool>) -> (Tensor<3>, Tensor<1>) {
    let outputs = kernels.dims()[0];
    if pool.is_some() {
        let none = Tensor::zeros([outputs], &kernels.device());
        return (kernels, none);
    }
    let (scale, shift) = affine(norm);
    (kernels * scale.reshape([outputs, 1, 1]), shift)
}
