use rand::SeedableRng;
use rand::rngs::StdRng;

use super::activation::{activated, affine, drop_out, is_trainable, pass_activated, pass_dropped};
use super::columns::Columns;
use super::dense::Dense;
use super::network::{ForwardPass, HiddenLayer, StepNetwork, random};
use super::norm::{BatchStatistics, Norm};
use super::standard::{Standard, standardised};
use super::trainable::{Gradients, Trainable};
use crate::architecture::{Activation, ArchitectureError, InputTower, JointConfig};

/// The network of a [`JointConfig`] whose inputs are bases and embeddings, while it trains. The joining layer and those of the
/// head have a batch norm, which [`JointStep::parameters`] folds away. Training's scale is the target's own: no
/// output is scaled.
#[derive(Debug, Clone)]
pub struct JointStep {
    pub(super) activation: Activation,
    /// A tower for each input; its outputs are its part of the joining layer.
    pub(super) towers: Vec<StepNetwork>,
    /// By input, what an embedding is brought to a standard with.
    pub(super) standards: Vec<Option<Standard>>,
    /// Of the joining layer.
    pub(super) norm: Norm,
    pub(super) head: Vec<HiddenLayer>,
    pub(super) output: Dense,
}

/// What a fully connected layer of the head gave for a batch.
#[derive(Debug)]
struct HeadPass {
    /// What the norm reads.
    linear: Columns,
    statistics: BatchStatistics,
    /// What the activation reads.
    normed: Columns,
    /// What the next layer reads, after dropout.
    hidden: Columns,
    dropped: Vec<f32>,
}

/// A batch's way through the network.
#[derive(Debug)]
pub struct JointPass {
    towers: Vec<ForwardPass>,
    /// The joining layer's, then each of the head's hidden layers'.
    hidden: Vec<HeadPass>,
    /// `N x outputs`.
    pub output: Vec<f32>,
}

impl JointStep {
    /// A network with random weights.
    ///
    /// # Errors
    /// [`ArchitectureError::Config`] where an input reads numbers, where there are conditions, or where the answer
    /// is to be the mean over both strands: none of these is trained.
    pub fn new(config: &JointConfig, seed: u64) -> Result<Self, ArchitectureError> {
        let refused = |reason: &str| {
            Err(ArchitectureError::Config { architecture: JointConfig::ARCHITECTURE, reason: reason.to_owned() })
        };
        if config.conditions.is_some() || config.both_strands {
            return refused("training knows neither conditions nor both strands of this architecture");
        }
        if !is_trainable(config.activation) {
            return refused("training knows the activations relu and silu");
        }
        let (mut towers, mut standards) = (Vec::new(), Vec::new());
        for (at, input) in config.inputs.iter().enumerate() {
            if matches!(input, InputTower::Numbers { .. }) {
                return refused("training knows inputs of bases and of embeddings only");
            }
            let seed = seed.wrapping_mul(31).wrapping_add(at as u64);
            towers.push(StepNetwork::of_layers(input.stack(), input.dense(), config.activation, config.joined, seed));
            let stack = input.stack();
            standards.push(input.is_standardised().then(|| Standard::none([stack.columns, stack.inputs])));
        }
        let mut source = StdRng::seed_from_u64(seed);
        let mut dense = |inputs: usize, outputs: usize| Dense {
            inputs,
            outputs,
            weight: random(inputs * outputs, inputs, &mut source),
            bias: vec![0.0; outputs],
        };
        let mut width = config.joined;
        let mut head = Vec::with_capacity(config.head.len());
        for &outputs in &config.head {
            head.push(HiddenLayer { dense: dense(width, outputs), norm: Norm::new(outputs) });
            width = outputs;
        }
        let output = dense(width, config.outputs);
        Ok(Self { activation: config.activation, towers, standards, norm: Norm::new(config.joined), head, output })
    }

    /// Starts kernels of every tower's first convolution and the shifts after them, as [`StepNetwork::start_first`].
    pub fn start_first(&mut self, kernels: &[Vec<[f32; 4]>], shift: f32) {
        self.towers.iter_mut().for_each(|tower| tower.start_first(kernels, shift));
    }

