use burn::tensor::Tensor;
use burn::tensor::module::{conv1d, linear};
use burn::tensor::ops::ConvOptions;

use super::processor::is_processor;
#[cfg(feature = "webgpu")]
use super::shaders;

/// A fully connected layer, `rows x inputs` to `rows x outputs`, with a weight of `[inputs, outputs]`.
///
/// On WebGPU it is a shader of ours, or, where gradients are recorded, a convolution of width one: without autotune burn's
/// matrix product takes a kernel whose shader compiles in seconds and runs several times slower there
/// (docs/webgpu-kernels.md).
pub fn dense(input: Tensor<2>, weight: Tensor<2>, bias: Option<Tensor<1>>) -> Tensor<2> {
    if is_processor(&input.device().inner()) {
        return linear(input, weight, bias);
    }
    #[cfg(feature = "webgpu")]
    if shaders::run_on(&input.device()) {
        return shaders::product(input, weight, bias, [shaders::Function::IDENTITY; 2]);
    }
    let [_, outputs] = weight.dims();
    if outputs == 1 {
        let product = (input * weight.transpose()).sum_dim(1);
        return match bias {
            Some(bias) => product + bias.unsqueeze::<2>(),
            None => product,
        };
    }
    let kernels = weight.transpose().unsqueeze_dim::<3>(2);
    let columns = conv1d(input.unsqueeze_dim::<3>(2), kernels, bias, ConvOptions::new([1], [0], [1], 1));
    columns.squeeze_dim::<2>(2)
}
