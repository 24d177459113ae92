use burn::tensor::{Tensor, activation};

use crate::architecture::graph::ir::Function;

/// The square root of two over pi, in GELU's approximation by tanh.
const GELU_SLOPE: f32 = 0.797_884_6;

/// The weight of the cube there.
const GELU_CUBE: f32 = 0.044_715;

/// Applies a function to every number.
pub fn apply_function<const D: usize>(function: Function, input: Tensor<D>) -> Tensor<D> {
    match function {
        Function::Identity => input,
        Function::Relu => activation::relu(input),
        Function::LeakyRelu { alpha } => input.clone().clamp_min(0.0) + input.clamp_max(0.0).mul_scalar(alpha),
        Function::Elu { alpha } => exponential_below(input, 1.0, alpha),
        Function::Selu { alpha, gamma } => exponential_below(input, gamma, gamma * alpha),
        Function::Gelu => activation::gelu(input),
        Function::GeluTanh => {
            let within = gelu_argument(input.clone());
            input.mul_scalar(0.5) * (within.tanh() + 1.0)
        }
        Function::Silu { scale } => input.clone() * activation::sigmoid(input.mul_scalar(scale)),
        Function::Sigmoid => activation::sigmoid(input),
        Function::HardSigmoid { alpha, beta } => input.mul_scalar(alpha).add_scalar(beta).clamp(0.0, 1.0),
        Function::Tanh => input.tanh(),
        // Only what is not positive goes through exp.
        Function::Softplus => input.clone().clamp_min(0.0) + input.abs().neg().exp().log1p(),
        Function::Softsign => input.clone() / (input.abs() + 1.0),
        Function::Exp => input.exp(),
        Function::Log => input.log(),
        Function::Sqrt => input.sqrt(),
        Function::Reciprocal => input.recip(),
        Function::Erf => input.erf(),
        Function::Neg => input.neg(),
        Function::Abs => input.abs(),
        Function::Clip { min, max } => {
            let above = min.map_or(input.clone(), |min| input.clamp_min(min));
            max.map_or(above.clone(), |max| above.clamp_max(max))
        }
        Function::Pow { exponent } => power(input, exponent),
        Function::Linear { factor, term } => input.mul_scalar(factor).add_scalar(term),
    }
}

/// `above` x above zero, `below` (exp(x) - 1) below; exp only ever sees what is not positive.
fn exponential_below<const D: usize>(input: Tensor<D>, above: f32, below: f32) -> Tensor<D> {
    let negative = input.clone().clamp_max(0.0).exp().sub_scalar(1.0).mul_scalar(below);
    input.clamp_min(0.0).mul_scalar(above) + negative
}

fn gelu_argument<const D: usize>(input: Tensor<D>) -> Tensor<D> {
    let cube = input.clone() * input.clone() * input.clone();
    (input + cube.mul_scalar(GELU_CUBE)).mul_scalar(GELU_SLOPE)
}

/// Small whole powers as products: shaders know no power of a negative number.
fn power<const D: usize>(input: Tensor<D>, exponent: f32) -> Tensor<D> {
    match exponent {
        0.0 => input.ones_like(),
        0.5 => input.sqrt(),
        1.0 => input,
        2.0 => input.clone() * input,
        3.0 => input.clone() * input.clone() * input,
        4.0 => power(power(input, 2.0), 2.0),
        -0.5 => input.sqrt().recip(),
        -1.0 => input.recip(),
        -2.0 => power(input, 2.0).recip(),
        other => input.powf_scalar(other),
    }
}

