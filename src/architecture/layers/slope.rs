use burn::tensor::Tensor;

use super::Activation;

/// What an activation passes back: its derivative at `input`, or, with a reference, the quotient of the
/// differences after and before it (DeepLIFT's rescale rule). `input` may have one row for all of the
/// reference's.
///
/// Where the difference is so small that the quotient would be rounding noise, the derivative half-way stands
/// in for it.
pub fn slope<const D: usize>(activation: Activation, input: &Tensor<D>, reference: Option<&Tensor<D>>) -> Tensor<D> {
    let (apply, derivative) = (|own| activation.apply(own), |own| activation.derivative(own));
    slope_of(apply, derivative, smallest_change(activation), input, reference)
}

/// The same for any function with its derivative, where differences below `smallest` are small. Either of
/// `input` and `reference` may have one row for all of the other's.
pub fn slope_of<const D: usize>(
    apply: impl Fn(Tensor<D>) -> Tensor<D>,
    derivative: impl Fn(Tensor<D>) -> Tensor<D>,
    smallest: f32,
    input: &Tensor<D>,
    reference: Option<&Tensor<D>>,
) -> Tensor<D> {
    let Some(reference) = reference else { return derivative(input.clone()) };
    let change = input.clone() - reference.clone();
    let half_way = (input.clone() + reference.clone()).mul_scalar(0.5);
    let small = change.clone().abs().lower_scalar(smallest);
    let behind = apply(input.clone()) - apply(reference.clone());
    let quotient = behind / change.mask_fill(small.clone(), 1.0);
    quotient.mask_where(small, derivative(half_way))
}

/// A quotient of ReLUs is exact; one of exponentials loses digits.
fn smallest_change(activation: Activation) -> f32 {
    match activation {
        Activation::Relu | Activation::Identity => 1e-7,
        Activation::Elu | Activation::Gelu | Activation::Silu | Activation::Selu => 1e-3,
    }
}
