use burn::tensor::{Device, Int, Tensor, TensorData};

use super::{MOST_AXES, Value};

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
        extents[axis] += before + behind;
        value = Value::of(bordered(value.parts(axis), 2, [before, behind], number), &extents);
    }
    value.reshaped(shape)
}

/// Places of one number before an axis's own and behind them.
pub fn bordered<const D: usize>(input: Tensor<D>, axis: usize, [before, behind]: [usize; 2], number: f32) -> Tensor<D> {
    let (dims, device) = (input.dims(), input.device());
    let block = |places: usize| {
        let mut dims = dims;
        dims[axis] = places;
        (places > 0).then(|| Tensor::<D>::full(dims, number, &device))
    };
    let mut blocks: Vec<Tensor<D>> = [block(before), Some(input), block(behind)].into_iter().flatten().collect();
    if blocks.len() == 1 { blocks.remove(0) } else { Tensor::cat(blocks, axis) }
}

pub fn transposed(input: &Value, order: &[usize], shape: &[usize]) -> Value {
    match order.len() {
        0 | 1 => input.reshaped(shape),
        2 => Value::of(input.matrix().swap_dims(1, 2), shape),
        3 => permuted::<4>(input, order, shape),
        _ => permuted::<MOST_AXES>(input, order, shape),
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
