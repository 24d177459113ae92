//! A network that was read as a graph of operators, as ONNX's own: node for node where ONNX has them.

use std::collections::HashMap;

use super::columns;
use super::functions;
use super::graph::AttributeValue::{Float, Many, One};
use super::graph::GraphBuilder;
use super::recurrent;
use crate::architecture::Parameters;
use crate::architecture::graph::ir::{Binary, Graph, Inferred, Node, Op, Reduction};

/// ONNX's type of 32-bit floats, and of yes or no.
const FLOAT: i64 = 1;
const BOOL: i64 = 9;

/// Adds a graph that reads `inputs`, each `P x …` in the graph's own shape; gives what it answers with, `P x numbers`.
/// None where it cannot be said in ONNX's words.
pub(super) fn add(graph: &mut GraphBuilder, own: &Graph, weights: &Parameters, inputs: &[String]) -> Option<String> {
    let own = own.simplified();
    let mut writer = Writer { graph, inferred: own.inferred().ok()?, weights, names: HashMap::new(), count: None };
    writer.names.extend(own.inputs.iter().zip(inputs).map(|(input, name)| (input.name.clone(), name.clone())));
    let samples = inputs.first()?;
    for node in &own.nodes {
        let name = writer.node(node, samples)?;
        writer.names.insert(node.output.clone(), name);
    }
    let mut flat = Vec::with_capacity(own.outputs.len());
    for output in &own.outputs {
        let whole = writer.for_each_sample(output, samples)?;
        flat.push(writer.graph.node("Flatten", &[&whole], vec![("axis", One(1))]));
    }
    let flat: Vec<&str> = flat.iter().map(String::as_str).collect();
    Some(match flat.as_slice() {
        [one] => (*one).to_owned(),
        several => writer.graph.node("Concat", several, vec![("axis", One(1))]),
    })
}

/// Every value but a weight has an axis of the samples in front, of extent 1 where it does not depend on them.
pub(super) struct Writer<'a> {
    pub graph: &'a mut GraphBuilder,
    inferred: Inferred,
    weights: &'a Parameters,
    /// By value, what it is called; weights are not among them.
    names: HashMap<String, String>,
    /// A list of how many samples there are.
    count: Option<String>,
}

