use burn::tensor::{IndexingUpdateOp, Tensor};

use super::super::compute::{Value, places};

/// What was taken from places of an axis, back in its places; what was taken twice is a sum.
pub fn placed(given: &Value, input: &Value, axis: usize, indices: &[usize]) -> Value {
    let [_, front, extent, back] = input.parts(axis).dims();
    let parts = given.rows().clone().reshape([given.count(), front, indices.len(), back]);
    let device = parts.device();
    let mut all = Tensor::<4>::zeros([given.count(), front, extent, back], &device);
    let mut left: Vec<usize> = (0..indices.len()).collect();
    // No place is written twice at once.
    while !left.is_empty() {
        let mut taken = vec![false; extent];
        let (now, later): (Vec<usize>, Vec<usize>) =
            left.into_iter().partition(|at| !std::mem::replace(&mut taken[indices[*at]], true));
        let own = parts.clone().select(2, places(&now, &device));
        let to: Vec<usize> = now.iter().map(|at| indices[*at]).collect();
        all = all.select_assign(2, places(&to, &device), own, IndexingUpdateOp::Add);
        left = later;
    }
    Value::of(all, input.shape())
}

/// Without what was padded.
pub fn cut(given: &Value, input: &Value, padding: &[[usize; 2]]) -> Value {
    let mut extents = given.shape().to_vec();
    let mut value = given.clone();
    for (axis, [before, behind]) in padding.iter().enumerate().filter(|(_, own)| **own != [0, 0]) {
        extents[axis] -= before + behind;
        let part = value.parts(axis).narrow(2, *before, extents[axis]);
        value = Value::of(part, &extents);
    }
    value.reshaped(input.shape())
}

/// Axes in their order before a transposition.
pub fn turned_back(given: &Value, order: &[usize], input: &Value) -> Value {
    let mut back = vec![0; order.len()];
    order.iter().enumerate().for_each(|(at, axis)| back[*axis] = at);
    super::super::compute::transposed(given, &back, input.shape())
}
