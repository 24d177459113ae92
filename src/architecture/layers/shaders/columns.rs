use burn_cubecl::cubecl;
use cubecl::prelude::*;

use super::function::{Kind, of_number, of_vector};

/// What a convolution's shader is compiled for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Steps {
    /// Columns that a unit computes.
    pub(super) columns: usize,
    /// The activation behind the convolution.
    pub(super) after: Kind,
}

/// A convolution of stride one, an activation behind it, and a scale and a shift for each channel: `rows x columns x
/// outputs` of an input whose dimensions lie as the strides say. `under` is what the sums begin with: the bias, or, for
/// changes of a reference, what the reference has at the place that `starts` says (`shift` later). `channels`, `outputs` and the strides count vectors.
#[cube(launch)]
#[allow(clippy::too_many_arguments)]
pub(super) fn convolution_of_columns<M: Size, N: Size>(
    input: &[Vector<f32, M>],
    weight: &[Vector<f32, N>],
    under: &[Vector<f32, N>],
    starts: ComptimeOption<&[i32]>,
    scale: ComptimeOption<&[Vector<f32, N>]>,
    moved: ComptimeOption<&[Vector<f32, N>]>,
    output: &mut [Vector<f32, N>],
    rows: usize,
    channels: usize,
    columns: usize,
    outputs: usize,
    width: usize,
    left: usize,
    read_columns: usize,
    row_stride: usize,
    channel_stride: usize,
    column_stride: usize,
    shift: i32,
    all: i32,
    first_after: f32,
    second_after: f32,
    #[comptime] steps: Steps,
) {
    let blocks = columns.div_ceil(steps.columns);
    if ABSOLUTE_POS >= rows * blocks * outputs {
        terminate!();
    }
    let output_channel = ABSOLUTE_POS % outputs;
    let begin = ((ABSOLUTE_POS / outputs) % blocks) * steps.columns;
    let row = ABSOLUTE_POS / (outputs * blocks);
    let mut sums = Array::<Vector<f32, N>>::new(steps.columns);
    #[unroll]
    for own in 0..steps.columns {
        sums[own] = #[comptime]
        match starts {
            ComptimeOption::Some(starts) => {
                let at = starts[row] + shift + (begin + own) as i32;
                under[min(max(at, 0), all - 1) as usize * outputs + output_channel]
            }
            ComptimeOption::None => under[output_channel],
        };
    }
    let mut values = Array::<Vector<f32, M>>::new(steps.columns);
    for tap in 0..width {
        for channel in 0..channels {
            let place = row * row_stride + channel * channel_stride;
            #[unroll]
            for own in 0..steps.columns {
                // Padding is none of the input's columns.
                let at = begin + own + tap;
                values[own] = Vector::new(0.0);
                if at >= left && at < left + read_columns {
                    values[own] = input[place + (at - left) * column_stride];
                }
            }
            #[unroll]
            for k in 0..M::value() {
                let factors = weight[((tap * channels + channel) * M::value() + k) * outputs + output_channel];
                #[unroll]
                for own in 0..steps.columns {
                    sums[own] += factors * Vector::new(values[own].extract(k));
                }
            }
        }
    }
    #[unroll]
    for own in 0..steps.columns {
        if begin + own < columns {
            let value = of_vector(sums[own], first_after, second_after, steps.after);
            let value = #[comptime]
            match scale {
                ComptimeOption::Some(scale) => value * scale[output_channel],
                ComptimeOption::None => value,
            };
            output[(row * columns + begin + own) * outputs + output_channel] = #[comptime]
            match moved {
                ComptimeOption::Some(moved) => value + moved[output_channel],
                ComptimeOption::None => value,
            };
        }
    }
}

/// An activation, then a scale and a shift for each channel; the channels follow one another, each with `inner` values.
#[cube(launch)]
#[allow(clippy::too_many_arguments)]
pub(super) fn pointwise_of_values(
    input: &[f32],
    scale: ComptimeOption<&[f32]>,
    moved: ComptimeOption<&[f32]>,
    output: &mut [f32],
    inner: usize,
    channels: usize,
    first: f32,
    second: f32,
    #[comptime] kind: Kind,
) {
    if ABSOLUTE_POS >= output.len() {
        terminate!();
    }
    let channel = (ABSOLUTE_POS / inner) % channels;
    let value = of_number(input[ABSOLUTE_POS], first, second, kind);
    let value = #[comptime]
    match scale {
        ComptimeOption::Some(scale) => value * scale[channel],
        ComptimeOption::None => value,
    };
    output[ABSOLUTE_POS] = #[comptime]
    match moved {
        ComptimeOption::Some(moved) => value + moved[channel],
        ComptimeOption::None => value,
    };
}

/// The maximum of each window of columns, `rows x windows x channels`, of an input whose dimensions lie as the strides
/// say.
#[cube(launch)]
#[allow(clippy::too_many_arguments)]
pub(super) fn maxima_of_windows(
    input: &[f32],
    output: &mut [f32],
    windows: usize,
    channels: usize,
    width: usize,
    step: usize,
    row_stride: usize,
    channel_stride: usize,
    column_stride: usize,
) {
    if ABSOLUTE_POS >= output.len() {
        terminate!();
    }
    let channel = ABSOLUTE_POS % channels;
    let window = (ABSOLUTE_POS / channels) % windows;
    let row = ABSOLUTE_POS / (channels * windows);
    let place = row * row_stride + channel * channel_stride + window * step * column_stride;
    let mut largest = input[place];
    for column in 1..width {
        largest = max(largest, input[place + column * column_stride]);
    }
    output[ABSOLUTE_POS] = largest;
}

/// The maxima over the beginnings and the ends of each window of a layer, `columns x channels`: row n * windows + w of
/// `before` is over the first n columns of window w, and of `behind` over all but these. `lowest` stands for none.
#[cube(launch)]
#[allow(clippy::too_many_arguments)]
pub(super) fn maxima_of_parts(
    layer: &[f32],
    before: &mut [f32],
    behind: &mut [f32],
    windows: usize,
    channels: usize,
    width: usize,
    step: usize,
    lowest: f32,
) {
    if ABSOLUTE_POS >= windows * channels {
        terminate!();
    }
    let place = (ABSOLUTE_POS / channels) * step * channels + ABSOLUTE_POS % channels;
    let part = windows * channels;
    let mut first = lowest;
    let mut last = lowest;
    before[ABSOLUTE_POS] = first;
    behind[width * part + ABSOLUTE_POS] = last;
    for column in 0..width {
        let end = width - 1 - column;
        first = max(first, layer[place + column * channels]);
        last = max(last, layer[place + end * channels]);
        before[(column + 1) * part + ABSOLUTE_POS] = first;
        behind[end * part + ABSOLUTE_POS] = last;
    }
}
