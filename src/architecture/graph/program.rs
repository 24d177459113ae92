use std::collections::BTreeMap;

use burn::tensor::{Device, Tensor, TensorData};

use super::compute::{Value, apply};
use super::ir::{Graph, GraphError, Op};
use crate::architecture::{ParameterError, Parameters};

/// A graph that is ready to run: values by number, weights on a device.
#[derive(Debug)]
pub struct Program {
    pub steps: Vec<Step>,
    /// By value.
    values: Vec<Known>,
    /// The value of each input.
    pub inputs: Vec<usize>,
    /// The values that it answers with.
    pub outputs: Vec<usize>,
    device: Device,
}

/// One step, by the numbers of its values.
#[derive(Debug)]
pub struct Step {
    pub op: Op,
    pub inputs: Vec<usize>,
    pub output: usize,
    /// Multiply-adds of one sample.
    pub cost: u64,
}

/// What is known of a value.
#[derive(Debug)]
struct Known {
    shape: Vec<usize>,
    /// The weight that it is.
    weight: Option<String>,
    /// What it is, where it is the same for all samples.
    constant: Option<Value>,
    /// The inputs that it depends on, a bit each.
    reads: u64,
}

/// Steps that lead from some values to others.
#[derive(Debug, Clone)]
pub struct Section {
    steps: Vec<usize>,
    targets: Vec<usize>,
    /// By step, values that nothing behind it reads.
    done: Vec<Vec<usize>>,
    /// Numbers of the largest value.
    pub largest: usize,
    /// Numbers of all values.
    pub numbers: usize,
}

/// Values by their numbers, where they are there.
pub type Slots = Vec<Option<Value>>;

/// Why a program cannot be made of a graph.
pub enum ProgramFault {
    Graph(GraphError),
    Parameters(ParameterError),
}

impl From<GraphError> for ProgramFault {
    fn from(error: GraphError) -> Self {
        Self::Graph(error)
    }
}

impl From<ParameterError> for ProgramFault {
    fn from(error: ParameterError) -> Self {
        Self::Parameters(error)
    }
}

impl Program {
    /// A graph with its weights.
    pub fn new(graph: &Graph, weights: &Parameters, device: &Device) -> Result<Self, ProgramFault> {
        check_weights(graph, weights)?;
        let graph = graph.simplified().lowered()?;
        let inferred = graph.inferred()?;
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        let mut values: Vec<Known> = Vec::new();
        let mut inputs = Vec::with_capacity(graph.inputs.len());
        for (at, own) in graph.inputs.iter().enumerate() {
            numbers.insert(&own.name, values.len());
            inputs.push(values.len());
            values.push(Known { shape: own.shape.clone(), weight: None, constant: None, reads: 1 << at });
        }
        for own in &graph.constants {
            let array = weights.get(&own.name).ok_or_else(|| ParameterError::missing(&own.name))?;
            let data = TensorData::new(array.values.clone(), [1, array.values.len()]);
            let value = Value::of(Tensor::<2>::from_data(data, device), &own.shape);
            numbers.insert(&own.name, values.len());
            let weight = Some(own.name.clone());
            values.push(Known { shape: own.shape.clone(), weight, constant: Some(value), reads: 0 });
        }
        let mut steps = Vec::with_capacity(graph.nodes.len());
        for (node, cost) in graph.nodes.iter().zip(&inferred.multiply_adds) {
            let shape = inferred.shape(&node.output).unwrap_or(&[]);
            let read: Vec<usize> = node.inputs.iter().filter_map(|name| numbers.get(name.as_str()).copied()).collect();
            let reads = read.iter().fold(0, |all, own| all | values[*own].reads);
            // What depends on nothing that is read is computed once.
            let known: Option<Vec<&Value>> = read.iter().map(|own| values[*own].constant.as_ref()).collect();
            let constant = known.map(|known| apply(&node.op, &known, shape));
            let is_constant = constant.is_some();
            let output = values.len();
            numbers.insert(&node.output, output);
            values.push(Known { shape: shape.to_vec(), weight: None, constant, reads });
            if !is_constant {
                steps.push(Step { op: node.op.clone(), inputs: read, output, cost: *cost });
            }
        }
        let outputs = graph.outputs.iter().filter_map(|name| numbers.get(name.as_str()).copied()).collect();
        Ok(Self { steps, values, inputs, outputs, device: device.clone() })
    }

    pub fn device(&self) -> &Device {
        &self.device
    }

    /// A value's shape.
    pub fn shape(&self, value: usize) -> &[usize] {
        &self.values[value].shape
    }

    /// How many numbers a value holds.
    pub fn numbers(&self, value: usize) -> usize {
        self.shape(value).iter().product()
    }

    /// A value that is the same for all samples.
    pub fn constant(&self, value: usize) -> Option<&Value> {
        self.values[value].constant.as_ref()
    }

