use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::foreign::onnx_messages::{
    Attribute, Dimension, FLOAT, Graph, INT64, Node, Shape, Size, Tensor, TensorType, Value, ValueType,
};

/// A graph under construction; every method gives back the name of what it added.
#[derive(Debug, Default)]
pub(super) struct GraphBuilder {
    graph: Graph,
    /// Tensors by what is in them.
    known: HashMap<u64, Vec<usize>>,
    /// Values that stand in for inputs.
    stand_ins: HashMap<String, String>,
}

/// An operator's setting.
pub(super) enum AttributeValue {
    One(i64),
    Many(Vec<i64>),
    Float(f32),
    Floats(Vec<f32>),
    Word(String),
    Words(Vec<String>),
}

impl GraphBuilder {
    /// A value that whatever asks for an input of a name gets instead.
    pub(super) fn stand_in(&mut self, input: &str, value: String) {
        self.stand_ins.insert(input.to_owned(), value);
    }

    pub(super) fn input(&mut self, name: &str, shape: &[Size]) -> String {
        if let Some(value) = self.stand_ins.get(name) {
            return value.clone();
        }
        self.graph.input.push(value(name, shape));
        name.to_owned()
    }

    pub(super) fn output(&mut self, name: &str, shape: &[Size]) {
        self.graph.output.push(value(name, shape));
    }

    pub(super) fn constant(&mut self, dims: &[usize], values: &[f32]) -> String {
        let raw_data = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        self.tensor(dims, FLOAT, raw_data)
    }

    pub(super) fn integers(&mut self, values: &[i64]) -> String {
        let raw_data = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        self.tensor(&[values.len()], INT64, raw_data)
    }

    /// A whole number of no axes.
    pub(super) fn integer(&mut self, value: i64) -> String {
        self.tensor(&[], INT64, value.to_le_bytes().to_vec())
    }

    fn tensor(&mut self, dims: &[usize], data_type: i32, raw_data: Vec<u8>) -> String {
        let name = format!("constant_{}", self.graph.initializer.len());
        let dims: Vec<i64> = dims.iter().map(|size| i64::try_from(*size).unwrap_or(i64::MAX)).collect();
        // What both strands or several members use is written once.
        let mut hasher = DefaultHasher::new();
        (&dims, data_type, &raw_data).hash(&mut hasher);
        let alike = self.known.entry(hasher.finish()).or_default();
        let same = |own: &&Tensor| own.dims == dims && own.data_type == data_type && own.raw_data == raw_data;
        if let Some(known) = alike.iter().map(|at| &self.graph.initializer[*at]).find(same) {
            return known.name.clone();
        }
        alike.push(self.graph.initializer.len());
        self.graph.initializer.push(Tensor { dims, data_type, name: name.clone(), raw_data, ..Tensor::default() });
        name
    }

    /// A node of one output.
    pub(super) fn node(&mut self, operator: &str, inputs: &[&str], settings: Vec<(&str, AttributeValue)>) -> String {
        let name = format!("{}_{}", operator.to_lowercase(), self.graph.node.len());
        let output = format!("{name}_0");
        self.push(operator, inputs, settings, name, vec![output.clone()]);
        output
    }

    /// A node whose output has a name of its own.
    pub(super) fn last_node(
        &mut self,
        operator: &str,
        inputs: &[&str],
        settings: Vec<(&str, AttributeValue)>,
        output: &str,
    ) {
        self.push(operator, inputs, settings, format!("{}_last", operator.to_lowercase()), vec![output.to_owned()]);
    }

    fn push(
        &mut self,
        operator: &str,
        inputs: &[&str],
        settings: Vec<(&str, AttributeValue)>,
        name: String,
        output: Vec<String>,
    ) {
        let attribute = settings.into_iter().map(|(name, setting)| attribute(name.to_owned(), setting));
        self.graph.node.push(Node {
            input: inputs.iter().map(|input| (*input).to_owned()).collect(),
            output,
            name,
            op_type: operator.to_owned(),
            attribute: attribute.collect(),
            domain: String::new(),
        });
    }

    pub(super) fn finish(mut self, name: &str) -> Graph {
        name.clone_into(&mut self.graph.name);
        self.graph
    }
}

/// A setting with ONNX's number of its type.
fn attribute(name: String, setting: AttributeValue) -> Attribute {
    let plain = |kind: i32| Attribute { name, kind, ..Attribute::default() };
    match setting {
        AttributeValue::Float(f) => Attribute { f, ..plain(1) },
        AttributeValue::One(i) => Attribute { i, ..plain(2) },
        AttributeValue::Word(word) => Attribute { s: word.into_bytes(), ..plain(3) },
        AttributeValue::Floats(floats) => Attribute { floats, ..plain(6) },
        AttributeValue::Many(ints) => Attribute { ints, ..plain(7) },
        AttributeValue::Words(words) => {
            Attribute { strings: words.into_iter().map(String::into_bytes).collect(), ..plain(8) }
        }
    }
}

fn value(name: &str, shape: &[Size]) -> Value {
    let dimensions = shape.iter().map(|size| Dimension { size: Some(size.clone()) }).collect();
    let tensor = TensorType { elements: FLOAT, shape: Some(Shape { dimensions }) };
    Value { name: name.to_owned(), kind: Some(ValueType { tensor: Some(tensor) }) }
}
