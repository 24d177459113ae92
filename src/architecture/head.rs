use burn::tensor::{Device, Tensor};

use super::Activation;
use super::dense::dense;
use super::slope::slope;

/// Fully connected layers with an activation in front of each, `N x inputs` to `N x 1`.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) activation: Activation,
    /// `inputs x outputs` and `outputs` of each layer.
    pub(super) layers: Vec<(Tensor<2>, Tensor<1>)>,
}

/// What each activation of a head reads, and the output, for some rows.
#[derive(Debug)]
pub(super) struct HeadTrace {
    layers: Vec<Tensor<2>>,
}

impl HeadTrace {
    /// `N x 1`.
    pub(super) fn output(&self) -> Tensor<2> {
        self.layers[self.layers.len() - 1].clone()
    }

    fn rows(&self) -> usize {
        self.output().dims()[0]
    }

    fn device(&self) -> Device {
        self.layers[0].device()
    }
}

impl Head {
    /// `N x inputs` to `N x 1`.
    pub(super) fn apply(&self, input: Tensor<2>) -> Tensor<2> {
        self.layers.iter().fold(input, |hidden, (weight, bias)| {
            dense(self.activation.apply(hidden), weight.clone(), Some(bias.clone()))
        })
    }

    /// The same, keeping what lies between.
    pub(super) fn trace(&self, input: Tensor<2>) -> HeadTrace {
        let mut layers = vec![input];
        for (weight, bias) in &self.layers {
            let input = self.activation.apply(layers[layers.len() - 1].clone());
            layers.push(dense(input, weight.clone(), Some(bias.clone())));
        }
        HeadTrace { layers }
    }

    /// From a unit of the output to the input: gradients at `target`, or DeepLIFT's multipliers between `reference` and `target`. A trace may
    /// have one row for all of the other's.
    pub(super) fn backward(&self, target: &HeadTrace, reference: Option<&HeadTrace>) -> Tensor<2> {
        let rows = target.rows().max(reference.map_or(0, HeadTrace::rows));
        let output = Tensor::<2>::ones([rows, 1], &target.device());
        self.layers.iter().enumerate().rev().fold(output, |output, (at, (weight, _))| {
            let slope = slope(self.activation, &target.layers[at], reference.map(|head| &head.layers[at]));
            // The last layer has one output: its transpose is a product by elements.
            let passed = if weight.dims()[1] == 1 {
                output * weight.clone().transpose()
            } else {
                dense(output, weight.clone().transpose(), None)
            };
            passed * slope
        })
    }
}
