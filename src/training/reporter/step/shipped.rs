use super::dense::Dense;
use super::network::{Layer, StepNetwork};
use crate::architecture::{Array, Parameters};

impl StepNetwork {
    /// The network that ships: batch norms of fully connected layers folded into them, and the outputs of
    /// the first tasks, each times its scale plus its shift.
    pub fn parameters(&self, scales: &[(f32, f32)]) -> Parameters {
        let mut weights = Parameters::default();
        let mut put = |name: String, shape: Vec<usize>, values: Vec<f32>| weights.insert(name, Array { shape, values });
        for (at, Layer { convolution, norm, .. }) in self.layers.iter().enumerate() {
            let (inputs, outputs, width) = (convolution.inputs, convolution.outputs, convolution.width);
            let kernel = |index: usize| {
                let (output, input, tap) = (index / (inputs * width), index / width % inputs, index % width);
                convolution.kernels[(tap * inputs + input) * outputs + output]
            };
            let kernels = (0..convolution.kernels.len()).map(kernel).collect();
            put(format!("convolutions.{at}.weight"), vec![outputs, inputs, width], kernels);
            let lists = [
                ("weight", &norm.scale),
                ("bias", &norm.shift),
                ("running_mean", &norm.mean),
                ("running_var", &norm.variance),
            ];
            for (list, values) in lists {
                put(format!("norms.{at}.{list}"), vec![outputs], values.clone());
            }
        }
        for (at, hidden) in self.dense.iter().enumerate() {
            let (factor, summand) = hidden.norm.affine(&hidden.norm.running_statistics());
            let Dense { inputs, outputs, weight, .. } = &hidden.dense;
            let (inputs, outputs) = (*inputs, *outputs);
            let value = |index: usize| {
                let (output, input) = (index / inputs, index % inputs);
                let input = if at == 0 { self.own_place(input) } else { input };
                weight[input * outputs + output] * factor[output]
            };
            let values = (0..inputs * outputs).map(value).collect();
            put(format!("dense.{at}.weight"), vec![outputs, inputs], values);
            put(format!("dense.{at}.bias"), vec![outputs], summand);
        }
        let name = format!("dense.{}", self.dense.len());
        let rows = || self.output.weight.chunks_exact(self.output.outputs);
        let outputs = scales.iter().enumerate();
        let values = outputs.clone().flat_map(|(task, (scale, _))| rows().map(move |row| row[task] * scale)).collect();
        let biases = outputs.map(|(task, (scale, shift))| self.output.bias[task] * scale + shift).collect();
        put(format!("{name}.weight"), vec![scales.len(), self.output.inputs], values);
        put(format!("{name}.bias"), vec![scales.len()], biases);
        weights
    }

    /// Where the channel-major order of the flattened columns has its number in this one's.
    fn own_place(&self, published: usize) -> usize {
        let columns = self.config.columns().last().copied().unwrap_or(1).max(1);
        let channels = self.config.convolutions.last().map_or(1, |layer| layer.channels);
        published % columns * channels + published / columns
    }
}
