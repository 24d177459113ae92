use crate::foreign::onnx_messages::{
    Attribute, Dimension, FLOAT, Graph, INT64, Node, Shape, Size, Tensor, TensorType, Value, ValueType,
};

/// A graph under construction; every method gives back the name of what it added.
#[derive(Debug, Default)]
pub(super) struct GraphBuilder {
    graph: Graph,
}

/// An operator's setting.
pub(super) enum AttributeValue {
    One(i64),
    Many(Vec<i64>),
}

impl GraphBuilder {
    pub(super) fn input(&mut self, name: &str, shape: &[Size]) -> String {
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

    fn tensor(&mut self, dims: &[usize], data_type: i32, raw_data: Vec<u8>) -> String {
        let name = format!("constant_{}", self.graph.initializer.len());
        let dims: Vec<i64> = dims.iter().map(|size| i64::try_from(*size).unwrap_or(i64::MAX)).collect();
        // What both strands or several members use is written once.
        let same = |own: &&Tensor| own.dims == dims && own.data_type == data_type && own.raw_data == raw_data;
        if let Some(known) = self.graph.initializer.iter().find(same) {
            return known.name.clone();
        }
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
    pub(super) fn last_node(&mut self, operator: &str, inputs: &[&str], output: &str) {
        self.push(operator, inputs, Vec::new(), format!("{}_last", operator.to_lowercase()), vec![output.to_owned()]);
    }

    fn push(
        &mut self,
        operator: &str,
        inputs: &[&str],
        settings: Vec<(&str, AttributeValue)>,
        name: String,
        output: Vec<String>,
    ) {
        const ONE: i32 = 2;
        const MANY: i32 = 7;
        let attribute = settings.into_iter().map(|(name, setting)| match setting {
            AttributeValue::One(i) => Attribute { name: name.to_owned(), i, kind: ONE, ..Attribute::default() },
            AttributeValue::Many(ints) => Attribute { name: name.to_owned(), ints, kind: MANY, ..Attribute::default() },
        });
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

fn value(name: &str, shape: &[Size]) -> Value {
    let dimensions = shape.iter().map(|size| Dimension { size: Some(size.clone()) }).collect();
    let tensor = TensorType { elements: FLOAT, shape: Some(Shape { dimensions }) };
    Value { name: name.to_owned(), kind: Some(ValueType { tensor: Some(tensor) }) }
}
