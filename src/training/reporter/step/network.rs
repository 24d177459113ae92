use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::activation::{drop_out, pass_rectified, rectified};
use super::adam::{Adam, Update};
use super::columns::Columns;
use super::convolution::Convolution;
use super::dense::Dense;
use super::norm::{Norm, Standing};
use super::pool::Pool;
use crate::architecture::{Array, CamformerConfig, Padding, Parameters};

/// A Camformer while it trains, with one output a task. Two things differ from the network that ships, and are folded away by
/// [`StepNetwork::parameters`]: fully connected layers have a batch norm, and there are several outputs.
#[derive(Debug, Clone)]
pub struct StepNetwork {
    config: CamformerConfig,
    layers: Vec<Layer>,
    dense: Vec<Hidden>,
    output: Dense,
}

#[derive(Debug, Clone)]
struct Layer {
    convolution: Convolution,
    norm: Norm,
    pool: Option<Pool>,
    adds_input: bool,
}

/// A fully connected layer whose bias is its batch norm's.
#[derive(Debug, Clone)]
struct Hidden {
    dense: Dense,
    norm: Norm,
}

/// Shares of numbers that are set to zero.
#[derive(Debug, Clone, Copy)]
pub struct Dropout {
    /// Behind convolutions.
    pub convolution: f32,
    /// Before and behind fully connected layers.
    pub dense: f32,
}

/// What a layer read and gave for a batch.
#[derive(Debug)]
struct LayerPass {
    input: Columns,
    linear: Columns,
    standing: Standing,
    rectified: Columns,
    winners: Vec<u8>,
}

/// A batch's way through the network.
#[derive(Debug)]
pub struct Pass {
    layers: Vec<LayerPass>,
    /// What the convolutions gave, before dropout.
    last: Columns,
    dense: Vec<LayerPass>,
    hidden: Columns,
    dropout: Dropout,
    /// `N x tasks`.
    pub output: Vec<f32>,
}

/// A gradient for each list of numbers that trains, in [`StepNetwork::lists`]' order.
pub type Gradients = Vec<Vec<f32>>;

/// Uniform between plus and minus the square root of one over the inputs, as PyTorch starts.
fn random(count: usize, inputs: usize, random: &mut StdRng) -> Vec<f32> {
    let bound = (1.0 / inputs.max(1) as f32).sqrt();
    (0..count).map(|_| random.random_range(-bound..bound)).collect()
}

impl StepNetwork {
    /// A network with random weights and so many outputs.
    pub fn new(config: &CamformerConfig, tasks: usize, seed: u64) -> Self {
        let mut source = StdRng::seed_from_u64(seed);
        let layers = (0..config.out_channels.len()).map(|layer| {
            let (inputs, outputs, width) = (config.inputs(layer), config.out_channels[layer], config.kernels[layer]);
            let [left, right] = config.padding.around(width);
            let kernels = random(width * inputs * outputs, width * inputs, &mut source);
            Layer {
                convolution: Convolution { inputs, outputs, width, left, right, kernels },
                norm: Norm::new(outputs),
                pool: config
                    .has_pool(layer)
                    .then(|| Pool { width: config.pool_kernels[layer], stride: config.pool_strides[layer] }),
                adds_input: config.adds_input(layer),
            }
        });
        let layers = layers.collect();
        let mut shapes = config.dense_shapes();
        let [inputs, _] = shapes.pop().unwrap_or_default();
        let mut dense = |[inputs, outputs]: [usize; 2]| {
            let weight = random(inputs * outputs, inputs, &mut source);
            Dense { inputs, outputs, weight, bias: vec![0.0; outputs] }
        };
        let hidden = shapes.into_iter().map(|shape| Hidden { dense: dense(shape), norm: Norm::new(shape[1]) });
        let hidden = hidden.collect();
        Self { config: config.clone(), layers, dense: hidden, output: dense([inputs, tasks]) }
    }

    /// The hyperparameters.
    pub fn config(&self) -> &CamformerConfig {
        &self.config
    }

