use burn::module::Param;
use burn::nn::{BatchNorm, Linear};
use burn::tensor::{Device, Tensor};

use super::{Activation, DenseLayer};
use crate::architecture::{ParameterError, Parameters};

/// The constant added to a variance, as PyTorch has it.
const EPSILON: f32 = 1e-5;

/// A batch norm with its running statistics as plain numbers, on the processor whatever the device: what is
/// folded into a table never has to be read back.
#[derive(Debug, Clone)]
pub struct FixedNorm {
    /// By channel.
    pub scale: Vec<f32>,
    /// By channel.
    pub shift: Vec<f32>,
}

impl FixedNorm {
    /// The batch norm of that name; none of its weights is taken out.
    ///
    /// # Errors
    /// [`ParameterError::Missing`] names the weight that is not there.
    pub fn read(weights: &Parameters, name: &str) -> Result<Self, ParameterError> {
        let values = |part: &str| {
            let name = format!("{name}.{part}");
            weights.get(&name).map(|array| array.values.as_slice()).ok_or_else(|| ParameterError::missing(&name))
        };
        let (gamma, beta) = (values("weight")?, values("bias")?);
        let (mean, variance) = (values("running_mean")?, values("running_var")?);
        let scale: Vec<f32> = gamma.iter().zip(variance).map(|(gamma, var)| gamma / (var + EPSILON).sqrt()).collect();
        let shift = beta.iter().zip(mean).zip(&scale).map(|((beta, mean), scale)| beta - mean * scale).collect();
        Ok(Self { scale, shift })
    }
}

pub fn bias_of(bias: &Option<Param<Tensor<1>>>, width: usize, device: &Device) -> Tensor<1> {
    bias.as_ref().map_or_else(|| Tensor::zeros([width], device), Param::val)
}

/// A batch norm with its running statistics as scale and shift.
pub fn affine(norm: &BatchNorm) -> (Tensor<1>, Tensor<1>) {
    let deviation = norm.running_var.value().add_scalar(norm.epsilon).sqrt();
    let scale = norm.gamma.val() / deviation;
    let shift = norm.beta.val() - norm.running_mean.value() * scale.clone();
    (scale, shift)
}

/// A fully connected layer that takes what comes before the batch norm in front of it, which stands after the
/// activation.
pub fn folded(activation: Activation, norm: &BatchNorm, layer: &Linear, device: &Device) -> DenseLayer {
    let (scale, shift) = affine(norm);
    let weight = layer.weight.val();
    let [inputs, outputs] = weight.dims();
    let moved = (shift.reshape([inputs, 1]) * weight.clone()).sum_dim(0).reshape([outputs]);
    let bias = bias_of(&layer.bias, outputs, device) + moved;
    DenseLayer::new(activation, weight * scale.reshape([inputs, 1]), Some(bias))
}
