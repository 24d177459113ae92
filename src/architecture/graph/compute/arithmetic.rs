use burn::tensor::Tensor;
use burn::tensor::activation::softmax;

use super::{Broadcast, MOST_AXES, Value};
use crate::architecture::graph::ir::{Binary, Reduction};
use crate::architecture::layers::{change_in_place, is_in_memory, softmax_of_rows};

/// A function of two values, broadcast.
pub fn binary(function: Binary, left: &Value, right: &Value, shape: &[usize]) -> Value {
    let broadcast = Broadcast::new(&[left.shape(), right.shape()], shape);
    if broadcast.axes() <= 2 {
        Value::of(spread::<3>(&broadcast, function, left, right), shape)
    } else {
        Value::of(spread::<MOST_AXES>(&broadcast, function, left, right), shape)
    }
}

fn spread<const D: usize>(broadcast: &Broadcast, function: Binary, left: &Value, right: &Value) -> Tensor<D> {
    let rows = left.count().max(right.count());
    match function {
        Binary::Add => broadcast.view::<D>(0, left) + broadcast.view::<D>(1, right),
        Binary::Sub => broadcast.view::<D>(0, left) - broadcast.view::<D>(1, right),
        Binary::Mul => broadcast.view::<D>(0, left) * broadcast.view::<D>(1, right),
        Binary::Div => broadcast.view::<D>(0, left) / broadcast.view::<D>(1, right),
        other => alike(other, broadcast.expanded::<D>(0, left, rows), broadcast.expanded::<D>(1, right, rows)),
    }
}

/// A function of two tensors of one shape.
fn alike<const D: usize>(function: Binary, left: Tensor<D>, right: Tensor<D>) -> Tensor<D> {
    match function {
        Binary::Add => left + right,
        Binary::Sub => left - right,
        Binary::Mul => left * right,
        Binary::Div => left / right,
        Binary::Pow => left.powf(right),
        Binary::Min => left.min_pair(right),
        Binary::Max => left.max_pair(right),
        Binary::Equal => left.equal(right).float(),
        Binary::Greater => left.greater(right).float(),
        Binary::GreaterOrEqual => left.greater_equal(right).float(),
        Binary::Less => left.lower(right).float(),
        Binary::LessOrEqual => left.lower_equal(right).float(),
    }
}

/// The first of two values where a condition is not 0, else the second; all three broadcast.
pub fn choose(condition: &Value, left: &Value, right: &Value, shape: &[usize]) -> Value {
    let broadcast = Broadcast::new(&[condition.shape(), left.shape(), right.shape()], shape);
    let rows = condition.count().max(left.count()).max(right.count());
    let expanded = |operand, value| broadcast.expanded::<MOST_AXES>(operand, value, rows);
    let chosen = expanded(0, condition).not_equal_scalar(0.0);
    Value::of(expanded(2, right).mask_where(chosen, expanded(1, left)), shape)
}

/// One number for all along some axes.
pub fn reduced(by: Reduction, input: &Value, axes: &[usize], shape: &[usize]) -> Value {
    let mut extents = input.shape().to_vec();
    let mut value = input.clone();
    for &axis in axes {
        let parts = value.parts(axis);
        let along = match by {
            Reduction::Sum => parts.sum_dim(2),
            Reduction::Mean => parts.mean_dim(2),
            Reduction::Max => parts.max_dim(2),
            Reduction::Min => parts.min_dim(2),
        };
        extents[axis] = 1;
        value = Value::of(along, &extents);
    }
    value.reshaped(shape)
}

/// Shares that sum to 1 along the third axis.
pub fn shares(values: Tensor<4>) -> Tensor<4> {
    let [_, _, width, behind] = values.dims();
    if behind == 1 && is_in_memory(&values) {
        return change_in_place(values, |values| softmax_of_rows(values, width));
    }
    softmax(values, 2)
}

/// Logarithms of shares that sum to 1 along the third axis. Every exponent is at most zero, and the logarithm is of a
/// number of at least 1.
pub fn log_shares(values: Tensor<4>) -> Tensor<4> {
    let moved = values.clone() - values.max_dim(2);
    moved.clone() - moved.exp().sum_dim(2).log()
}
