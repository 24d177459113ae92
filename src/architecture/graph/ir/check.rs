use std::collections::{BTreeMap, BTreeSet};

use super::cost::multiply_adds;
use super::shape::{Fault, Operand, output_shape};
use super::{Graph, GraphError, GraphInput, Node, Reads};

/// Nodes, constants, inputs and outputs: far beyond any sequence network.
const MOST: usize = 1 << 14;

/// Inputs: a set of them is one number.
const MOST_INPUTS: usize = 64;

/// Axes of a value, without the batch axis.
const MOST_AXES: usize = 6;

/// Numbers of one value.
const MOST_NUMBERS: usize = 1 << 26;

/// Numbers of all values of one sample.
const MOST_NUMBERS_TOGETHER: u64 = 1 << 30;

/// Multiply-adds of one sample.
const MOST_PRODUCTS: u64 = 1 << 40;

/// What is known of a value before anything is computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueInfo {
    /// Its shape, without the batch axis.
    pub shape: Vec<usize>,
    /// Whether it is the same for every sample: a constant, or computed from nothing else.
    pub constant: bool,
}

/// What is known of a graph before anything is computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inferred {
    /// By name.
    pub values: BTreeMap<String, ValueInfo>,
    /// By node, multiply-adds of one sample.
    pub multiply_adds: Vec<u64>,
}

impl ValueInfo {
    /// How many numbers it holds.
    pub fn numbers(&self) -> usize {
        self.shape.iter().product()
    }
}

impl Inferred {
    /// The shape of a value; nothing where there is none of that name.
    pub fn shape(&self, value: &str) -> Option<&[usize]> {
        self.values.get(value).map(|own| own.shape.as_slice())
    }
}

pub(super) fn inferred(graph: &Graph) -> Result<Inferred, GraphError> {
    count("inputs", graph.inputs.len(), 1, MOST_INPUTS)?;
    count("outputs", graph.outputs.len(), 1, MOST)?;
    count("nodes", graph.nodes.len(), 1, MOST)?;
    count("constants", graph.constants.len(), 0, MOST)?;
    let mut values = BTreeMap::new();
    let add = |name: &str, shape: Vec<usize>, constant: bool, values: &mut BTreeMap<String, ValueInfo>| match values
        .insert(name.to_owned(), ValueInfo { shape, constant })
    {
        Some(_) => Err(GraphError::Twice(name.to_owned())),
        None => Ok(()),
    };
    for input in &graph.inputs {
        check_input(input)?;
        add(&input.name, input.shape.clone(), false, &mut values)?;
    }
    for constant in &graph.constants {
        if let Some(rule) = unfit(&constant.shape) {
            let (constant, shape) = (constant.name.clone(), constant.shape.clone());
            return Err(GraphError::Constant { constant, shape, rule });
        }
        add(&constant.name, constant.shape.clone(), true, &mut values)?;
    }
    let (mut products, mut numbers, mut costs) = (0_u64, 0_u64, Vec::with_capacity(graph.nodes.len()));
    for node in &graph.nodes {
        let (info, cost) = node_output(node, &values)?;
        numbers = numbers.saturating_add(info.numbers() as u64);
        products = products.saturating_add(cost);
        costs.push(cost);
        add(&node.output, info.shape, info.constant, &mut values)?;
    }
    for (what, found, most) in
        [("numbers", numbers, MOST_NUMBERS_TOGETHER), ("multiplications", products, MOST_PRODUCTS)]
    {
        if found > most {
            return Err(GraphError::Costly { what, found, most });
        }
    }
    let given: BTreeSet<&str> = graph.nodes.iter().map(|node| node.output.as_str()).collect();
    if let Some(name) = graph.outputs.iter().find(|name| !given.contains(name.as_str())) {
        return Err(GraphError::Output(name.clone()));
    }
    let answers: usize = graph.outputs.iter().filter_map(|name| values.get(name)).map(ValueInfo::numbers).sum();
    count("numbers among its outputs", answers, 1, MOST)?;
    Ok(Inferred { values, multiply_adds: costs })
}

fn count(what: &'static str, found: usize, least: usize, most: usize) -> Result<(), GraphError> {
    if (least..=most).contains(&found) { Ok(()) } else { Err(GraphError::Count { what, found, most }) }
}

/// What is wrong with a shape by itself.
fn unfit(shape: &[usize]) -> Option<&'static str> {
    if shape.len() > MOST_AXES {
        return Some("there may be 6 axes at most beside the batch axis");
    }
    if shape.contains(&0) {
        return Some("every axis has to have an extent of at least 1");
    }
    let numbers = shape.iter().try_fold(1_usize, |product, extent| product.checked_mul(*extent));
    (numbers.is_none_or(|numbers| numbers > MOST_NUMBERS)).then_some("one value may hold 67,108,864 numbers at most")
}

fn check_input(input: &GraphInput) -> Result<(), GraphError> {
    let fault = |rule| GraphError::Input { input: input.name.clone(), shape: input.shape.clone(), rule };
    if let Some(rule) = unfit(&input.shape) {
        return Err(fault(rule));
    }
    let (own, places) = match &input.reads {
        Reads::Numbers => return Ok(()),
        Reads::Bases { letters, positions, .. } => (*letters, *positions),
        Reads::Embedding { width, positions } => (*width, *positions),
    };
    let axes = input.shape.len();
    if own >= axes || places >= axes || own == places {
        return Err(fault("what stands along the sequence and across it has to be two of its axes"));
    }
    let mut others = input.shape.iter().enumerate().filter(|(axis, _)| ![own, places].contains(axis));
    if others.any(|(_, extent)| *extent != 1) {
        return Err(fault("every axis but two has to have an extent of 1"));
    }
    match &input.reads {
        Reads::Bases { alphabet, .. } if input.shape[own] != alphabet.len() => {
            Err(fault("the axis of the letters has to be as long as the alphabet"))
        }
        _ => Ok(()),
    }
}

/// What a node gives, and its multiply-adds, where what is known of the values that it reads is in `values`.
///
/// # Errors
/// [`GraphError`] where it cannot be computed.
pub fn node_output(node: &Node, values: &BTreeMap<String, ValueInfo>) -> Result<(ValueInfo, u64), GraphError> {
    let (name, operator) = (node.name.clone(), node.op.operator());
    let mut operands = Vec::with_capacity(node.inputs.len());
    for value in &node.inputs {
        let Some(info) = values.get(value) else {
            return Err(GraphError::Unknown { node: name, operator, value: value.clone() });
        };
        operands.push(Operand { shape: &info.shape, constant: info.constant });
    }
    let shape = output_shape(&node.op, &operands).map_err(|fault| match fault {
        Fault::Operands(needed) => GraphError::Operands { node: name.clone(), operator, found: operands.len(), needed },
        Fault::Shapes(rule) => {
            let shapes = operands.iter().map(|own| own.shape.to_vec()).collect();
            GraphError::Shapes { node: name.clone(), operator, shapes, rule }
        }
        Fault::Attribute { attribute, found, rule } => {
            GraphError::Attribute { node: name.clone(), operator, attribute, found, rule }
        }
        Fault::NotConstant => GraphError::NotConstant { node: name.clone(), operator },
    })?;
    if unfit(&shape).is_some() {
        return Err(GraphError::Large { node: name, operator, shape, most: MOST_NUMBERS });
    }
    let constant = operands.iter().all(|own| own.constant);
    let cost = multiply_adds(&node.op, &operands, &shape);
    Ok((ValueInfo { shape, constant }, cost))
}
