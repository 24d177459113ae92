use burn::tensor::Tensor;

use super::{Broadcast, MOST_AXES, Value};
use crate::architecture::layers::dense;

/// A constant matrix applied to the last axis.
pub fn dense_last(input: &Value, weight: &Value, bias: Option<&Value>, shape: &[usize]) -> Value {
    let [inputs, outputs] = [weight.shape()[0], weight.shape()[1]];
    let front = input.shape().iter().product::<usize>() / inputs;
    let count = input.count();
    let rows = input.rows().clone().reshape([count * front, inputs]);
    let weight = weight.rows().clone().reshape([inputs, outputs]);
    let bias = bias.map(|bias| bias.rows().clone().reshape([outputs]));
    Value::of(dense(rows, weight, bias).reshape([count, front * outputs]), shape)
}

/// A product of matrices along the last two axes.
pub fn product(left: &Value, right: &Value, shape: &[usize]) -> Value {
    if right.shape().len() == 2 && right.count() == 1 {
        return dense_last(left, right, None, shape);
    }
    let count = left.count().max(right.count());
    let front = &shape[..shape.len() - 2];
    let (left, right) = (stacked(left, front, count), stacked(right, front, count));
    Value::of(left.matmul(right).reshape([count, shape.iter().product::<usize>()]), shape)
}

/// The matrices of a value one after the other, `(rows * front) x M x N`.
pub fn stacked(value: &Value, front: &[usize], count: usize) -> Tensor<3> {
    let at = value.shape().len() - 2;
    let matrix = [value.shape()[at], value.shape()[at + 1]];
    let whole = [front, &matrix].concat();
    let broadcast = Broadcast::new(&[value.shape()], &whole);
    let all = broadcast.expanded::<MOST_AXES>(0, value, count);
    all.reshape([count * front.iter().product::<usize>(), matrix[0], matrix[1]])
}
