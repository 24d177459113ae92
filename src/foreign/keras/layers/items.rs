use serde_json::Value;

use super::super::super::ForeignError;
use super::super::calls::Given;
use super::super::reader::Reader;
use super::super::tensor::{Tensor, in_keras_order};
use super::operations::CallOf;
use crate::architecture::graph::ir::Op;

/// Some places of axes, as Python's square brackets take them.
pub(super) fn item(call: &CallOf<'_>, reader: &mut Reader<'_>) -> Result<Tensor, ForeignError> {
    let tensor = call.tensor()?;
    let mut value = in_keras_order(&mut reader.builder, call.layer.name, &tensor)?;
    let specification = match call.arguments.at(1, "slice_spec") {
        Some(Given::Other(Value::Array(list))) => list.clone(),
        Some(Given::List(list)) => list
            .iter()
            .map(|own| match own {
                Given::Number(number) => Value::from(*number as i64),
                Given::Other(other) => other.clone(),
                Given::List(_) | Given::Tensor(_) => Value::from("?"),
            })
            .collect(),
        _ => return Err(call.refused("takes places that are not read here")),
    };
    // Keras 3 wraps them.
    let unwrapped = |own: Value| match own.get("config") {
        Some(config) if own.get("class_name").and_then(Value::as_str) == Some("__slice__") => config.clone(),
        _ => own,
    };
    let specification: Vec<Value> = specification.into_iter().map(unwrapped).collect();
    let samples = specification.first().and_then(Value::as_object);
    if samples.is_none_or(|own| own.values().any(|bound| !bound.is_null() && !bound.is_string())) {
        return Err(call.refused("takes some of the samples"));
    }
    let mut axis = 0;
    for own in &specification[1..] {
        let extent = reader.builder.shape(&value).get(axis).copied();
        let extent = extent.ok_or_else(|| call.refused("takes places of an axis that is not there"))? as i64;
        let place = |value: &Value| value.as_i64().map(|at| if at < 0 { at + extent } else { at });
        if let Some(at) = place(own.get("value").unwrap_or(own)) {
            let at = usize::try_from(at).map_err(|_| call.refused("takes a place that is not there"))?;
            let op = Op::Gather { axis, indices: vec![at], keeps_axis: false };
            value = reader.builder.node(call.layer.name, op, &[&value])?;
            continue;
        }
        let bounds = own.as_object().ok_or_else(|| call.refused("takes places that are not read here"))?;
        let bound = |name: &str, default: i64| bounds.get(name).and_then(place).unwrap_or(default);
        let (start, stop) = (bound("start", 0).clamp(0, extent), bound("stop", extent).clamp(0, extent));
        let step = bounds.get("step").and_then(Value::as_i64).unwrap_or(1);
        if step < 1 || stop <= start {
            return Err(call.refused("takes no places, or takes them backwards"));
        }
        if (start, stop, step) != (0, extent, 1) {
            let count = ((stop - start + step - 1) / step) as usize;
            let op = Op::Slice { axis, start: start as usize, step: step as isize, count };
            value = reader.builder.node(call.layer.name, op, &[&value])?;
        }
        axis += 1;
    }
    let shape = reader.builder.shape(&value).to_vec();
    Ok(Tensor::plain(value, shape))
}
