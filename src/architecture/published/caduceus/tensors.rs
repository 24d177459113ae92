use burn::tensor::Tensor;
use burn::tensor::activation::{silu, softplus};

use super::mixer::{Direction, MixerSizes};
use super::scan::ScanTerms;

/// What lies between a mixer's shared projections, in tensor operations: `N L x 2 inner` (values, gates) to
/// `N L x inner`, with the positions gone through `size` at a time.
pub fn mixed_by_tensors(
    projected: Tensor<2>,
    [count, length]: [usize; 2],
    sizes: MixerSizes,
    directions: &[Direction; 2],
    size: usize,
) -> Tensor<2> {
    let inner = sizes.inner;
    let values = projected.clone().narrow(1, 0, inner).reshape([count, length, inner]);
    let [forward, backward] = directions;
    let there = direction_of(values.clone(), sizes, forward, size);
    let back = direction_of(values.flip([1]), sizes, backward, size).flip([1]);
    (there + back).reshape([count * length, inner]) * silu(projected.narrow(1, inner, inner))
}

/// One direction, `N x L x inner`.
fn direction_of(values: Tensor<3>, sizes: MixerSizes, own: &Direction, size: usize) -> Tensor<3> {
    let [count, length, inner] = values.dims();
    let MixerSizes { state, rank, .. } = sizes;
    let values = silu(convolved(values, own));
    let projected = values.clone().reshape([count * length, inner]).matmul(own.x_proj.clone());
    let steps = projected.clone().narrow(1, 0, rank).matmul(own.dt_proj.clone()) + own.dt_bias.clone().unsqueeze();
    let states = |from: usize| projected.clone().narrow(1, from, state).reshape([count, length, state]);
    let terms = ScanTerms {
        values: values.clone(),
        steps: softplus(steps, 1.0).reshape([count, length, inner]),
        rates: own.rates.clone(),
        enter: states(rank),
        leave: states(rank + state),
    };
    terms.scan(size) + values * own.skip.clone().unsqueeze()
}

/// Each channel's own convolution of a position and those before it.
fn convolved(values: Tensor<3>, own: &Direction) -> Tensor<3> {
    let [count, length, inner] = values.dims();
    let width = own.convolution.dims()[0];
    let before = Tensor::zeros([count, width - 1, inner], &values.device());
    let padded = Tensor::cat(vec![before, values], 1);
    let tap = |at: usize| padded.clone().narrow(1, at, length) * own.convolution.clone().narrow(0, at, 1).unsqueeze();
    let bias: Tensor<3> = own.convolution_bias.clone().unsqueeze();
    (0..width).fold(bias.expand([count, length, inner]), |sum, at| sum + tap(at))
}
