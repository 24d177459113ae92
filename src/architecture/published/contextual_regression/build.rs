use std::sync::Arc;

use burn::tensor::{Device, Tensor};

use super::means::{KernelMeans, LETTERS};
use super::network::{ContextualRegression, PromoterReader};
use super::{ContextualConfig, names};
use crate::architecture::layers::{DenseLayer, DenseStack};
use crate::architecture::trunk::{Convolution, FirstConvolution, Pointwise, Pool, Stage, Trunk};
use crate::architecture::{Activation, Declaration, InputShape, ParameterError, Parameters};
use crate::schema::Capabilities;
use crate::sequence::Alphabet;

/// A contextual regression with fixed weights.
///
/// # Errors
/// [`ParameterError`] names the first weight that is missing, misshapen, not finite, or left over.
pub(in crate::architecture) fn contextual_network(
    config: ContextualConfig,
    mut weights: Parameters,
    device: &Device,
) -> Result<ContextualRegression, ParameterError> {
    let parameters = weights.clone();
    let (kernels, width) = (config.kernels, config.kernel_width);
    let values = weights.take::<3>(names::KERNELS, [kernels, LETTERS, width], device)?;
    let values: Vec<f32> = values.into_data().iter::<f32>().collect();
    // A maximum of ReLUs is the ReLU of the maximum: the pool goes first, so that the kernels' columns are
    // pooled as they are computed.
    let pool = Some(Pool { width: config.pool, stride: config.pool });
    let first = FirstConvolution::new(&values, &vec![0.0; kernels], LETTERS, [0; 2], pool);
    let mut stages = vec![Stage::Pointwise(Pointwise::of(Activation::Relu, kernels, device))];
    for (at, layer) in config.convolutions.iter().enumerate() {
        let name = |part: &str| format!("{}.{at}.{part}", names::CONVOLUTIONS);
        let shape = [layer.channels, config.inputs(at), layer.width];
        let (values, bias) =
            (weights.take(&name("weight"), shape, device)?, weights.take(&name("bias"), [layer.channels], device)?);
        let [left, right] = layer.around();
        stages.push(Stage::Convolution(Convolution::new(values, bias, left, right)));
        stages.push(Stage::Pointwise(Pointwise::of(Activation::Relu, layer.channels, device)));
        stages.push(Stage::Pool(Pool { width: layer.pool, stride: layer.pool }));
    }
    let mut dense = Vec::new();
    for (at, [inputs, outputs]) in config.dense_shapes().into_iter().enumerate() {
        let name = if at < config.dense.len() { format!("{}.{at}", names::DENSE) } else { names::WEIGHTS.to_owned() };
        let weight = weights.take::<2>(&format!("{name}.weight"), [outputs, inputs], device)?;
        dense.push((weight.transpose(), weights.take::<1>(&format!("{name}.bias"), [outputs], device)?));
    }
    let bias: Tensor<1> = weights.take(names::BIAS, [1], device)?;
    weights.finish()?;
    let mut dense = dense.into_iter();
    let (weight, start) = dense.next().ok_or_else(|| ParameterError::missing("context.dense.0.weight"))?;
    let trunk = Trunk::new(config.window, first, stages, weight, start);
    let layers = dense.map(|(weight, bias)| DenseLayer::new(Activation::Relu, weight, Some(bias)));
    Ok(ContextualRegression {
        declaration: Declaration {
            inputs: vec![InputShape::Bases { window: config.window, alphabet: Alphabet::ACGT }],
            tfs: None,
            outputs: 1,
            capabilities: Capabilities { fast_edits: true, gradients: true, features: true, ..Capabilities::default() },
        },
        reader: Arc::new(PromoterReader {
            means: KernelMeans::new(&values, kernels, width, config.positions()),
            trunk,
            head: DenseStack { layers: layers.collect() },
        }),
        bias: bias.into_data().iter::<f32>().next().unwrap_or(0.0),
        config,
        parameters,
    })
}
