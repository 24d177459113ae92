//! What layers along a sequence read and give.

use super::super::super::ForeignError;
use super::super::config::Layer;
use super::super::reader::Reader;
use super::super::tensor::{Tensor, channels_first, in_keras_order};

/// The value as `C x L`, and its positions.
pub(super) fn channels_by_positions(
    reader: &mut Reader<'_>,
    layer: &Layer<'_>,
    tensor: &Tensor,
) -> Result<(String, usize), ForeignError> {
    let fault = || unfit(layer, tensor, "which is no sequence of channels");
    let [length, _] = tensor.sequence().ok_or_else(fault)?;
    let value = channels_first(&mut reader.builder, layer.name, tensor)?.ok_or_else(fault)?;
    Ok((value, length))
}

/// The value as `L x C`, and both extents.
pub(super) fn positions_by_channels(
    reader: &mut Reader<'_>,
    layer: &Layer<'_>,
    tensor: &Tensor,
) -> Result<(String, [usize; 2]), ForeignError> {
    let &[length, channels] = tensor.shape.as_slice() else {
        return Err(unfit(layer, tensor, "where positions and channels are needed"));
    };
    Ok((in_keras_order(&mut reader.builder, layer.name, tensor)?, [length, channels]))
}

/// Two axes of positions, and the channels.
pub(super) fn plane(layer: &Layer<'_>, tensor: &Tensor) -> Result<([usize; 2], usize), ForeignError> {
    match tensor.shape.as_slice() {
        &[height, width, channels] => Ok(([height, width], channels)),
        _ => Err(unfit(layer, tensor, "where height, width and channels are needed")),
    }
}

fn unfit(layer: &Layer<'_>, tensor: &Tensor, why: &str) -> ForeignError {
    layer.settings().refused(format!("reads a value of the shape {:?}, {why}", tensor.shape))
}

/// What a layer gives as `C x L`.
pub(super) fn given(reader: &Reader<'_>, value: String) -> Tensor {
    let shape = reader.builder.shape(&value).iter().rev().copied().collect();
    Tensor::channels_first(value, shape)
}

/// The same with two axes of positions, of which the one across has a single place.
pub(super) fn given_in_plane(reader: &Reader<'_>, value: String, across: usize) -> Tensor {
    let mut tensor = given(reader, value);
    tensor.shape.insert(across, 1);
    tensor
}
