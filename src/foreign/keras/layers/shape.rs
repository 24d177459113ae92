use super::super::super::ForeignError;
use super::super::config::Layer;
use super::super::reader::Reader;
use super::super::tensor::{Tensor, in_keras_order};
use crate::architecture::graph::ir::Op;

pub(super) fn flatten(reader: &mut Reader<'_>, layer: &Layer<'_>, tensor: &Tensor) -> Result<Tensor, ForeignError> {
    layer.settings().channels_last()?;
    let shape = vec![tensor.shape.iter().product()];
    let plain = in_keras_order(&mut reader.builder, layer.name, tensor)?;
    let value = reader.builder.reshaped(layer.name, &plain, &shape)?;
    Ok(Tensor::plain(value, shape))
}

pub(super) fn reshape(reader: &mut Reader<'_>, layer: &Layer<'_>, tensor: &Tensor) -> Result<Tensor, ForeignError> {
    let shape = layer.settings().integers("target_shape")?;
    reshaped(reader, layer, tensor, &shape)
}

/// A value in another shape (without the batch axis), of which one extent may be left open as -1.
pub(super) fn reshaped(
    reader: &mut Reader<'_>,
    layer: &Layer<'_>,
    tensor: &Tensor,
    shape: &[i64],
) -> Result<Tensor, ForeignError> {
    let fault =
        || layer.settings().refused(format!("makes the shape {shape:?} of a value of the shape {:?}", tensor.shape));
    let all: usize = tensor.shape.iter().product();
    let known = shape.iter().filter(|extent| **extent != -1);
    let known = known.map(|extent| usize::try_from(*extent).ok().filter(|extent| *extent > 0).ok_or_else(fault));
    let known = known.collect::<Result<Vec<_>, _>>()?;
    let product = known.iter().try_fold(1_usize, |product, extent| product.checked_mul(*extent)).ok_or_else(fault)?;
    let open = shape.len() - known.len();
    if open > 1 || !all.is_multiple_of(product) || (open == 0 && product != all) {
        return Err(fault());
    }
    let shape: Vec<usize> = shape.iter().map(|extent| usize::try_from(*extent).unwrap_or(all / product)).collect();
    let plain = in_keras_order(&mut reader.builder, layer.name, tensor)?;
    let value = reader.builder.reshaped(layer.name, &plain, &shape)?;
    Ok(Tensor::plain(value, shape))
}

pub(super) fn permute(reader: &mut Reader<'_>, layer: &Layer<'_>, tensor: &Tensor) -> Result<Tensor, ForeignError> {
    let dims = layer.settings().integers("dims")?;
    let order: Option<Vec<usize>> = dims.iter().map(|axis| usize::try_from(*axis).ok()?.checked_sub(1)).collect();
    let order = order.ok_or_else(|| layer.settings().refused("orders axes that are not there"))?;
    permuted(reader, layer, tensor, &order)
}

/// The axes (without the batch axis, from 0) in another order.
pub(super) fn permuted(
    reader: &mut Reader<'_>,
    layer: &Layer<'_>,
    tensor: &Tensor,
    order: &[usize],
) -> Result<Tensor, ForeignError> {
    let plain = in_keras_order(&mut reader.builder, layer.name, tensor)?;
    let value = reader.builder.transposed(layer.name, &plain, order)?;
    let shape = reader.builder.shape(&value).to_vec();
    Ok(Tensor::plain(value, shape))
}

/// Two numbers, or one for both.
fn two(layer: &Layer<'_>, name: &str) -> Result<[usize; 2], ForeignError> {
    layer.settings().pair(name, Some(1))
}

/// Positions of a value of `L x C`, as the axis that the graph has them on.
fn positions(layer: &Layer<'_>, tensor: &Tensor) -> Result<(usize, usize), ForeignError> {
    let fault = || {
        layer
            .settings()
            .refused(format!("reads a value of the shape {:?}, where positions and channels are needed", tensor.shape))
    };
    if tensor.shape.len() != 2 {
        return Err(fault());
    }
    Ok((tensor.axis(1).ok_or_else(fault)?, tensor.shape[0]))
}

fn of_length(reader: &Reader<'_>, tensor: &Tensor, axis: usize, value: String) -> Tensor {
    let length = reader.builder.shape(&value).get(axis).copied().unwrap_or(0);
    Tensor { shape: vec![length, tensor.shape[1]], value, first: tensor.first }
}

pub(super) fn zero_padding(
    reader: &mut Reader<'_>,
    layer: &Layer<'_>,
    tensor: &Tensor,
) -> Result<Tensor, ForeignError> {
    let (axis, _) = positions(layer, tensor)?;
    let mut padding = vec![[0, 0]; 2];
    padding[axis] = two(layer, "padding")?;
    let value = reader.builder.node(layer.name, Op::Pad { padding, value: 0.0 }, &[&tensor.value])?;
    Ok(of_length(reader, tensor, axis, value))
}

pub(super) fn cropping(reader: &mut Reader<'_>, layer: &Layer<'_>, tensor: &Tensor) -> Result<Tensor, ForeignError> {
    let (axis, length) = positions(layer, tensor)?;
    let [start, behind] = two(layer, "cropping")?;
    let count = length.checked_sub(start).and_then(|rest| rest.checked_sub(behind)).filter(|count| *count > 0);
    let count = count.ok_or_else(|| layer.settings().refused(format!("crops all of {length} positions")))?;
    let value = reader.builder.node(layer.name, Op::Slice { axis, start, step: 1, count }, &[&tensor.value])?;
    Ok(of_length(reader, tensor, axis, value))
}

pub(super) fn up_sampling(reader: &mut Reader<'_>, layer: &Layer<'_>, tensor: &Tensor) -> Result<Tensor, ForeignError> {
    let (axis, length) = positions(layer, tensor)?;
    let size = layer.settings().count("size", Some(2))?;
    let value = repeated(reader, layer, &tensor.value, axis, (length, size))?;
    Ok(of_length(reader, tensor, axis, value))
}

/// Each place of an axis so many times.
fn repeated(
    reader: &mut Reader<'_>,
    layer: &Layer<'_>,
    value: &str,
    axis: usize,
    (length, times): (usize, usize),
) -> Result<String, ForeignError> {
    const MOST: usize = 1 << 24;
    let count = length.checked_mul(times).filter(|count| (1..=MOST).contains(count));
    let count = count.ok_or_else(|| layer.settings().refused(format!("repeats {length} places {times} times")))?;
    let indices = (0..count).map(|place| place / times).collect();
    Ok(reader.builder.node(layer.name, Op::Gather { axis, indices, keeps_axis: true }, &[value])?)
}

pub(super) fn repeat(reader: &mut Reader<'_>, layer: &Layer<'_>, tensor: &Tensor) -> Result<Tensor, ForeignError> {
    let times = layer.settings().count("n", None)?;
    let &[channels] = tensor.shape.as_slice() else {
        return Err(layer
            .settings()
            .refused(format!("reads a value of the shape {:?}, where one axis is needed", tensor.shape)));
    };
    let row = reader.builder.reshaped(layer.name, &tensor.value, &[1, channels])?;
    let value = repeated(reader, layer, &row, 0, (1, times))?;
    Ok(Tensor::plain(value, vec![times, channels]))
}
