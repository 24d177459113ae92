use super::super::super::ForeignError;
use super::super::config::Layer;
use super::super::reader::Reader;
use super::super::tensor::Tensor;
use super::convolution::Steps;
use super::sequence::{channels_by_positions, given, given_in_plane, plane};
use crate::architecture::graph::ir::{Op, Reduction};

pub(super) fn pool_1d(
    reader: &mut Reader<'_>,
    layer: &Layer<'_>,
    tensor: &Tensor,
    largest: bool,
) -> Result<Tensor, ForeignError> {
    let settings = layer.settings();
    settings.channels_last()?;
    let old = settings.count("pool_length", Some(2))?;
    let width = settings.count("pool_size", Some(old))?;
    let stride = settings.count("strides", Some(settings.count("stride", Some(width))?))?;
    let value = along(reader, layer, tensor, [width, stride], largest)?;
    Ok(given(reader, value))
}

/// A pool over two axes that takes one place of one of them.
pub(super) fn pool_2d(
    reader: &mut Reader<'_>,
    layer: &Layer<'_>,
    tensor: &Tensor,
    largest: bool,
) -> Result<Tensor, ForeignError> {
    let settings = layer.settings();
    settings.channels_last()?;
    let sizes = settings.pair("pool_size", Some(2))?;
    let strides = if settings.get("strides").is_some() { settings.pair("strides", None)? } else { sizes };
    let (extents, _) = plane(layer, tensor)?;
    let across = [1, 0].into_iter().find(|&axis| extents[axis] == 1 && sizes[axis] == 1);
    let Some(across) = across else {
        return Err(settings.refused("pools over two axes; only pools along a sequence are read"));
    };
    let value = along(reader, layer, tensor, [sizes[1 - across], strides[1 - across]], largest)?;
    Ok(given_in_plane(reader, value, across))
}

fn along(
    reader: &mut Reader<'_>,
    layer: &Layer<'_>,
    tensor: &Tensor,
    [width, stride]: [usize; 2],
    largest: bool,
) -> Result<String, ForeignError> {
    let (value, length) = channels_by_positions(reader, layer, tensor)?;
    if width == 0 || stride == 0 {
        return Err(layer.settings().refused("has a pool size or a stride of 0"));
    }
    let padding = Steps { width, stride, dilation: 1 }.padding(layer, length)?;
    let op = if largest {
        Op::MaxPool { width, stride, dilation: 1, padding }
    } else {
        Op::AveragePool { width, stride, padding, counts_padding: false }
    };
    Ok(reader.builder.node(layer.name, op, &[&value])?)
}

pub(super) fn global(
    reader: &mut Reader<'_>,
    layer: &Layer<'_>,
    tensor: &Tensor,
    largest: bool,
) -> Result<Tensor, ForeignError> {
    let settings = layer.settings();
    settings.channels_last()?;
    let by = if largest { Reduction::Max } else { Reduction::Mean };
    let keeps = settings.flag("keepdims", false);
    let Some((channels, others)) = tensor.shape.split_last().filter(|(_, others)| !others.is_empty()) else {
        return Err(settings.refused(format!("reads a value of the shape {:?}, which has no positions", tensor.shape)));
    };
    let axes = if tensor.first { vec![1] } else { (0..others.len()).collect() };
    let value = reader.builder.node(layer.name, Op::Reduce { by, axes, keeps_axes: false }, &[&tensor.value])?;
    let mut shape = vec![*channels];
    if keeps {
        shape.splice(0..0, others.iter().map(|_| 1));
    }
    let value = reader.builder.reshaped(layer.name, &value, &shape)?;
    Ok(Tensor::plain(value, shape))
}
