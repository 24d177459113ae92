use super::super::super::ForeignError;
use super::super::config::Layer;
use super::super::reader::Reader;
use super::super::tensor::{Tensor, in_keras_order};
use crate::architecture::graph::ir::{Binary, Function, Op, Reduction};

/// Squares of a length below which Keras takes this for it.
const SHORTEST: f32 = 1e-12;

/// `Dot`: products of two values summed over an axis of each, perhaps of vectors of length 1.
pub(super) fn dot(reader: &mut Reader<'_>, layer: &Layer<'_>, tensors: &[Tensor]) -> Result<Tensor, ForeignError> {
    let settings = layer.settings();
    let [left, right] = tensors else {
        return Err(settings.refused("needs two values"));
    };
    let axes = match *settings.integers("axes")?.as_slice() {
        [both] => [both, both],
        [left, right] => [left, right],
        _ => return Err(settings.refused("sums over more than one axis of each value")),
    };
    let (left, rows) = last(reader, layer, left, axes[0])?;
    let (right, columns) = last(reader, layer, right, axes[1])?;
    let turned = reader.builder.transposed(layer.name, &right, &[1, 0])?;
    let value = reader.builder.node(layer.name, Op::MatMul, &[&left, &turned])?;
    let mut shape = [rows, columns].concat();
    if shape.is_empty() {
        shape.push(1);
    }
    let value = reader.builder.reshaped(layer.name, &value, &shape)?;
    Ok(Tensor::plain(value, shape))
}

/// The value with the axis that is summed over as the last of two, and the extents of the others.
fn last(
    reader: &mut Reader<'_>,
    layer: &Layer<'_>,
    tensor: &Tensor,
    axis: i64,
) -> Result<(String, Vec<usize>), ForeignError> {
    let settings = layer.settings();
    let plain = Tensor::plain(in_keras_order(&mut reader.builder, layer.name, tensor)?, tensor.shape.clone());
    let axis = plain.axis(axis).ok_or_else(|| settings.refused("sums over samples, or an axis that is not there"))?;
    let others: Vec<usize> = (0..plain.shape.len()).filter(|own| *own != axis).collect();
    let order: Vec<usize> = others.iter().copied().chain([axis]).collect();
    let others: Vec<usize> = others.into_iter().map(|own| plain.shape[own]).collect();
    let turned = reader.builder.transposed(layer.name, &plain.value, &order)?;
    let shape = [others.iter().product(), plain.shape[axis]];
    let value = reader.builder.reshaped(layer.name, &turned, &shape)?;
    let value = if settings.flag("normalize", false) { of_length_one(reader, layer, &value)? } else { value };
    Ok((value, others))
}

/// Each row divided by its length.
fn of_length_one(reader: &mut Reader<'_>, layer: &Layer<'_>, value: &str) -> Result<String, ForeignError> {
    let builder = &mut reader.builder;
    let squares = builder.function(layer.name, Function::Pow { exponent: 2.0 }, value)?;
    let sum = Op::Reduce { by: Reduction::Sum, axes: vec![1], keeps_axes: true };
    let sum = builder.node(layer.name, sum, &[&squares])?;
    let sum = builder.function(layer.name, Function::Clip { min: Some(SHORTEST), max: None }, &sum)?;
    let share = builder.function(layer.name, Function::Pow { exponent: -0.5 }, &sum)?;
    Ok(builder.binary(layer.name, Binary::Mul, [value, &share])?)
}
