use std::collections::{BTreeMap, BTreeSet};

use super::{Function, Graph, Node, Op};

/// More than any chain of functions needs; what is left after them is correct, only not as small.
const PASSES: usize = 64;

pub(super) fn simplified(graph: &Graph) -> Graph {
    let mut graph = graph.clone();
    // Each pass makes the graph smaller or moves a transposition behind a function; both come to an end.
    for _ in 0..PASSES {
        let before = graph.nodes.clone();
        joined(&mut graph);
        postponed(&mut graph);
        reachable(&mut graph);
        if graph.nodes == before {
            break;
        }
    }
    graph
}

/// Nodes that give what they read are left out, and what reads them reads that; a transposition of a
/// transposition, or a reshape of a reshape, is one.
fn joined(graph: &mut Graph) {
    // A shape is known where the graph is sound; one that is not is left as it is.
    let Ok(inferred) = graph.inferred() else { return };
    let given: BTreeMap<String, Node> = graph.nodes.iter().map(|node| (node.output.clone(), node.clone())).collect();
    let answers: BTreeSet<&str> = graph.outputs.iter().map(String::as_str).collect();
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    let mut kept = Vec::with_capacity(graph.nodes.len());
    for mut node in std::mem::take(&mut graph.nodes) {
        for input in &mut node.inputs {
            if let Some(earlier) = renamed.get(input) {
                input.clone_from(earlier);
            }
        }
        let before = node.inputs.first().and_then(|input| given.get(input));
        match (&mut node.op, before.map(|before| (&before.op, &before.inputs))) {
            (Op::Transpose { order }, Some((Op::Transpose { order: earlier }, read))) => {
                if let (Some(both), [value]) = (composed(order, earlier), read.as_slice()) {
                    *order = both;
                    node.inputs = vec![renamed.get(value).unwrap_or(value).clone()];
                }
            }
            (Op::Reshape { .. }, Some((Op::Reshape { .. }, read))) => {
                if let [value] = read.as_slice() {
                    node.inputs = vec![renamed.get(value).unwrap_or(value).clone()];
                }
            }
            _ => {}
        }
        let idle = match &node.op {
            Op::Transpose { order } => order.iter().copied().eq(0..order.len()),
            Op::Reshape { shape } => node.inputs.first().and_then(|own| inferred.shape(own)) == Some(shape),
            Op::Function { function: Function::Identity } => true,
            Op::Concat { .. } => node.inputs.len() == 1,
            Op::Pad { padding, .. } => padding.iter().all(|own| *own == [0, 0]),
            _ => false,
        };
        // An answer keeps its name, and is never an input itself.
        match node.inputs.first() {
            Some(input) if idle && !answers.contains(node.output.as_str()) => {
                renamed.insert(node.output, input.clone());
            }
            _ => kept.push(node),
        }
    }
    graph.nodes = kept;
}

/// The order of one transposition that does what `earlier` and then `later` do.
fn composed(later: &[usize], earlier: &[usize]) -> Option<Vec<usize>> {
    later.iter().map(|axis| earlier.get(*axis).copied()).collect()
}

/// A transposition that only a function reads comes after it, where it may meet one that undoes it.
fn postponed(graph: &mut Graph) {
    let mut readers: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, node) in graph.nodes.iter().enumerate() {
        node.inputs.iter().for_each(|input| readers.entry(input.clone()).or_default().push(at));
    }
    let constants: BTreeSet<&str> = graph.constants.iter().map(|own| own.name.as_str()).collect();
    let answers: BTreeSet<&str> = graph.outputs.iter().map(String::as_str).collect();
    for at in 0..graph.nodes.len() {
        let Node { name, op: Op::Transpose { order }, inputs, output } = graph.nodes[at].clone() else { continue };
        let (Some([reader]), [read]) = (readers.get(&output).map(Vec::as_slice), inputs.as_slice()) else { continue };
        if answers.contains(output.as_str()) {
            continue;
        }
        let function = graph.nodes[*reader].clone();
        let op = match function.op {
            Op::Function { .. } => function.op,
            Op::Affine { axis } if axis < order.len() => Op::Affine { axis: order[axis] },
            // One that has met another goes on as both, or a chain of them takes as many passes as it is long.
            Op::Transpose { order: later } => {
                if let Some(both) = composed(&later, &order) {
                    graph.nodes[*reader].op = Op::Transpose { order: both };
                    graph.nodes[*reader].inputs = inputs;
                }
                continue;
            }
            _ => continue,
        };
        // What the function reads beside may be computed after the transposition, unless it is a constant.
        let Some((first, others)) = function.inputs.split_first() else { continue };
        if *first != output || !others.iter().all(|own| constants.contains(own.as_str())) {
            continue;
        }
        // The two change places; names of values stay where what reads them looks.
        let inputs = std::iter::once(read).chain(others).cloned().collect();
        graph.nodes[at] = Node { name: function.name, op, inputs, output: output.clone() };
        graph.nodes[*reader] =
            Node { name, op: Op::Transpose { order }, inputs: vec![output], output: function.output };
    }
}

/// Nodes and constants that no answer needs are dropped.
fn reachable(graph: &mut Graph) {
    let mut needed: BTreeSet<&str> = graph.outputs.iter().map(String::as_str).collect();
    for node in graph.nodes.iter().rev() {
        if needed.contains(node.output.as_str()) {
            needed.extend(node.inputs.iter().map(String::as_str));
        }
    }
    let nodes = graph.nodes.iter().filter(|node| needed.contains(node.output.as_str())).cloned().collect();
    let constants = graph.constants.iter().filter(|own| needed.contains(own.name.as_str())).cloned().collect();
    (graph.nodes, graph.constants) = (nodes, constants);
}
