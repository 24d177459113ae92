//! Each shader beside burn's operations, on the adapter that there is.

use burn::tensor::activation::silu;
use burn::tensor::module::{conv1d, linear, max_pool1d};
use burn::tensor::ops::{ConvOptions, MaxPoolOptions};
use burn::tensor::{Device, Distribution, Tensor, TensorData};

use super::*;

const ELU: OfNumbers = OfNumbers::Exponential { above: 1.0, below: 1.0 };

fn adapter() -> Device {
    Device::wgpu(burn::tensor::DeviceKind::default())
}

/// The same numbers on the processor and on the adapter.
fn random<const D: usize>(shape: [usize; D], adapter: &Device) -> [Tensor<D>; 2] {
    let own = Tensor::random(shape, Distribution::Normal(0.0, 1.0), &Device::flex());
    [own.clone(), Tensor::from_data(own.into_data(), adapter)]
}

#[track_caller]
fn assert_same<const D: usize>(found: Tensor<D>, expected: Tensor<D>) {
    assert_eq!(found.dims(), expected.dims());
    let numbers = |tensor: Tensor<D>| tensor.into_data().iter::<f32>().collect::<Vec<f32>>();
    let (found, expected) = (numbers(found), numbers(expected));
    let largest = expected.iter().fold(1.0_f32, |largest, value| largest.max(value.abs()));
    for (at, (found, expected)) in found.iter().zip(&expected).enumerate() {
        assert!((found - expected).abs() < 1e-5 * largest, "{at}: {found}, not {expected}");
    }
}

#[test]
fn activations_and_norms_are_those_of_burn() {
    let device = adapter();
    let [own, there] = random([3, 6, 11], &device);
    let [scale, scale_there] = random([6], &device);
    let [shift, shift_there] = random([6], &device);
    let elu = |x: Tensor<3>| x.clone().clamp_min(0.0) + x.clamp_max(0.0).exp().sub_scalar(1.0);
    let elu_there = Function::of(ELU).unwrap();
    // So large that exp alone would be infinite.
    let large = [-200.0, -1.0, 0.0, 1.0, 200.0];
    for function in [OfNumbers::Relu, ELU, OfNumbers::Silu { steepness: 1.0 }, OfNumbers::Identity] {
        let [here, beside] = [&Device::flex(), &device].map(|device| Tensor::<1>::from_floats(large, device));
        let expected = match function {
            OfNumbers::Relu => here.clamp_min(0.0),
            OfNumbers::Silu { .. } => silu(here),
            OfNumbers::Identity => here,
            _ => here.clone().clamp_min(0.0) + here.clamp_max(0.0).exp().sub_scalar(1.0),
        };
        assert_same(activated(beside, Function::of(function).unwrap()), expected);
    }
    assert_same(activated(there.clone().swap_dims(0, 2), elu_there), elu(own.clone().swap_dims(0, 2)));
    let norm = Norm { function: elu_there, scale: &scale_there, shift: &shift_there };
    let expected = elu(own.clone()) * scale.clone().reshape([1, 6, 1]) + shift.clone().reshape([1, 6, 1]);
    assert_same(normed(there.clone(), norm, 1), expected.clone());
    assert_same(normed(there.swap_dims(1, 2), norm, 2), expected.swap_dims(1, 2));
}

#[test]
fn products_are_those_of_burn() {
    let device = adapter();
    let elu = |x: Tensor<2>| x.clone().clamp_min(0.0) + x.clamp_max(0.0).exp().sub_scalar(1.0);
    let around = [Function::of(ELU).unwrap(), Function::of(OfNumbers::Relu).unwrap()];
    // Few rows that share their inputs, many that do not, outputs that fill vectors and that do not.
    for (rows, others, inputs, outputs) in [(1, 1, 130, 8), (3, 5, 70, 1), (300, 7, 33, 32), (9, 2, 64, 7)] {
        let [left, left_there] = random([rows, inputs], &device);
        let [right, right_there] = random([others, inputs], &device);
        let [weight, weight_there] = random([inputs, outputs], &device);
        let [bias, bias_there] = random([outputs], &device);
        let expected = linear(elu(left.clone()), weight.clone(), Some(bias.clone())).clamp_min(0.0);
        assert_same(product(left_there.clone(), weight_there.clone(), Some(bias_there), around), expected);
        let sums = left.reshape([rows, 1, inputs]) + right.reshape([1, others, inputs]);
        let expected = linear(elu(sums.reshape([rows * others, inputs])), weight, None).clamp_min(0.0);
        assert_same(product_of_sums([left_there, right_there], weight_there, None, around), expected);
    }
}

#[test]
fn convolutions_and_pools_are_those_of_burn() {
    let device = adapter();
    for (rows, channels, columns, outputs, width, [left, right]) in
        [(1, 5, 17, 8, 3, [1, 1]), (40, 16, 30, 32, 5, [0, 4]), (2, 3, 9, 7, 4, [3, 0]), (3, 4, 9, 4, 1, [0, 0])]
    {
        let [input, input_there] = random([rows, channels, columns], &device);
        let [kernels, kernels_there] = random([outputs, channels, width], &device);
        let [bias, bias_there] = random([outputs], &device);
        let [scale, scale_there] = random([outputs], &device);
        let options = ConvOptions::new_with_padding([1], [(left, right)], [1], 1);
        let expected = conv1d(input.clone(), kernels, Some(bias), options);
        let by_tap = kernels_there.permute([2, 1, 0]).reshape([width * channels, outputs]);
        let found = convolution(input_there.clone(), by_tap.clone(), bias_there.clone(), [left, right], None);
        assert_same(found, expected.clone());
        let function = Function::of(OfNumbers::Relu).unwrap();
        let norm = Norm { function, scale: &scale_there, shift: &bias_there };
        let turned = input_there.clone().swap_dims(1, 2);
        let turned = in_order(turned).swap_dims(1, 2);
        let found = convolution(turned, by_tap, bias_there.clone(), [left, right], Some(norm));
        let shift = Tensor::from_data(bias_there.clone().into_data(), &Device::flex());
        let column = |own: Tensor<1>| own.reshape([1, outputs, 1]);
        assert_same(found, expected.clamp_min(0.0) * column(scale) + column(shift));
        let pooled = max_pool1d(input, MaxPoolOptions::new([3]).with_stride([2]));
        assert_same(maxima(input_there, 3, 2), pooled);
    }
}

#[test]
fn what_is_in_order_stays_so() {
    let device = adapter();
    let [own, there] = random([4, 6], &device);
    assert_same(in_order(there.clone().swap_dims(0, 1)), own.clone().swap_dims(0, 1));
    assert_same(in_order(there), own);
    let rows = Tensor::<1, Int>::from_data(TensorData::from([0, 1]), &device);
    assert_eq!(rows.dims(), [2]);
}