    /// Takes an input's constants from embeddings, where the network has a place for them: what they are over the genes
    /// that train.
    pub fn standardise<'a>(&mut self, input: usize, embeddings: impl Iterator<Item = &'a [f32]>) {
        if let Some(standard) = self.standards.get_mut(input).and_then(Option::as_mut) {
            standard.measure(embeddings);
        }
    }

    /// A batch (for each input, one-hot bases, `N x length x 4`, or embeddings as they are, `N x positions x width`)
    /// forward, by its own statistics, which move the running ones. A share `dropout` of what the fully connected layers read is set to zero.
    pub fn forward(&mut self, inputs: Vec<Columns>, dropout: f32, random: &mut StdRng) -> JointPass {
        let mut towers = Vec::with_capacity(self.towers.len());
        for (tower, input) in self.towers.iter_mut().zip(standardised(&self.standards, inputs)) {
            towers.push(tower.forward(input, dropout, random));
        }
        let activation = self.activation;
        let mut hidden: Vec<HeadPass> = Vec::with_capacity(self.head.len() + 1);
        let mut normalise = |norm: &mut Norm, linear: Columns| {
            let statistics = norm.measure(&linear);
            let normed = affine(&linear, &norm.affine(&statistics));
            let mut hidden = activated(activation, &normed);
            let dropped = drop_out(&mut hidden.values, dropout, random);
            HeadPass { linear, statistics, normed, hidden, dropped }
        };
        let joined = joined(towers.iter().map(|pass| pass.output.as_slice()), self.norm.scale.len());
        let mut last = normalise(&mut self.norm, joined);
        for layer in &mut self.head {
            let linear = layer.dense.forward(&last.hidden);
            hidden.push(std::mem::replace(&mut last, normalise(&mut layer.norm, linear)));
        }
        let output = self.output.forward(&last.hidden).values;
        hidden.push(last);
        JointPass { towers, hidden, output }
    }

    /// Answers by the running statistics, `N x outputs`.
    pub fn answer(&self, inputs: Vec<Columns>) -> Vec<f32> {
        let inputs = standardised(&self.standards, inputs);
        let parts: Vec<Vec<f32>> = self.towers.iter().zip(inputs).map(|(tower, input)| tower.answer(input)).collect();
        let normalise = |norm: &Norm, linear: &Columns| {
            activated(self.activation, &affine(linear, &norm.affine(&norm.running_statistics())))
        };
        let joined = joined(parts.iter().map(Vec::as_slice), self.norm.scale.len());
        let hidden = self.head.iter().fold(normalise(&self.norm, &joined), |hidden, layer| {
            normalise(&layer.norm, &layer.dense.forward(&hidden))
        });
        self.output.forward(&hidden).values
    }

    /// From the outputs' gradient (`N x outputs`) to that of every list, in [`Trainable::lists`]' order.
    pub fn backward(&self, pass: &JointPass, output: &[f32]) -> Gradients {
        let zeros = |list: &[f32]| vec![0.0; list.len()];
        let outputs = self.output.outputs;
        let mut passed =
            Columns { count: output.len() / outputs.max(1), length: 1, channels: outputs, values: output.to_vec() };
        let mut own = Vec::new();
        let layers = self.head.iter().map(|layer| (&layer.dense, &layer.norm));
        let readers: Vec<&Dense> = layers.clone().map(|(dense, _)| dense).chain([&self.output]).collect();
        let norms: Vec<&Norm> = std::iter::once(&self.norm).chain(layers.map(|(_, norm)| norm)).collect();
        for (at, (dense, norm)) in readers.into_iter().zip(norms).enumerate().rev() {
            let before = &pass.hidden[at];
            let (mut weight, mut bias) = (zeros(&dense.weight), zeros(&dense.bias));
            passed = dense.backward(&before.hidden, &passed, &mut weight, &mut bias);
            pass_dropped(&mut passed.values, &before.dropped);
            pass_activated(self.activation, &before.normed, &mut passed.values);
            let [scale, shift] = norm.backward(&before.linear, &before.statistics, &mut passed);
            // The bias of a layer with a batch norm is the norm's.
            own.extend(if at == self.head.len() { vec![bias, weight] } else { vec![weight] });
            own.extend([shift, scale]);
        }
        own.reverse();
        let towers = self.towers.iter().zip(&pass.towers);
        towers.flat_map(|(tower, pass)| tower.backward(pass, &passed.values)).chain(own).collect()
    }
}

impl Trainable for JointStep {
    fn lists(&mut self) -> Vec<(&mut Vec<f32>, bool)> {
        let mut lists: Vec<(&mut Vec<f32>, bool)> = self.towers.iter_mut().flat_map(Trainable::lists).collect();
        lists.extend([(&mut self.norm.scale, false), (&mut self.norm.shift, false)]);
        for HiddenLayer { dense, norm } in &mut self.head {
            lists.extend([(&mut dense.weight, true), (&mut norm.scale, false), (&mut norm.shift, false)]);
        }
        lists.extend([(&mut self.output.weight, true), (&mut self.output.bias, false)]);
        lists
    }

    fn statistics(&mut self) -> Vec<&mut Vec<f32>> {
        let mut all: Vec<&mut Vec<f32>> = self.towers.iter_mut().flat_map(Trainable::statistics).collect();
        let norms = std::iter::once(&mut self.norm).chain(self.head.iter_mut().map(|layer| &mut layer.norm));
        all.extend(norms.flat_map(|norm| [&mut norm.mean, &mut norm.variance]));
        all
    }
}

/// The sum of the towers' outputs.
fn joined<'a>(parts: impl Iterator<Item = &'a [f32]>, width: usize) -> Columns {
    let mut sum: Vec<f32> = Vec::new();
    for part in parts {
        if sum.is_empty() {
            sum = part.to_vec();
        } else {
            sum.iter_mut().zip(part).for_each(|(sum, own)| *sum += own);
        }
    }
    Columns { count: sum.len() / width.max(1), length: 1, channels: width, values: sum }
}
