use super::dense::Dense;
use super::joint::JointStep;
use super::layer::Layer;
use super::network::{HiddenLayer, StepNetwork};
use super::norm::Norm;
use crate::architecture::{Array, Parameters};

/// Where a fully connected layer's input with this number, in the published order, stands in this one's.
type Place<'a> = &'a dyn Fn(usize) -> usize;

impl StepNetwork {
    /// The network that ships: batch norms of fully connected layers folded into them, and the outputs of
    /// the first tasks, each times its scale plus its shift.
    pub fn parameters(&self, scales: &[(f32, f32)]) -> Parameters {
        let mut weights = Parameters::default();
        self.put_convolutions("", &mut weights);
        self.put_dense("", &mut weights);
        put_scaled(&format!("dense.{}", self.dense.len()), &self.output, scales, &mut weights);
        weights
    }

    /// Convolutions and their batch norms, under names that begin with `prefix`.
    fn put_convolutions(&self, prefix: &str, weights: &mut Parameters) {
        for (at, Layer { convolution, bias, norm, .. }) in self.layers.iter().enumerate() {
            let (inputs, outputs, width) = (convolution.inputs, convolution.outputs, convolution.width);
            let kernel = |index: usize| {
                let (output, input, tap) = (index / (inputs * width), index / width % inputs, index % width);
                convolution.kernels[(tap * inputs + input) * outputs + output]
            };
            let kernels = (0..convolution.kernels.len()).map(kernel).collect();
            put(weights, format!("{prefix}convolutions.{at}.weight"), vec![outputs, inputs, width], kernels);
            if let Some(bias) = bias {
                put(weights, format!("{prefix}convolutions.{at}.bias"), vec![outputs], bias.clone());
            }
            let lists = [
                ("weight", &norm.scale),
                ("bias", &norm.shift),
                ("running_mean", &norm.mean),
                ("running_var", &norm.variance),
            ];
            for (list, values) in lists {
                put(weights, format!("{prefix}norms.{at}.{list}"), vec![outputs], values.clone());
            }
        }
    }

    /// Fully connected layers in front of the outputs, under names that begin with `prefix`.
    fn put_dense(&self, prefix: &str, weights: &mut Parameters) {
        for (at, HiddenLayer { dense, norm }) in self.dense.iter().enumerate() {
            let place: Place<'_> = if at == 0 { &|input| self.own_place(input) } else { &|input| input };
            put_normed(&format!("{prefix}dense.{at}"), dense, norm, place, weights);
        }
    }

    /// Where the channel-major order of the flattened columns has its number in this one's.
    fn own_place(&self, published: usize) -> usize {
        let [channels, columns] = self.flattened.map(|size| size.max(1));
        published % columns * channels + published / columns
    }

    /// The same for what the outputs read.
    fn last_place(&self, published: usize) -> usize {
        if self.dense.is_empty() { self.own_place(published) } else { published }
    }
}

impl JointStep {
    /// The network that ships: batch norms of fully connected layers folded into them, each output times its scale
    /// plus its shift.
    pub fn parameters(&self, scales: &[(f32, f32)]) -> Parameters {
        let mut weights = Parameters::default();
        let (factor, mut bias) = self.norm.affine(&self.norm.running_statistics());
        let joined = factor.len();
        for (at, tower) in self.towers.iter().enumerate() {
            let prefix = format!("inputs.{at}.");
            if let Some(standard) = self.standards.get(at).and_then(Option::as_ref) {
                for (name, values) in [("mean", &standard.mean), ("sd", &standard.sd)] {
                    put(&mut weights, format!("{prefix}{name}"), standard.size.to_vec(), values.clone());
                }
            }
            tower.put_convolutions(&prefix, &mut weights);
            tower.put_dense(&prefix, &mut weights);
            for (sum, (own, factor)) in bias.iter_mut().zip(tower.output.bias.iter().zip(&factor)) {
                *sum += own * factor;
            }
        }
        // The layer reads the towers one after the other.
        let value = |output: usize, tower: &StepNetwork, input: usize| {
            tower.output.weight[tower.last_place(input) * joined + output] * factor[output]
        };
        let row = |output: usize| {
            let of = move |tower: &StepNetwork| {
                (0..tower.output.inputs).map(|input| value(output, tower, input)).collect::<Vec<_>>()
            };
            self.towers.iter().flat_map(of)
        };
        let values: Vec<f32> = (0..joined).flat_map(row).collect();
        put(&mut weights, "joined.weight".to_owned(), vec![joined, values.len() / joined.max(1)], values);
        put(&mut weights, "joined.bias".to_owned(), vec![joined], bias);
        for (at, HiddenLayer { dense, norm }) in self.head.iter().enumerate() {
            put_normed(&format!("head.{at}"), dense, norm, &|input| input, &mut weights);
        }
        put_scaled(&format!("head.{}", self.head.len()), &self.output, scales, &mut weights);
        weights
    }
}

fn put(weights: &mut Parameters, name: String, shape: Vec<usize>, values: Vec<f32>) {
    weights.insert(name, Array { shape, values });
}

/// A fully connected layer with the batch norm behind it.
fn put_normed(name: &str, dense: &Dense, norm: &Norm, place: Place<'_>, weights: &mut Parameters) {
    let (factor, summand) = norm.affine(&norm.running_statistics());
    let Dense { inputs, outputs, weight, .. } = dense;
    let value = |index: usize| {
        let (output, input) = (index / inputs, index % inputs);
        weight[place(input) * outputs + output] * factor[output]
    };
    let values = (0..inputs * outputs).map(value).collect();
    put(weights, format!("{name}.weight"), vec![*outputs, *inputs], values);
    put(weights, format!("{name}.bias"), vec![*outputs], summand);
}

/// The outputs of the first tasks, each times its scale plus its shift.
fn put_scaled(name: &str, output: &Dense, scales: &[(f32, f32)], weights: &mut Parameters) {
    let rows = || output.weight.chunks_exact(output.outputs);
    let outputs = scales.iter().enumerate();
    let values = outputs.clone().flat_map(|(task, (scale, _))| rows().map(move |row| row[task] * scale)).collect();
    let biases = outputs.map(|(task, (scale, shift))| output.bias[task] * scale + shift).collect();
    put(weights, format!("{name}.weight"), vec![scales.len(), output.inputs], values);
    put(weights, format!("{name}.bias"), vec![scales.len()], biases);
}
