use super::super::super::ForeignError;
use super::super::config::Layer;
use super::super::reader::Reader;
use super::super::tensor::{Tensor, in_keras_order};
use super::super::weights::Role;
use super::activation::activation;
use super::sequence::{channels_by_positions, given, given_in_plane, plane};
use crate::architecture::graph::ir::Op;

const KERNEL: Role = Role::new(&["kernel"], 0);
const BIAS: Role = Role::new(&["bias"], 1);

/// What a kernel does along a sequence, as a configuration says it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Steps {
    pub width: usize,
    pub stride: usize,
    pub dilation: usize,
}

impl Steps {
    fn of(layer: &Layer<'_>) -> Result<Self, ForeignError> {
        let settings = layer.settings();
        // The first versions of Keras called them otherwise.
        let width = settings.count("filter_length", Some(0))?;
        let stride = settings.count("subsample_length", Some(1))?;
        let own = Self {
            width: settings.count("kernel_size", (width > 0).then_some(width))?,
            stride: settings.count("strides", Some(stride))?,
            dilation: settings.count("dilation_rate", Some(1))?,
        };
        if own.width == 0 || own.stride == 0 || own.dilation == 0 {
            return Err(settings.refused("has a kernel size, a stride or a dilation of 0"));
        }
        Ok(own)
    }

    /// Zero columns on either side for the padding that a layer names.
    pub fn padding(self, layer: &Layer<'_>, length: usize) -> Result<[usize; 2], ForeignError> {
        let settings = layer.settings();
        let name = settings.word("padding", settings.word("border_mode", "valid"));
        let reach = self.width.saturating_sub(1).saturating_mul(self.dilation).saturating_add(1);
        match name {
            "valid" => Ok([0, 0]),
            "causal" => Ok([reach - 1, 0]),
            "same" => {
                let columns = length.div_ceil(self.stride);
                let needed = columns.saturating_sub(1).saturating_mul(self.stride).saturating_add(reach);
                let total = needed.saturating_sub(length);
                Ok([total / 2, total - total / 2])
            }
            _ => Err(settings.refused(format!("has the padding \"{name}\", which is not known"))),
        }
    }
}

/// A kernel's numbers in the order that `at` says: for each output channel, each input channel and each tap.
fn arranged([outputs, inputs, width]: [usize; 3], at: impl Fn(usize, usize, usize) -> f32) -> Vec<f32> {
    let mut values = Vec::with_capacity(outputs.saturating_mul(inputs).saturating_mul(width));
    for output in 0..outputs {
        for input in 0..inputs {
            values.extend((0..width).map(|tap| at(output, input, tap)));
        }
    }
    values
}

/// A convolution of `C x L` whose kernel is arranged, with its bias and its activation.
fn convolved(
    reader: &mut Reader<'_>,
    layer: &Layer<'_>,
    (value, length): (&str, usize),
    (kernel, shape, groups): (Vec<f32>, [usize; 3], usize),
    steps: Steps,
) -> Result<String, ForeignError> {
    let padding = steps.padding(layer, length)?;
    let kernel = reader.constant(layer, "kernel", &shape, kernel);
    let op = Op::Conv { groups, stride: steps.stride, dilation: steps.dilation, padding };
    let bias = bias(reader, layer, shape[0], BIAS)?;
    Ok(reader.builder.weighed(layer.name, op, [value, &kernel], bias.as_deref())?)
}

/// The bias of a layer that uses one.
pub(super) fn bias(
    reader: &mut Reader<'_>,
    layer: &Layer<'_>,
    count: usize,
    role: Role,
) -> Result<Option<String>, ForeignError> {
    if !layer.settings().flag("use_bias", true) {
        return Ok(None);
    }
    let values = reader.vector(layer, role, count)?;
    Ok(Some(reader.constant(layer, "bias", &[count], values)))
}

fn activated(reader: &mut Reader<'_>, layer: &Layer<'_>, tensor: &Tensor) -> Result<Tensor, ForeignError> {
    activation(reader, layer, tensor, layer.settings().get("activation"))
}