/// The derivative for every number.
fn derivative<const D: usize>(function: Function, input: Tensor<D>) -> Tensor<D> {
    match function {
        Function::Identity => input.ones_like(),
        Function::Relu => input.greater_scalar(0.0).float(),
        Function::LeakyRelu { alpha } => {
            let above = input.greater_scalar(0.0).float();
            above.mul_scalar(1.0 - alpha).add_scalar(alpha)
        }
        Function::Elu { alpha } => slopes_below(input, 1.0, alpha),
        Function::Selu { alpha, gamma } => slopes_below(input, gamma, gamma * alpha),
        Function::Gelu => {
            let below = (input.clone().div_scalar(std::f32::consts::SQRT_2).erf() + 1.0).mul_scalar(0.5);
            let density = (input.clone() * input.clone()).mul_scalar(-0.5).exp().mul_scalar(0.398_942_3);
            below + input * density
        }
        Function::GeluTanh => {
            let share = gelu_argument(input.clone()).tanh();
            let within = (input.clone() * input.clone()).mul_scalar(3.0 * GELU_CUBE).add_scalar(1.0);
            let steep = (share.clone() * share.clone()).neg().add_scalar(1.0) * within.mul_scalar(GELU_SLOPE);
            (share + 1.0).mul_scalar(0.5) + input.mul_scalar(0.5) * steep
        }
        Function::Silu { scale } => {
            let share = activation::sigmoid(input.clone().mul_scalar(scale));
            share.clone() + input.mul_scalar(scale) * share.clone() * (share.neg() + 1.0)
        }
        Function::Sigmoid => {
            let share = activation::sigmoid(input);
            share.clone() * (share.neg() + 1.0)
        }
        Function::HardSigmoid { alpha, beta } => {
            between(input.mul_scalar(alpha).add_scalar(beta), Some(0.0), Some(1.0)).mul_scalar(alpha)
        }
        Function::Tanh => {
            let share = input.tanh();
            (share.clone() * share).neg() + 1.0
        }
        Function::Softplus => activation::sigmoid(input),
        Function::Softsign => power(input.abs() + 1.0, -2.0),
        Function::Exp => input.exp(),
        Function::Log => input.recip(),
        Function::Sqrt => input.sqrt().recip().mul_scalar(0.5),
        Function::Reciprocal => power(input, -2.0).neg(),
        Function::Erf => (input.clone() * input).neg().exp().mul_scalar(std::f32::consts::FRAC_2_SQRT_PI),
        Function::Neg => input.ones_like().neg(),
        Function::Abs => input.sign(),
        Function::Clip { min, max } => between(input, min, max),
        Function::Pow { exponent } => power(input, exponent - 1.0).mul_scalar(exponent),
        Function::Linear { factor, .. } => input.ones_like().mul_scalar(factor),
    }
}

fn slopes_below<const D: usize>(input: Tensor<D>, above: f32, below: f32) -> Tensor<D> {
    let positive = input.clone().greater_scalar(0.0).float();
    let negative = (positive.clone().neg() + 1.0) * input.clamp_max(0.0).exp().mul_scalar(below);
    positive.mul_scalar(above) + negative
}

/// 1 between two bounds, 0 outside.
fn between<const D: usize>(input: Tensor<D>, min: Option<f32>, max: Option<f32>) -> Tensor<D> {
    let mut inside = input.ones_like();
    if let Some(min) = min {
        inside = inside * input.clone().greater_scalar(min).float();
    }
    match max {
        Some(max) => inside * input.lower_scalar(max).float(),
        None => inside,
    }
}

/// What a function passes back: its derivative at `input`, or, with a reference, the quotient of the
/// differences after and before it (DeepLIFT's rescale rule). Either may have one row for all of the other's.
///
/// Where the difference is so small that the quotient would be rounding noise, the derivative half-way stands
/// in for it.
pub fn slope<const D: usize>(function: Function, input: &Tensor<D>, reference: Option<&Tensor<D>>) -> Tensor<D> {
    let Some(reference) = reference else { return derivative(function, input.clone()) };
    let change = input.clone() - reference.clone();
    let half_way = (input.clone() + reference.clone()).mul_scalar(0.5);
    let small = change.clone().abs().lower_scalar(smallest_change(function));
    let behind = apply_function(function, input.clone()) - apply_function(function, reference.clone());
    let quotient = behind / change.mask_fill(small.clone(), 1.0);
    quotient.mask_where(small, derivative(function, half_way))
}

/// A quotient of functions that are straight in parts is exact; others lose digits.
fn smallest_change(function: Function) -> f32 {
    match function {
        Function::Identity
        | Function::Relu
        | Function::LeakyRelu { .. }
        | Function::HardSigmoid { .. }
        | Function::Neg
        | Function::Abs
        | Function::Clip { .. }
        | Function::Linear { .. } => 1e-7,
        _ => 1e-3,
    }
}
