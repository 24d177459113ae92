use faer::Accum;

use super::columns::Columns;
use super::product::{Every, matrix, matrix_mut, product};

/// A convolution of stride one without bias.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Convolution {
    pub(super) inputs: usize,
    pub(super) outputs: usize,
    pub(super) width: usize,
    /// Zero columns on the left and on the right.
    pub(super) padding: [usize; 2],
    /// `width x inputs x outputs`, row-major.
    pub(super) kernels: Vec<f32>,
}

impl Convolution {
    /// Words of `width` columns in what is padded. A product takes every `width`-th of them, from each of the first
    /// `width` on: none of such a share overlaps another, so they are read where they lie and nothing is copied apart.
    fn words(&self, padded: &[f32], channels: usize) -> usize {
        (padded.len() / channels.max(1) + 1).saturating_sub(self.width)
    }

    /// `kernels` over all sequences at once, with that many zero columns around each; the words that reach from one
    /// sequence into the next are computed and left out.
    fn convolved(&self, input: &Columns, padding: [usize; 2], kernels: &[f32], outputs: usize) -> Columns {
        let (channels, step) = (input.channels, self.width);
        let padded = padded(input, padding);
        let kernels = matrix(kernels, step * channels, outputs);
        let rows = self.words(&padded, channels);
        let mut all = vec![0.0; rows * outputs];
        for phase in 0..step.min(rows) {
            let words = Every { rows, width: channels, step, phase }.of(&padded, step * channels);
            let columns = Every { rows, width: outputs, step, phase }.of_mut(&mut all, outputs);
            product(columns, Accum::Replace, words, kernels);
        }
        let room = input.length + padding[0] + padding[1];
        let mut output = Columns::zeros(input.count, (room + 1).saturating_sub(step), outputs);
        let size = output.size();
        for (at, columns) in output.values.chunks_exact_mut(size.max(1)).enumerate() {
            columns.copy_from_slice(&all[at * room * outputs..at * room * outputs + size]);
        }
        output
    }

    pub(super) fn forward(&self, input: &Columns) -> Columns {
        self.convolved(input, self.padding, &self.kernels, self.outputs)
    }

    /// Adds the kernels' gradient to `gradient`; returns the input's unless it is not wanted.
    pub(super) fn backward(
        &self,
        input: &Columns,
        output: &Columns,
        gradient: &mut [f32],
        wants_input: bool,
    ) -> Option<Columns> {
        let (step, around) = (self.width, self.width - 1);
        let words = padded(input, self.padding);
        // Zeros where a word reaches into the next sequence, which has no output.
        let gradients = padded(output, [0, around]);
        let rows = self.words(&words, self.inputs);
        for phase in 0..step.min(rows) {
            let words = Every { rows, width: self.inputs, step, phase }.of(&words, step * self.inputs);
            let columns = Every { rows, width: self.outputs, step, phase }.of(&gradients, self.outputs);
            let sums = matrix_mut(gradient, step * self.inputs, self.outputs);
            product(sums, Accum::Add, words.transpose(), columns);
        }
        let around = self.padding.map(|zeros| around - zeros);
        wants_input.then(|| self.convolved(output, around, &self.transposed(), self.inputs))
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

/// All sequences with that many zero columns before and behind each, one after the other: what one product reads.
fn padded(columns: &Columns, [left, right]: [usize; 2]) -> Vec<f32> {
    let size = (columns.length + left + right) * columns.channels;
    let mut padded = vec![0.0; columns.count * size];
    for (sequence, room) in columns.sequences().zip(padded.chunks_exact_mut(size.max(1))) {
        room[left * columns.channels..][..sequence.len()].copy_from_slice(sequence);
    }
    padded
}
