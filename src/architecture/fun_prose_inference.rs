use burn::nn::{BatchNorm, Linear};
use burn::tensor::{Device, Tensor};

use super::fun_prose::{FunProse, LETTERS};
use super::head::Head;
use super::trunk::{Convolution, FirstConvolution, Pointwise, Pool, Stage, Trunk};
use super::{
    ConditionFeatures, Declaration, FunProseConfig, Multipliers, Network, ParameterError, Parameters, Point,
    PromoterFeatures, Reference, Rule, TfMultipliers, Variant,
};
#[cfg(not(target_arch = "wasm32"))]
use super::{Sketch, SketchDense, SketchTfs};
use crate::sequence::Window;

/// FUN-PROSE with fixed weights: the first convolution is a table, batch norms are folded into the layers behind them.
///
/// Answers as [`FunProse`] does, whose weights it has.
#[derive(Debug)]
pub struct FunProseInference {
    pub(super) network: FunProse,
    pub(super) trunk: Trunk,
    /// What lies behind the first fully connected layer.
    pub(super) head: Head,
}

impl FunProseInference {
    /// The network with the given weights (the authors' names and layouts).
    ///
    /// # Errors
    /// [`ParameterError`] names the first weight that is missing, misshapen, not finite, or left over.
    pub fn from_parameters(
        config: FunProseConfig,
        weights: Parameters,
        device: &Device,
    ) -> Result<Self, ParameterError> {
        let values = |name: &str| weights.get(name).map(|array| array.values.clone()).unwrap_or_default();
        let (kernels, bias) = (values("conv1.weight"), values("conv1.bias"));
        let network = FunProse::from_parameters(config, weights, device)?;
        let config = network.config();
        let pool = |width| Pool { width, stride: width };
        let half = config.conv1_ksize / 2;
        let first = FirstConvolution::new(&kernels, &bias, LETTERS.len(), [half; 2], Some(pool(config.pool1)));
        let layers = network.layers();
        let pointwise = |norm| {
            let (scale, shift) = affine(norm);
            Stage::Pointwise(Pointwise { activation: config.conv_activation, scale, shift })
        };
        let half = config.conv2_ksize / 2;
        let stages = vec![
            pointwise(layers.conv1bn),
            Stage::Convolution(Convolution::new(
                layers.conv2.weight.val(),
                bias_of(&layers.conv2.bias, config.conv2_knum, device),
                half,
                half,
            )),
            Stage::Pool(pool(config.pool2)),
            pointwise(layers.conv2bn),
        ];
        let weight = layers.fc1.weight.val().narrow(0, 0, config.promoter_width());
        let width = weight.dims()[1];
        let trunk = Trunk::new(config.seq_length, first, stages, weight, bias_of(&layers.fc1.bias, width, device));
        let head = Head {
            activation: config.fc_activation,
            layers: layers.dense.iter().map(|(norm, layer)| folded(norm, layer, device)).collect(),
        };
        Ok(Self { trunk, head, network })
    }
}

pub(super) fn bias_of(bias: &Option<burn::module::Param<Tensor<1>>>, width: usize, device: &Device) -> Tensor<1> {
    bias.as_ref().map_or_else(|| Tensor::zeros([width], device), burn::module::Param::val)
}

/// A batch norm with its running statistics as scale and shift.
pub(super) fn affine(norm: &BatchNorm) -> (Tensor<1>, Tensor<1>) {
    let deviation = norm.running_var.value().add_scalar(norm.epsilon).sqrt();
    let scale = norm.gamma.val() / deviation;
    let shift = norm.beta.val() - norm.running_mean.value() * scale.clone();
    (scale, shift)
}

/// A fully connected layer that takes what comes before the batch norm in front of it.
fn folded(norm: &BatchNorm, layer: &Linear, device: &Device) -> (Tensor<2>, Tensor<1>) {
    let (scale, shift) = affine(norm);
    let weight = layer.weight.val();
    let [inputs, outputs] = weight.dims();
    let moved = (shift.reshape([inputs, 1]) * weight.clone()).sum_dim(0).reshape([outputs]);
    (weight * scale.reshape([inputs, 1]), bias_of(&layer.bias, outputs, device) + moved)
}

impl Network for FunProseInference {
    fn declaration(&self) -> Declaration {
        self.network.declaration()
    }

    fn device(&self) -> Device {
        self.network.device()
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
            Reference::Strands(_) => unreachable!("FUN-PROSE makes no reference of two strands"),
        }
    }

    fn encode_conditions(&self, levels: &[f32]) -> ConditionFeatures {
        self.network.encode_conditions(levels)
    }

    fn respond(&self, promoters: &PromoterFeatures, conditions: &ConditionFeatures) -> Tensor<2> {
        let ([p, width], [c, _]) = (promoters.0.dims(), conditions.0.dims());
        let pairs = promoters.0.clone().reshape([p, 1, width]) + conditions.0.clone().reshape([1, c, width]);
        self.head.apply(pairs.reshape([p * c, width])).reshape([p, c])
    }

    fn explain(&self, target: &Point, references: &[Point], rule: &Rule) -> Option<Multipliers> {
        Some(self.multipliers(target, references, rule))
    }

    fn explain_tfs(
        &self,
        promoters: &PromoterFeatures,
        target: &[f32],
        reference: &[f32],
        rule: &Rule,
    ) -> Option<TfMultipliers> {
        Some(self.tf_multipliers(promoters, target, reference, rule))
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn sketch(&self) -> Option<Sketch> {
        let (layers, flattened) = self.trunk.sketch();
        let (own, config) = (self.network.layers(), self.network.config());
        let bias = bias_of(&own.fc_t.bias, config.xt_hidden, &self.device());
        let joined = own.fc1.weight.val().narrow(0, config.promoter_width(), config.xt_hidden);
        let tfs = SketchTfs {
            layer: SketchDense::of(&own.fc_t.weight.val(), Some(&bias)),
            activation: config.fc_activation,
            joined: SketchDense::of(&joined, None),
        };
        let (activation, head) = (self.head.activation, self.head.sketch());
        Some(Sketch { layers, flattened, tfs: Some(tfs), activation, head, both_strands: false })
    }

    fn parameters(&self) -> Parameters {
        self.network.parameters()
    }
}
