use super::graph::{GraphBuilder, Setting};
use crate::architecture::{Activation, Sketch, SketchDense, SketchLayer};

/// What all members of an ensemble read, by the names of their values.
pub(super) struct Inputs {
    pub(super) promoters: String,
    /// Both strands, one after the other, where any member reads both.
    pub(super) both_strands: Option<String>,
    /// Normalised TF levels.
    pub(super) levels: Option<String>,
}

/// Adds a network; gives the name of its responses, `P x C` or `P x 1`.
pub(super) fn add(graph: &mut GraphBuilder, sketch: &Sketch, inputs: &Inputs) -> String {
    let both = inputs.both_strands.as_ref().filter(|_| sketch.both_strands);
    let promoters = columns(graph, &sketch.layers, both.unwrap_or(&inputs.promoters));
    let flat = graph.node("Flatten", &[&promoters], vec![("axis", Setting::One(1))]);
    let own = dense(graph, &sketch.flattened, &flat);
    let joined = match (&sketch.tfs, &inputs.levels) {
        (Some(tfs), Some(levels)) => {
            let hidden = dense(graph, &tfs.layer, levels);
            let hidden = activated(graph, tfs.activation, hidden);
            let other = dense(graph, &tfs.joined, &hidden);
            let axis = graph.integers(&[1]);
            let own = graph.node("Unsqueeze", &[&own, &axis], Vec::new());
            graph.node("Add", &[&own, &other], Vec::new())
        }
        _ => own,
    };
    let response = sketch.head.iter().fold(joined, |hidden, layer| {
        let hidden = activated(graph, sketch.activation, hidden);
        dense(graph, layer, &hidden)
    });
    if sketch.tfs.is_some() {
        let axis = graph.integers(&[2]);
        return graph.node("Squeeze", &[&response, &axis], Vec::new());
    }
    if both.is_none() {
        return response;
    }
    let [forward, reverse] = graph.nodes("Split", &[&response], vec![("axis", Setting::One(0))]);
    let sum = graph.node("Add", &[&forward, &reverse], Vec::new());
    let half = graph.constant(&[1], &[0.5]);
    graph.node("Mul", &[&sum, &half], Vec::new())
}

fn columns(graph: &mut GraphBuilder, layers: &[SketchLayer], promoters: &str) -> String {
    let number = |size: usize| i64::try_from(size).unwrap_or(i64::MAX);
    // What each layer reads, for residual branches.
    let mut read = vec![promoters.to_owned()];
    for layer in layers {
        let input = read[read.len() - 1].clone();
        read.push(match layer {
            SketchLayer::Convolution { kernels, bias, padding } => {
                let weight = graph.constant(&kernels.shape, &kernels.values);
                let bias = graph.constant(&[bias.len()], bias);
                let pads = Setting::Many(padding.iter().map(|columns| number(*columns)).collect());
                graph.node("Conv", &[&input, &weight, &bias], vec![("pads", pads)])
            }
            SketchLayer::Pool { width, stride } => {
                let settings = [("kernel_shape", width), ("strides", stride)];
                let settings = settings.map(|(name, size)| (name, Setting::Many(vec![number(*size)])));
                graph.node("MaxPool", &[&input], settings.into())
            }
            SketchLayer::Pointwise { activation, scale, shift } => {
                let activated = activated(graph, *activation, input);
                let plain = scale.iter().all(|scale| *scale == 1.0) && shift.iter().all(|shift| *shift == 0.0);
                if plain { activated } else { affine(graph, scale, shift, &activated) }
            }
            SketchLayer::Add(earlier) => graph.node("Add", &[&input, &read[*earlier]], Vec::new()),
        });
    }
    read.pop().unwrap_or_default()
}

fn affine(graph: &mut GraphBuilder, scale: &[f32], shift: &[f32], input: &str) -> String {
    let scale = graph.constant(&[1, scale.len(), 1], scale);
    let shift = graph.constant(&[1, shift.len(), 1], shift);
    let scaled = graph.node("Mul", &[input, &scale], Vec::new());
    graph.node("Add", &[&scaled, &shift], Vec::new())
}

fn dense(graph: &mut GraphBuilder, layer: &SketchDense, input: &str) -> String {
    let weight = graph.constant(&layer.weight.shape, &layer.weight.values);
    let product = graph.node("MatMul", &[input, &weight], Vec::new());
    match &layer.bias {
        Some(bias) => {
            let bias = graph.constant(&[bias.len()], bias);
            graph.node("Add", &[&product, &bias], Vec::new())
        }
        None => product,
    }
}

fn activated(graph: &mut GraphBuilder, activation: Activation, input: String) -> String {
    match activation {
        Activation::Relu => graph.node("Relu", &[&input], Vec::new()),
        Activation::Elu => graph.node("Elu", &[&input], Vec::new()),
        Activation::Selu => graph.node("Selu", &[&input], Vec::new()),
        Activation::Silu => {
            let share = graph.node("Sigmoid", &[&input], Vec::new());
            graph.node("Mul", &[&input, &share], Vec::new())
        }
        Activation::Gelu => {
            let [root, one, half] = [std::f32::consts::SQRT_2, 1.0, 0.5].map(|value| graph.constant(&[1], &[value]));
            let scaled = graph.node("Div", &[&input, &root], Vec::new());
            let error = graph.node("Erf", &[&scaled], Vec::new());
            let raised = graph.node("Add", &[&error, &one], Vec::new());
            let product = graph.node("Mul", &[&input, &raised], Vec::new());
            graph.node("Mul", &[&product, &half], Vec::new())
        }
        Activation::Identity => input,
    }
}
