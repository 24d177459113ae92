use super::super::compute::{Broadcast, Value, stacked};
use super::Read;
use crate::architecture::layers::dense;

/// Through a constant matrix applied to the last axis.
pub fn dense_last(given: &Value, weight: &Value, input: &Value) -> Value {
    let [inputs, outputs] = [weight.shape()[0], weight.shape()[1]];
    let rows = given.count() * given.shape().iter().product::<usize>() / outputs;
    let weight = weight.rows().clone().reshape([inputs, outputs]).transpose();
    let passed = dense(given.rows().clone().reshape([rows, outputs]), weight, None);
    Value::of(passed.reshape([given.count(), rows / given.count().max(1) * inputs]), input.shape())
}

/// Through a product of matrices: the other factor half-way between target and reference.
pub fn product(read: &Read<'_>, given: &Value, at: usize) -> Value {
    let (input, other) = (read.target[at], read.half_way(1 - at));
    if at == 0 && other.shape().len() == 2 && other.count() == 1 {
        return dense_last(given, &other, input);
    }
    let shape = given.shape();
    let front = &shape[..shape.len() - 2];
    let count = given.count().max(other.count());
    let (own, other) = (stacked(given, front, count), stacked(&other, front, count).swap_dims(1, 2));
    let passed = if at == 0 { own.matmul(other) } else { other.matmul(own) };
    let [_, rows, columns] = passed.dims();
    let whole = [front, &[rows, columns]].concat();
    let numbers = whole.iter().product::<usize>();
    let sums = Broadcast::new(&[input.shape()], &whole).gathered(0, &passed.reshape([count, numbers]));
    Value::of(sums, input.shape())
}
