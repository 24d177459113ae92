use super::functions;
use super::graph::{AttributeValue, GraphBuilder};
use crate::architecture::graph::ir::Function;
use crate::architecture::{Activation, ExportDense, ExportFeatures, ExportGraph, ExportLayer};

/// What all members of an ensemble read, by the names of their values.
pub(super) struct Inputs {
    /// For each input, its values as they are and on the other strand.
    pub(super) inputs: Vec<[String; 2]>,
    /// Normalised TF levels.
    pub(super) levels: Option<String>,
    /// Numbers that the members answer with.
    pub(super) outputs: usize,
}

/// Adds a network; gives the name of its responses, `P x C` or `P x 1`, with several outputs `P x C x O` or
/// `P x 1 x O`.
pub(super) fn add(graph: &mut GraphBuilder, network: &ExportGraph, inputs: &Inputs) -> String {
    let own = strand(graph, network, inputs, 0);
    if !network.both_strands {
        return own;
    }
    let other = strand(graph, network, inputs, 1);
    let sum = graph.node("Add", &[&own, &other], Vec::new());
    let half = graph.constant(&[1], &[0.5]);
    graph.node("Mul", &[&sum, &half], Vec::new())
}

fn strand(graph: &mut GraphBuilder, network: &ExportGraph, inputs: &Inputs, strand: usize) -> String {
    let towers: Vec<String> = network
        .inputs
        .iter()
        .zip(&inputs.inputs)
        .map(|(tower, names)| {
            let columns = columns(graph, &tower.layers, &names[strand]);
            let flat = graph.node("Flatten", &[&columns], vec![("axis", AttributeValue::One(1))]);
            dense(graph, &tower.flattened, flat)
        })
        .collect();
    let sum = towers.into_iter().reduce(|left, right| graph.node("Add", &[&left, &right], Vec::new()));
    let own = sum.unwrap_or_default();
    let joined = match (&network.conditions, &inputs.levels) {
        (Some(layers), Some(levels)) => {
            let other = layers.iter().fold(levels.clone(), |hidden, layer| dense(graph, layer, hidden));
            let axis = graph.integers(&[1]);
            let own = graph.node("Unsqueeze", &[&own, &axis], Vec::new());
            graph.node("Add", &[&own, &other], Vec::new())
        }
        _ => own,
    };
    let response = network.head.iter().fold(joined, |hidden, layer| dense(graph, layer, hidden));
    let response = match (&network.weighed, inputs.inputs.first()) {
        (Some(features), Some(names)) => weighed(graph, features, &names[strand], &response),
        _ => response,
    };
    match (network.conditions.is_some(), inputs.outputs == 1) {
        (true, true) => {
            let axis = graph.integers(&[2]);
            graph.node("Squeeze", &[&response, &axis], Vec::new())
        }
        (false, false) => {
            let axis = graph.integers(&[1]);
            graph.node("Unsqueeze", &[&response, &axis], Vec::new())
        }
        _ => response,
    }
}

/// The sum of features times weights, `P x 1`.
fn weighed(graph: &mut GraphBuilder, features: &ExportFeatures, promoters: &str, weights: &str) -> String {
    let kernels = graph.constant(&features.kernels.shape, &features.kernels.values);
    let columns = graph.node("Conv", &[promoters, &kernels], Vec::new());
    let over_columns = vec![("axes", AttributeValue::Many(vec![2])), ("keepdims", AttributeValue::One(0))];
    let means = graph.node("ReduceMean", &[&columns], over_columns);
    let terms = graph.node("Mul", &[&means, weights], Vec::new());
    let axis = graph.integers(&[1]);
    let sum = graph.node("ReduceSum", &[&terms, &axis], vec![("keepdims", AttributeValue::One(1))]);
    let bias = graph.constant(&[1], &[features.bias]);
    graph.node("Add", &[&sum, &bias], Vec::new())
}

fn columns(graph: &mut GraphBuilder, layers: &[ExportLayer], promoters: &str) -> String {
    let number = |size: usize| i64::try_from(size).unwrap_or(i64::MAX);
    // What each layer reads, for residual branches.
    let mut read = vec![promoters.to_owned()];
    for layer in layers {
        let input = read[read.len() - 1].clone();
        read.push(match layer {
            ExportLayer::Convolution { kernels, bias, padding } => {
                let weight = graph.constant(&kernels.shape, &kernels.values);
                let bias = graph.constant(&[bias.len()], bias);
                let pads = AttributeValue::Many(padding.iter().map(|columns| number(*columns)).collect());
                graph.node("Conv", &[&input, &weight, &bias], vec![("pads", pads)])
            }
            ExportLayer::Pool { width, stride } | ExportLayer::Mean { width, stride } => {
                let settings = [("kernel_shape", width), ("strides", stride)];
                let settings = settings.map(|(name, size)| (name, AttributeValue::Many(vec![number(*size)])));
                let pool = if matches!(layer, ExportLayer::Mean { .. }) { "AveragePool" } else { "MaxPool" };
                graph.node(pool, &[&input], settings.into())
            }
            ExportLayer::Pointwise { activation, scale, shift } => {
                let activated = activated(graph, *activation, input);
                let plain = scale.iter().all(|scale| *scale == 1.0) && shift.iter().all(|shift| *shift == 0.0);
                let shape = [1, scale.len(), 1];
                if plain { activated } else { affine(graph, &shape, [scale, shift], &activated) }
            }
            ExportLayer::Affine { scale, shift } => {
                let shape: Vec<usize> = std::iter::once(1).chain(scale.shape.iter().copied()).collect();
                affine(graph, &shape, [&scale.values, &shift.values], &input)
            }
            ExportLayer::Add(earlier) => graph.node("Add", &[&input, &read[*earlier]], Vec::new()),
        });
    }
    read.pop().unwrap_or_default()
}

fn affine(graph: &mut GraphBuilder, shape: &[usize], [scale, shift]: [&[f32]; 2], input: &str) -> String {
    let scale = graph.constant(shape, scale);
    let shift = graph.constant(shape, shift);
    let scaled = graph.node("Mul", &[input, &scale], Vec::new());
    graph.node("Add", &[&scaled, &shift], Vec::new())
}

fn dense(graph: &mut GraphBuilder, layer: &ExportDense, input: String) -> String {
    let input = activated(graph, layer.activation, input);
    let weight = graph.constant(&layer.weight.shape, &layer.weight.values);
    let product = graph.node("MatMul", &[&input, &weight], Vec::new());
    match &layer.bias {
        Some(bias) => {
            let bias = graph.constant(&[bias.len()], bias);
            graph.node("Add", &[&product, &bias], Vec::new())
        }
        None => product,
    }
}

fn activated(graph: &mut GraphBuilder, activation: Activation, input: String) -> String {
    let function = match activation {
        Activation::Relu => Function::Relu,
        Activation::Elu => Function::Elu { alpha: 1.0 },
        Activation::Selu => Function::SELU,
        Activation::Silu => Function::Silu { scale: 1.0 },
        Activation::Gelu => Function::Gelu,
        Activation::Identity => return input,
    };
    functions::add(graph, function, &input)
}
