use burn::tensor::{Device, Tensor};

use super::fused::{DirectionNumbers, mixed_in_memory};
use super::tensors::mixed_by_tensors;
use super::{CaduceusConfig, Scan};
use crate::architecture::layers::{in_one_piece, is_processor, numbers};
use crate::architecture::{ParameterError, Parameters};

/// A Mamba layer that reads in both directions. Its projections are shared by the directions, so that each is computed
/// once: the first is the same at a position whichever way it is read, and the last is of the directions' sum.
pub struct Mixer {
    in_proj: Tensor<2>,
    out_proj: Tensor<2>,
    directions: [Direction; 2],
    sizes: MixerSizes,
}

/// Sizes of a mixer's parts.
#[derive(Debug, Clone, Copy)]
pub struct MixerSizes {
    /// Channels inside.
    pub inner: usize,
    /// States of each channel.
    pub state: usize,
    /// Numbers that the steps' lengths are made of.
    pub rank: usize,
    /// Width of the convolution.
    pub width: usize,
}

/// What one direction has for itself.
pub struct Direction {
    /// `width x inner`: the row for the position itself is the last.
    pub convolution: Tensor<2>,
    /// `inner`.
    pub convolution_bias: Tensor<1>,
    /// `inner x (rank + 2 state)`.
    pub x_proj: Tensor<2>,
    /// `rank x inner`.
    pub dt_proj: Tensor<2>,
    /// `inner`.
    pub dt_bias: Tensor<1>,
    /// `inner x state`, negative.
    pub rates: Tensor<2>,
    /// `inner`: what passes by the states.
    pub skip: Tensor<1>,
    /// The same as plain memory, where the device is the processor.
    pub numbers: DirectionNumbers,
}

impl Mixer {
    /// Takes a mixer's weights from under `prefix`.
    pub fn take(
        prefix: &str,
        config: &CaduceusConfig,
        weights: &mut Parameters,
        device: &Device,
    ) -> Result<Self, ParameterError> {
        let ssm = config.ssm();
        let (outer, inner) = (config.d_model, config.d_model * ssm.expand);
        let sizes = MixerSizes { inner, state: ssm.d_state, rank: config.dt_rank(), width: ssm.d_conv };
        let mut projection = |name: &str, shape: [usize; 2]| {
            weights.take(&format!("{prefix}mamba_fwd.{name}.weight"), shape, device).map(turned)
        };
        let in_proj = projection("in_proj", [2 * inner, outer])?;
        let out_proj = projection("out_proj", [outer, inner])?;
        let mut direction = |name: &str| Direction::take(&format!("{prefix}{name}."), sizes, weights, device);
        let directions = [direction("mamba_fwd")?, direction("mamba_rev")?];
        Ok(Self { in_proj, out_proj, directions, sizes })
    }

    /// What the layer makes of `N x L x width`.
    pub fn mix(&self, x: Tensor<3>, scan: Scan) -> Tensor<3> {
        let [count, length, outer] = x.dims();
        let projected = x.reshape([count * length, outer]).matmul(self.in_proj.clone());
        let mixed = match scan {
            Scan::Fused => mixed_in_memory(projected, [count, length], self.sizes, &self.directions),
            Scan::Steps => mixed_by_tensors(projected, [count, length], self.sizes, &self.directions, 1),
            Scan::Chunks(size) => mixed_by_tensors(projected, [count, length], self.sizes, &self.directions, size),
        };
        mixed.matmul(self.out_proj.clone()).reshape([count, length, outer])
    }
}

/// A projection's weights as products read them.
fn turned(weights: Tensor<2>) -> Tensor<2> {
    in_one_piece(weights.transpose())
}

impl Direction {
    fn take(
        prefix: &str,
        sizes: MixerSizes,
        weights: &mut Parameters,
        device: &Device,
    ) -> Result<Self, ParameterError> {
        let MixerSizes { inner, state, rank, width } = sizes;
        let name = |own: &str| format!("{prefix}{own}");
        let convolution = weights.take::<3>(&name("conv1d.weight"), [inner, 1, width], device)?;
        let convolution = convolution.reshape([inner, width]).transpose();
        let convolution_bias = weights.take(&name("conv1d.bias"), [inner], device)?;
        let x_proj = turned(weights.take(&name("x_proj.weight"), [rank + 2 * state, inner], device)?);
        let dt_proj = turned(weights.take(&name("dt_proj.weight"), [inner, rank], device)?);
        let dt_bias = weights.take(&name("dt_proj.bias"), [inner], device)?;
        let rates = weights.take::<2>(&name("A_log"), [inner, state], device)?.exp().neg();
        let skip = weights.take(&name("D"), [inner], device)?;
        let in_memory = is_processor(device);
        let read = |tensor: Tensor<1>| if in_memory { numbers(&tensor) } else { Vec::new() };
        let numbers = DirectionNumbers {
            convolution: read(convolution.clone().reshape([width * inner])),
            convolution_bias: read(convolution_bias.clone()),
            dt_bias: read(dt_bias.clone()),
            rates: read(rates.clone().transpose().reshape([state * inner])),
            skip: read(skip.clone()),
        };
        Ok(Self { convolution, convolution_bias, x_proj, dt_proj, dt_bias, rates, skip, numbers })
    }
}
