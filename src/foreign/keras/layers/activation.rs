use serde_json::Value;

use super::super::super::ForeignError;
use super::super::config::Layer;
use super::super::reader::Reader;
use super::super::tensor::{Tensor, in_keras_order};
use super::super::weights::Role;
use crate::architecture::graph::ir::{Binary, Function, Op};

/// An activation by its name, or as Keras 3 writes those that are objects. None is the identity.
pub(super) fn activation(
    reader: &mut Reader<'_>,
    layer: &Layer<'_>,
    tensor: &Tensor,
    said: Option<&Value>,
) -> Result<Tensor, ForeignError> {
    match said {
        None => Ok(tensor.clone()),
        Some(Value::String(name)) => named(reader, layer, tensor, name),
        Some(said @ Value::Object(own)) => match (own.get("class_name").and_then(Value::as_str), own.get("config")) {
            (_, Some(Value::String(name))) => named(reader, layer, tensor, name),
            (Some(_), Some(Value::Object(_))) => {
                let inner = Layer { name: layer.name, module: "", calls: &[], ..Layer::parse(said)? };
                self::layer(reader, &inner, tensor)
            }
            (Some(class), _) => named(reader, layer, tensor, class),
            _ => Err(layer.settings().refused("has an activation that is no name")),
        },
        Some(_) => Err(layer.settings().refused("has an activation that is no name")),
    }
}

/// The function of one number that an activation's name means.
pub(super) fn function(reader: &Reader<'_>, name: &str) -> Option<Function> {
    Some(match name {
        "linear" | "identity" => Function::Identity,
        "relu" => Function::Relu,
        "relu6" => Function::Clip { min: Some(0.0), max: Some(6.0) },
        "leaky_relu" => Function::LeakyRelu { alpha: 0.2 },
        "elu" | "celu" => Function::Elu { alpha: 1.0 },
        "selu" => Function::SELU,
        "gelu" => Function::Gelu,
        "silu" | "swish" => Function::Silu { scale: 1.0 },
        "sigmoid" => Function::Sigmoid,
        // Keras 3 has it steeper than Keras 2.
        "hard_sigmoid" if reader.is_keras_3 => Function::HardSigmoid { alpha: 1.0 / 6.0, beta: 0.5 },
        "hard_sigmoid" => Function::HardSigmoid { alpha: 0.2, beta: 0.5 },
        "tanh" => Function::Tanh,
        "hard_tanh" => Function::Clip { min: Some(-1.0), max: Some(1.0) },
        "softplus" => Function::Softplus,
        "softsign" => Function::Softsign,
        "exponential" | "exp" => Function::Exp,
        _ => return None,
    })
}

fn named(reader: &mut Reader<'_>, layer: &Layer<'_>, tensor: &Tensor, name: &str) -> Result<Tensor, ForeignError> {
    if let Some(function) = function(reader, name) {
        return Ok(tensor.with(reader.builder.function(layer.name, function, &tensor.value)?));
    }
    let (node, x) = (layer.name, tensor.value.as_str());
    let builder = &mut reader.builder;
    let value = match name {
        "softmax" => return softmax(reader, layer, tensor, -1),
        "log_softmax" => return log_softmax(reader, layer, tensor, -1),
        "mish" => {
            let soft = builder.function(node, Function::Softplus, x)?;
            let gate = builder.function(node, Function::Tanh, &soft)?;
            builder.binary(node, Binary::Mul, [x, &gate])?
        }
        "hard_silu" | "hard_swish" => {
            let gate = builder.function(node, Function::HardSigmoid { alpha: 1.0 / 6.0, beta: 0.5 }, x)?;
            builder.binary(node, Binary::Mul, [x, &gate])?
        }
        "log_sigmoid" => {
            let negative = builder.function(node, Function::Neg, x)?;
            let soft = builder.function(node, Function::Softplus, &negative)?;
            builder.function(node, Function::Neg, &soft)?
        }
        "tanh_shrink" => {
            let tanh = builder.function(node, Function::Tanh, x)?;
            builder.binary(node, Binary::Sub, [x, &tanh])?
        }
        "soft_shrink" => {
            let middle = builder.function(node, Function::Clip { min: Some(-0.5), max: Some(0.5) }, x)?;
            builder.binary(node, Binary::Sub, [x, &middle])?
        }
        other => return Err(layer.settings().refused(format!("has the activation \"{other}\", which is not known"))),
    };
    Ok(tensor.with(value))
}

