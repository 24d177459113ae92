//! Numbers of fixtures and tensors, and how far they are apart.

use burn::tensor::Tensor;
use serde_json::Value;

/// All numbers of nested lists, in their order.
pub fn numbers(json: &Value) -> Vec<f32> {
    match json {
        Value::Array(items) => items.iter().flat_map(numbers).collect(),
        other => other.as_f64().map(|number| number as f32).into_iter().collect(),
    }
}

/// The largest difference; there have to be numbers, as many of either.
pub fn largest(ours: &[f32], theirs: &[f32]) -> f32 {
    assert_eq!((ours.len(), theirs.is_empty()), (theirs.len(), false));
    ours.iter().zip(theirs).map(|(ours, theirs)| (ours - theirs).abs()).fold(0.0, f32::max)
}

/// A tensor's numbers, row-major.
pub fn values<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().iter::<f32>().collect()
}