pub(super) fn conv_1d(reader: &mut Reader<'_>, layer: &Layer<'_>, tensor: &Tensor) -> Result<Tensor, ForeignError> {
    let settings = layer.settings();
    settings.channels_last()?;
    let (value, length) = channels_by_positions(reader, layer, tensor)?;
    let (kernel, [width, inputs, outputs]) = reader.shaped::<3>(layer, KERNEL)?;
    let at = |output: usize, input: usize, tap: usize| kernel[(tap * inputs + input) * outputs + output];
    let own = arranged([outputs, inputs, width], at);
    let steps = Steps { width, ..Steps::of(layer)? };
    let groups = settings.count("groups", Some(1))?;
    let value = convolved(reader, layer, (&value, length), (own, [outputs, inputs, width], groups), steps)?;
    let tensor = given(reader, value);
    activated(reader, layer, &tensor)
}

/// Two axes of positions of which the kernel takes one whole, or of which one has a single place.
pub(super) fn conv_2d(reader: &mut Reader<'_>, layer: &Layer<'_>, tensor: &Tensor) -> Result<Tensor, ForeignError> {
    let settings = layer.settings();
    settings.channels_last()?;
    let (extents, channels) = plane(layer, tensor)?;
    let (kernel, [tall, wide, inputs, outputs]) = reader.shaped::<4>(layer, KERNEL)?;
    let (strides, dilations) = (settings.pair("strides", Some(1))?, settings.pair("dilation_rate", Some(1))?);
    let padding = settings.word("padding", "valid");
    let groups = settings.count("groups", Some(1))?;
    // The axis across: it has one place and the kernel one tap, or the kernel takes all of it in one step.
    let across = [1, 0].into_iter().find(|&axis| {
        let taps = [tall, wide][axis];
        (extents[axis] == 1 && taps == 1)
            || (taps == extents[axis] && padding == "valid" && dilations[axis] == 1 && groups == 1)
    });
    let Some(across) = across else {
        return Err(settings.refused(
            "is two-dimensional; only such convolutions are read as have one place across the sequence, or a kernel that covers all of the letters",
        ));
    };
    let along = 1 - across;
    let (length, letters, taps) = (extents[along], extents[across], [tall, wide][along]);
    // The channels of each place across, one after the other, are the channels of a sequence.
    let value = if letters == 1 {
        channels_by_positions(reader, layer, tensor)?.0
    } else {
        let plain = in_keras_order(&mut reader.builder, layer.name, tensor)?;
        let turned = if across == 1 { plain } else { reader.builder.transposed(layer.name, &plain, &[1, 0, 2])? };
        let flat = reader.builder.reshaped(layer.name, &turned, &[length, letters * channels])?;
        reader.builder.transposed(layer.name, &flat, &[1, 0])?
    };
    let at = |output: usize, input: usize, tap: usize| {
        let (place, channel) = (input / inputs, input % inputs);
        let [row, column] = if across == 1 { [tap, place] } else { [place, tap] };
        kernel[((row * wide + column) * inputs + channel) * outputs + output]
    };
    let shape = [outputs, letters * inputs, taps];
    let steps = Steps { width: taps, stride: strides[along], dilation: dilations[along] };
    if steps.stride == 0 || steps.dilation == 0 {
        return Err(settings.refused("has a stride or a dilation of 0"));
    }
    let value = convolved(reader, layer, (&value, length), (arranged(shape, at), shape, groups), steps)?;
    let tensor = given_in_plane(reader, value, across);
    activated(reader, layer, &tensor)
}

/// Each channel by itself: its kernel is arranged, with as many outputs for each channel as the layer has.
fn depthwise_kernel(
    reader: &Reader<'_>,
    layer: &Layer<'_>,
    role: Role,
) -> Result<(Vec<f32>, [usize; 3], usize), ForeignError> {
    let (kernel, [width, inputs, each]) = reader.shaped::<3>(layer, role)?;
    let outputs = inputs * each;
    let at = |output: usize, _: usize, tap: usize| kernel[(tap * inputs + output / each) * each + output % each];
    let shape = [outputs, 1, width];
    Ok((arranged(shape, at), shape, inputs))
}

