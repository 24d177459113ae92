use super::super::super::ForeignError;
use super::super::attributes::Operator;
use super::super::reader::Reader;
use super::super::value::{Computed, Value};
use crate::architecture::Array;
use crate::architecture::graph::ir::Op;

/// A window along the one axis of positions.
#[derive(Debug, Clone, Copy)]
struct Along {
    width: usize,
    stride: usize,
    dilation: usize,
    padding: [usize; 2],
}

/// What a value is along and across: channels and one axis of positions, perhaps a second one of a few places.
struct Plane {
    own: Computed,
    /// Extents of the axes of positions: one, or two.
    extents: Vec<usize>,
    channels: usize,
}

impl Plane {
    fn of(reader: &Reader, operator: &Operator<'_>) -> Result<Self, ForeignError> {
        let own = reader.computed(operator, 0)?;
        let shape = reader.builder.shape(&own.name);
        match shape {
            [channels, extents @ ..] if own.samples == 0 && matches!(extents.len(), 1 | 2) => {
                Ok(Self { channels: *channels, extents: extents.to_vec(), own: own.clone() })
            }
            other => {
                let reason = format!(
                    "reads a value of the shape {other:?} beside the samples, where channels and positions are needed"
                );
                Err(operator.refused(reason))
            }
        }
    }
}

/// Windows along every axis of positions, all numbers spelt out.
fn windows(operator: &Operator<'_>, kernel: &[usize], extents: &[usize]) -> Result<Vec<Along>, ForeignError> {
    let axes = kernel.len();
    let strides = operator.counts("strides", axes, 1)?;
    let dilations = operator.counts("dilations", axes, 1)?;
    if kernel.iter().chain(&strides).chain(&dilations).any(|own| *own == 0) {
        return Err(operator.refused("has a kernel, a stride or a dilation of 0"));
    }
    let pads = operator.counts("pads", 2 * axes, 0)?;
    let auto = operator.word("auto_pad", "NOTSET");
    let along = |axis: usize| {
        let (width, stride, dilation) = (kernel[axis], strides[axis], dilations[axis]);
        let reach = (width - 1).saturating_mul(dilation).saturating_add(1);
        let needed = extents[axis].div_ceil(stride).saturating_sub(1).saturating_mul(stride).saturating_add(reach);
        let total = needed.saturating_sub(extents[axis]);
        let padding = match auto.as_str() {
            "NOTSET" | "" => [pads[axis], pads[axes + axis]],
            "VALID" => [0, 0],
            "SAME_UPPER" => [total / 2, total - total / 2],
            "SAME_LOWER" => [total - total / 2, total / 2],
            other => return Err(operator.refused(format!("has an auto_pad of {other}, which is not known"))),
        };
        Ok(Along { width, stride, dilation, padding })
    };
    (0..axes).map(along).collect()
}

/// Of two axes, the one across: it has one place and a window of one, or (where `whole` is allowed) the window
/// takes all of it at once.
fn across(extents: &[usize], windows: &[Along], whole: bool) -> Option<usize> {
    [1, 0].into_iter().find(|&axis| {
        let own = windows[axis];
        let at_once = own.width == extents[axis] && own.dilation == 1;
        own.padding == [0, 0] && (extents[axis] == 1 && own.width == 1 || (whole && at_once))
    })
}

fn bias(reader: &mut Reader, operator: &Operator<'_>, count: usize) -> Result<Option<String>, ForeignError> {
    if reader.constant(operator, 2)?.is_none() {
        return Ok(None);
    }
    let array = reader.weight(operator, 2, 1)?;
    if array.shape != [count] {
        return Err(operator.refused(format!("has {} terms for {count} channels", array.values.len())));
    }
    Ok(Some(reader.builder.constant(&format!("{}.bias", operator.name()), array)))
}

fn with_bias(
    reader: &mut Reader,
    operator: &Operator<'_>,
    op: Op,
    value: &str,
    kernel: Array,
) -> Result<String, ForeignError> {
    let outputs = match &op {
        Op::ConvTranspose { groups, .. } => kernel.shape[1].saturating_mul(*groups),
        _ => kernel.shape[0],
    };
    let kernel = reader.builder.constant(&format!("{}.kernel", operator.name()), kernel);
    let bias = bias(reader, operator, outputs)?;
    Ok(reader.builder.weighed(operator.name(), op, [value, &kernel], bias.as_deref())?)
}

/// Groups of channels; 0, which no operator takes, where they are negative.
fn groups(operator: &Operator<'_>) -> usize {
    usize::try_from(operator.integer("group", 1)).unwrap_or(0)
}

pub(super) fn convolution(reader: &mut Reader, operator: &Operator<'_>) -> Result<Value, ForeignError> {
    let plane = Plane::of(reader, operator)?;
    let groups = groups(operator);
    let kernel = reader.weight(operator, 1, 2 + plane.extents.len())?;
    let windows = windows(operator, &kernel.shape[2..], &plane.extents)?;
    let op = |own: Along| Op::Conv { groups, stride: own.stride, dilation: own.dilation, padding: own.padding };
    if plane.extents.len() == 1 {
        let name = with_bias(reader, operator, op(windows[0]), &plane.own.name, kernel)?;
        return Ok(Value::Computed(plane.own.with(name)));
    }
    let Some(axis) = across(&plane.extents, &windows, groups == 1) else {
        return Err(operator.refused(
            "is two-dimensional; only such convolutions are read as have one place across the sequence, or a kernel that covers all of the letters",
        ));
    };
    let along = windows[1 - axis];
    let value = flattened(reader, operator, &plane, axis)?;
    let name = with_bias(reader, operator, op(along), &value, without_axis(&kernel, axis))?;
    in_plane(reader, operator, &plane, &name, axis)
}

