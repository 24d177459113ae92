use std::sync::Arc;

use burn::tensor::Device;

use super::train::LETTERS;
use super::{FunProse, FunProseConfig};
use crate::architecture::joint::{JointNetwork, JointParts, Tower};
use crate::architecture::layers::{DenseLayer, DenseStack, affine, bias_of, folded};
use crate::architecture::network::{Declaration, Network};
use crate::architecture::trunk::{Convolution, FirstConvolution, Pointwise, Pool, Stage, Trunk};
use crate::architecture::{Activation, ParameterError, Parameters};
use crate::schema::Capabilities;

/// FUN-PROSE with fixed weights: the first convolution is a table, batch norms are folded into the layers
/// after them, the layer that reads promoter and TFs together is split between the two. Answers as
/// [`FunProse`] does, whose weights it has.
///
/// # Errors
/// [`ParameterError`] names the first weight that is missing, misshapen, not finite, or left over.
pub(in crate::architecture) fn fun_prose_network(
    config: FunProseConfig,
    weights: Parameters,
    device: &Device,
) -> Result<JointNetwork, ParameterError> {
    let values = |name: &str| weights.get(name).map(|array| array.values.clone()).unwrap_or_default();
    let (kernels, bias) = (values("conv1.weight"), values("conv1.bias"));
    let parameters = weights.without_counters();
    let network = FunProse::from_parameters(config, weights, device)?;
    let config = network.config();
    let capabilities = Capabilities { tf_levels: true, fast_edits: true, gradients: true, ..Capabilities::default() };
    let declaration = Declaration { capabilities, ..network.declaration().clone() };
    let pool = |width| Pool { width, stride: width };
    let half = config.conv1_ksize / 2;
    let first = FirstConvolution::new(&kernels, &bias, LETTERS.len(), [half; 2], Some(pool(config.pool1)));
    let layers = network.layers();
    let pointwise = |norm| {
        let (scale, shift) = affine(norm);
        Stage::Pointwise(Pointwise { activation: config.conv_activation, scale, shift })
    };
    let half = config.conv2_ksize / 2;
    let bias = bias_of(&layers.conv2.bias, config.conv2_knum, device);
    let convolution = Stage::Convolution(Convolution::new(layers.conv2.weight.val(), bias, half, half));
    // The batch norm behind means is linear, so that it may stand before them.
    let second = if config.pool2_mean {
        [pointwise(layers.conv2bn), Stage::Mean(pool(config.pool2))]
    } else {
        [Stage::Pool(pool(config.pool2)), pointwise(layers.conv2bn)]
    };
    let stages = [pointwise(layers.conv1bn), convolution].into_iter().chain(second).collect();
    let joining = layers.fc1.weight.val();
    let own = joining.clone().narrow(0, 0, config.promoter_width());
    let width = own.dims()[1];
    let trunk = Trunk::new(config.seq_length, first, stages, own, bias_of(&layers.fc1.bias, width, device));
    let conditions = DenseStack {
        layers: vec![
            DenseLayer::new(
                Activation::Identity,
                layers.fc_t.weight.val(),
                Some(bias_of(&layers.fc_t.bias, config.xt_hidden, device)),
            ),
            DenseLayer::new(config.fc_activation, joining.narrow(0, config.promoter_width(), config.xt_hidden), None),
        ],
    };
    let head = layers.dense.iter().map(|(norm, layer)| folded(config.fc_activation, norm, layer, device)).collect();
    Ok(JointNetwork::new(JointParts {
        declaration,
        towers: vec![Tower::Bases(Arc::new(trunk))],
        conditions: Some(conditions),
        head: DenseStack { layers: head },
        both_strands: false,
        parameters,
    }))
}
