use burn::tensor::{Tensor, activation};
use serde::{Deserialize, Serialize};

use super::of_numbers::OfNumbers;
use super::processor::{change_in_place, is_in_memory};
#[cfg(feature = "webgpu")]
use super::shaders;

/// The non-linearities that published configurations name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Activation {
    /// max(0, x)
    Relu,
    /// x above zero, exp(x) - 1 below (alpha = 1)
    Elu,
    /// x * Phi(x)
    Gelu,
    /// x / (1 + exp(-x)), also called swish
    Silu,
    /// 1.0507 x above zero, 1.7581 (exp(x) - 1) below (Klambauer et al. 2017, arXiv 1706.02515)
    Selu,
    /// x: none
    Identity,
}

/// SELU's slope above zero.
const SELU_ABOVE: f32 = 1.050_701;

/// SELU's slope at zero from below.
const SELU_BELOW: f32 = 1.758_099_3;

impl Activation {
    /// Applies the function to every element.
    pub fn apply<const D: usize>(self, input: Tensor<D>) -> Tensor<D> {
        match self.of_numbers() {
            // burn's own goes over values in the order in which they lie, turned or not, and changes what nobody else holds.
            Some(OfNumbers::Identity | OfNumbers::Relu) | None => (),
            Some(function) if is_in_memory(&input) => {
                return change_in_place(input, |values| function.apply(values, 1.0, 0.0));
            }
            #[cfg(feature = "webgpu")]
            Some(function) if shaders::run_on(&input.device()) => {
                if let Some(function) = function.in_shaders() {
                    return shaders::activated(input, function);
                }
            }
            Some(_) => (),
        }
        match self {
            Self::Relu => activation::relu(input),
            Self::Elu => {
                // exp only ever sees what is not positive, so that large inputs cannot overflow into NaN.
                let below = input.clone().clamp_max(0.0).exp().sub_scalar(1.0);
                input.clamp_min(0.0).add(below)
            }
            Self::Selu => exponential_below(input, SELU_ABOVE, SELU_BELOW),
            Self::Gelu => activation::gelu(input),
            Self::Silu => activation::silu(input),
            Self::Identity => input,
        }
    }

    /// The function as one of plain numbers; none for GELU, whose error function is burn's.
    pub(in crate::architecture) fn of_numbers(self) -> Option<OfNumbers> {
        match self {
            Self::Relu => Some(OfNumbers::Relu),
            Self::Elu => Some(OfNumbers::Exponential { above: 1.0, below: 1.0 }),
            Self::Selu => Some(OfNumbers::Exponential { above: SELU_ABOVE, below: SELU_BELOW }),
            Self::Silu => Some(OfNumbers::Silu { steepness: 1.0 }),
            Self::Identity => Some(OfNumbers::Identity),
            Self::Gelu => None,
        }
    }

    /// The derivative for every element; 0 for ReLU at zero.
    pub fn derivative<const D: usize>(self, input: Tensor<D>) -> Tensor<D> {
        match self {
            Self::Relu => input.greater_scalar(0.0).float(),
            Self::Elu => input.clamp_max(0.0).exp(),
            Self::Selu => exponential_slope(input, SELU_ABOVE, SELU_BELOW),
            Self::Gelu => {
                let below = (input.clone().div_scalar(std::f32::consts::SQRT_2).erf() + 1.0).mul_scalar(0.5);
                let density = (input.clone().powi_scalar(2).mul_scalar(-0.5)).exp().mul_scalar(0.398_942_3);
                below + input * density
            }
            Self::Silu => {
                let share = activation::sigmoid(input.clone());
                share.clone() + input * share.clone() * (share.neg() + 1.0)
            }
            Self::Identity => input.ones_like(),
        }
    }
}

/// `above` x above zero, `below` (exp(x) - 1) below; exp only ever sees what is not positive.
pub fn exponential_below<const D: usize>(input: Tensor<D>, above: f32, below: f32) -> Tensor<D> {
    let negative = input.clone().clamp_max(0.0).exp().sub_scalar(1.0).mul_scalar(below);
    input.clamp_min(0.0).mul_scalar(above) + negative
}

/// The derivative of [`exponential_below`].
pub fn exponential_slope<const D: usize>(input: Tensor<D>, above: f32, below: f32) -> Tensor<D> {
    let positive = input.clone().greater_scalar(0.0).float();
    let negative = (positive.clone().neg() + 1.0) * input.clamp_max(0.0).exp().mul_scalar(below);
    positive.mul_scalar(above) + negative
}
