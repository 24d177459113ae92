use burn::tensor::module::{conv_transpose1d, conv1d};
use burn::tensor::ops::{ConvOptions, ConvTransposeOptions};
use burn::tensor::{Tensor, TensorData};

use super::super::compute::{Value, average_pool_divisors, kernels, padded_columns};
use super::Read;
use crate::architecture::trunk::{LOWEST, Pool};

/// `columns` columns from `left` on; zeros where there are none.
fn stretch(all: Tensor<3>, left: usize, columns: usize) -> Tensor<3> {
    let short = (left + columns).saturating_sub(all.dims()[2]);
    padded_columns(all, [0, short], 0.0).narrow(2, left, columns)
}

pub fn convolution(read: &Read<'_>, given: &Value, [groups, stride, dilation]: [usize; 3], left: usize) -> Value {
    let (weight, shape) = (kernels(read.target[1]), read.target[0].shape());
    let all = if groups == 1 && stride == 1 {
        // With the kernels turned round it is a convolution, which is fast wherever convolutions are.
        let around = (weight.dims()[2] - 1) * dilation;
        let options = ConvOptions::new_with_padding([1], [(around, around)], [dilation], 1);
        conv1d(given.matrix(), weight.swap_dims(0, 1).flip([2]), None, options)
    } else {
        let options = ConvTransposeOptions::new([stride], [0], [0], [dilation], groups);
        conv_transpose1d(given.matrix(), weight, None, options)
    };
    Value::of(stretch(all, left, shape[1]), shape)
}

pub fn transposed_convolution(
    read: &Read<'_>,
    given: &Value,
    [groups, stride, dilation]: [usize; 3],
    left: usize,
) -> Value {
    let (weight, shape) = (kernels(read.target[1]), read.target[0].shape());
    let whole = (shape[1] - 1) * stride + (weight.dims()[2] - 1) * dilation + 1;
    let own = stretch(padded_columns(given.matrix(), [left, 0], 0.0), 0, whole);
    Value::of(conv1d(own, weight, None, ConvOptions::new([stride], [0], [dilation], groups)), shape)
}

pub fn max_pool(read: &Read<'_>, given: &Value, [width, stride]: [usize; 2], padding: [usize; 2]) -> Value {
    let shape = read.target[0].shape();
    let padded = |value: &Value| padded_columns(value.matrix(), padding, LOWEST);
    let before = read.before(0).map(padded);
    let all = Pool { width, stride }.credit(&padded(read.target[0]), before.as_ref(), given.matrix());
    Value::of(all.narrow(2, padding[0], shape[1]), shape)
}

pub fn average_pool(
    read: &Read<'_>,
    given: &Value,
    [width, stride]: [usize; 2],
    padding: [usize; 2],
    counts_padding: bool,
) -> Value {
    let shape = read.target[0].shape();
    let own = given.matrix();
    let [rows, channels, windows] = own.dims();
    let divisors = if counts_padding {
        vec![width as f32; windows]
    } else {
        average_pool_divisors([width, stride], padding, shape[1], windows)
    };
    let factors: Vec<f32> = divisors.iter().map(|divisor| 1.0 / divisor).collect();
    let factors = Tensor::<3>::from_data(TensorData::new(factors, [1, 1, windows]), &own.device());
    let shares = (own * factors).unsqueeze_dim::<4>(3).expand([rows, channels, windows, width]);
    let all = Pool { width, stride }.folded(shares, shape[1] + padding[0] + padding[1]);
    Value::of(all.narrow(2, padding[0], shape[1]), shape)
}