pub(super) fn depthwise(reader: &mut Reader<'_>, layer: &Layer<'_>, tensor: &Tensor) -> Result<Tensor, ForeignError> {
    layer.settings().channels_last()?;
    let (value, length) = channels_by_positions(reader, layer, tensor)?;
    let kernel = depthwise_kernel(reader, layer, Role::new(&["depthwise_kernel", "kernel"], 0))?;
    let steps = Steps { width: kernel.1[2], ..Steps::of(layer)? };
    let value = convolved(reader, layer, (&value, length), kernel, steps)?;
    let tensor = given(reader, value);
    activated(reader, layer, &tensor)
}

pub(super) fn separable(reader: &mut Reader<'_>, layer: &Layer<'_>, tensor: &Tensor) -> Result<Tensor, ForeignError> {
    let settings = layer.settings();
    settings.channels_last()?;
    let (value, length) = channels_by_positions(reader, layer, tensor)?;
    let (kernel, shape, groups) = depthwise_kernel(reader, layer, Role::new(&["depthwise_kernel"], 0))?;
    let steps = Steps { width: shape[2], ..Steps::of(layer)? };
    let padding = steps.padding(layer, length)?;
    let each = reader.constant(layer, "depthwise", &shape, kernel);
    let op = Op::Conv { groups, stride: steps.stride, dilation: steps.dilation, padding };
    let apart = reader.builder.node(layer.name, op, &[&value, &each])?;
    let (pointwise, [_, inputs, outputs]) = reader.shaped::<3>(layer, Role::new(&["pointwise_kernel"], 1))?;
    let together = arranged([outputs, inputs, 1], |output, input, _| pointwise[input * outputs + output]);
    let together = reader.constant(layer, "pointwise", &[outputs, inputs, 1], together);
    let op = Op::Conv { groups: 1, stride: 1, dilation: 1, padding: [0, 0] };
    let bias = bias(reader, layer, outputs, Role::new(&["bias"], 2))?;
    let value = reader.builder.weighed(layer.name, op, [&apart, &together], bias.as_deref())?;
    let tensor = given(reader, value);
    activated(reader, layer, &tensor)
}

pub(super) fn transpose(reader: &mut Reader<'_>, layer: &Layer<'_>, tensor: &Tensor) -> Result<Tensor, ForeignError> {
    let settings = layer.settings();
    settings.channels_last()?;
    let (value, _) = channels_by_positions(reader, layer, tensor)?;
    let (kernel, [width, outputs, inputs]) = reader.shaped::<3>(layer, KERNEL)?;
    let steps = Steps { width, ..Steps::of(layer)? };
    if steps.dilation != 1 || settings.get("output_padding").is_some() {
        return Err(
            settings.refused("is a transposed convolution with a dilation or an output padding, which is not read")
        );
    }
    let own =
        arranged([inputs, outputs, width], |input, output, tap| kernel[(tap * outputs + output) * inputs + input]);
    let own = reader.constant(layer, "kernel", &[inputs, outputs, width], own);
    let surplus = width.saturating_sub(steps.stride);
    let padding = match settings.word("padding", "valid") {
        "valid" => [0, 0],
        "same" => [surplus / 2, surplus - surplus / 2],
        other => return Err(settings.refused(format!("has the padding \"{other}\", which is not known"))),
    };
    let op = Op::ConvTranspose {
        groups: 1,
        stride: steps.stride,
        dilation: 1,
        padding,
        output_padding: steps.stride.saturating_sub(width),
    };
    let bias = bias(reader, layer, outputs, BIAS)?;
    let value = reader.builder.weighed(layer.name, op, [&value, &own], bias.as_deref())?;
    let tensor = given(reader, value);
    activated(reader, layer, &tensor)
}
