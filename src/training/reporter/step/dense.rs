use ndarray::ArrayView2;

use super::columns::Columns;
use super::convolution::product;

/// A fully connected layer on columns of length one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Dense {
    pub(super) inputs: usize,
    pub(super) outputs: usize,
    /// `inputs x outputs`, row-major.
    pub(super) weight: Vec<f32>,
    pub(super) bias: Vec<f32>,
}

impl Dense {
    fn matrix(&self) -> Option<ArrayView2<'_, f32>> {
        ArrayView2::from_shape((self.inputs, self.outputs), &self.weight).ok()
    }

    pub(super) fn forward(&self, input: &Columns) -> Columns {
        let mut output = Columns::zeros(input.count, 1, self.outputs);
        output.rows_mut().for_each(|row| row.copy_from_slice(&self.bias));
        let rows = ArrayView2::from_shape((input.count, self.inputs), &input.values).ok();
        product(rows, self.matrix(), 1.0, (input.count, self.outputs), &mut output.values);
        output
    }

    /// Adds to the gradients of weight and bias; returns the input's, in the input's shape.
    pub(super) fn backward(&self, input: &Columns, output: &Columns, weight: &mut [f32], bias: &mut [f32]) -> Columns {
        for row in output.rows() {
            bias.iter_mut().zip(row).for_each(|(sum, gradient)| *sum += gradient);
        }
        let rows = || ArrayView2::from_shape((output.count, self.outputs), &output.values).ok();
        let transposed = ArrayView2::from_shape((input.count, self.inputs), &input.values).ok();
        let shape = (self.inputs, self.outputs);
        product(transposed.map(ArrayView2::reversed_axes), rows(), 1.0, shape, weight);
        let mut passed = Columns::zeros(input.count, input.length, input.channels);
        let matrix = self.matrix().map(ArrayView2::reversed_axes);
        product(rows(), matrix, 0.0, (input.count, self.inputs), &mut passed.values);
        passed
    }
}
