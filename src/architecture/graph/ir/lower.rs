use super::{Binary, Function, Graph, GraphError, Node, Op, Reduction};

/// The same graph in fewer operators: a layer normalisation is made of means, differences and a quotient, a
/// reduction goes along one axis at a time. What has a rule of its own for each operator need know no others.
pub(super) fn lowered(graph: &Graph) -> Result<Graph, GraphError> {
    let inferred = graph.inferred()?;
    let mut nodes = Vec::with_capacity(graph.nodes.len());
    for node in &graph.nodes {
        let Some(shape) = node.inputs.first().and_then(|input| inferred.shape(input)) else { continue };
        match &node.op {
            Op::LayerNorm { axis, epsilon } => layer_norm(node, shape, *axis, *epsilon, &mut nodes),
            Op::Reduce { by, axes, keeps_axes } if axes.len() != 1 => {
                let kept = inferred.shape(&node.output).unwrap_or(&[]).to_vec();
                reduction(node, *by, axes, (!keeps_axes).then_some(kept), &mut nodes);
            }
            _ => nodes.push(node.clone()),
        }
    }
    Ok(Graph { nodes, ..graph.clone() })
}

/// Adds nodes one after the other, each reading what came before.
struct Chain<'a> {
    of: &'a Node,
    nodes: &'a mut Vec<Node>,
    count: usize,
}

impl Chain<'_> {
    fn push(&mut self, op: Op, inputs: &[&str]) -> String {
        // No name of a file holds a control character that was left out here.
        let output = format!("{}\u{1}{}", self.of.output, self.count);
        self.count += 1;
        let inputs = inputs.iter().map(|&input| input.to_owned()).collect();
        self.nodes.push(Node { name: self.of.name.clone(), op, inputs, output: output.clone() });
        output
    }

    /// The last one gives what the node gave.
    fn end(self) {
        if let Some(last) = self.nodes.last_mut() {
            last.output.clone_from(&self.of.output);
        }
    }
}

fn reduction(node: &Node, by: Reduction, axes: &[usize], shape: Option<Vec<usize>>, nodes: &mut Vec<Node>) {
    let mut chain = Chain { of: node, nodes, count: 0 };
    let mut value = node.inputs[0].clone();
    for axis in axes {
        value = chain.push(Op::Reduce { by, axes: vec![*axis], keeps_axes: true }, &[&value]);
    }
    if let Some(shape) = shape {
        chain.push(Op::Reshape { shape }, &[&value]);
    } else if axes.is_empty() {
        chain.push(Op::Function { function: Function::Identity }, &[&value]);
    }
    chain.end();
}

fn layer_norm(node: &Node, shape: &[usize], axis: usize, epsilon: f32, nodes: &mut Vec<Node>) {
    let mut chain = Chain { of: node, nodes, count: 0 };
    let own = shape[axis..].iter().product();
    let flat = [&shape[..axis], &[own]].concat();
    let is_flat = flat.len() == shape.len();
    let mean = |keeps: usize| Op::Reduce { by: Reduction::Mean, axes: vec![keeps], keeps_axes: true };
    let of = |function| Op::Binary { function };
    let mut value = node.inputs[0].clone();
    if !is_flat {
        value = chain.push(Op::Reshape { shape: flat }, &[&value]);
    }
    let centre = chain.push(mean(axis), &[&value]);
    let centred = chain.push(of(Binary::Sub), &[&value, &centre]);
    let squares = chain.push(Op::Function { function: Function::Pow { exponent: 2.0 } }, &[&centred]);
    let variance = chain.push(mean(axis), &[&squares]);
    let moved = chain.push(Op::Function { function: Function::Linear { factor: 1.0, term: epsilon } }, &[&variance]);
    let deviation = chain.push(Op::Function { function: Function::Sqrt }, &[&moved]);
    let mut normal = chain.push(of(Binary::Div), &[&centred, &deviation]);
    if !is_flat {
        normal = chain.push(Op::Reshape { shape: shape.to_vec() }, &[&normal]);
    }
    for (operand, function) in node.inputs[1..].iter().zip([Binary::Mul, Binary::Add]) {
        normal = chain.push(of(function), &[&normal, operand]);
    }
    chain.end();
}
