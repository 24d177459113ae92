use faer::linalg::matmul::matmul;
use faer::{Accum, MatMut, MatRef, Par};

/// `left x right` into `output`, on one thread: members of an ensemble have a thread each. faer picks its kernel
/// by what the processor can do; with 512-bit registers it takes under half the time of `matrixmultiply`.
pub(super) fn product(output: MatMut<'_, f32>, accumulate: Accum, left: MatRef<'_, f32>, right: MatRef<'_, f32>) {
    matmul(output, accumulate, left, right, 1.0, Par::Seq);
}

/// All of `values`, row after row.
pub(super) fn matrix(values: &[f32], rows: usize, columns: usize) -> MatRef<'_, f32> {
    MatRef::from_row_major_slice(values, rows, columns)
}

/// The same, to be written to.
pub(super) fn matrix_mut(values: &mut [f32], rows: usize, columns: usize) -> MatMut<'_, f32> {
    MatMut::from_row_major_slice_mut(values, rows, columns)
}

/// Rows `phase`, `phase + step`, `phase + 2 step`… of a matrix of `rows` rows that lie `width` numbers apart, each
/// `reach` numbers long: longer than the distance, so that neighbouring rows overlap, but no two of these do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Every {
    pub(super) rows: usize,
    pub(super) width: usize,
    pub(super) step: usize,
    pub(super) phase: usize,
}

impl Every {
    /// How many rows that are.
    fn count(self) -> usize {
        (self.rows - self.phase.min(self.rows)).div_ceil(self.step)
    }

    pub(super) fn of(self, values: &[f32], reach: usize) -> MatRef<'_, f32> {
        let begin = (self.phase * self.width).min(values.len());
        MatRef::from_row_major_slice_with_stride(&values[begin..], self.count(), reach, self.step * self.width)
    }

    pub(super) fn of_mut(self, values: &mut [f32], reach: usize) -> MatMut<'_, f32> {
        let begin = (self.phase * self.width).min(values.len());
        // Rows as columns of the transposed matrix: faer 0.24's row-major constructor of this kind mixes up the strides.
        let (values, stride) = (&mut values[begin..], self.step * self.width);
        MatMut::from_column_major_slice_with_stride_mut(values, reach, self.count(), stride).transpose_mut()
    }
}
