use burn::nn::BatchNorm;
use burn::tensor::{Device, Tensor};

use super::camformer_inference::alphabet;
use super::fun_prose_inference::affine;
use super::head::Head;
use super::trunk::{Convolution, FirstConvolution, Pointwise, Pool, Stage, Trunk};
use super::{Activation, Declaration, ParameterError, Parameters, ReporterResnetConfig, TrunkNetwork};

/// A small residual network for reporter assays, with fixed weights: `convolutions.N.weight` (`[out, in, width]`), `norms.N.…` (a batch
/// norm), `dense.N.weight` (`[out, in]`, channel-major input) and `dense.N.bias`.
///
/// A batch norm is folded into the convolution before it; where a pool lies between the two it stays, since a negative factor and a maximum
/// do not commute.
///
/// # Errors
/// [`ParameterError`] names the first weight that is missing, misshapen, not finite, or left over.
pub fn reporter_resnet(
    config: &ReporterResnetConfig,
    mut weights: Parameters,
    device: &Device,
) -> Result<TrunkNetwork, ParameterError> {
    let all = weights.clone();
    let (mut first, mut stages) = (None, Vec::new());
    // For each convolution, the stage that reads its input.
    let mut beginnings = Vec::new();
    for (at, layer) in config.convolutions.iter().enumerate() {
        let shape = [layer.channels, config.inputs(at), layer.width];
        let kernels = weights.take::<3>(&format!("convolutions.{at}.weight"), shape, device)?;
        let norm = weights.take_batch_norm(&format!("norms.{at}"), layer.channels, device)?;
        let pool = (layer.pool > 1).then_some(Pool { width: layer.pool, stride: layer.pool });
        let (kernels, bias, pooled) = folded(kernels, &norm, pool);
        beginnings.push(stages.len());
        let half = layer.width / 2;
        if at == 0 {
            first = Some(FirstConvolution::new(&values(kernels), &values(bias), shape[1], [half; 2], pool));
        } else {
            stages.push(Stage::Convolution(Convolution::new(kernels, bias, half, half)));
            stages.extend(pool.map(Stage::Pool));
        }
        stages.extend(pooled);
        stages.extend(layer.adds_input_of.map(|start| Stage::Add(beginnings[start])));
        stages.push(Stage::Pointwise(Pointwise::of(config.activation, layer.channels, device)));
    }
    let mut dense = Vec::new();
    for (at, shape) in config.dense_shapes().into_iter().enumerate() {
        let layer = weights.take_linear(&format!("dense.{at}"), shape, device)?;
        let bias = layer.bias.map_or_else(|| Tensor::zeros([shape[1]], device), |bias| bias.val());
        dense.push((layer.weight.val(), bias));
    }
    weights.finish()?;
    let missing = || ParameterError::missing("convolutions.0.weight");
    let (weight, bias) = dense.remove(0);
    let trunk = Trunk::new(config.length, first.ok_or_else(missing)?, stages, weight, bias);
    let head = Head { activation: config.activation, layers: dense };
    let declaration = Declaration { window: config.length, alphabet: alphabet(), tfs: 0 };
    Ok(TrunkNetwork::new(declaration, trunk, head, all, config.both_strands))
}

/// Kernels and bias with the batch norm in them, or the kernels as they are and the batch norm as a stage behind the pool.
fn folded(kernels: Tensor<3>, norm: &BatchNorm, pool: Option<Pool>) -> (Tensor<3>, Tensor<1>, Option<Stage>) {
    let (scale, shift) = affine(norm);
    let outputs = kernels.dims()[0];
    if pool.is_none() {
        return (kernels * scale.reshape([outputs, 1, 1]), shift, None);
    }
    let stage = Stage::Pointwise(Pointwise { activation: Activation::Identity, scale, shift });
    let none = Tensor::zeros([outputs], &kernels.device());
    (kernels, none, Some(stage))
}

fn values<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().iter().collect()
}
