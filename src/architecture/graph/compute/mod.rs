//! Operators of a graph on burn's tensors.

mod arithmetic;
mod broadcast;
mod columns;
mod functions;
mod products;
mod rearrange;
pub(super) mod recurrent;
mod recurrent_in_memory;
mod value;

pub(super) use arithmetic::{binary, log_shares};
pub(super) use broadcast::{Broadcast, MOST_AXES};
pub(super) use columns::{average_pool_divisors, kernels, padded_columns};
pub(super) use functions::{apply_function, function_of_numbers, slope};
pub(super) use products::stacked;
pub(super) use rearrange::{places, sliced, transposed};
pub(super) use value::Value;

use super::ir::Op;

/// What an operator gives of what it reads; shapes were checked before, `shape` is that of the result.
pub(super) fn apply(op: &Op, inputs: &[&Value], shape: &[usize]) -> Value {
    let first = inputs[0];
    match op {
        Op::Conv { groups, stride, dilation, padding } => {
            columns::convolution(inputs, [*groups, *stride, *dilation], *padding)
        }
        Op::ConvTranspose { groups, stride, dilation, padding, .. } => {
            columns::transposed_convolution(inputs, [*groups, *stride, *dilation], padding[0], shape)
        }
        Op::MaxPool { width, stride, dilation, padding } => {
            columns::max_pool(first, [*width, *stride, *dilation], *padding)
        }
        Op::AveragePool { width, stride, padding, counts_padding } => {
            columns::average_pool(first, [*width, *stride], *padding, *counts_padding)
        }
        Op::Affine { axis } => {
            let parts = first.parts(*axis);
            let by_channel = |value: &Value| value.rows().clone().reshape([1, 1, shape[*axis], 1]);
            Value::of(parts * by_channel(inputs[1]) + by_channel(inputs[2]), shape)
        }
        Op::Function { function } => Value::of(apply_function(*function, first.rows().clone()), shape),
        Op::Binary { function } => binary(*function, first, inputs[1], shape),
        Op::Where => arithmetic::choose(first, inputs[1], inputs[2], shape),
        Op::Softmax { axis } => Value::of(arithmetic::shares(first.parts(*axis)), shape),
        Op::LogSoftmax { axis } => Value::of(log_shares(first.parts(*axis)), shape),
        Op::MatMul => products::product(first, inputs[1], shape),
        Op::Dense => products::dense_last(first, inputs[1], inputs.get(2).copied(), shape),
        Op::Concat { axis } => rearrange::concatenated(inputs, *axis, shape),
        Op::Slice { axis, start, step, count } => rearrange::slice(first, *axis, (*start, *step, *count), shape),
        Op::Gather { axis, indices, .. } => rearrange::gathered(first, *axis, indices, shape),
        Op::Pad { padding, value } => rearrange::padded(first, padding, *value, shape),
        Op::Reshape { .. } => first.reshaped(shape),
        Op::Transpose { order } => transposed(first, order, shape),
        Op::Reduce { by, axes, .. } => arithmetic::reduced(*by, first, axes, shape),
        // Lowered into others before; see `Graph::lowered`.
        Op::LayerNorm { .. } => first.reshaped(shape),
        Op::Lstm { hidden, direction, gate, cell, state } => {
            recurrent::lstm(inputs, *hidden, *direction, [*gate, *cell, *state], shape)
        }
        Op::Gru { hidden, direction, gate, candidate, resets_after } => {
            recurrent::gru(inputs, *hidden, *direction, [*gate, *candidate], *resets_after, shape)
        }
    }
}