/// Shares along one of Keras's axes.
pub(super) fn softmax(
    reader: &mut Reader<'_>,
    layer: &Layer<'_>,
    tensor: &Tensor,
    axis: i64,
) -> Result<Tensor, ForeignError> {
    let axis = shared_axis(layer, tensor, axis)?;
    Ok(tensor.with(reader.builder.node(layer.name, Op::Softmax { axis }, &[&tensor.value])?))
}

/// Their logarithms.
pub(super) fn log_softmax(
    reader: &mut Reader<'_>,
    layer: &Layer<'_>,
    tensor: &Tensor,
    axis: i64,
) -> Result<Tensor, ForeignError> {
    let axis = shared_axis(layer, tensor, axis)?;
    Ok(tensor.with(reader.builder.node(layer.name, Op::LogSoftmax { axis }, &[&tensor.value])?))
}

fn shared_axis(layer: &Layer<'_>, tensor: &Tensor, axis: i64) -> Result<usize, ForeignError> {
    tensor.axis(axis).ok_or_else(|| layer.settings().refused("normalises along an axis that is not there"))
}

/// A layer that is an activation.
pub(super) fn layer(reader: &mut Reader<'_>, layer: &Layer<'_>, tensor: &Tensor) -> Result<Tensor, ForeignError> {
    let settings = layer.settings();
    let function = match layer.class {
        "Softmax" => {
            let axis = settings.get("axis").and_then(Value::as_i64).unwrap_or(-1);
            return softmax(reader, layer, tensor, axis);
        }
        "PReLU" => return parametric(reader, layer, tensor),
        "ELU" => Function::Elu { alpha: settings.float("alpha", 1.0)? as f32 },
        "LeakyReLU" => {
            let old = settings.float("alpha", 0.3)?;
            Function::LeakyRelu { alpha: settings.float("negative_slope", old)? as f32 }
        }
        "ReLU" => {
            let slope = settings.float("negative_slope", 0.0)? as f32;
            let most = settings.get("max_value").and_then(Value::as_f64).map(|most| most as f32);
            if settings.float("threshold", 0.0)? != 0.0 || (slope != 0.0 && most.is_some()) {
                return Err(
                    settings.refused("has a threshold, or a slope together with a largest value, which is not read")
                );
            }
            match most {
                Some(most) => Function::Clip { min: Some(0.0), max: Some(most) },
                None if slope == 0.0 => Function::Relu,
                None => Function::LeakyRelu { alpha: slope },
            }
        }
        other => return Err(settings.refused(format!("is a {other}, which is not read"))),
    };
    Ok(tensor.with(reader.builder.function(layer.name, function, &tensor.value)?))
}

/// max(0, x) + alpha min(0, x), with a slope for each number or for each channel.
fn parametric(reader: &mut Reader<'_>, layer: &Layer<'_>, tensor: &Tensor) -> Result<Tensor, ForeignError> {
    let alpha = reader.weight(layer, Role::new(&["alpha"], 0))?;
    let own = in_keras_order(&mut reader.builder, layer.name, tensor)?;
    let slopes = reader.constant(layer, "alpha", &alpha.shape.clone(), alpha.values.clone());
    let builder = &mut reader.builder;
    let above = builder.function(layer.name, Function::Relu, &own)?;
    let below = builder.function(layer.name, Function::Clip { min: None, max: Some(0.0) }, &own)?;
    let scaled = builder.binary(layer.name, Binary::Mul, [&below, &slopes])?;
    let sum = builder.binary(layer.name, Binary::Add, [&above, &scaled])?;
    Ok(Tensor::plain(sum, tensor.shape.clone()))
}
