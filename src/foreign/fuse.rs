//! Functions that files spell out in several operators, as one: the fast path keeps to functions of one number.

use std::collections::HashMap;

use crate::architecture::graph::ir::{Binary, Function, Graph, Node, Op};

/// How near a file's constant has to be to the function's own.
const NEAR: f32 = 1e-4;

/// Puts one function in the place of what x sigmoid(k x) and x (1 + erf(x / sqrt 2)) / 2 are spelt out as. What
/// is not needed any more is left for [`Graph::simplified`].
pub(super) fn fused(graph: &mut Graph) {
    let given: HashMap<String, Node> = graph.nodes.iter().map(|node| (node.output.clone(), node.clone())).collect();
    let spelt = Spelt { given };
    for node in &mut graph.nodes {
        let found = match &node.op {
            Op::Binary { function: Binary::Mul } => spelt.gated(node).or_else(|| spelt.halved_before(node)),
            Op::Function { function: Function::Log } => {
                if let Some((op, read)) = spelt.logarithm(node) {
                    (node.op, node.inputs) = (op, vec![read]);
                }
                None
            }
            Op::Function { .. } => spelt.halved_behind(node),
            _ => None,
        };
        if let Some((function, read)) = found {
            node.op = Op::Function { function };
            node.inputs = vec![read];
        }
    }
}

struct Spelt {
    given: HashMap<String, Node>,
}

impl Spelt {
    /// What a value is a function of, and which.
    fn function(&self, value: &str) -> Option<(Function, &str)> {
        let node = self.given.get(value)?;
        match (&node.op, node.inputs.as_slice()) {
            (Op::Function { function }, [read]) => Some((*function, read)),
            _ => None,
        }
    }

    /// The two values of a product, in either order.
    fn orders(node: &Node) -> Vec<[&str; 2]> {
        match node.inputs.as_slice() {
            [a, b] => vec![[a, b], [b, a]],
            _ => Vec::new(),
        }
    }

    /// x sigmoid(k x)
    fn gated(&self, node: &Node) -> Option<(Function, String)> {
        Self::orders(node).into_iter().find_map(|[x, gate]| {
            let (Function::Sigmoid, within) = self.function(gate)? else { return None };
            let scale = match self.function(within) {
                _ if within == x => 1.0,
                Some((Function::Linear { factor, term }, read)) if read == x && term == 0.0 => factor,
                _ => return None,
            };
            Some((Function::Silu { scale }, x.to_owned()))
        })
    }

    /// Whether a value is 1 + erf(x / sqrt 2).
    fn is_gate(&self, value: &str, x: &str) -> bool {
        let Some((Function::Linear { factor, term }, within)) = self.function(value) else { return false };
        let Some((Function::Erf, scaled)) = self.function(within) else { return false };
        let Some((Function::Linear { factor: share, term: none }, read)) = self.function(scaled) else { return false };
        let near = |a: f32, b: f32| (a - b).abs() < NEAR;
        near(factor, 1.0) && near(term, 1.0) && near(share, std::f32::consts::FRAC_1_SQRT_2) && none == 0.0 && read == x
    }

    /// log(softmax(x)), which as two would be infinite where a share is too small for a number.
    fn logarithm(&self, node: &Node) -> Option<(Op, String)> {
        let shares = self.given.get(node.inputs.first()?)?;
        match (&shares.op, shares.inputs.as_slice()) {
            (Op::Softmax { axis }, [read]) => Some((Op::LogSoftmax { axis: *axis }, read.clone())),
            _ => None,
        }
    }

    /// Half of x (1 + erf(x / sqrt 2))
    fn halved_behind(&self, node: &Node) -> Option<(Function, String)> {
        let Op::Function { function: Function::Linear { factor, term } } = node.op else { return None };
        let product = self.given.get(node.inputs.first()?)?;
        if (factor - 0.5).abs() > NEAR || term != 0.0 || product.op != (Op::Binary { function: Binary::Mul }) {
            return None;
        }
        let found = Self::orders(product).into_iter().find(|[x, gate]| self.is_gate(gate, x));
        found.map(|[x, _]| (Function::Gelu, x.to_owned()))
    }

    /// (x / 2) (1 + erf(x / sqrt 2))
    fn halved_before(&self, node: &Node) -> Option<(Function, String)> {
        Self::orders(node).into_iter().find_map(|[half, gate]| {
            let (Function::Linear { factor, term }, x) = self.function(half)? else { return None };
            let is_half = (factor - 0.5).abs() < NEAR && term == 0.0;
            (is_half && self.is_gate(gate, x)).then(|| (Function::Gelu, x.to_owned()))
        })
    }
}
