use burn::tensor::Tensor;

/// A value of a graph for some samples: a row of numbers for each, row-major in the value's shape. What is
/// the same for all samples has one row.
#[derive(Debug, Clone)]
pub struct Value {
    /// `rows x numbers`
    rows: Tensor<2>,
    shape: Vec<usize>,
}

impl Value {
    /// Any tensor of which the first axis is that of the rows.
    pub fn of<const D: usize>(tensor: Tensor<D>, shape: &[usize]) -> Self {
        let count = tensor.dims()[0];
        let numbers = shape.iter().product::<usize>();
        Self { rows: tensor.reshape([count, numbers]), shape: shape.to_vec() }
    }

    /// `rows x numbers`
    pub fn rows(&self) -> &Tensor<2> {
        &self.rows
    }

    /// Without the axis of the rows.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// How many rows.
    pub fn count(&self) -> usize {
        self.rows.dims()[0]
    }

    /// The same numbers in another shape.
    pub fn reshaped(&self, shape: &[usize]) -> Self {
        Self { rows: self.rows.clone(), shape: shape.to_vec() }
    }

    /// `rows x what stands before the axis x the axis x what stands behind it`
    pub fn parts(&self, axis: usize) -> Tensor<4> {
        let around = around(&self.shape, axis);
        self.rows.clone().reshape([self.count(), around[0], around[1], around[2]])
    }

    /// A value of two axes, `rows x channels x columns`.
    pub fn matrix(&self) -> Tensor<3> {
        let [_, first, second] = around(&self.shape, 0);
        self.rows.clone().reshape([self.count(), first, second])
    }

    /// The same for that many rows, of which a value that is the same for all has one.
    pub fn expanded(&self, count: usize) -> Self {
        if self.count() == count {
            return self.clone();
        }
        let numbers = self.rows.dims()[1];
        Self { rows: self.rows.clone().expand([count, numbers]), shape: self.shape.clone() }
    }
}

/// Numbers before an axis, along it, and behind it.
fn around(shape: &[usize], axis: usize) -> [usize; 3] {
    [shape[..axis].iter().product(), shape[axis], shape[axis + 1..].iter().product()]
}
