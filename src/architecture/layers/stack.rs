use burn::tensor::{Device, Tensor};

use super::rows_through::{rows_through, sums_through};
#[cfg(feature = "webgpu")]
use super::shaders;
use super::{Activation, Matrix, dense, multiplies_by_panels, slope};

/// A fully connected layer with an activation in front of it.
#[derive(Debug, Clone)]
pub struct DenseLayer {
    /// In front; none for what reads an input as it is.
    pub activation: Activation,
    /// `inputs x outputs`
    pub weight: Matrix,
    /// `outputs`; none where another layer's covers it.
    pub bias: Option<Tensor<1>>,
}

/// Fully connected layers one after the other, `N x inputs` to `N x outputs`: a network's head, or its way
/// from TF levels to the layer that joins them with the rest.
#[derive(Debug, Clone)]
pub struct DenseStack {
    pub layers: Vec<DenseLayer>,
}

/// What each activation of a stack reads, and what the last layer gives, for some rows.
#[derive(Debug, Clone)]
pub struct DenseTrace {
    layers: Vec<Tensor<2>>,
}

impl DenseTrace {
    /// `N x outputs`
    pub fn output(&self) -> Tensor<2> {
        self.layers[self.layers.len() - 1].clone()
    }

    fn rows(&self) -> usize {
        self.layers[0].dims()[0]
    }

    fn device(&self) -> Device {
        self.layers[0].device()
    }
}

impl DenseStack {
    /// `N x inputs` to `N x outputs`.
    pub fn apply(&self, input: Tensor<2>) -> Tensor<2> {
        let at_once = multiplies_by_panels(&input.device()).then(|| rows_through(&self.layers, &input)).flatten();
        #[cfg(feature = "webgpu")]
        let at_once = at_once.or_else(|| self.in_shaders(&input, None));
        at_once.unwrap_or_else(|| self.apply_by_layer(input))
    }

    /// The sum of each row of `samples` (`P x inputs`) and each of `conditions` (`C x inputs`), to `(P * C) x outputs`.
    pub fn apply_to_sums(&self, samples: Tensor<2>, conditions: &Tensor<2>) -> Tensor<2> {
        let in_memory = multiplies_by_panels(&samples.device());
        let at_once = in_memory.then(|| sums_through(&self.layers, &samples, conditions)).flatten();
        #[cfg(feature = "webgpu")]
        let at_once = at_once.or_else(|| self.in_shaders(&samples, Some(conditions)));
        at_once.unwrap_or_else(|| {
            let ([p, width], [c, _]) = (samples.dims(), conditions.dims());
            let sums = samples.reshape([p, 1, width]) + conditions.clone().reshape([1, c, width]);
            self.apply_by_layer(sums.reshape([p * c, width]))
        })
    }

    /// The rows, or the sums of each row and each of `others`, in one shader a layer; none where there are no shaders for it.
    #[cfg(feature = "webgpu")]
    fn in_shaders(&self, rows: &Tensor<2>, others: Option<&Tensor<2>>) -> Option<Tensor<2>> {
        if !shaders::run_on(&rows.device()) {
            return None;
        }
        let functions = self.layers.iter().map(|layer| layer.activation.of_numbers()?.in_shaders());
        let functions: Vec<shaders::Function> = functions.collect::<Option<_>>()?;
        let (first, later) = self.layers.split_first()?;
        let after = |at: usize| functions.get(at + 1).copied().unwrap_or(shaders::Function::IDENTITY);
        let (weight, around) = (first.weight.values(), [functions[0], after(0)]);
        let hidden = match others {
            Some(others) => {
                shaders::product_of_sums([rows.clone(), others.clone()], weight, first.bias.clone(), around)
            }
            None => shaders::product(rows.clone(), weight, first.bias.clone(), around),
        };
        Some(later.iter().enumerate().fold(hidden, |hidden, (at, layer)| {
            let around = [shaders::Function::IDENTITY, after(at + 1)];
            shaders::product(hidden, layer.weight.values(), layer.bias.clone(), around)
        }))
    }

    fn apply_by_layer(&self, input: Tensor<2>) -> Tensor<2> {
        self.layers.iter().fold(input, |hidden, layer| layer.apply(hidden))
    }

    /// The same, keeping what lies between.
    pub fn trace(&self, input: Tensor<2>) -> DenseTrace {
        let mut layers = vec![input];
        for layer in &self.layers {
            layers.push(layer.apply(layers[layers.len() - 1].clone()));
        }
        DenseTrace { layers }
    }

    /// From a unit of one output to the input: gradients at `target`, or DeepLIFT's multipliers between
    /// `reference` and `target`. A trace may have one row for all of the other's.
    pub fn backward_from(&self, target: &DenseTrace, reference: Option<&DenseTrace>, output: usize) -> Tensor<2> {
        let rows = target.rows().max(reference.map_or(0, DenseTrace::rows));
        let unit = Tensor::<2>::ones([rows, 1], &target.device());
        let Some(last) = self.layers.last() else { return unit };
        // One column of the last layer's weight: its transpose is a product by elements.
        let weight = last.weight.values().narrow(1, output, 1);
        let at = self.layers.len() - 1;
        let passed = last.backward_through_activation(unit * weight.transpose(), target, reference, at);
        self.backward_behind(target, reference, passed, at)
    }

    /// From what a unit of each output contributes, `R x outputs`, to the input, `R x inputs`.
    pub fn backward(&self, target: &DenseTrace, reference: Option<&DenseTrace>, outputs: Tensor<2>) -> Tensor<2> {
        self.backward_behind(target, reference, outputs, self.layers.len())
    }

    /// The same for the first `layers` layers.
    fn backward_behind(
        &self,
        target: &DenseTrace,
        reference: Option<&DenseTrace>,
        outputs: Tensor<2>,
        layers: usize,
    ) -> Tensor<2> {
        self.layers[..layers].iter().enumerate().rev().fold(outputs, |output, (at, layer)| {
            let passed = dense(output, layer.weight.values().transpose(), None);
            layer.backward_through_activation(passed, target, reference, at)
        })
    }
}

impl DenseLayer {
    /// A layer with a weight of `inputs x outputs`.
    pub fn new(activation: Activation, weight: Tensor<2>, bias: Option<Tensor<1>>) -> Self {
        Self { activation, weight: Matrix::new(weight), bias }
    }

    /// Without the activation in front.
    pub fn apply_linear(&self, input: Tensor<2>) -> Tensor<2> {
        self.weight.apply(input, self.bias.clone())
    }

    fn apply(&self, input: Tensor<2>) -> Tensor<2> {
        self.apply_linear(self.activation.apply(input))
    }

    /// Through the activation in front of the layer at `at`.
    fn backward_through_activation(
        &self,
        passed: Tensor<2>,
        target: &DenseTrace,
        reference: Option<&DenseTrace>,
        at: usize,
    ) -> Tensor<2> {
        if self.activation == Activation::Identity {
            return passed;
        }
        passed * slope(self.activation, &target.layers[at], reference.map(|trace| &trace.layers[at]))
    }
}
