use burn::tensor::Tensor;

use super::super::compute::Value;

/// Where a value's columns are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Along {
    /// The axis along the sequence.
    pub axis: usize,
    /// Its extent.
    pub columns: usize,
    /// Whether each column is the letters of one base, in the input's order.
    pub is_bases: bool,
}

impl Along {
    /// A value's shape with a single column.
    pub fn column_shape(self, shape: &[usize]) -> Vec<usize> {
        let mut shape = shape.to_vec();
        shape[self.axis] = 1;
        shape
    }

    /// A value's columns as rows, `(rows * columns) x numbers of a column`.
    pub fn rows(self, value: &Value) -> Tensor<2> {
        let parts = value.parts(self.axis);
        let [count, front, columns, back] = parts.dims();
        let turned = if front == 1 { parts } else { parts.swap_dims(1, 2) };
        turned.reshape([count * columns, front * back])
    }

    /// The same backwards, for `count` values of a shape.
    pub fn value(self, rows: Tensor<2>, count: usize, shape: &[usize]) -> Value {
        let front: usize = shape[..self.axis].iter().product();
        let back: usize = shape[self.axis + 1..].iter().product();
        let parts = rows.reshape([count, self.columns, front, back]);
        Value::of(if front == 1 { parts } else { parts.swap_dims(1, 2) }, shape)
    }
}
