use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::activation::{activated, affine, drop_out, is_trainable, pass_activated, pass_dropped};
use super::columns::Columns;
use super::dense::Dense;
use super::layer::{Layer, LayerPass};
use super::norm::{BatchStatistics, Norm};
use super::trainable::{Gradients, Trainable};
use crate::architecture::{Activation, Convolutions, ReporterResnetConfig};

/// The network of a [`ReporterResnetConfig`], or a tower of a joint network, while it trains, with one output per task.
/// Two things differ from the network that ships, and are folded away by [`StepNetwork::parameters`]: fully connected
/// layers have a batch norm, and there are several outputs.
#[derive(Debug, Clone)]
pub struct StepNetwork {
    activation: Activation,
    /// Channels and columns of what the convolutions give.
    pub(super) flattened: [usize; 2],
    pub(super) layers: Vec<Layer>,
    pub(super) dense: Vec<HiddenLayer>,
    pub(super) output: Dense,
}

/// A fully connected layer whose bias is its batch norm's.
#[derive(Debug, Clone)]
pub(super) struct HiddenLayer {
    pub(super) dense: Dense,
    pub(super) norm: Norm,
}

/// What a fully connected layer read and gave for a batch.
#[derive(Debug)]
struct HiddenPass {
    input: Columns,
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
    dense: Vec<HiddenPass>,
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
        Self::of_layers(config.stack(), &config.dense, config.activation, tasks, seed)
    }

    /// The same from convolutions, widths of the fully connected layers between them and the outputs, and what stands
    /// in front of these.
    pub(super) fn of_layers(
        stack: Convolutions<'_>,
        dense: &[usize],
        activation: Activation,
        tasks: usize,
        seed: u64,
    ) -> Self {
        let mut source = StdRng::seed_from_u64(seed);
        let layers = stack.layers.iter().enumerate();
        let layers = layers.map(|(at, layer)| Layer::new(layer, stack.inputs_of(at), &mut source)).collect();
        let mut inputs = stack.flattened();
        let mut linear = |outputs: usize| {
            let weight = random(inputs * outputs, inputs, &mut source);
            let own = Dense { inputs, outputs, weight, bias: vec![0.0; outputs] };
            inputs = outputs;
            own
        };
        let hidden = dense.iter().map(|&width| HiddenLayer { dense: linear(width), norm: Norm::new(width) }).collect();
        Self { activation, flattened: stack.shape(), layers, dense: hidden, output: linear(tasks) }
    }

    /// Whether this way of training knows the network's activation.
    pub fn can_train(config: &ReporterResnetConfig) -> bool {
        is_trainable(config.activation)
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
        let activation = self.activation;
        let mut columns = input;
        let mut layers: Vec<LayerPass> = Vec::with_capacity(self.layers.len());
        for layer in &mut self.layers {
            let (pass, next) = layer.forward(activation, columns, &layers);
            layers.push(pass);
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
            dense.push(HiddenPass { input: columns, linear, statistics, normed, dropped });
            columns = next;
        }
        let dropped = drop_out(&mut columns.values, dropout, random);
        let output = self.output.forward(&columns).values;
        ForwardPass { layers, flattened, dense, hidden: columns, dropped, output }
    }

    /// Answers by the running statistics, `N x tasks`.
    pub fn answer(&self, input: Columns) -> Vec<f32> {
        let activation = self.activation;
        let mut inputs = vec![input];
        for layer in &self.layers {
            inputs.push(layer.answer(activation, &inputs));
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
        let activation = self.activation;
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
            let found = layer.backward(activation, own, passed, at > 0);
            backwards.extend(found.lists);
            if let Some((start, branch)) = found.branch {
                match &mut branches[start] {
                    Some(sum) => sum.add(&branch.values),
                    none => *none = Some(branch),
                }
            }
            let Some(before) = found.input else { break };
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
            lists.extend(layer.lists());
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
