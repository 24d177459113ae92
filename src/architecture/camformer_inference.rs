use burn::tensor::{Device, Tensor};

use super::camformer::LETTERS;
use super::fun_prose_inference::{affine, bias_of};
use super::head::Head;
use super::trunk::{Convolution, FirstConvolution, Pointwise, Pool, Stage, Trunk};
use super::{
    Activation, Camformer, CamformerConfig, ConditionFeatures, Declaration, Multipliers, Network, ParameterError,
    Parameters, Point, PromoterFeatures, Reference, Rule, Variant,
};
use crate::sequence::{Alphabet, Window};

/// Camformer with fixed weights: the first convolution is a table, batch norms are folded into the convolutions before them, and a channel
/// for purines into those of A and G.
///
/// Answers as [`Camformer`] does, whose weights it has.
#[derive(Debug)]
pub struct CamformerInference {
    network: Camformer,
    pub(super) trunk: Trunk,
    /// The fully connected layers behind the first.
    pub(super) head: Head,
}

impl CamformerInference {
    /// The network with the given weights (the authors' names and layouts).
    ///
    /// # Errors
    /// [`ParameterError`] names the first weight that is missing, misshapen, not finite, or left over.
    pub fn from_parameters(
        config: &CamformerConfig,
        weights: Parameters,
        device: &Device,
    ) -> Result<Self, ParameterError> {
        let network = Camformer::from_parameters(config.clone(), weights, device)?;
        let mut folded = network.convolutions().map(|(convolution, norm)| {
            let (scale, shift) = affine(norm);
            let outputs = scale.dims()[0];
            let bias = bias_of(&convolution.bias, outputs, device) * scale.clone() + shift;
            (convolution.weight.val() * scale.reshape([outputs, 1, 1]), bias)
        });
        let first = folded.next().map(|(kernels, bias)| first_convolution(config, kernels, bias));
        let first = first.ok_or_else(|| ParameterError::Missing("CNN_layers.0.0.weight".to_owned()))?;
        let mut stages = Vec::new();
        behind_convolution(config, 0, &mut stages, device);
        for (layer, (kernels, bias)) in folded.enumerate().map(|(at, layer)| (at + 1, layer)) {
            let branch = stages.len();
            let [left, right] = config.padding.around(config.kernels[layer]);
            stages.push(Stage::Convolution(Convolution::new(kernels, bias, left, right)));
            behind_convolution(config, layer, &mut stages, device);
            if config.adds_input(layer) {
                stages.push(Stage::Add(branch));
            }
        }
        let mut dense = network.dense_layers().iter().map(|layer| {
            let weight = layer.weight.val();
            let outputs = weight.dims()[1];
            (weight, bias_of(&layer.bias, outputs, device))
        });
        let (weight, bias) =
            dense.next().ok_or_else(|| ParameterError::Missing("linear_layers.0.0.weight".to_owned()))?;
        let trunk = Trunk::new(config.length, first, stages, weight, bias);
        let head = Head { activation: Activation::Relu, layers: dense.collect() };
        Ok(Self { network, trunk, head })
    }
}

/// The letters' kernels; a channel for purines is part of A's and of G's.
fn first_convolution(config: &CamformerConfig, kernels: Tensor<3>, bias: Tensor<1>) -> FirstConvolution {
    let letters = kernels.clone().narrow(1, 0, LETTERS.len());
    let kernels = if config.input_channels == LETTERS.len() {
        letters
    } else {
        let [outputs, _, width] = kernels.dims();
        let purines = kernels.narrow(1, LETTERS.len(), 1);
        let none = Tensor::zeros([outputs, 1, width], &purines.device());
        letters + Tensor::cat(vec![purines.clone(), none.clone(), purines, none], 1)
    };
    let values = |tensor: Tensor<1>| tensor.into_data().iter::<f32>().collect::<Vec<f32>>();
    let count: usize = kernels.dims().iter().product();
    let around = config.padding.around(config.kernels[0]);
    FirstConvolution::new(&values(kernels.reshape([count])), &values(bias), LETTERS.len(), around, None)
}

/// ReLU and, where there is one, the pool.
fn behind_convolution(config: &CamformerConfig, layer: usize, stages: &mut Vec<Stage>, device: &Device) {
    let channels = config.out_channels[layer];
    stages.push(Stage::Pointwise(Pointwise {
        activation: Activation::Relu,
        scale: Tensor::ones([channels], device),
        shift: Tensor::zeros([channels], device),
    }));
    if config.has_pool(layer) {
        stages.push(Stage::Pool(Pool { width: config.pool_kernels[layer], stride: config.pool_strides[layer] }));
    }
}

impl Network for CamformerInference {
    fn declaration(&self) -> Declaration {
        let alphabet = Alphabet::parse(LETTERS).unwrap_or_else(|_| unreachable!("LETTERS is an alphabet"));
        Declaration { window: self.network.config().length, alphabet, tfs: 0 }
    }

    fn device(&self) -> Device {
        self.network.dense_layers()[0].weight.val().device()
    }

    fn encode_promoters(&self, windows: &[Window]) -> PromoterFeatures {
        PromoterFeatures(self.trunk.encode(windows))
    }

    fn reference(&self, window: &Window) -> Reference {
        Reference::Trunk(Box::new(self.trunk.reference(window)))
    }

    fn encode_variants(&self, reference: &Reference, variants: &[Variant]) -> PromoterFeatures {
        match reference {
            Reference::Trunk(reference) => PromoterFeatures(self.trunk.encode_variants(reference, variants)),
            Reference::Whole(window) => self.encode_promoters(&Variant::windows(variants, window)),
        }
    }

    /// Without TFs there is one condition.
    fn encode_conditions(&self, _levels: &[f32]) -> ConditionFeatures {
        ConditionFeatures(Tensor::zeros([1, 1], &self.device()))
    }

    fn respond(&self, promoters: &PromoterFeatures, _conditions: &ConditionFeatures) -> Tensor<2> {
        self.head.apply(promoters.0.clone())
    }

    fn explain(&self, target: &Point, references: &[Point], rule: &Rule) -> Option<Multipliers> {
        Some(self.multipliers(target, references, rule))
    }

    fn parameters(&self) -> Parameters {
        self.network.parameters()
    }
}
