use std::sync::Arc;

use burn::tensor::{Device, Tensor};

use super::ReporterResnetConfig;
use crate::architecture::joint::{JointNetwork, JointParts, Tower};
use crate::architecture::layers::{DenseLayer, DenseStack};
use crate::architecture::network::{Declaration, InputShape};
use crate::architecture::trunk::Trunk;
use crate::architecture::{ParameterError, Parameters};
use crate::schema::Capabilities;
use crate::sequence::Alphabet;

/// A small residual network for reporter assays, with fixed weights: `convolutions.N.weight` (`[out, in,
/// width]`), `norms.N.…` (a batch norm), `dense.N.weight` (`[out, in]`, channel-major input) and
/// `dense.N.bias`.
///
/// # Errors
/// [`ParameterError`] names the first weight that is missing, misshapen, not finite, or left over.
pub(in crate::architecture) fn reporter_resnet(
    config: &ReporterResnetConfig,
    mut weights: Parameters,
    device: &Device,
) -> Result<JointNetwork, ParameterError> {
    let parameters = weights.without_counters();
    let (first, stages) = config.stack().build("", true, config.activation, &mut weights, device)?;
    let mut dense = Vec::new();
    for (at, shape) in config.dense_shapes().into_iter().enumerate() {
        let layer = weights.take_linear(&format!("dense.{at}"), shape, device)?;
        let bias = layer.bias.map_or_else(|| Tensor::zeros([shape[1]], device), |bias| bias.val());
        dense.push((layer.weight.val(), bias));
    }
    weights.finish()?;
    let missing = |name: &str| ParameterError::missing(name);
    let mut dense = dense.into_iter();
    let (weight, bias) = dense.next().ok_or_else(|| missing("dense.0.weight"))?;
    let first = first.ok_or_else(|| missing("convolutions.0.weight"))?;
    let trunk = Trunk::new(config.length, first, stages, weight, bias);
    let layers = dense.map(|(weight, bias)| DenseLayer::new(config.activation, weight, Some(bias)));
    Ok(JointNetwork::new(JointParts {
        declaration: declaration(config.length, config.outputs),
        towers: vec![Tower::Bases(Arc::new(trunk))],
        conditions: None,
        head: DenseStack { layers: layers.collect() },
        both_strands: config.both_strands,
        parameters,
    }))
}

/// What networks of reporter constructs declare: four letters, no levels of TFs, columns fine enough to be shown.
pub(in crate::architecture) fn declaration(window: usize, outputs: usize) -> Declaration {
    Declaration {
        inputs: vec![InputShape::Bases { window, alphabet: Alphabet::ACGT }],
        tfs: None,
        outputs,
        capabilities: Capabilities { fast_edits: true, gradients: true, grad_cam: true, ..Capabilities::default() },
    }
}
