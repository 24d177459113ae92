use burn::module::{Module, Param};
use burn::nn::{Linear, LinearConfig};
use burn::tensor::{Device, Distribution, Tensor, TensorData, activation};

use super::position::smoothing;
use super::{RegulonsConfig, names};
use crate::architecture::{Array, Parameters};

/// A regulon network as it trains: on the occupancies of its motifs, which do not change.
#[derive(Module, Debug)]
pub struct RegulonsTraining {
    amplitude: Param<Tensor<2>>,
    mixture: Param<Tensor<2>>,
    position: Param<Tensor<2>>,
    context_in: Linear,
    context_out: Linear,
    tower_in: Linear,
    tower_out: Linear,
    activities: Param<Tensor<2>>,
    base: Param<Tensor<2>>,
    /// The states of columns that are no conditions with TF levels; they do not ship.
    columns: Param<Tensor<2>>,
}

/// What a regulon network does not learn.
#[derive(Debug, Clone)]
pub struct RegulonsConstants {
    config: RegulonsConfig,
    /// `motifs x families`
    membership: Tensor<2>,
    /// `bins x bins`
    smoothing: Tensor<2>,
    /// `1 x motifs`
    scale: Tensor<2>,
}

impl RegulonsConstants {
    /// `scale` has the features' standard deviations.
    pub fn new(config: RegulonsConfig, scale: Vec<f32>, device: &Device) -> Self {
        let [motifs, families, bins] = [config.motifs.len(), config.families.len(), config.bins];
        let tensor =
            |values: Vec<f32>, shape: [usize; 2]| Tensor::<2>::from_data(TensorData::new(values, shape), device);
        Self {
            membership: tensor(config.membership(), [motifs, families]),
            smoothing: tensor(smoothing(bins), [bins, bins]),
            scale: tensor(scale, [1, motifs]),
            config,
        }
    }
}

impl RegulonsTraining {
    /// A network to be trained; activities and gates start at nothing. `columns` is how many outputs are no
    /// conditions with TF levels.
    pub fn init(config: &RegulonsConfig, mixture: &[f32], columns: usize, device: &Device) -> Self {
        let motifs = config.motifs.len();
        let zeros = |rows: usize, columns: usize| Param::from_tensor(Tensor::<2>::zeros([rows, columns], device));
        let linear = |inputs: usize, outputs: usize, deviation: f64| {
            let mut layer = LinearConfig::new(inputs, outputs).init(device);
            let weight = Tensor::<2>::random([inputs, outputs], Distribution::Normal(0.0, 1.0), device);
            layer.weight = Param::from_tensor(weight.mul_scalar(deviation));
            layer.bias = Some(Param::from_tensor(Tensor::zeros([outputs], device)));
            layer
        };
        let spread = |inputs: usize, gain: f64| (gain / inputs as f64).sqrt();
        let logits: Vec<f32> = (0..motifs).flat_map(|_| mixture.iter().copied()).collect();
        let shape = [motifs, mixture.len()];
        let free = Tensor::<2>::random([columns, config.state], Distribution::Normal(0.0, 1.0), device);
        Self {
            amplitude: zeros(motifs, 1),
            mixture: Param::from_tensor(Tensor::from_data(TensorData::new(logits, shape), device)),
            position: zeros(motifs, config.bins),
            context_in: linear(motifs, config.context, spread(motifs, 1.0)),
            context_out: linear(config.context, motifs, 0.0),
            tower_in: linear(config.num_tfs, config.hidden, spread(config.num_tfs, 2.0)),
            tower_out: linear(config.hidden, config.state, spread(config.hidden, 1.0)),
            activities: zeros(config.families.len(), config.state),
            base: zeros(1, config.state),
            columns: Param::from_tensor(free),
        }
    }

    /// Features of P promoters, `P x motifs`; `occupancies` is `P x motifs x (bins x thresholds)`.
    pub fn features(&self, occupancies: Tensor<3>, constants: &RegulonsConstants) -> Tensor<2> {
        let RegulonsConfig { motifs, bins, thresholds, .. } = &constants.config;
        let [motifs, bins, thresholds] = [motifs.len(), *bins, thresholds.len()];
        let logits = self.position.val().matmul(constants.smoothing.clone().transpose());
        let places = activation::softmax(logits, 1).mul_scalar(bins as f32) * self.amplitude.val().exp();
        let shares = activation::softmax(self.mixture.val(), 1);
        let weights = places.reshape([motifs, bins, 1]) * shares.reshape([motifs, 1, thresholds]);
        let sums = (occupancies * weights.reshape([1, motifs, bins * thresholds])).sum_dim(2);
        let count = sums.dims()[0];
        sums.reshape([count, motifs]).log1p() / constants.scale.clone()
    }

    /// Responses of P promoters in C conditions (normalised levels, `C x TFs`) and in the further columns, `P
    /// x (C + columns)`. `kept`, `P x motifs` each, is 0 for features that are left out: of the sum, and of what
    /// sets the gates.
    pub fn responses(
        &self,
        occupancies: Tensor<3>,
        levels: Tensor<2>,
        kept: Option<[Tensor<2>; 2]>,
        constants: &RegulonsConstants,
    ) -> Tensor<2> {
        let features = self.features(occupancies, constants);
        let [counted, read] = match kept {
            Some([counted, read]) => [features.clone() * counted, features * read],
            None => [features.clone(), features],
        };
        let context = self.context_in.forward(read).tanh();
        let gates = activation::sigmoid(self.context_out.forward(context)).mul_scalar(2.0);
        let gated = counted * gates;
        let conditions = self.tower_out.forward(activation::relu(self.tower_in.forward(levels)));
        let states = Tensor::cat(vec![conditions, self.columns.val()], 0).transpose();
        let families = gated.matmul(constants.membership.clone());
        families.matmul(self.activities.val().matmul(states.clone())) + self.base.val().matmul(states)
    }

    /// The weights that ship, `matrices` and `scale` among them; no family is capped, and nothing is known of
    /// raised TFs yet.
    pub fn parameters(&self, config: &RegulonsConfig, matrices: Vec<f32>, scale: Vec<f32>) -> Parameters {
        let mut weights = Parameters::default();
        let mut plain = |name: &str, values: Vec<f32>, width: usize| {
            weights.insert(name, Array { shape: vec![values.len() / width, width], values });
        };
        plain(names::MATRICES, matrices, 4);
        plain(names::SCALE, scale, 1);
        plain(names::RAISED, vec![0.0; config.families.len()], 1);
        plain(names::MOST, vec![f32::MAX; config.families.len()], 1);
        weights.put(names::AMPLITUDE, self.amplitude.val());
        weights.put(names::MIXTURE, self.mixture.val());
        weights.put(names::POSITION, self.position.val());
        weights.put_linear(names::CONTEXT[0], &self.context_in);
        weights.put_linear(names::CONTEXT[1], &self.context_out);
        weights.put_linear(names::CONDITIONS[0], &self.tower_in);
        weights.put_linear(names::CONDITIONS[1], &self.tower_out);
        weights.put(names::ACTIVITIES, self.activities.val());
        weights.put(names::BASE, self.base.val());
        weights
    }
}
