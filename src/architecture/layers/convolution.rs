use burn::tensor::Tensor;
use burn::tensor::module::conv1d;
use burn::tensor::ops::{ConvOptions, PadMode};

use super::processor::is_processor;

/// Channels and columns under a kernel from and up to which the CPU backend reads an input where it lies, if there is no
/// padding (`should_use_direct_conv` of burn-flex).
const DIRECT_CHANNELS: usize = 32;
const DIRECT_WIDTH: usize = 8;

/// A convolution of stride one of `N x inputs x columns` with kernels `outputs x inputs x width` and zero columns on both
/// sides, `N x outputs x columns + left + right + 1 - width`.
///
/// The CPU backend copies the columns under every kernel apart where it has to pad. So zeros are put there first.
pub fn convolution(
    input: Tensor<3>,
    kernels: Tensor<3>,
    bias: Option<Tensor<1>>,
    left: usize,
    right: usize,
) -> Tensor<3> {
    let [_, channels, width] = kernels.dims();
    let direct = channels >= DIRECT_CHANNELS && width <= DIRECT_WIDTH && left + right > 0;
    if direct && is_processor(&input.device()) {
        let padded = input.pad((left, right, 0, 0), PadMode::Constant(0.0));
        return conv1d(padded, kernels, bias, ConvOptions::new([1], [0], [1], 1));
    }
    conv1d(input, kernels, bias, ConvOptions::new_with_padding([1], [(left, right)], [1], 1))
}

#[cfg(test)]
mod tests {
    use burn::tensor::{Device, Distribution};

    use super::*;

    #[test]
    fn zeros_that_are_put_there_are_padding() {
        let random = |shape: [usize; 3]| Tensor::<3>::random(shape, Distribution::Default, &Device::flex());
        for (columns, width, [left, right]) in [(18, 3, [1, 1]), (7, 8, [3, 4]), (9, 5, [0, 2])] {
            let (input, kernels) = (random([3, DIRECT_CHANNELS, columns]), random([4, DIRECT_CHANNELS, width]));
            let options = ConvOptions::new_with_padding([1], [(left, right)], [1], 1);
            let expected = conv1d(input.clone(), kernels.clone(), None, options);
            let found = convolution(input, kernels, None, left, right);
            assert_eq!(found.dims(), expected.dims());
            assert!((found - expected).abs().max().into_scalar::<f32>() < 1e-4);
        }
    }
}
