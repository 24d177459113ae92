use std::collections::{BTreeMap, HashMap, HashSet};

use prost::Message;

use super::super::builder::GraphBuilder;
use super::super::{Faulty, ForeignError, ForeignNetwork};
use super::attributes::Operator;
use super::budget::Budget;
use super::constant::Constant;
use super::messages::{Model, Size, Value as ValueInfo};
use super::operators;
use super::value::{Computed, Value};
use crate::architecture::Array;

/// Nodes of a file: far beyond any network.
const MOST_NODES: usize = 1 << 14;

/// Numbers of all constants that are repeated for each sample.
const MOST_REPEATED: usize = 1 << 18;

/// Versions of the operators that are read.
const OPSETS: std::ops::RangeInclusive<i64> = 11..=22;

/// Reads an ONNX file, in which `fixed` inputs are the same number for every sample.
pub(in crate::foreign) fn read(
    bytes: &[u8],
    length: Option<usize>,
    fixed: &BTreeMap<String, f32>,
) -> Result<ForeignNetwork, ForeignError> {
    // The first field of a model is its format's version.
    let looks_so = bytes.first() == Some(&0x08);
    let model = match Model::decode(bytes) {
        Ok(model) => model,
        Err(error) if looks_so => {
            return Err(ForeignError::Container { container: "ONNX", reason: error.to_string() });
        }
        Err(_) => return Err(ForeignError::Format),
    };
    let Some(graph) = model.graph.filter(|graph| looks_so || !graph.node.is_empty()) else {
        return Err(if looks_so { ForeignError::NoNetwork { missing: "the graph" } } else { ForeignError::Format });
    };
    let is_own = |domain: &str| matches!(domain, "" | "ai.onnx");
    let opset = model.opset_import.iter().find(|own| is_own(&own.domain)).map_or(1, |own| own.version);
    if !OPSETS.contains(&opset) {
        return Err(ForeignError::Opset(opset));
    }
    if graph.node.len() > MOST_NODES {
        let reason = format!("it has {} nodes; there may be {MOST_NODES} at most", graph.node.len());
        return Err(ForeignError::Configuration(reason));
    }
    // What is missing is said before anything else is done.
    for node in &graph.node {
        let operator = Operator { node, opset };
        operators::check_known(&operator, is_own(&node.domain))?;
    }
    let mut reader = Reader { builder: GraphBuilder::default(), values: HashMap::new(), samples: None, repeated: 0 };
    for tensor in &graph.initializer {
        reader.values.insert(tensor.name.clone(), Value::Constant(Constant::read(tensor)?));
    }
    for (name, value) in fixed {
        reader.values.insert(name.clone(), Value::Constant(Constant::floats(vec![1], vec![*value])));
    }
    for input in graph.input.iter().filter(|input| !reader.values.contains_key(&input.name)).collect::<Vec<_>>() {
        reader.input(input, length)?;
    }
    let held = |value: &Value| if let Value::Constant(own) = value { own.len() } else { 0 };
    let mut budget = Budget::new(reader.values.values().map(held).sum());
    let mut given: HashSet<&str> = HashSet::new();
    for node in &graph.node {
        let operator = Operator { node, opset };
        for value in node.input.iter().filter_map(|name| reader.values.get(name)) {
            budget.read(&operator, value)?;
        }
        let values = operators::apply(&mut reader, &operator)?;
        for value in &values {
            budget.give(&operator, value)?;
        }
        for (name, value) in node.output.iter().zip(values).filter(|(name, _)| !name.is_empty()) {
            if !given.insert(name) {
                return Err(operator.refused(format!("gives \"{name}\", which another node gives too")));
            }
            reader.values.insert(name.clone(), value);
        }
    }
    let mut outputs = Vec::with_capacity(graph.output.len());
    for output in &graph.output {
        match reader.values.get(&output.name) {
            Some(Value::Computed(own)) if own.samples == 0 => outputs.push(own.name.clone()),
            Some(Value::Computed(_)) => {
                let reason = format!("its answer \"{}\" has another axis before that of the samples", output.name);
                return Err(ForeignError::Configuration(reason));
            }
            Some(_) => {
                let reason = format!("its answer \"{}\" does not depend on what it reads", output.name);
                return Err(ForeignError::Configuration(reason));
            }
            None => {
                let reason = format!("it answers with \"{}\", which none of its nodes gives", output.name);
                return Err(ForeignError::Configuration(reason));
            }
        }
    }
    let named = graph.output.iter().map(|own| own.name.clone()).collect();
    let (graph, parameters) = reader.builder.finish(&outputs)?;
    let producer = model.producer_name.chars().take(40).collect::<String>();
    let by = if producer.is_empty() { String::new() } else { format!(" of {producer}") };
    Ok(ForeignNetwork {
        format: format!("ONNX{by} with operators of version {opset}"),
        graph,
        outputs: named,
        parameters,
    })
}

/// What turns nodes into nodes.
pub(super) struct Reader {
    pub builder: GraphBuilder,
    values: HashMap<String, Value>,
    /// How many samples the file is fixed to, where it is.
    pub samples: Option<usize>,
    /// Numbers of constants that are repeated for each sample.
    repeated: usize,
}

impl Reader {
    /// Takes account of a constant that is repeated for each sample.
    ///
    /// # Errors
    /// [`ForeignError::Setting`] where they are more than networks need.
    pub fn repeat(&mut self, operator: &Operator<'_>, numbers: usize) -> Result<(), ForeignError> {
        self.repeated = self.repeated.saturating_add(numbers);
        if self.repeated <= MOST_REPEATED {
            return Ok(());
        }
        Err(operator.refused(format!("repeats constants of more than {MOST_REPEATED} numbers for each sample")))
    }