impl Writer<'_> {
    /// A value's shape, without the axis of the samples.
    pub fn shape(&self, value: &str) -> Option<Vec<usize>> {
        Some(self.inferred.shape(value)?.to_vec())
    }

    /// A value with an axis of the samples.
    pub fn value(&mut self, value: &str) -> Option<String> {
        if let Some(known) = self.names.get(value) {
            return Some(known.clone());
        }
        let weight = self.weight(value)?;
        let axes = self.graph.integers(&[0]);
        Some(self.graph.node("Unsqueeze", &[&weight, &axes], Vec::new()))
    }

    /// A value that is the same for all samples, without an axis of them.
    pub fn weight(&mut self, value: &str) -> Option<String> {
        if let Some(known) = self.names.get(value).cloned() {
            let axes = self.graph.integers(&[0]);
            return Some(self.graph.node("Squeeze", &[&known, &axes], Vec::new()));
        }
        let array = self.weights.get(value)?;
        Some(self.graph.constant(&array.shape, &array.values))
    }

    /// A value that stands beside others of as many samples.
    fn for_each_sample(&mut self, value: &str, samples: &str) -> Option<String> {
        let name = self.value(value)?;
        let info = self.inferred.values.get(value)?;
        if !info.constant {
            return Some(name);
        }
        let shape: Vec<i64> = info.shape.iter().map(|extent| *extent as i64).collect();
        let count = match &self.count {
            Some(count) => count.clone(),
            None => {
                let shape = self.graph.node("Shape", &[samples], vec![("start", One(0)), ("end", One(1))]);
                self.count.insert(shape).clone()
            }
        };
        let shape = self.graph.integers(&shape);
        let all = self.graph.node("Concat", &[&count, &shape], vec![("axis", One(0))]);
        Some(self.graph.node("Expand", &[&name, &all], Vec::new()))
    }

    /// A value of as many axes as what it is broadcast to; a weight is, as it is.
    fn aligned(&mut self, value: &str, rank: usize) -> Option<String> {
        if !self.names.contains_key(value) {
            return self.weight(value);
        }
        let (name, own) = (self.value(value)?, self.shape(value)?.len());
        if own >= rank {
            return Some(name);
        }
        let axes = self.graph.integers(&(1..=(rank - own) as i64).collect::<Vec<_>>());
        Some(self.graph.node("Unsqueeze", &[&name, &axes], Vec::new()))
    }

    fn all_aligned(&mut self, node: &Node) -> Option<Vec<String>> {
        let rank = self.shape(&node.output)?.len();
        node.inputs.iter().map(|input| self.aligned(input, rank)).collect()
    }

    /// The weights that stand behind what a node reads.
    pub fn weights_behind(&mut self, node: &Node) -> Option<Vec<String>> {
        node.inputs.iter().skip(1).map(|input| self.weight(input)).collect()
    }

    fn node(&mut self, node: &Node, samples: &str) -> Option<String> {
        let first = node.inputs.first()?;
        match &node.op {
            Op::Binary { function } => {
                let read = self.all_aligned(node)?;
                return Some(self.binary(*function, &read));
            }
            Op::Where => {
                let read = self.all_aligned(node)?;
                let [condition, yes, no] = read.as_slice() else { return None };
                let condition = self.graph.node("Cast", &[condition], vec![("to", One(BOOL))]);
                return Some(self.graph.node("Where", &[&condition, yes, no], Vec::new()));
            }
            Op::MatMul if self.shape(first)?.len() > 1 => {
                let read = self.all_aligned(node)?;
                return Some(self.graph.node("MatMul", &[&read[0], read.get(1)?], Vec::new()));
            }
            Op::Concat { axis } => {
                let read = node.inputs.iter().map(|input| self.for_each_sample(input, samples));
                let read = read.collect::<Option<Vec<_>>>()?;
                let read: Vec<&str> = read.iter().map(String::as_str).collect();
                return Some(self.graph.node("Concat", &read, vec![("axis", One(*axis as i64 + 1))]));
            }
            _ => {}
        }
        let x = self.value(first)?;
        let own = self.shape(first)?;
        self.of_one(node, &x, &own)
    }

    /// A node that reads a value, and perhaps weights.
    fn of_one(&mut self, node: &Node, x: &str, own: &[usize]) -> Option<String> {
        let behind = |axis: usize| One(axis as i64 + 1);
        Some(match &node.op {
            Op::Conv { .. } | Op::ConvTranspose { .. } | Op::MaxPool { .. } | Op::AveragePool { .. } => {
                columns::add(self, node, x)?
            }
            Op::Affine { axis } => self.affine(node, x, own, *axis)?,
            Op::Function { function } => functions::add(self.graph, *function, x),
            Op::Softmax { axis } => self.graph.node("Softmax", &[x], vec![("axis", behind(*axis))]),
            Op::LogSoftmax { axis } => self.graph.node("LogSoftmax", &[x], vec![("axis", behind(*axis))]),
            Op::MatMul => {
                let weights = self.weights_behind(node)?;
                self.graph.node("MatMul", &reads(x, &weights), Vec::new())
            }
            Op::Dense => {
                let weights = self.weights_behind(node)?;
                match weights.as_slice() {
                    [_, ..] if own.len() == 1 => self.graph.node("Gemm", &reads(x, &weights), Vec::new()),
                    [weight, bias @ ..] => {
                        let product = self.graph.node("MatMul", &[x, weight], Vec::new());
                        bias.iter().fold(product, |sum, bias| self.graph.node("Add", &[&sum, bias], Vec::new()))
                    }
                    [] => return None,
                }
            }
            Op::Slice { axis, start, step, count } => {
                let (start, step) = (*start as i64, *step as i64);
                let end = start + step * *count as i64;
                // What ends before the first place has no number of its own.
                let end = if end < 0 { i64::MIN } else { end };
                let [starts, ends, axes, steps] =
                    [start, end, *axis as i64 + 1, step].map(|own| self.graph.integers(&[own]));
                self.graph.node("Slice", &[x, &starts, &ends, &axes, &steps], Vec::new())
            }
            Op::Gather { axis, indices, keeps_axis } => {
                let places: Vec<i64> = indices.iter().map(|own| *own as i64).collect();
                let places =
                    if *keeps_axis { self.graph.integers(&places) } else { self.graph.integer(*places.first()?) };
                self.graph.node("Gather", &[x, &places], vec![("axis", behind(*axis))])
            }
            Op::Pad { padding, value } => {
                let side = |side: usize| std::iter::once(0).chain(padding.iter().map(move |own| own[side] as i64));
                let pads = self.graph.integers(&side(0).chain(side(1)).collect::<Vec<_>>());
                let value = self.graph.constant(&[], &[*value]);
                self.graph.node("Pad", &[x, &pads, &value], Vec::new())
            }
            Op::Reshape { shape } => self.reshaped(x, shape),
            Op::Transpose { order } => {
                let order = std::iter::once(0).chain(order.iter().map(|axis| *axis as i64 + 1)).collect();
                self.graph.node("Transpose", &[x], vec![("perm", Many(order))])
            }
            Op::Reduce { axes, .. } if axes.is_empty() => self.graph.node("Identity", &[x], Vec::new()),
            Op::Reduce { by, axes, keeps_axes } => {
                let axes: Vec<i64> = axes.iter().map(|axis| *axis as i64 + 1).collect();
                let keeps = ("keepdims", One(i64::from(*keeps_axes)));
                if *by == Reduction::Sum {
                    let axes = self.graph.integers(&axes);
                    self.graph.node(by.operator(), &[x, &axes], vec![keeps])
                } else {
                    self.graph.node(by.operator(), &[x], vec![("axes", Many(axes)), keeps])
                }
            }
            Op::LayerNorm { axis, epsilon } => {
                let mut weights = self.weights_behind(node)?;
                if weights.is_empty() {
                    let shape = own.get(*axis..)?;
                    weights.push(self.graph.constant(shape, &vec![1.0; shape.iter().product()]));
                }
                let settings = vec![("axis", behind(*axis)), ("epsilon", Float(*epsilon))];
                self.graph.node("LayerNormalization", &reads(x, &weights), settings)
            }
            Op::Lstm { .. } | Op::Gru { .. } => recurrent::add(self, node, x, own)?,
            Op::Binary { .. } | Op::Where | Op::Concat { .. } => return None,
        })
    }

    /// The same numbers of each sample in another shape.
    pub fn reshaped(&mut self, x: &str, shape: &[usize]) -> String {
        reshaped(self.graph, x, shape)
    }

    fn affine(&mut self, node: &Node, x: &str, own: &[usize], axis: usize) -> Option<String> {
        let weights = self.weights_behind(node)?;
        let [factor, term] = weights.as_slice() else { return None };
        let channels = *own.get(axis)?;
        if axis == 0 {
            // Runtimes take a batch normalisation into the convolution before it.
            let [means, variances] = [0.0, 1.0].map(|own| self.graph.constant(&[channels], &vec![own; channels]));
            let read = [x, factor, term, &means, &variances];
            return Some(self.graph.node("BatchNormalization", &read, vec![("epsilon", Float(0.0))]));
        }
        let mut shape = vec![1; own.len() - axis];
        shape[0] = channels as i64;
        let shape = self.graph.integers(&shape);
        let [factor, term] = [factor, term].map(|own| self.graph.node("Reshape", &[own, &shape], Vec::new()));
        let scaled = self.graph.node("Mul", &[x, &factor], Vec::new());
        Some(self.graph.node("Add", &[&scaled, &term], Vec::new()))
    }

    fn binary(&mut self, function: Binary, read: &[String]) -> String {
        let read: Vec<&str> = read.iter().map(String::as_str).collect();
        let given = self.graph.node(function.operator(), &read, Vec::new());
        match function {
            Binary::Equal | Binary::Greater | Binary::GreaterOrEqual | Binary::Less | Binary::LessOrEqual => {
                self.graph.node("Cast", &[&given], vec![("to", One(FLOAT))])
            }
            _ => given,
        }
    }
}

/// The same numbers of each sample in another shape.
pub(super) fn reshaped(graph: &mut GraphBuilder, x: &str, shape: &[usize]) -> String {
    let shape: Vec<i64> = std::iter::once(-1).chain(shape.iter().map(|extent| *extent as i64)).collect();
    let shape = graph.integers(&shape);
    graph.node("Reshape", &[x, &shape], Vec::new())
}

pub(super) fn reads<'a>(x: &'a str, weights: &'a [String]) -> Vec<&'a str> {
    std::iter::once(x).chain(weights.iter().map(String::as_str)).collect()
}
