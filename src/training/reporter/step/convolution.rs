use ndarray::linalg::general_mat_mul;
use ndarray::{ArrayView2, ArrayViewMut2, ShapeBuilder};

use super::columns::{Columns, pad};

/// A convolution of stride one and odd width that keeps the length, without bias: the batch norm behind it has one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Convolution {
    pub(super) inputs: usize,
    pub(super) outputs: usize,
    pub(super) width: usize,
    /// `width x inputs x outputs`, row-major.
    pub(super) kernels: Vec<f32>,
}

/// The words of `width` columns that begin at each column, as a matrix whose rows overlap in memory.
fn words(padded: &[f32], channels: usize, width: usize) -> Option<ArrayView2<'_, f32>> {
    let rows = (padded.len() / channels + 1).checked_sub(width)?;
    ArrayView2::from_shape((rows, width * channels).strides((channels, 1)), padded).ok()
}

impl Convolution {
    fn matrix(&self) -> Option<ArrayView2<'_, f32>> {
        ArrayView2::from_shape((self.width * self.inputs, self.outputs), &self.kernels).ok()
    }

    fn half(&self) -> usize {
        self.width / 2
    }

    /// Room for a sequence's columns with the zeros around them.
    fn padded(&self, length: usize, channels: usize) -> Vec<f32> {
        vec![0.0; (length + self.width - 1) * channels]
    }

    pub(super) fn forward(&self, input: &Columns) -> Columns {
        let mut output = Columns::zeros(input.count, input.length, self.outputs);
        let mut padded = self.padded(input.length, self.inputs);
        let size = output.size().max(1);
        for (sequence, columns) in input.sequences().zip(output.values.chunks_exact_mut(size)) {
            pad(sequence, self.inputs, self.half(), &mut padded);
            product(words(&padded, self.inputs, self.width), self.matrix(), 0.0, (input.length, self.outputs), columns);
        }
        output
    }

    /// Adds the kernels' gradient to `gradient`; returns the input's unless it is not wanted.
    pub(super) fn backward(
        &self,
        input: &Columns,
        output: &Columns,
        gradient: &mut [f32],
        wants_input: bool,
    ) -> Option<Columns> {
        let mut padded = self.padded(input.length, self.inputs);
        let shape = (self.width * self.inputs, self.outputs);
        for (sequence, columns) in input.sequences().zip(output.sequences()) {
            pad(sequence, self.inputs, self.half(), &mut padded);
            let transposed = words(&padded, self.inputs, self.width).map(ArrayView2::reversed_axes);
            let columns = ArrayView2::from_shape((output.length, self.outputs), columns).ok();
            product(transposed, columns, 1.0, shape, gradient);
        }
        wants_input.then(|| self.passed_back(input, output))
    }

    /// A convolution of the output's gradient with the kernels turned round.
    fn passed_back(&self, input: &Columns, output: &Columns) -> Columns {
        let turned = self.turned();
        let kernels = ArrayView2::from_shape((self.width * self.outputs, self.inputs), &turned).ok();
        let mut passed = Columns::zeros(input.count, input.length, self.inputs);
        let mut padded = self.padded(input.length, self.outputs);
        let size = passed.size().max(1);
        for (columns, sequence) in output.sequences().zip(passed.values.chunks_exact_mut(size)) {
            pad(columns, self.outputs, self.half(), &mut padded);
            let words = words(&padded, self.outputs, self.width);
            product(words, kernels, 0.0, (input.length, self.inputs), sequence);
        }
        passed
    }

    /// `width x outputs x inputs`, last tap first.
    fn turned(&self) -> Vec<f32> {
        let mut turned = Vec::with_capacity(self.kernels.len());
        for tap in self.kernels.chunks_exact(self.inputs * self.outputs).rev() {
            for output in 0..self.outputs {
                turned.extend(tap.iter().skip(output).step_by(self.outputs));
            }
        }
        turned
    }
}

/// `output = left x right + beta x output`. Shapes come from one network, so a product without operands cannot be.
pub(super) fn product(
    left: Option<ArrayView2<'_, f32>>,
    right: Option<ArrayView2<'_, f32>>,
    beta: f32,
    shape: (usize, usize),
    output: &mut [f32],
) {
    let output = ArrayViewMut2::from_shape(shape, output).ok();
    debug_assert!(left.is_some() && right.is_some() && output.is_some());
    if let (Some(left), Some(right), Some(mut output)) = (left, right, output) {
        general_mat_mul(1.0, &left, &right, beta, &mut output);
    }
}
