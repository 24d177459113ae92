use std::collections::HashSet;

use serde::Deserialize;

use super::PackError;
use crate::architecture::graph::ir::{Function, Node, Op, Reduction};
use crate::foreign::builder::without_unneeded;
use crate::foreign::{ForeignError, ForeignNetwork};

/// One track: a channel of an answer, along its last axis.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Track {
    pub name: String,
    output_name: String,
    #[serde(default)]
    channel_index: usize,
    #[serde(default)]
    transform: Transform,
    #[serde(default)]
    default_visible: Option<bool>,
    #[serde(default)]
    scale_mode: ScaleMode,
    #[serde(default)]
    fixed_scale: Option<FixedScale>,
    /// A track of mutagenesis, which the browser makes of another.
    #[serde(default)]
    mutagenesis: Option<serde_json::Value>,
}

/// What becomes of each number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Transform {
    #[default]
    Identity,
    Abs,
    Relu,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ScaleMode {
    #[default]
    Positive,
    Signed,
}

#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
struct FixedScale {
    min: f64,
    max: f64,
}

impl Track {
    /// Whether it is there when the pack is opened, and read from the network as it is.
    pub fn is_shown(&self) -> bool {
        self.default_visible != Some(false) && self.mutagenesis.is_none()
    }

    /// What it shows.
    pub fn source(&self) -> (String, usize, Transform) {
        (self.output_name.clone(), self.channel_index, self.transform)
    }

    /// Whether it is drawn from 0 to 1, as only a probability is.
    pub fn is_probability(&self) -> bool {
        self.fixed_scale.is_some_and(|own| own.min >= 0.0 && own.max <= 1.0)
    }

    /// Whether its sign says something.
    pub fn is_signed(&self) -> bool {
        self.scale_mode == ScaleMode::Signed && self.transform == Transform::Identity
    }
}

/// The network that answers with the tracks, the mean of each over its places: what a browser draws of a window that
/// is one point wide.
pub(super) fn shown(mut network: ForeignNetwork, tracks: &[Track]) -> Result<ForeignNetwork, PackError> {
    let inferred = network.graph.inferred().map_err(ForeignError::from)?;
    let known: Vec<(String, String)> =
        network.outputs.iter().cloned().zip(network.graph.outputs.iter().cloned()).collect();
    let mut taken: HashSet<String> = inferred.values.keys().cloned().collect();
    let mut outputs = Vec::with_capacity(tracks.len());
    for track in tracks {
        let (output, channel, transform) = track.source();
        let value = known.iter().find(|(name, _)| *name == output).map(|(_, value)| value);
        let found = value.and_then(|value| {
            let shape = inferred.shape(value)?;
            let places = *shape.last()?;
            let channels = shape.iter().product::<usize>() / places.max(1);
            (channel < channels).then(|| (value.clone(), [channels, places]))
        });
        let Some((mut last, [channels, places])) = found else {
            let known = known.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
            return Err(PackError::Track { track: track.name.clone(), output, channel, known });
        };
        let mut add = |op: Op| {
            let mut name = format!("{} of {}", op.operator(), track.name);
            while !taken.insert(name.clone()) {
                name.push('\'');
            }
            let inputs = vec![std::mem::replace(&mut last, name.clone())];
            network.graph.nodes.push(Node { name: track.name.clone(), op, inputs, output: name.clone() });
            name
        };
        add(Op::Reshape { shape: vec![channels, places] });
        add(Op::Slice { axis: 0, start: channel, step: 1, count: 1 });
        match transform {
            Transform::Identity => {}
            Transform::Abs => drop(add(Op::Function { function: Function::Abs })),
            Transform::Relu => drop(add(Op::Function { function: Function::Relu })),
        }
        outputs.push(add(Op::Reduce { by: Reduction::Mean, axes: vec![1], keeps_axes: false }));
    }
    network.graph.outputs = outputs;
    network.outputs = tracks.iter().map(|track| track.name.clone()).collect();
    network.graph = without_unneeded(&network.graph, &mut network.parameters).map_err(ForeignError::from)?;
    Ok(network)
}
