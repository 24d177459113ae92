//! Functions that a network calls without a layer of their own: TensorFlow's (TFOpLambda) and Keras 3's.

use serde_json::Value;

use super::super::super::ForeignError;
use super::super::super::constants::of_number;
use super::super::calls::{Arguments, Given};
use super::super::config::{Layer, snake_case};
use super::super::reader::Reader;
use super::super::tensor::{Tensor, in_keras_order};
use super::functions::{binary, reduction, unary};
use super::{activation, items, merge, shape};
use crate::architecture::graph::ir::{Binary, Function, Op, Reduction};

/// What a function of that name makes of its arguments.
pub(super) fn apply(
    reader: &mut Reader<'_>,
    layer: &Layer<'_>,
    function: &str,
    arguments: &Arguments,
) -> Result<Tensor, ForeignError> {
    let name = snake_case(function.rsplit('.').next().unwrap_or_default());
    let call = CallOf { layer, function, arguments };
    if let Some(function) = binary(&name) {
        return call.of_two(reader, function);
    }
    if let Some(by) = reduction(&name) {
        return call.reduced(reader, by);
    }
    match name.as_str() {
        "softmax" | "log_softmax" => {
            let (tensor, axis) = (call.tensor()?, call.integer("axis").unwrap_or(-1));
            let apply = if name == "softmax" { activation::softmax } else { activation::log_softmax };
            apply(reader, layer, &tensor, axis)
        }
        "concat" | "concatenate" => {
            let values = call.arguments.at(0, "values").or_else(|| call.arguments.at(0, "xs"));
            let values = Arguments { unnamed: values.cloned().into_iter().collect(), named: Vec::new() }.tensors();
            let axis = call.integer("axis").or_else(|| call.integer_at(1)).unwrap_or(-1);
            merge::concatenate(reader, layer, &values, axis)
        }
        "reshape" => match call.said(1, &["shape", "newshape", "target_shape"]).as_deref() {
            Some([_, own @ ..]) => shape::reshaped(reader, layer, &call.tensor()?, own),
            _ => Err(call.refused("takes a shape that depends on what it reads")),
        },
        "transpose" => {
            let order = call.said(1, &["perm", "axes"]).filter(|order| order.first() == Some(&0));
            let order: Option<Vec<usize>> =
                order.and_then(|order| order[1..].iter().map(|axis| usize::try_from(*axis - 1).ok()).collect());
            let order = order.ok_or_else(|| call.refused("moves the axis of the samples"))?;
            shape::permuted(reader, layer, &call.tensor()?, &order)
        }
        "expand_dims" => {
            let tensor = call.tensor()?;
            let axis = call.integer("axis").or_else(|| call.integer_at(1)).unwrap_or(-1);
            let rank = tensor.shape.len() as i64;
            let at = if axis < 0 { axis + rank + 1 } else { axis - 1 };
            let at = usize::try_from(at).ok().filter(|at| *at <= tensor.shape.len());
            let at = at.ok_or_else(|| call.refused("adds an axis before the samples"))?;
            let mut own = tensor.shape.clone();
            own.insert(at, 1);
            call.in_shape(reader, &tensor, own)
        }
        "squeeze" => {
            let tensor = call.tensor()?;
            let axis = call.said(1, &["axis"]).unwrap_or_default();
            let plain = Tensor::plain(String::new(), tensor.shape.clone());
            let gone: Vec<usize> = axis.iter().filter_map(|axis| plain.axis(*axis)).collect();
            let own = tensor.shape.iter().enumerate();
            let own = own.filter(|(at, extent)| **extent != 1 || (!axis.is_empty() && !gone.contains(at)));
            let own = own.map(|(_, extent)| *extent).collect();
            call.in_shape(reader, &tensor, own)
        }
        "matmul" => {
            let [a, b] = call.pair()?;
            let mut own = Vec::new();
            for given in [a, b] {
                let Given::Tensor(tensor) = given else {
                    return Err(call.refused("multiplies something that is no value"));
                };
                own.push(in_keras_order(&mut reader.builder, layer.name, &tensor)?);
            }
            let value = reader.builder.node(layer.name, Op::MatMul, &[&own[0], &own[1]])?;
            let shape = reader.builder.shape(&value).to_vec();
            Ok(Tensor::plain(value, shape))
        }
        "getitem" | "get_item" => items::item(&call, reader),
        "clip_by_value" | "clip" => {
            let entry = |name: &&str| layer.entries.get(*name).and_then(Value::as_f64).map(|bound| bound as f32);
            let bound = |place, names: [&str; 2]| {
                let given = names.iter().find_map(|name| number(call.arguments.at(place, name)?));
                given.or_else(|| names.iter().find_map(entry))
            };
            let min = bound(1, ["clip_value_min", "x_min"]);
            let max = bound(2, ["clip_value_max", "x_max"]);
            call.function(reader, &[Function::Clip { min, max }])
        }
        "gelu" => {
            // TensorFlow and Keras differ in what they do where nothing is said.
            let said = match call.arguments.at(1, "approximate") {
                Some(Given::Other(Value::Bool(said))) => Some(*said),
                _ => layer.entries.get("approximate").and_then(Value::as_bool),
            };
            let approximate = said.unwrap_or(reader.is_keras_3);
            call.function(reader, &[if approximate { Function::GeluTanh } else { Function::Gelu }])
        }
        "leaky_relu" => {
            let slope = ["alpha", "negative_slope"].iter().find_map(|name| number(call.arguments.at(1, name)?));
            let own = layer.entries.get("negative_slope").and_then(Value::as_f64).map(|slope| slope as f32);
            call.function(reader, &[Function::LeakyRelu { alpha: slope.or(own).unwrap_or(0.2) }])
        }
        other => match unary(reader, other) {
            Some(functions) => call.function(reader, &functions),
            None => Err(ForeignError::Unknown {
                which: layer.faulty(),
                kind: format!("call of {function}"),
                advice: "docs/importing.md lists the functions that are read; put known layers in its place and save the model again",
            }),
        },
    }
}

