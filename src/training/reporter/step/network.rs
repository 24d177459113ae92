use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::activation::{activated, affine, drop_out, is_trainable, pass_activated, pass_dropped};
use super::columns::Columns;
use super::convolution::Convolution;
use super::dense::Dense;
use super::norm::{BatchStatistics, Norm};
use super::pool::{MeanPool, Pool};
use super::trainable::{Gradients, Trainable};
use crate::architecture::ReporterResnetConfig;

/// The network of a [`ReporterResnetConfig`] while it trains, with one output per task. Two things differ
/// from the network that ships, and are folded away by [`StepNetwork::parameters`]: fully connected layers
/// have a batch norm, and there are several outputs.
#[derive(Debug, Clone)]
pub struct StepNetwork {
    pub(super) config: ReporterResnetConfig,
    pub(super) layers: Vec<Layer>,
    pub(super) dense: Vec<HiddenLayer>,
    pub(super) output: Dense,
}

#[derive(Debug, Clone)]
pub(super) struct Layer {
    pub(super) convolution: Convolution,
    pool: Option<Pool>,
    pub(super) norm: Norm,
    adds_input_of: Option<usize>,
    /// Behind the activation.
    mean_pool: Option<MeanPool>,
}

/// A fully connected layer whose bias is its batch norm's.
#[derive(Debug, Clone)]
pub(super) struct HiddenLayer {
    pub(super) dense: Dense,
    pub(super) norm: Norm,
}

/// What a layer read and gave for a batch.
#[derive(Debug)]
struct LayerPass {
    input: Columns,
    /// The length before the pool, and which column won.
    unpooled: usize,
    winners: Vec<u8>,
    /// What the norm reads.
    linear: Columns,
    statistics: BatchStatistics,
    /// What the activation reads.
    normed: Columns,
    /// Dropout's factors in front of the layer; none where there is no dropout.
    dropped: Vec<f32>,
}

/// A batch's way through the network.
#[derive(Debug)]
pub struct ForwardPass {
    layers: Vec<LayerPass>,
    /// Columns and channels of what the convolutions gave.
    flattened: [usize; 2],
    dense: Vec<LayerPass>,
    hidden: Columns,
    dropped: Vec<f32>,
    /// `N x tasks`.
    pub output: Vec<f32>,
}

/// Uniform between plus and minus the square root of one over the inputs, as PyTorch starts.
pub(super) fn random(count: usize, inputs: usize, random: &mut StdRng) -> Vec<f32> {
    let bound = (1.0 / inputs.max(1) as f32).sqrt();
    (0..count).map(|_| random.random_range(-bound..bound)).collect()
}

impl StepNetwork {
    /// A network with random weights and that many outputs.
    pub fn new(config: &ReporterResnetConfig, tasks: usize, seed: u64) -> Self {
        let mut source = StdRng::seed_from_u64(seed);
        let layers = config.convolutions.iter().enumerate().map(|(at, layer)| {
            let (inputs, outputs, width) = (config.inputs(at), layer.channels, layer.width);
            let kernels = random(width * inputs * outputs, width * inputs, &mut source);
            Layer {
                convolution: Convolution { inputs, outputs, width, kernels },
                pool: (layer.pool > 1).then_some(Pool { width: layer.pool }),
                norm: Norm::new(outputs),
                adds_input_of: layer.adds_input_of,
                mean_pool: (layer.mean_pool > 1).then_some(MeanPool { width: layer.mean_pool }),
            }
        });
        let layers = layers.collect();
        let mut shapes = config.dense_shapes();
        let [inputs, _] = shapes.pop().unwrap_or_default();
        let mut dense = |[inputs, outputs]: [usize; 2]| {
            let weight = random(inputs * outputs, inputs, &mut source);
            Dense { inputs, outputs, weight, bias: vec![0.0; outputs] }
        };
        let hidden = shapes.into_iter().map(|shape| HiddenLayer { dense: dense(shape), norm: Norm::new(shape[1]) });
        let hidden = hidden.collect();
        Self { config: config.clone(), layers, dense: hidden, output: dense([inputs, tasks]) }
    }

