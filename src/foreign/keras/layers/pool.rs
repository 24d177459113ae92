use super::super::super::ForeignError;
use super::super::config::Layer;
use super::super::reader::Reader;
use super::super::tensor::{Tensor, channels_first};
use super::convolution::Steps;
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
    let shape = reader.builder.shape(&value).iter().rev().copied().collect();
    Ok(Tensor::channels_first(value, shape))
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
    let &[height, width, channels] = tensor.shape.as_slice() else {
        return Err(settings.refused(format!(
            "reads a value of the shape {:?}, where height, width and channels are needed",
            tensor.shape
        )));
    };
    let across = [1, 0].into_iter().find(|&axis| [height, width][axis] == 1 && sizes[axis] == 1);
    let Some(across) = across else {
        return Err(settings.refused("pools over two axes; only pools along a sequence are read"));
    };
    let value = along(reader, layer, tensor, [sizes[1 - across], strides[1 - across]], largest)?;
    let columns = reader.builder.shape(&value).get(1).copied().unwrap_or(0);
    let shape = if across == 1 { vec![columns, 1, channels] } else { vec![1, columns, channels] };
    Ok(Tensor::channels_first(value, shape))
}

fn along(
    reader: &mut Reader<'_>,
    layer: &Layer<'_>,
    tensor: &Tensor,
    [width, stride]: [usize; 2],
    largest: bool,
) -> Result<String, ForeignError> {
    let settings = layer.settings();
    let fault =
        || settings.refused(format!("reads a value of the shape {:?}, which is no sequence of channels", tensor.shape));
    let [length, _] = tensor.sequence().ok_or_else(fault)?;
    let value = channels_first(&mut reader.builder, layer.name, tensor)?.ok_or_else(fault)?;
    if width == 0 || stride == 0 {
        return Err(settings.refused("has a pool size or a stride of 0"));
    }
    let name = settings.word("padding", settings.word("border_mode", "valid"));
    let padding = Steps { width, stride, dilation: 1 }.padding(length, name);
    let padding = padding.ok_or_else(|| settings.refused(format!("has the padding \"{name}\", which is not known")))?;
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
