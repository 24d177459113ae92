//! The convolutional part that reporter networks and joint networks have in common.

use burn::tensor::{Device, Tensor};
use serde::{Deserialize, Serialize};

use crate::architecture::layers::{FixedNorm, affine};
use crate::architecture::trunk::{Convolution, FirstConvolution, Pointwise, Pool, Stage};
use crate::architecture::{Activation, ParameterError, Parameters};

/// A convolution without bias that keeps the length, then a max pool, a batch norm, perhaps the addition of
/// an earlier layer, the activation, perhaps a mean pool. With `activation_first` the convolution has a bias, and the
/// activation comes before the batch norm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConvolutionSpec {
    /// Kernels.
    pub channels: usize,
    /// Their width; odd where the length is kept.
    pub width: usize,
    /// Whether there are no zeros around what it reads, so that columns are lost at the ends.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub valid: bool,
    /// Whether the activation stands between the convolution and its batch norm.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub activation_first: bool,
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

impl ConvolutionSpec {
    /// Zero columns on the left and on the right of what it reads.
    pub(crate) fn padding(&self) -> [usize; 2] {
        [if self.valid { 0 } else { self.width / 2 }; 2]
    }

    /// Columns behind the convolution and its pools.
    fn columns(&self, columns: usize) -> usize {
        let padded = columns + self.padding().iter().sum::<usize>() + 1;
        padded.saturating_sub(self.width) / self.pool / self.mean_pool
    }
}

/// Convolutions one after the other, on `inputs` channels and that many columns.
#[derive(Debug, Clone, Copy)]
pub struct Convolutions<'a> {
    /// From the input on.
    pub layers: &'a [ConvolutionSpec],
    /// Channels of the input.
    pub inputs: usize,
    /// Its columns.
    pub columns: usize,
}

impl Convolutions<'_> {
    /// Columns after each convolution and its pool.
    pub fn columns(self) -> Vec<usize> {
        let behind = self.layers.iter().scan(self.columns, |columns, layer| {
            *columns = layer.columns(*columns);
            Some(*columns)
        });
        behind.collect()
    }

    /// Inputs of the convolution `layer`.
    pub fn inputs_of(self, layer: usize) -> usize {
        layer.checked_sub(1).map_or(self.inputs, |before| self.layers[before].channels)
    }

    /// Channels and columns that they make of an input.
    pub fn shape(self) -> [usize; 2] {
        let channels = self.layers.last().map_or(self.inputs, |layer| layer.channels);
        [channels, *self.columns().last().unwrap_or(&self.columns)]
    }

    /// Numbers that they make of an input.
    pub fn flattened(self) -> usize {
        self.shape().iter().product()
    }

    /// What contradicts itself.
    pub(in crate::architecture) fn check(self) -> Result<(), String> {
        let columns = self.columns();
        if columns.contains(&0) {
            return Err("its convolutions and pools leave nothing of the sequence".to_owned());
        }
        for (at, layer) in self.layers.iter().enumerate() {
            if layer.width.is_multiple_of(2) && !layer.valid {
                return Err(format!("convolution {at} has an even width; odd ones keep the length, or it is valid"));
            }
            let Some(start) = layer.adds_input_of else { continue };
            if layer.activation_first {
                return Err(format!("convolution {at} cannot add the input of {start} behind its activation"));
            }
            let fits = (1..=at).contains(&start)
                && self.layers[start - 1].channels == layer.channels
                && columns[start - 1] == columns[at];
            if !fits {
                return Err(format!("convolution {at} cannot add the input of {start}: that has another shape"));
            }
        }
        Ok(())
    }

    /// The stages from `{prefix}convolutions.N.weight` (`[out, in, width]`), `{prefix}convolutions.N.bias` where the
    /// activation comes first, and `{prefix}norms.N.…` (a batch norm). On bases the first convolution is a table of its
    /// own.
    ///
    /// A batch norm is folded into the convolution before it; where a pool lies between the two it stays,
    /// since a negative factor and a maximum do not commute, and so it does behind an activation.
    pub(in crate::architecture) fn build(
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
            let (name, norm_name) = (format!("{prefix}convolutions.{at}"), format!("{prefix}norms.{at}"));
            let table = (at == 0 && is_sequence).then(|| first_table(weights, &name, &norm_name, layer)).transpose()?;
            let kernels = weights.take::<3>(&format!("{name}.weight"), shape, device)?;
            let bias = || weights.take::<1>(&format!("{name}.bias"), [layer.channels], device);
            let bias = layer.activation_first.then(bias).transpose()?;
            let (scale, shift) = affine(&weights.take_batch_norm(&norm_name, layer.channels, device)?);
            let (padding, pool) = (layer.padding(), pool_of(layer));
            beginnings.push(stages.len());
            if let Some((kernels, bias)) = table {
                first = Some(FirstConvolution::new(&kernels, &bias, shape[1], padding, pool));
            } else {
                let (kernels, bias) = match bias {
                    Some(bias) => (kernels, bias),
                    None if folds(layer) => (kernels * scale.clone().reshape([layer.channels, 1, 1]), shift.clone()),
                    None => (kernels, Tensor::zeros([layer.channels], device)),
                };
                stages.push(Stage::Convolution(Convolution::new(kernels, bias, padding[0], padding[1])));
                stages.extend(pool.map(Stage::Pool));
            }
            if layer.activation_first {
                stages.push(Stage::Pointwise(Pointwise { activation, scale, shift }));
            } else {
                if !folds(layer) {
                    stages.push(Stage::Pointwise(Pointwise { activation: Activation::Identity, scale, shift }));
                }
                stages.extend(layer.adds_input_of.map(|start| Stage::Add(beginnings[start])));
                stages.push(Stage::Pointwise(Pointwise::of(activation, layer.channels, device)));
            }
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

/// Whether a convolution takes its batch norm in.
fn folds(layer: &ConvolutionSpec) -> bool {
    layer.pool <= 1 && !layer.activation_first
}

/// Kernels and bias of the first convolution as plain numbers: a table is made of them, and a graphics card
/// need not give them back.
fn first_table(
    weights: &Parameters,
    name: &str,
    norm: &str,
    layer: &ConvolutionSpec,
) -> Result<(Vec<f32>, Vec<f32>), ParameterError> {
    let values = |name: String| match weights.get(&name) {
        Some(array) => Ok(array.values.clone()),
        None => Err(ParameterError::missing(&name)),
    };
    let kernels = values(format!("{name}.weight"))?;
    if layer.activation_first {
        return Ok((kernels, values(format!("{name}.bias"))?));
    }
    if !folds(layer) {
        return Ok((kernels, vec![0.0; layer.channels]));
    }
    let FixedNorm { scale, shift } = FixedNorm::read(weights, norm)?;
    let taps = (kernels.len() / layer.channels.max(1)).max(1);
    let scaled = kernels.chunks(taps).zip(&scale).flat_map(|(own, scale)| own.iter().map(move |v| v * scale));
    Ok((scaled.collect(), shift))
}