    /// Whether this way of training knows the network's activation.
    pub fn can_train(config: &ReporterResnetConfig) -> bool {
        is_trainable(config.activation)
    }

    /// The hyperparameters.
    pub fn config(&self) -> &ReporterResnetConfig {
        &self.config
    }

    /// Starts kernels of the first convolution (`width x 4`, one after the other) and the shifts after them.
    pub fn start_first(&mut self, kernels: &[Vec<[f32; 4]>], shift: f32) {
        let Some(layer) = self.layers.first_mut() else { return };
        let outputs = layer.convolution.outputs;
        for (output, kernel) in kernels.iter().enumerate().take(outputs) {
            for (place, value) in kernel.iter().flatten().enumerate() {
                layer.convolution.kernels[place * outputs + output] = *value;
            }
            layer.norm.shift[output] = shift;
        }
    }

    /// A batch of one-hot promoters (`N x length x 4`) forward, by its own statistics, which move the running
    /// ones. A share `dropout` of what the fully connected layers read is set to zero.
    pub fn forward(&mut self, input: Columns, dropout: f32, random: &mut StdRng) -> ForwardPass {
        let activation = self.config.activation;
        let mut columns = input;
        let mut layers: Vec<LayerPass> = Vec::with_capacity(self.layers.len());
        for layer in &mut self.layers {
            let (linear, unpooled, winners) = layer.linear(&columns);
            let statistics = layer.norm.measure(&linear);
            let mut normed = affine(&linear, &layer.norm.affine(&statistics));
            if let Some(start) = layer.adds_input_of {
                let branch = layers.get(start).map_or(&columns, |pass| &pass.input);
                normed.add(&branch.values);
            }
            let next = layer.averaged(activated(activation, &normed));
            layers.push(LayerPass {
                input: columns,
                unpooled,
                winners,
                linear,
                statistics,
                normed,
                dropped: Vec::new(),
            });
            columns = next;
        }
        let flattened = [columns.length, columns.channels];
        let mut dense = Vec::with_capacity(self.dense.len());
        for hidden in &mut self.dense {
            let dropped = drop_out(&mut columns.values, dropout, random);
            let linear = hidden.dense.forward(&columns);
            let statistics = hidden.norm.measure(&linear);
            let normed = affine(&linear, &hidden.norm.affine(&statistics));
            let next = activated(activation, &normed);
            dense.push(LayerPass {
                input: columns,
                unpooled: 1,
                winners: Vec::new(),
                linear,
                statistics,
                normed,
                dropped,
            });
            columns = next;
        }
        let dropped = drop_out(&mut columns.values, dropout, random);
        let output = self.output.forward(&columns).values;
        ForwardPass { layers, flattened, dense, hidden: columns, dropped, output }
    }

    /// Answers by the running statistics, `N x tasks`.
    pub fn answer(&self, input: Columns) -> Vec<f32> {
        let activation = self.config.activation;
        let mut inputs = vec![input];
        for layer in &self.layers {
            let (linear, ..) = layer.linear(&inputs[inputs.len() - 1]);
            let mut normed = affine(&linear, &layer.norm.affine(&layer.norm.running_statistics()));
            if let Some(start) = layer.adds_input_of {
                normed.add(&inputs[start].values);
            }
            inputs.push(layer.averaged(activated(activation, &normed)));
        }
        let last = inputs.pop().unwrap_or_else(|| Columns::zeros(0, 0, 0));
        let hidden = self.dense.iter().fold(last, |columns, hidden| {
            let linear = hidden.dense.forward(&columns);
            activated(activation, &affine(&linear, &hidden.norm.affine(&hidden.norm.running_statistics())))
        });
        self.output.forward(&hidden).values
    }