    /// The name of the weight that a value is.
    pub fn weight(&self, value: usize) -> Option<&str> {
        self.values[value].weight.as_deref()
    }

    /// The inputs that a value depends on, a bit each.
    pub fn reads(&self, value: usize) -> u64 {
        self.values[value].reads
    }

    /// How many values there are.
    pub fn count(&self) -> usize {
        self.values.len()
    }

    /// The steps that lead to `targets` from what is `supplied`.
    pub fn section(&self, supplied: &[usize], targets: &[usize]) -> Section {
        let mut needed = vec![false; self.values.len()];
        let mut is_supplied = vec![false; self.values.len()];
        supplied.iter().for_each(|own| is_supplied[*own] = true);
        targets.iter().filter(|target| !is_supplied[**target]).for_each(|target| needed[*target] = true);
        let mut steps = Vec::new();
        for (at, step) in self.steps.iter().enumerate().rev() {
            if needed[step.output] && !is_supplied[step.output] {
                steps.push(at);
                step.inputs.iter().for_each(|input| needed[*input] = true);
            }
        }
        steps.reverse();
        let mut seen: Vec<bool> = vec![false; self.values.len()];
        targets.iter().for_each(|target| seen[*target] = true);
        let mut done = vec![Vec::new(); steps.len()];
        for (at, step) in steps.iter().enumerate().rev() {
            for input in &self.steps[*step].inputs {
                if !std::mem::replace(&mut seen[*input], true) {
                    done[at].push(*input);
                }
            }
        }
        let sizes = || steps.iter().map(|step| self.numbers(self.steps[*step].output));
        let supplied = supplied.iter().filter(|own| needed[**own]).map(|own| self.numbers(*own)).max().unwrap_or(1);
        let (largest, numbers) = (sizes().max().unwrap_or(1).max(supplied), sizes().sum());
        Section { steps, targets: targets.to_vec(), done, largest, numbers }
    }

    /// Runs a section on the values that it begins with; gives its targets, in their order.
    pub fn run(&self, section: &Section, supplied: Vec<(usize, Value)>) -> Vec<Value> {
        let mut slots = self.slots(supplied);
        for (step, done) in section.steps.iter().zip(&section.done) {
            self.take_step(*step, &mut slots);
            done.iter().for_each(|value| slots[*value] = None);
        }
        let target = |value: &usize| slots[*value].clone().or_else(|| self.constant(*value).cloned());
        section.targets.iter().filter_map(target).collect()
    }

    /// The same, keeping every value.
    pub fn trace(&self, section: &Section, supplied: Vec<(usize, Value)>) -> Slots {
        let mut slots = self.slots(supplied);
        section.steps.iter().for_each(|step| self.take_step(*step, &mut slots));
        slots
    }

    /// The steps of a section, in order.
    pub fn steps_of<'a>(&'a self, section: &'a Section) -> impl DoubleEndedIterator<Item = &'a Step> {
        section.steps.iter().map(|step| &self.steps[*step])
    }

    /// A value among some slots, or a constant.
    pub fn value<'a>(&'a self, slots: &'a Slots, value: usize) -> Option<&'a Value> {
        slots[value].as_ref().or(self.values[value].constant.as_ref())
    }

    fn slots(&self, supplied: Vec<(usize, Value)>) -> Slots {
        let mut slots = vec![None; self.values.len()];
        supplied.into_iter().for_each(|(at, value)| slots[at] = Some(value));
        slots
    }

    fn take_step(&self, step: usize, slots: &mut Slots) {
        let step = &self.steps[step];
        if slots[step.output].is_some() {
            return;
        }
        let read: Option<Vec<&Value>> = step.inputs.iter().map(|input| self.value(slots, *input)).collect();
        // A section names all that it needs.
        if let Some(read) = read {
            let value = apply(&step.op, &read, self.shape(step.output));
            slots[step.output] = Some(value);
        }
    }
}

/// Whether the weights are those that the graph names.
fn check_weights(graph: &Graph, weights: &Parameters) -> Result<(), ParameterError> {
    for own in &graph.constants {
        let array = weights.get(&own.name);
        let missing = || ParameterError::Missing { name: own.name.clone(), shape: own.shape.clone() };
        let array = array.ok_or_else(missing)?;
        if array.shape != own.shape {
            let (name, expected) = (own.name.clone(), own.shape.clone());
            return Err(ParameterError::Shape { name, found: array.shape.clone(), expected });
        }
        if !array.values.iter().all(|value| value.is_finite()) {
            return Err(ParameterError::NotFinite(own.name.clone()));
        }
    }
    let known: std::collections::BTreeSet<&str> = graph.constants.iter().map(|own| own.name.as_str()).collect();
    let surplus = weights.iter().filter(|(name, _)| !known.contains(name.as_str()));
    let names: Vec<String> = surplus.map(|(name, _)| name.clone()).collect();
    if names.is_empty() { Ok(()) } else { Err(ParameterError::Unexpected { names }) }
}
