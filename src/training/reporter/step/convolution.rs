use ndarray::linalg::general_mat_mul;
use ndarray::{ArrayView2, ArrayViewMut2, ShapeBuilder};

use super::columns::Columns;

/// A convolution of stride one and odd width that keeps the length, without bias: the batch norm after it has
/// one.
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

    /// Numbers of a sequence's columns with the zeros around them.
    fn padded_size(&self, length: usize, channels: usize) -> usize {
        (length + self.width - 1) * channels
    }

    /// All sequences with zeros around each, one after the other: what one product reads. `left` of the zeros
    /// stand before the columns.
    fn padded(&self, columns: &Columns, left: usize) -> Vec<f32> {
        let size = self.padded_size(columns.length, columns.channels);
        let mut padded = vec![0.0; columns.count * size];
        for (sequence, room) in columns.sequences().zip(padded.chunks_exact_mut(size.max(1))) {
            room[left * columns.channels..][..sequence.len()].copy_from_slice(sequence);
        }
        padded
    }

    /// `kernels` over all sequences at once; the words that reach from one sequence into the next are
    /// computed and left out.
    fn convolved(&self, input: &Columns, kernels: Option<ArrayView2<'_, f32>>, outputs: usize) -> Columns {
        let padded = self.padded(input, self.half());
        let rows = padded.len() / input.channels.max(1) + 1 - self.width;
        let mut all = vec![0.0; rows * outputs];
        product(words(&padded, input.channels, self.width), kernels, 0.0, (rows, outputs), &mut all);
        let mut output = Columns::zeros(input.count, input.length, outputs);
        let (size, step) = (output.size().max(1), self.padded_size(input.length, outputs));
        for (at, columns) in output.values.chunks_exact_mut(size).enumerate() {
            columns.copy_from_slice(&all[at * step..at * step + size]);
        }
        output
    }

    pub(super) fn forward(&self, input: &Columns) -> Columns {
        self.convolved(input, self.matrix(), self.outputs)
    }

    /// Adds the kernels' gradient to `gradient`; returns the input's unless it is not wanted.
    pub(super) fn backward(
        &self,
        input: &Columns,
        output: &Columns,
        gradient: &mut [f32],
        wants_input: bool,
    ) -> Option<Columns> {
        let padded = self.padded(input, self.half());
        // Zeros where a word reaches into the next sequence, which has no output.
        let gradients = self.padded(output, 0);
        let rows = padded.len() / input.channels.max(1) + 1 - self.width;
        let columns = ArrayView2::from_shape((rows, self.outputs), &gradients[..rows * self.outputs]).ok();
        let transposed = words(&padded, self.inputs, self.width).map(ArrayView2::reversed_axes);
        product(transposed, columns, 1.0, (self.width * self.inputs, self.outputs), gradient);
        wants_input.then(|| {
            let transposed = self.transposed();
            let kernels = ArrayView2::from_shape((self.width * self.outputs, self.inputs), &transposed).ok();
            self.convolved(output, kernels, self.inputs)
        })
    }

    /// `width x outputs x inputs`, last tap first.
    fn transposed(&self) -> Vec<f32> {
        let mut transposed = Vec::with_capacity(self.kernels.len());
        for tap in self.kernels.chunks_exact(self.inputs * self.outputs).rev() {
            for output in 0..self.outputs {
                transposed.extend(tap.iter().skip(output).step_by(self.outputs));
            }
        }
        transposed
    }
}

/// `output = left x right + beta x output`. Shapes come from one network, so a product without operands
/// cannot be.
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