/// A number among arguments.
fn number(given: &Given) -> Option<f32> {
    match given {
        Given::Number(number) => Some(*number as f32),
        _ => None,
    }
}

/// Whole numbers among arguments.
fn integers(given: &Given) -> Option<Vec<i64>> {
    match given {
        Given::Number(number) => Some(vec![*number as i64]),
        Given::List(list) => {
            list.iter().map(|own| integers(own).filter(|own| own.len() == 1).map(|own| own[0])).collect()
        }
        Given::Other(Value::Null) => Some(vec![-1]),
        Given::Tensor(_) | Given::Other(_) => None,
    }
}

/// A function's call, and what is refused of it.
pub(super) struct CallOf<'a> {
    pub layer: &'a Layer<'a>,
    function: &'a str,
    pub arguments: &'a Arguments,
}

impl CallOf<'_> {
    pub fn refused(&self, reason: &str) -> ForeignError {
        let (which, kind) = (self.layer.faulty(), format!("call of {}", self.function));
        ForeignError::Setting { which, kind, reason: reason.to_owned() }
    }

    pub fn tensor(&self) -> Result<Tensor, ForeignError> {
        let named = ["x", "input", "inputs", "features", "logits", "a", "tensor", "input_tensor"];
        let given = self.arguments.unnamed.first().or_else(|| named.iter().find_map(|name| self.arguments.named(name)));
        match given {
            Some(Given::Tensor(tensor)) => Ok(tensor.clone()),
            _ => Err(self.refused("is called on something that is no value")),
        }
    }

    /// An argument, or an entry of the function's own settings in Keras 3.
    fn integer(&self, name: &str) -> Option<i64> {
        let given = self.arguments.named(name).and_then(integers).filter(|own| own.len() == 1).map(|own| own[0]);
        given.or_else(|| self.layer.entries.get(name).and_then(Value::as_i64))
    }

    /// Whole numbers that an argument or an entry of the function's own settings lists.
    fn said(&self, place: usize, names: &[&str]) -> Option<Vec<i64>> {
        let given = names.iter().find_map(|name| self.arguments.at(place, name)).and_then(integers);
        given.or_else(|| match names.iter().find_map(|name| self.layer.entries.get(*name))? {
            Value::Array(list) => list.iter().map(Value::as_i64).collect(),
            one => one.as_i64().map(|one| vec![one]),
        })
    }

    fn integer_at(&self, place: usize) -> Option<i64> {
        self.arguments.unnamed.get(place).and_then(integers).filter(|own| own.len() == 1).map(|own| own[0])
    }

    fn pair(&self) -> Result<[Given; 2], ForeignError> {
        let at = |place, names: [&str; 3]| names.iter().find_map(|name| self.arguments.at(place, name)).cloned();
        match (at(0, ["x", "a", "x1"]), at(1, ["y", "b", "x2"])) {
            (Some(a), Some(b)) => Ok([a, b]),
            _ => Err(self.refused("is called on fewer than two values")),
        }
    }

    fn function(&self, reader: &mut Reader<'_>, functions: &[Function]) -> Result<Tensor, ForeignError> {
        self.applied(reader, self.tensor()?, functions)
    }

    fn applied(
        &self,
        reader: &mut Reader<'_>,
        mut tensor: Tensor,
        functions: &[Function],
    ) -> Result<Tensor, ForeignError> {
        for function in functions {
            tensor = tensor.with(reader.builder.function(self.layer.name, *function, &tensor.value)?);
        }
        Ok(tensor)
    }

    fn in_shape(&self, reader: &mut Reader<'_>, tensor: &Tensor, shape: Vec<usize>) -> Result<Tensor, ForeignError> {
        let plain = in_keras_order(&mut reader.builder, self.layer.name, tensor)?;
        let value = reader.builder.reshaped(self.layer.name, &plain, &shape)?;
        Ok(Tensor::plain(value, shape))
    }

    fn of_two(&self, reader: &mut Reader<'_>, function: Binary) -> Result<Tensor, ForeignError> {
        let (tensor, number, comes_first) = match self.pair()? {
            [Given::Tensor(a), Given::Tensor(b)] => return merge::pair(reader, self.layer, function, &[a, b]),
            [Given::Tensor(tensor), Given::Number(number)] => (tensor, number as f32, false),
            [Given::Number(number), Given::Tensor(tensor)] => (tensor, number as f32, true),
            _ => return Err(self.refused("is called on something that is neither a value nor a number")),
        };
        let functions = match function {
            Binary::Pow if comes_first && number > 0.0 => {
                vec![Function::Linear { factor: number.ln(), term: 0.0 }, Function::Exp]
            }
            Binary::Pow if comes_first => return Err(self.refused("takes a power of a number that is not positive")),
            _ => of_number(function, number, comes_first)
                .ok_or_else(|| self.refused("divides by zero, or reads a number that is not finite"))?,
        };
        self.applied(reader, tensor, &functions)
    }

    fn reduced(&self, reader: &mut Reader<'_>, by: Reduction) -> Result<Tensor, ForeignError> {
        let tensor = self.tensor()?;
        let axes = self.said(1, &["axis"]).ok_or_else(|| self.refused("takes all samples together"))?;
        let keeps = matches!(self.arguments.named("keepdims"), Some(Given::Other(Value::Bool(true))))
            || self.layer.entries.get("keepdims").and_then(Value::as_bool).unwrap_or(false);
        let plain = Tensor::plain(in_keras_order(&mut reader.builder, self.layer.name, &tensor)?, tensor.shape.clone());
        let axes: Option<Vec<usize>> = axes.iter().map(|axis| plain.axis(*axis)).collect();
        let axes = axes.ok_or_else(|| self.refused("takes samples together, or an axis that is not there"))?;
        let value =
            reader.builder.node(self.layer.name, Op::Reduce { by, axes, keeps_axes: keeps }, &[&plain.value])?;
        let shape = reader.builder.shape(&value).to_vec();
        Ok(Tensor::plain(value, shape))
    }
}
