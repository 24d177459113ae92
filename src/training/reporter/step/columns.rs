/// Numbers of N sequences, `N x length x channels`, row-major: the channels of a column lie side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Columns {
    /// Sequences.
    pub count: usize,
    /// Columns of each.
    pub length: usize,
    /// Numbers of each column.
    pub channels: usize,
    /// All numbers.
    pub values: Vec<f32>,
}

impl Columns {
    /// Nothing but zeros.
    pub fn zeros(count: usize, length: usize, channels: usize) -> Self {
        Self { count, length, channels, values: vec![0.0; count * length * channels] }
    }

    /// Adds numbers in the same order.
    pub(super) fn add(&mut self, values: &[f32]) {
        self.values.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
    }

    /// Numbers of a sequence.
    pub(super) fn size(&self) -> usize {
        self.length * self.channels
    }

    /// One sequence after the other, `length x channels` each.
    pub(super) fn sequences(&self) -> impl Iterator<Item = &[f32]> {
        self.values.chunks_exact(self.size().max(1))
    }

    /// One column after the other.
    pub(super) fn rows(&self) -> impl Iterator<Item = &[f32]> {
        self.values.chunks_exact(self.channels.max(1))
    }

    /// One column after the other, to be changed.
    pub(super) fn rows_mut(&mut self) -> impl Iterator<Item = &mut [f32]> {
        self.values.chunks_exact_mut(self.channels.max(1))
    }
}
