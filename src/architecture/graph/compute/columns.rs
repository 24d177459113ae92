use burn::tensor::module::{avg_pool1d, conv_transpose1d, conv1d, max_pool1d};
use burn::tensor::ops::{AvgPoolOptions, ConvOptions, ConvTransposeOptions, MaxPoolOptions};
use burn::tensor::{Tensor, TensorData};

use super::Value;
use super::rearrange::bordered;
use crate::architecture::layers;
use crate::architecture::trunk::{LOWEST, Pool};

/// A weight of three axes.
pub fn kernels(value: &Value) -> Tensor<3> {
    let shape = value.shape();
    value.rows().clone().reshape([shape[0], shape[1], shape[2]])
}

fn by_kernel(bias: Option<&&Value>) -> Option<Tensor<1>> {
    bias.map(|bias| bias.rows().clone().reshape([bias.shape()[0]]))
}

pub fn convolution(inputs: &[&Value], [groups, stride, dilation]: [usize; 3], [left, right]: [usize; 2]) -> Value {
    let (own, kernels, bias) = (inputs[0].matrix(), kernels(inputs[1]), by_kernel(inputs.get(2)));
    if [groups, stride, dilation] == [1; 3] {
        return given(layers::convolution(own, kernels, bias, left, right));
    }
    let options = ConvOptions::new_with_padding([stride], [(left, right)], [dilation], groups);
    given(conv1d(own, kernels, bias, options))
}

pub fn transposed_convolution(
    inputs: &[&Value],
    [groups, stride, dilation]: [usize; 3],
    left: usize,
    shape: &[usize],
) -> Value {
    let options = ConvTransposeOptions::new([stride], [0], [0], [dilation], groups);
    let whole = conv_transpose1d(inputs[0].matrix(), kernels(inputs[1]), None, options);
    let short = (left + shape[1]).saturating_sub(whole.dims()[2]);
    let own = padded_columns(whole, [0, short], 0.0).narrow(2, left, shape[1]);
    let bias = by_kernel(inputs.get(2)).map(|bias| bias.reshape([1, shape[0], 1]));
    given(bias.map_or(own.clone(), |bias| own + bias))
}

pub fn max_pool(input: &Value, [width, stride, dilation]: [usize; 3], padding: [usize; 2]) -> Value {
    let columns = padded_columns(input.matrix(), padding, LOWEST);
    if dilation == 1 {
        return given(Pool { width, stride }.apply(columns));
    }
    let options = MaxPoolOptions::new([width]).with_stride([stride]).with_dilation([dilation]);
    given(max_pool1d(columns, options))
}

pub fn average_pool(input: &Value, [width, stride]: [usize; 2], padding: [usize; 2], counts_padding: bool) -> Value {
    let options = AvgPoolOptions::new([width]).with_stride([stride]);
    let columns = input.shape()[1];
    let means = avg_pool1d(padded_columns(input.matrix(), padding, 0.0), options);
    if counts_padding || padding == [0, 0] {
        return given(means);
    }
    let count = means.dims()[2];
    let divisors = average_pool_divisors([width, stride], padding, columns, count);
    let factors: Vec<f32> = divisors.iter().map(|divisor| width as f32 / divisor).collect();
    let device = means.device();
    given(means * Tensor::<3>::from_data(TensorData::new(factors, [1, 1, count]), &device))
}

/// Columns of each window that are no padding.
pub fn average_pool_divisors(
    [width, stride]: [usize; 2],
    [left, _]: [usize; 2],
    columns: usize,
    windows: usize,
) -> Vec<f32> {
    let inside = |window: usize| {
        let (start, end) = (window * stride, window * stride + width);
        (end.min(left + columns).saturating_sub(start.max(left))).max(1) as f32
    };
    (0..windows).map(inside).collect()
}

/// Columns of one number on the left and on the right.
pub fn padded_columns(input: Tensor<3>, padding: [usize; 2], number: f32) -> Tensor<3> {
    bordered(input, 2, padding, number)
}

fn given(columns: Tensor<3>) -> Value {
    let [_, channels, count] = columns.dims();
    Value::of(columns, &[channels, count])
}