    /// From the outputs' gradient (`N x tasks`) to that of every list.
    pub fn backward(&self, pass: &ForwardPass, output: &[f32]) -> Gradients {
        let activation = self.config.activation;
        let zeros = |list: &[f32]| vec![0.0; list.len()];
        let tasks = self.output.outputs;
        let output =
            Columns { count: output.len() / tasks.max(1), length: 1, channels: tasks, values: output.to_vec() };
        let (mut weight, mut bias) = (zeros(&self.output.weight), zeros(&self.output.bias));
        let mut passed = self.output.backward(&pass.hidden, &output, &mut weight, &mut bias);
        pass_dropped(&mut passed.values, &pass.dropped);
        let mut backwards = vec![bias, weight];
        for (hidden, own) in self.dense.iter().zip(&pass.dense).rev() {
            pass_activated(activation, &own.normed, &mut passed.values);
            let (mut weight, mut bias) = (zeros(&hidden.dense.weight), zeros(&hidden.dense.bias));
            let [scale, shift] = hidden.norm.backward(&own.linear, &own.statistics, &mut passed);
            passed = hidden.dense.backward(&own.input, &passed, &mut weight, &mut bias);
            pass_dropped(&mut passed.values, &own.dropped);
            backwards.extend([shift, scale, weight]);
        }
        [passed.length, passed.channels] = pass.flattened;
        let mut branches: Vec<Option<Columns>> = self.layers.iter().map(|_| None).collect();
        for (at, (layer, own)) in self.layers.iter().zip(&pass.layers).enumerate().rev() {
            if let Some(pool) = layer.mean_pool {
                passed = pool.backward(&passed, own.normed.length);
            }
            pass_activated(activation, &own.normed, &mut passed.values);
            if let Some(start) = layer.adds_input_of {
                match &mut branches[start] {
                    Some(branch) => branch.add(&passed.values),
                    none => *none = Some(passed.clone()),
                }
            }
            let [scale, shift] = layer.norm.backward(&own.linear, &own.statistics, &mut passed);
            if let Some(pool) = layer.pool {
                passed = pool.backward(&passed, &own.winners, own.unpooled);
            }
            let mut kernels = zeros(&layer.convolution.kernels);
            let before = layer.convolution.backward(&own.input, &passed, &mut kernels, at > 0);
            backwards.extend([shift, scale, kernels]);
            let Some(before) = before else { break };
            passed = before;
            if let Some(branch) = branches[at].take() {
                passed.add(&branch.values);
            }
        }
        backwards.reverse();
        backwards
    }
}

impl Trainable for StepNetwork {
    fn lists(&mut self) -> Vec<(&mut Vec<f32>, bool)> {
        let mut lists = Vec::new();
        for layer in &mut self.layers {
            lists.push((&mut layer.convolution.kernels, true));
            lists.push((&mut layer.norm.scale, false));
            lists.push((&mut layer.norm.shift, false));
        }
        for hidden in &mut self.dense {
            lists.push((&mut hidden.dense.weight, true));
            lists.push((&mut hidden.norm.scale, false));
            lists.push((&mut hidden.norm.shift, false));
        }
        lists.push((&mut self.output.weight, true));
        lists.push((&mut self.output.bias, false));
        lists
    }

    fn statistics(&mut self) -> Vec<&mut Vec<f32>> {
        let norms = self.layers.iter_mut().map(|layer| &mut layer.norm);
        let norms = norms.chain(self.dense.iter_mut().map(|hidden| &mut hidden.norm));
        norms.flat_map(|norm| [&mut norm.mean, &mut norm.variance]).collect()
    }
}

impl Layer {
    /// What the next layer reads.
    fn averaged(&self, activated: Columns) -> Columns {
        match self.mean_pool {
            Some(pool) => pool.forward(&activated),
            None => activated,
        }
    }

    /// What the norm reads, the length before the pool, and which columns won.
    fn linear(&self, input: &Columns) -> (Columns, usize, Vec<u8>) {
        let convolved = self.convolution.forward(input);
        let length = convolved.length;
        match self.pool {
            Some(pool) => {
                let (pooled, winners) = pool.forward(&convolved);
                (pooled, length, winners)
            }
            None => (convolved, length, Vec::new()),
        }
    }
}