    fn input(&mut self, input: &ValueInfo, length: Option<usize>) -> Result<(), ForeignError> {
        const REAL: [i32; 4] = [1, 10, 11, 16];
        let refused = |reason: String| {
            let (which, kind) = (Faulty::Node(input.name.clone()), "an input".to_owned());
            ForeignError::Setting { which, kind, reason }
        };
        let tensor = input.kind.as_ref().and_then(|kind| kind.tensor.as_ref());
        let tensor = tensor.ok_or_else(|| refused("is no tensor".into()))?;
        if !REAL.contains(&tensor.elements) {
            return Err(refused(
                "does not read real numbers; only networks on one-hot letters and numbers are read".into(),
            ));
        }
        let dimensions = tensor.shape.as_ref().map_or(&[][..], |shape| &shape.dimensions);
        let Some((samples, others)) = dimensions.split_first().filter(|(_, others)| !others.is_empty()) else {
            return Err(refused(
                "does not say its shape, or has no axis beside that of the samples; export it with one".into(),
            ));
        };
        if let Some(Size::Fixed(count)) = samples.size {
            self.samples = usize::try_from(count).ok().filter(|count| *count > 0).or(self.samples);
        }
        let extent = |dimension: &super::messages::Dimension| match &dimension.size {
            Some(Size::Fixed(extent)) if *extent > 0 => {
                usize::try_from(*extent).map_err(|_| refused(format!("has an extent of {extent}")))
            }
            _ => length.ok_or_else(|| ForeignError::Length { input: input.name.clone() }),
        };
        let shape = others.iter().map(extent).collect::<Result<Vec<usize>, _>>()?;
        let name = self.builder.input(&input.name, shape);
        self.values.insert(input.name.clone(), Value::Computed(Computed { name, samples: 0 }));
        Ok(())
    }

    /// What a node reads at a place; nothing where it leaves that out.
    ///
    /// # Errors
    /// [`ForeignError::Setting`] where nothing gives it.
    pub fn given(&self, operator: &Operator<'_>, place: usize) -> Result<Option<&Value>, ForeignError> {
        let Some(name) = operator.node.input.get(place).filter(|name| !name.is_empty()) else { return Ok(None) };
        match self.values.get(name) {
            Some(Value::NotGiven) => Err(operator.refused(format!("reads \"{name}\", an output that is not read here"))),
            Some(value) => Ok(Some(value)),
            None => Err(operator.refused(format!(
                "reads \"{name}\", which nothing before it gives; a graph has no cycles, and each node stands after those that it reads"
            ))),
        }
    }

    /// The value that a node reads at a place.
    ///
    /// # Errors
    /// [`ForeignError::Setting`] where there is none.
    pub fn needed(&self, operator: &Operator<'_>, place: usize) -> Result<Value, ForeignError> {
        let value = self.given(operator, place)?.cloned();
        value.ok_or_else(|| operator.refused(format!("reads nothing at place {}", place + 1)))
    }

    /// The value of the graph that a node reads at a place.
    ///
    /// # Errors
    /// [`ForeignError::Setting`] where it is a constant.
    pub fn computed(&self, operator: &Operator<'_>, place: usize) -> Result<Computed, ForeignError> {
        match self.needed(operator, place)? {
            Value::Computed(own) => Ok(own),
            _ => Err(operator.refused("reads a constant where it has to read what is computed of the input")),
        }
    }

    /// The constant that a node reads at a place; nothing where it leaves that out.
    ///
    /// # Errors
    /// [`ForeignError::Setting`] where it is computed of the input.
    pub fn constant(&self, operator: &Operator<'_>, place: usize) -> Result<Option<&Constant>, ForeignError> {
        match self.given(operator, place)? {
            None => Ok(None),
            Some(Value::Constant(own)) => Ok(Some(own)),
            Some(_) => Err(operator
                .refused(format!("takes its input {} from what the network reads; it has to be constant", place + 1))),
        }
    }

    /// A weight that a node reads at a place.
    ///
    /// # Errors
    /// [`ForeignError::Setting`] where it is missing, computed, or not of so many axes.
    pub fn weight(&self, operator: &Operator<'_>, place: usize, axes: usize) -> Result<Array, ForeignError> {
        let array = self.constant(operator, place)?.and_then(Constant::array);
        let array = array.ok_or_else(|| operator.refused(format!("has no weight at place {}", place + 1)))?;
        if array.shape.len() == axes {
            return Ok(array);
        }
        Err(operator.refused(format!("has a weight of the shape {:?}, where {axes} axes are needed", array.shape)))
    }

    /// Whole numbers that a node reads at a place; nothing where it leaves them out.
    ///
    /// # Errors
    /// [`ForeignError::Setting`] where they are not known.
    pub fn integers(&self, operator: &Operator<'_>, place: usize) -> Result<Option<Vec<i64>>, ForeignError> {
        let Some(constant) = self.constant(operator, place)? else { return Ok(None) };
        let known = constant.integers();
        known.map(Some).ok_or_else(|| operator.refused("depends on the number of samples"))
    }

    /// How many axes ONNX gives a value.
    pub fn rank(&self, value: &Computed) -> usize {
        self.builder.shape(&value.name).len() + 1
    }
}
