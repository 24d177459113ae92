use std::sync::Arc;

use burn::tensor::{Device, Tensor, TensorData};

use super::network::{Gates, Regulons};
use super::position::place_weights;
use super::sites::SiteReader;
use super::{RegulonsConfig, names};
use crate::architecture::layers::{DenseLayer, DenseStack};
use crate::architecture::{Activation, Declaration, InputShape, ParameterError, Parameters};
use crate::schema::Capabilities;
use crate::sequence::Alphabet;

/// A regulon network with fixed weights.
///
/// # Errors
/// [`ParameterError`] names the first weight that is missing, misshapen, not finite, or left over.
pub(in crate::architecture) fn regulons_network(
    config: RegulonsConfig,
    weights: Parameters,
    device: &Device,
) -> Result<Regulons, ParameterError> {
    let parameters = weights.clone();
    let mut weights = weights;
    let [motifs, families, state] = [config.motifs.len(), config.families.len(), config.state];
    let rows: usize = config.motifs.iter().map(|motif| motif.width).sum();
    let mut plain = |name: &str, shape: [usize; 2]| -> Result<Vec<f32>, ParameterError> {
        Ok(weights.take(name, shape, device)?.into_data().iter::<f32>().collect())
    };
    let matrices = plain(names::MATRICES, [rows, 4])?;
    let amplitude = plain(names::AMPLITUDE, [motifs, 1])?;
    let mixture = plain(names::MIXTURE, [motifs, config.thresholds.len()])?;
    let position = plain(names::POSITION, [motifs, config.bins])?;
    let scale = plain(names::SCALE, [motifs, 1])?;
    let raised = plain(names::RAISED, [families, 1])?;
    let most = plain(names::MOST, [families, 1])?;
    let site_weights = place_weights(&config, &amplitude, &mixture, &position);
    let mut layer = |name: &str, [inputs, outputs]: [usize; 2], activation| -> Result<DenseLayer, ParameterError> {
        let weight = weights.take::<2>(&format!("{name}.weight"), [outputs, inputs], device)?;
        let bias = weights.take::<1>(&format!("{name}.bias"), [outputs], device)?;
        Ok(DenseLayer::new(activation, weight.transpose(), Some(bias)))
    };
    let gates = [
        layer(names::CONTEXT[0], [motifs, config.context], Activation::Identity)?,
        layer(names::CONTEXT[1], [config.context, motifs], Activation::Identity)?,
    ];
    let tower = vec![
        layer(names::CONDITIONS[0], [config.num_tfs, config.hidden], Activation::Identity)?,
        layer(names::CONDITIONS[1], [config.hidden, state], Activation::Relu)?,
    ];
    let activities = weights.take::<2>(names::ACTIVITIES, [families, state], device)?;
    let base = weights.take::<2>(names::BASE, [1, state], device)?;
    weights.finish()?;
    let out = DenseLayer::new(Activation::Identity, Tensor::cat(vec![activities, base], 0).transpose(), None);
    let scale: Vec<f32> = scale.iter().map(|scale| scale.recip()).collect();
    Ok(Regulons {
        declaration: Declaration {
            inputs: vec![InputShape::Bases { window: config.window, alphabet: Alphabet::ACGT }],
            tfs: Some(config.num_tfs),
            outputs: 1,
            capabilities: Capabilities { tf_levels: true, fast_edits: true, features: true, ..Capabilities::default() },
        },
        sites: Arc::new(SiteReader::new(&config, &matrices, vec![site_weights])),
        member: 0,
        gates: Gates {
            scale: Tensor::from_data(TensorData::new(scale, [1, motifs]), device),
            layers: gates,
            most: Tensor::from_data(TensorData::new(most, [1, families]), device),
            membership: Tensor::from_data(TensorData::new(config.membership(), [motifs, families]), device),
        },
        conditions: DenseStack { layers: tower.into_iter().chain([out]).collect() },
        raised,
        config,
        parameters,
    })
}