    /// All numbers that train, and whether weight decay acts on them.
    pub fn lists(&mut self) -> Vec<(&mut Vec<f32>, bool)> {
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

    /// The batch norms' running means and variances.
    pub fn statistics(&mut self) -> Vec<&mut Vec<f32>> {
        let norms = self.layers.iter_mut().map(|layer| &mut layer.norm);
        let norms = norms.chain(self.dense.iter_mut().map(|hidden| &mut hidden.norm));
        norms.flat_map(|norm| [&mut norm.mean, &mut norm.variance]).collect()
    }

    /// A batch of one-hot promoters (`N x length x 4`) forward, by its own statistics, which move the running ones.
    pub fn forward(&mut self, input: Columns, dropout: Dropout, random: &mut StdRng) -> Pass {
        let mut columns = input;
        let mut layers = Vec::with_capacity(self.layers.len());
        for layer in &mut self.layers {
            let linear = layer.convolution.forward(&columns);
            let standing = layer.norm.measure(&linear);
            let affine = layer.norm.affine(&standing);
            let rectified = rectified(&linear, &affine, dropout.convolution, Some(&mut *random));
            let (mut next, winners) = match layer.pool {
                Some(pool) => pool.forward(&rectified),
                None => (rectified.clone(), Vec::new()),
            };
            if layer.adds_input {
                next.values.iter_mut().zip(&columns.values).for_each(|(sum, value)| *sum += value);
            }
            layers.push(LayerPass { input: columns, linear, standing, rectified, winners });
            columns = next;
        }
        let last = columns.clone();
        drop_out(&mut columns.values, dropout.dense, Some(&mut *random));
        let mut dense = Vec::with_capacity(self.dense.len());
        for hidden in &mut self.dense {
            let linear = hidden.dense.forward(&columns);
            let standing = hidden.norm.measure(&linear);
            let affine = hidden.norm.affine(&standing);
            let rectified = rectified(&linear, &affine, dropout.dense, Some(&mut *random));
            dense.push(LayerPass {
                input: columns,
                linear,
                standing,
                rectified: rectified.clone(),
                winners: Vec::new(),
            });
            columns = rectified;
        }
        let output = self.output.forward(&columns).values;
        Pass { layers, last, dense, hidden: columns, dropout, output }
    }

    /// Answers by the running statistics, `N x tasks`.
    pub fn answer(&self, input: Columns) -> Vec<f32> {
        let mut columns = input;
        for layer in &self.layers {
            let linear = layer.convolution.forward(&columns);
            let rectified = rectified(&linear, &layer.norm.affine(&layer.norm.standing()), 0.0, None);
            let mut next = layer.pool.map_or_else(|| rectified.clone(), |pool| pool.forward(&rectified).0);
            if layer.adds_input {
                next.values.iter_mut().zip(&columns.values).for_each(|(sum, value)| *sum += value);
            }
            columns = next;
        }
        for hidden in &self.dense {
            let linear = hidden.dense.forward(&columns);
            columns = rectified(&linear, &hidden.norm.affine(&hidden.norm.standing()), 0.0, None);
        }
        self.output.forward(&columns).values
    }

    /// From the outputs' gradient (`N x tasks`) to that of every list.
    pub fn backward(&self, pass: &Pass, output: &[f32]) -> Gradients {
        let zeros = |list: &[f32]| vec![0.0; list.len()];
        let tasks = self.output.outputs;
        let output =
            Columns { count: output.len() / tasks.max(1), length: 1, channels: tasks, values: output.to_vec() };
        let (mut weight, mut bias) = (zeros(&self.output.weight), zeros(&self.output.bias));
        let mut passed = self.output.backward(&pass.hidden, &output, &mut weight, &mut bias);
        let mut backwards = vec![bias, weight];
        for (hidden, pass_of) in self.dense.iter().zip(&pass.dense).rev() {
            pass_rectified(&mut passed.values, &pass_of.rectified.values, pass.dropout.dense);
            let (mut weight, mut bias) = (zeros(&hidden.dense.weight), zeros(&hidden.dense.bias));
            let (mut scale, mut shift) = (zeros(&hidden.norm.scale), zeros(&hidden.norm.shift));
            hidden.norm.backward(&pass_of.linear, &pass_of.standing, &mut passed, &mut scale, &mut shift);
            passed = hidden.dense.backward(&pass_of.input, &passed, &mut weight, &mut bias);
            backwards.extend([shift, scale, weight]);
        }
        self.undrop(pass, &mut passed);
        for (at, (layer, pass_of)) in self.layers.iter().zip(&pass.layers).enumerate().rev() {
            let branch = layer.adds_input.then(|| passed.clone());
            if let Some(pool) = layer.pool {
                passed = pool.backward(&passed, &pass_of.winners, pass_of.rectified.length);
            }
            pass_rectified(&mut passed.values, &pass_of.rectified.values, pass.dropout.convolution);
            let mut kernels = zeros(&layer.convolution.kernels);
            let (mut scale, mut shift) = (zeros(&layer.norm.scale), zeros(&layer.norm.shift));
            layer.norm.backward(&pass_of.linear, &pass_of.standing, &mut passed, &mut scale, &mut shift);
            let before = layer.convolution.backward(&pass_of.input, &passed, &mut kernels, at > 0);
            backwards.extend([shift, scale, kernels]);
            let Some(mut before) = before else { break };
            if let Some(branch) = branch {
                before.values.iter_mut().zip(&branch.values).for_each(|(sum, value)| *sum += value);
            }
            passed = before;
        }
        backwards.reverse();
        backwards
    }

    /// Back through the dropout before the fully connected layers: what was set to zero is zero in their input.
    fn undrop(&self, pass: &Pass, passed: &mut Columns) {
        let first = pass.dense.first().map_or(&pass.hidden, |first| &first.input);
        let kept = 1.0 / (1.0 - pass.dropout.dense);
        let values = passed.values.iter_mut().zip(first.values.iter().zip(&pass.last.values));
        values.for_each(|(gradient, (dropped, value))| {
            *gradient = if *dropped == 0.0 && *value != 0.0 { 0.0 } else { *gradient * kept };
        });
        (passed.length, passed.channels) = (pass.last.length, pass.last.channels);
    }

    /// One step of AdamW on every list; `moments` has one entry a list.
    pub fn step(&mut self, gradients: &Gradients, moments: &mut [Adam], update: Update) {
        let lists = self.lists().into_iter().zip(gradients).zip(moments);
        for (((values, decays), gradient), adam) in lists {
            let decay = if decays { update.decay } else { 0.0 };
            adam.step(values, gradient, Update { decay, ..update });
        }
    }

    /// Moments for every list.
    pub fn moments(&mut self) -> Vec<Adam> {
        self.lists().iter().map(|(values, _)| Adam::new(values.len())).collect()
    }

    /// The network that ships, under the published names: batch norms of fully connected layers folded into them, and one output, the sum of
    /// all tasks' by `mixture`, plus `shift`.
    pub fn parameters(&self, mixture: &[f32], shift: f32) -> Parameters {
        let mut weights = Parameters::default();
        let mut put = |name: String, shape: Vec<usize>, values: Vec<f32>| weights.insert(name, Array { shape, values });
        let step = if matches!(self.config.padding, Padding::Named(_)) { ".conv" } else { "" };
        for (at, Layer { convolution, norm, .. }) in self.layers.iter().enumerate() {
            let (inputs, outputs, width) = (convolution.inputs, convolution.outputs, convolution.width);
            let name = format!("CNN_layers.{at}.0{step}");
            let kernel = |index: usize| {
                let (output, input, tap) = (index / (inputs * width), index / width % inputs, index % width);
                convolution.kernels[(tap * inputs + input) * outputs + output]
            };
            let kernels = (0..convolution.kernels.len()).map(kernel).collect();
            put(format!("{name}.weight"), vec![outputs, inputs, width, 1], kernels);
            put(format!("{name}.bias"), vec![outputs], vec![0.0; outputs]);
            let lists = [
                ("weight", &norm.scale),
                ("bias", &norm.shift),
                ("running_mean", &norm.mean),
                ("running_var", &norm.variance),
            ];
            for (list, values) in lists {
                put(format!("CNN_layers.{at}.1.{list}"), vec![outputs], values.clone());
            }
        }
        for (at, hidden) in self.dense.iter().enumerate() {
            let (factor, summand) = hidden.norm.affine(&hidden.norm.standing());
            let Dense { inputs, outputs, weight, .. } = &hidden.dense;
            let (inputs, outputs) = (*inputs, *outputs);
            let value = |index: usize| {
                let (output, input) = (index / inputs, index % inputs);
                let input = if at == 0 { self.own_place(input) } else { input };
                weight[input * outputs + output] * factor[output]
            };
            let values = (0..inputs * outputs).map(value).collect();
            put(format!("linear_layers.{at}.0.weight"), vec![outputs, inputs], values);
            put(format!("linear_layers.{at}.0.bias"), vec![outputs], summand);
        }
        let name = format!("linear_layers.{}.0", self.dense.len());
        let sum = |values: &[f32]| values.iter().zip(mixture).map(|(value, share)| value * share).sum::<f32>();
        let values: Vec<f32> = self.output.weight.chunks_exact(self.output.outputs).map(sum).collect();
        put(format!("{name}.weight"), vec![1, values.len()], values);
        put(format!("{name}.bias"), vec![1], vec![sum(&self.output.bias) + shift]);
        weights
    }

    /// Where the published, channel-major order of the flattened columns has its number in this one's.
    fn own_place(&self, published: usize) -> usize {
        let columns = self.config.columns().last().copied().unwrap_or(1).max(1);
        let channels = self.config.out_channels.last().copied().unwrap_or(1);
        published % columns * channels + published / columns
    }
}
