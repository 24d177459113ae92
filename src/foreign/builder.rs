use std::collections::{BTreeMap, HashMap, HashSet};

use super::ForeignError;
use super::fuse::fused;
use crate::architecture::graph::ir::{
    Binary, Constant, Function, Graph, GraphError, GraphInput, Node, Op, Reads, ValueInfo, node_output,
};
use crate::architecture::{Array, Parameters};

/// Nodes before what is idle among them is left out: models within models can ask for any number.
const MOST_NODES: usize = 1 << 16;

/// A graph in the making: every value's shape is known as soon as it is there, so that what does not fit is
/// refused at the layer that it belongs to.
#[derive(Debug, Default)]
pub(super) struct GraphBuilder {
    inputs: Vec<GraphInput>,
    constants: Vec<Constant>,
    nodes: Vec<Node>,
    values: BTreeMap<String, ValueInfo>,
    parameters: Parameters,
    taken: HashMap<String, usize>,
}

impl GraphBuilder {
    /// Adds an input of numbers, whose shape is without the batch axis.
    pub fn input(&mut self, name: &str, shape: Vec<usize>) -> String {
        let name = self.free_name(name);
        self.values.insert(name.clone(), ValueInfo { shape: shape.clone(), constant: false });
        self.inputs.push(GraphInput { name: name.clone(), shape, reads: Reads::Numbers });
        name
    }

    /// Adds a constant.
    pub fn constant(&mut self, name: &str, array: Array) -> String {
        let name = self.free_name(name);
        self.values.insert(name.clone(), ValueInfo { shape: array.shape.clone(), constant: true });
        self.constants.push(Constant { name: name.clone(), shape: array.shape.clone() });
        self.parameters.insert(name.clone(), array);
        name
    }

    /// Adds a node that `name` names in messages, and gives the name of its value.
    ///
    /// # Errors
    /// [`GraphError`] where it cannot be computed.
    pub fn node(&mut self, name: &str, op: Op, inputs: &[&str]) -> Result<String, GraphError> {
        if self.nodes.len() >= MOST_NODES {
            return Err(GraphError::Count { what: "nodes", found: self.nodes.len() + 1, most: MOST_NODES });
        }
        let output = self.free_name(name);
        let inputs = inputs.iter().map(|&input| input.to_owned()).collect();
        let node = Node { name: name.to_owned(), op, inputs, output: output.clone() };
        let (info, _) = node_output(&node, &self.values)?;
        self.values.insert(output.clone(), info);
        self.nodes.push(node);
        Ok(output)
    }

    /// A node that reads a value, a weight and perhaps a bias.
    ///
    /// # Errors
    /// As for [`GraphBuilder::node`].
    pub fn weighed(
        &mut self,
        name: &str,
        op: Op,
        [value, weight]: [&str; 2],
        bias: Option<&str>,
    ) -> Result<String, GraphError> {
        let inputs: Vec<&str> = [value, weight].into_iter().chain(bias).collect();
        self.node(name, op, &inputs)
    }

    /// A function of every number; none for the identity.
    ///
    /// # Errors
    /// As for [`GraphBuilder::node`].
    pub fn function(&mut self, name: &str, function: Function, input: &str) -> Result<String, GraphError> {
        match function {
            Function::Identity => Ok(input.to_owned()),
            function => self.node(name, Op::Function { function }, &[input]),
        }
    }

    /// A function of the numbers of two values.
    ///
    /// # Errors
    /// As for [`GraphBuilder::node`].
    pub fn binary(&mut self, name: &str, function: Binary, [a, b]: [&str; 2]) -> Result<String, GraphError> {
        self.node(name, Op::Binary { function }, &[a, b])
    }

    /// The same numbers in another shape; nothing where it has that shape.
    ///
    /// # Errors
    /// As for [`GraphBuilder::node`].
    pub fn reshaped(&mut self, name: &str, input: &str, shape: &[usize]) -> Result<String, GraphError> {
        if self.shape(input) == shape {
            return Ok(input.to_owned());
        }
        self.node(name, Op::Reshape { shape: shape.to_vec() }, &[input])
    }

    /// The axes in another order; nothing where it is the same.
    ///
    /// # Errors
    /// As for [`GraphBuilder::node`].
    pub fn transposed(&mut self, name: &str, input: &str, order: &[usize]) -> Result<String, GraphError> {
        if order.iter().enumerate().all(|(at, axis)| at == *axis) {
            return Ok(input.to_owned());
        }
        self.node(name, Op::Transpose { order: order.to_vec() }, &[input])
    }

    /// The shape of a value; empty where there is none of that name.
    pub fn shape(&self, value: &str) -> &[usize] {
        self.values.get(value).map_or(&[], |own| &own.shape)
    }

    /// The graph that answers with `outputs`, without what it does not need, and its weights.
    ///
    /// # Errors
    /// [`ForeignError`] where it cannot be computed.
    pub fn finish(mut self, outputs: &[String]) -> Result<(Graph, Parameters), ForeignError> {
        let mut named = Vec::with_capacity(outputs.len());
        let given: HashSet<String> = self.nodes.iter().map(|node| node.output.clone()).collect();
        for output in outputs {
            named.push(if given.contains(output) || !self.values.contains_key(output) {
                output.clone()
            } else {
                // An input or a constant is no answer of a graph.
                self.node("output", Op::Function { function: Function::Identity }, &[output])?
            });
        }
        let (inputs, constants, nodes) = (self.inputs, self.constants, self.nodes);
        let mut graph = Graph { inputs, constants, nodes, outputs: named }.simplified();
        fused(&mut graph);
        let graph = without_unneeded(&graph, &mut self.parameters)?;
        Ok((graph, self.parameters))
    }

    /// The name, or the name with a number behind it where it is taken.
    fn free_name(&mut self, name: &str) -> String {
        let wished = if name.is_empty() { "value" } else { name };
        let mut free = wished.to_owned();
        while self.values.contains_key(&free) {
            let number = self.taken.entry(wished.to_owned()).or_insert(1);
            *number += 1;
            free = format!("{wished}#{number}");
        }
        free
    }
}

/// A graph without what it does not need; of the weights, those that it still reads are kept.
///
/// # Errors
/// [`GraphError`] where it cannot be computed.
pub(super) fn without_unneeded(graph: &Graph, parameters: &mut Parameters) -> Result<Graph, GraphError> {
    let graph = graph.simplified();
    graph.inferred()?;
    let kept: HashSet<&str> = graph.constants.iter().map(|own| own.name.as_str()).collect();
    parameters.retain(|name| kept.contains(name));
    Ok(graph)
}
