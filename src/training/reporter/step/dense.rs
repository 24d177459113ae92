use faer::{Accum, MatRef};

use super::columns::Columns;
use super::product::{matrix, matrix_mut, product};

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
    fn matrix(&self) -> MatRef<'_, f32> {
        matrix(&self.weight, self.inputs, self.outputs)
    }

    pub(super) fn forward(&self, input: &Columns) -> Columns {
        let mut output = Columns::zeros(input.count, 1, self.outputs);
        output.rows_mut().for_each(|row| row.copy_from_slice(&self.bias));
        let sums = matrix_mut(&mut output.values, input.count, self.outputs);
        product(sums, Accum::Add, matrix(&input.values, input.count, self.inputs), self.matrix());
        output
    }

    /// Adds to the gradients of weight and bias; returns the input's, in the input's shape.
    pub(super) fn backward(&self, input: &Columns, output: &Columns, weight: &mut [f32], bias: &mut [f32]) -> Columns {
        for row in output.rows() {
            bias.iter_mut().zip(row).for_each(|(sum, gradient)| *sum += gradient);
        }
        let gradients = matrix(&output.values, output.count, self.outputs);
        let read = matrix(&input.values, input.count, self.inputs);
        product(matrix_mut(weight, self.inputs, self.outputs), Accum::Add, read.transpose(), gradients);
        let mut passed = Columns::zeros(input.count, input.length, input.channels);
        let reach = matrix_mut(&mut passed.values, input.count, self.inputs);
        product(reach, Accum::Replace, gradients, self.matrix().transpose());
        passed
    }
}
