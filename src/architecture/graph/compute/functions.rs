use burn::tensor::{Tensor, activation};

use crate::architecture::graph::ir::{Function, GELU_CUBE, GELU_SLOPE};
use crate::architecture::layers::{
    Activation, OfNumbers, change_in_place, exponential_below, exponential_slope, is_in_memory, slope_of,
};

/// Applies a function to every number.
pub fn apply_function<const D: usize>(function: Function, input: Tensor<D>) -> Tensor<D> {
    if let Some(own) = of_numbers(function)
        && is_in_memory(&input)
    {
        return change_in_place(input, |values| own.apply(values, 1.0, 0.0));
    }
    match function {
        Function::Identity => input,
        Function::Relu => Activation::Relu.apply(input),
        Function::LeakyRelu { alpha } => input.clone().clamp_min(0.0) + input.clamp_max(0.0).mul_scalar(alpha),
        Function::Elu { alpha } => exponential_below(input, 1.0, alpha),
        Function::Selu { alpha, gamma } => exponential_below(input, gamma, gamma * alpha),
        Function::Gelu => Activation::Gelu.apply(input),
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

/// As a function of plain numbers, where exponentials are what it costs: burn's take one number at a time.
fn of_numbers(function: Function) -> Option<OfNumbers> {
    match function {
        Function::Elu { alpha } => Some(OfNumbers::Exponential { above: 1.0, below: alpha }),
        Function::Selu { alpha, gamma } => Some(OfNumbers::Exponential { above: gamma, below: gamma * alpha }),
        Function::Silu { scale } => Some(OfNumbers::Silu { steepness: scale }),
        Function::Exp => Some(OfNumbers::Exp),
        Function::Sigmoid => Some(OfNumbers::Sigmoid),
        Function::Tanh => Some(OfNumbers::Tanh),
        _ => None,
    }
}

/// As a function of plain numbers, for values whose order is that of their channels.
pub fn function_of_numbers(function: Function) -> Option<OfNumbers> {
    match function {
        Function::Identity => Some(OfNumbers::Identity),
        Function::Relu => Some(OfNumbers::Relu),
        Function::LeakyRelu { alpha } => Some(OfNumbers::Leaky { below: alpha }),
        Function::HardSigmoid { alpha, beta } => Some(OfNumbers::Bounded { slope: alpha, middle: beta }),
        other => of_numbers(other),
    }
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
        Function::Relu => Activation::Relu.derivative(input),
        Function::LeakyRelu { alpha } => {
            let above = input.greater_scalar(0.0).float();
            above.mul_scalar(1.0 - alpha).add_scalar(alpha)
        }
        Function::Elu { alpha } => exponential_slope(input, 1.0, alpha),
        Function::Selu { alpha, gamma } => exponential_slope(input, gamma, gamma * alpha),
        Function::Gelu => Activation::Gelu.derivative(input),
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

/// What a function passes back, by the rule that all networks share.
pub fn slope<const D: usize>(function: Function, input: &Tensor<D>, reference: Option<&Tensor<D>>) -> Tensor<D> {
    let (apply, derivative) = (|own| apply_function(function, own), |own| derivative(function, own));
    slope_of(apply, derivative, smallest_change(function), input, reference)
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
