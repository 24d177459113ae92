use burn::tensor::{Device, Int, Tensor, TensorData};

use super::Value;

/// Place numbers as a tensor.
pub fn places(indices: &[usize], device: &Device) -> Tensor<1, Int> {
    let numbers: Vec<i32> = indices.iter().map(|&index| index as i32).collect();
    Tensor::from_data(TensorData::new(numbers, [indices.len()]), device)
}

/// The places of a slice.
pub fn sliced((start, step, count): (usize, isize, usize)) -> Vec<usize> {
    (0..count as isize).filter_map(|at| start.checked_add_signed(at * step)).collect()
}

pub fn concatenated(inputs: &[&Value], axis: usize, shape: &[usize]) -> Value {
    let count = inputs.iter().map(|value| value.count()).max().unwrap_or(1);
    let parts = inputs.iter().map(|value| value.expanded(count).parts(axis)).collect();
    Value::of(Tensor::cat(parts, 2), shape)
}

pub fn slice(input: &Value, axis: usize, (start, step, count): (usize, isize, usize), shape: &[usize]) -> Value {
    let parts = input.parts(axis);
    if step == 1 {
        return Value::of(parts.narrow(2, start, count), shape);
    }
    let device = parts.device();
    Value::of(parts.select(2, places(&sliced((start, step, count)), &device)), shape)
}

pub fn gathered(input: &Value, axis: usize, indices: &[usize], shape: &[usize]) -> Value {
    let parts = input.parts(axis);
    let device = parts.device();
    Value::of(parts.select(2, places(indices, &device)), shape)
}

pub fn padded(input: &Value, padding: &[[usize; 2]], number: f32, shape: &[usize]) -> Value {
    let mut extents = input.shape().to_vec();
    let mut value = input.clone();
    for (axis, &[before, behind]) in padding.iter().enumerate() {
        if before + behind == 0 {
            continue;
        }
        let parts = value.parts(axis);
        let ([rows, front, own, back], device) = (parts.dims(), parts.device());
        let block = |places: usize| Tensor::<4>::full([rows, front, places, back], number, &device);
        let blocks = [(before > 0).then(|| block(before)), Some(parts), (behind > 0).then(|| block(behind))];
        extents[axis] = before + own + behind;
        value = Value::of(Tensor::cat(blocks.into_iter().flatten().collect(), 2), &extents);
    }
    value.reshaped(shape)
}

pub fn transposed(input: &Value, order: &[usize], shape: &[usize]) -> Value {
    match order.len() {
        0 | 1 => input.reshaped(shape),
        2 => Value::of(input.matrix().swap_dims(1, 2), shape),
        3 => permuted::<4>(input, order, shape),
        _ => permuted::<7>(input, order, shape),
    }
}

fn permuted<const D: usize>(input: &Value, order: &[usize], shape: &[usize]) -> Value {
    let mut dims = [1; D];
    dims[0] = input.count();
    let first = D - order.len();
    dims[first..].copy_from_slice(input.shape());
    let mut axes: [isize; D] = std::array::from_fn(|axis| axis as isize);
    for (axis, own) in axes[first..].iter_mut().zip(order) {
        *axis = (first + own) as isize;
    }
    Value::of(input.rows().clone().reshape(dims).permute(axes), shape)
}