/// `C x H x W` as channels and positions: the places across are further channels.
fn flattened(reader: &mut Reader, operator: &Operator<'_>, plane: &Plane, axis: usize) -> Result<String, ForeignError> {
    let rows = plane.channels * plane.extents[axis];
    let order: &[usize] = if axis == 1 { &[0, 2, 1] } else { &[0, 1, 2] };
    let turned = if plane.extents[axis] == 1 {
        plane.own.name.clone()
    } else {
        reader.builder.transposed(operator.name(), &plane.own.name, order)?
    };
    Ok(reader.builder.reshaped(operator.name(), &turned, &[rows, plane.extents[1 - axis]])?)
}

/// Channels and positions as `C x H x W`, with a single place across.
fn in_plane(
    reader: &mut Reader,
    operator: &Operator<'_>,
    plane: &Plane,
    name: &str,
    axis: usize,
) -> Result<Value, ForeignError> {
    let mut shape = reader.builder.shape(name).to_vec();
    shape.insert(1 + axis, 1);
    let name = reader.builder.reshaped(operator.name(), name, &shape)?;
    Ok(Value::Computed(plane.own.with(name)))
}

/// A kernel of `outputs x C x H x W` whose places along an axis are further channels.
fn without_axis(kernel: &Array, axis: usize) -> Array {
    let &[outputs, inputs, height, width] = kernel.shape.as_slice() else { return kernel.clone() };
    if axis == 0 {
        return Array { shape: vec![outputs, inputs * height, width], values: kernel.values.clone() };
    }
    let mut values = Vec::with_capacity(kernel.values.len());
    for row in 0..outputs * inputs {
        for place in 0..width {
            values.extend((0..height).map(|tap| kernel.values[(row * height + tap) * width + place]));
        }
    }
    Array { shape: vec![outputs, inputs * width, height], values }
}

pub(super) fn transposed(reader: &mut Reader, operator: &Operator<'_>) -> Result<Value, ForeignError> {
    let plane = Plane::of(reader, operator)?;
    if plane.extents.len() != 1 {
        return Err(operator.refused("is two-dimensional, which is not read of transposed convolutions"));
    }
    let groups = groups(operator);
    let kernel = reader.weight(operator, 1, 3)?;
    let own = windows(operator, &kernel.shape[2..], &plane.extents)?[0];
    if operator.has("output_shape") || !matches!(operator.word("auto_pad", "NOTSET").as_str(), "NOTSET" | "" | "VALID")
    {
        return Err(operator.refused("leaves its padding to be computed (output_shape, auto_pad), which is not read"));
    }
    let output_padding = operator.counts("output_padding", 1, 0)?[0];
    let Along { stride, dilation, padding, .. } = own;
    let op = Op::ConvTranspose { groups, stride, dilation, padding, output_padding };
    let name = with_bias(reader, operator, op, &plane.own.name, kernel)?;
    Ok(Value::Computed(plane.own.with(name)))
}

pub(super) fn pool(reader: &mut Reader, operator: &Operator<'_>) -> Result<Value, ForeignError> {
    let plane = Plane::of(reader, operator)?;
    let kernel = operator.counts("kernel_shape", plane.extents.len(), 1)?;
    let mut windows = windows(operator, &kernel, &plane.extents)?;
    let largest = operator.node.op_type == "MaxPool";
    if largest && operator.integer("storage_order", 0) != 0 {
        return Err(operator.refused("stores columns first, which is not read"));
    }
    let counts_padding = operator.integer("count_include_pad", 0) != 0;
    if operator.integer("ceil_mode", 0) != 0 {
        for (own, extent) in windows.iter_mut().zip(&plane.extents) {
            let more = rounded_up(*own, *extent);
            if more > 0 && counts_padding && !largest {
                return Err(operator.refused("rounds up and counts its padding, which is not read together"));
            }
            own.padding[1] += more;
        }
    }
    let op = |own: Along| {
        let Along { width, stride, dilation, padding } = own;
        if largest {
            Op::MaxPool { width, stride, dilation, padding }
        } else {
            Op::AveragePool { width, stride, padding, counts_padding }
        }
    };
    if !largest && windows.iter().any(|own| own.dilation != 1) {
        return Err(operator.refused("has a dilation, which is not read of averages"));
    }
    if let [only] = windows.as_slice() {
        let name = reader.builder.node(operator.name(), op(*only), &[&plane.own.name])?;
        return Ok(Value::Computed(plane.own.with(name)));
    }
    let Some(axis) = across(&plane.extents, &windows, false) else {
        return Err(operator.refused("pools over two axes; only pools along a sequence are read"));
    };
    let value = flattened(reader, operator, &plane, axis)?;
    let name = reader.builder.node(operator.name(), op(windows[1 - axis]), &[&value])?;
    in_plane(reader, operator, &plane, &name, axis)
}

/// Columns that rounding the number of windows up adds on the right.
fn rounded_up(own: Along, extent: usize) -> usize {
    let reach = (own.width - 1).saturating_mul(own.dilation).saturating_add(1);
    let padded = extent.saturating_add(own.padding[0]).saturating_add(own.padding[1]);
    let Some(room) = padded.checked_sub(reach) else { return 0 };
    let mut windows = room.div_ceil(own.stride) + 1;
    // A window that begins in the padding on the right is none.
    if (windows - 1).saturating_mul(own.stride) >= extent.saturating_add(own.padding[0]) {
        windows -= 1;
    }
    ((windows - 1).saturating_mul(own.stride).saturating_add(reach)).saturating_sub(padded)
}
