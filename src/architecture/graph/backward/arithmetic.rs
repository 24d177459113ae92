use burn::tensor::{Tensor, activation};

use super::super::compute::{Broadcast, MOST_AXES, Value, binary as computed, log_shares, slope};
use super::super::ir::{Binary, Function, Reduction};
use super::Read;
use crate::architecture::trunk::Pool;

/// A value around an axis, `rows x front x axis x back`.
type Parts = Tensor<4>;

/// Through a function of two values. Comparisons pass nothing on.
pub fn binary(read: &Read<'_>, function: Binary, at: usize, own: &Tensor<2>) -> Option<Tensor<2>> {
    let shape = read.shape();
    let broadcast = Broadcast::new(&[read.target[0].shape(), read.target[1].shape()], shape);
    let given = || Value::of(own.clone(), shape);
    let with = |function, left: &Value, right: &Value| computed(function, left, right, shape);
    let passed = match function {
        Binary::Add => own.clone(),
        Binary::Sub if at == 0 => own.clone(),
        Binary::Sub => own.clone().neg(),
        // A product's difference is each factor's difference times the other half-way.
        Binary::Mul => with(Binary::Mul, &given(), &read.half_way(1 - at)).rows().clone(),
        Binary::Div => {
            let inverse = |value: &Value| Value::of(value.rows().clone().recip(), value.shape());
            let (own_inverse, before) = (inverse(read.target[1]), read.before(1).map(inverse));
            let before = before.unwrap_or_else(|| own_inverse.clone());
            if at == 0 {
                let mean = (own_inverse.rows().clone() + before.rows().clone()).mul_scalar(0.5);
                with(Binary::Mul, &given(), &Value::of(mean, own_inverse.shape())).rows().clone()
            } else {
                // The difference of inverses is that of the divisors over their product, negative.
                let both = Value::of(own_inverse.rows().clone() * before.rows().clone(), own_inverse.shape());
                let scaled = with(Binary::Mul, &given(), &read.half_way(0));
                with(Binary::Mul, &scaled, &both).rows().clone().neg()
            }
        }
        Binary::Max | Binary::Min => {
            // The larger is half of the sum and of the distance.
            let distance = |values: &[&Value]| with(Binary::Sub, values[0], values[1]);
            let before = read.reference.as_ref().map(|values| distance(values));
            let after = distance(&read.target);
            let steepness = slope(Function::Abs, after.rows(), before.as_ref().map(Value::rows));
            let sign = if (at == 0) == (function == Binary::Max) { 0.5 } else { -0.5 };
            own.clone() * (steepness.mul_scalar(sign) + 0.5)
        }
        Binary::Pow => own.clone() * power_slope(read)?,
        _ => return None,
    };
    Some(broadcast.gathered(at, &passed))
}

/// The slope of a power with a constant exponent, in the result's shape.
fn power_slope(read: &Read<'_>) -> Option<Tensor<2>> {
    let shape = read.shape();
    let exponent = read.target[1];
    let power = |base: &Value, exponent: &Value| computed(Binary::Pow, base, exponent, shape).rows().clone();
    let less = Value::of(exponent.rows().clone().sub_scalar(1.0), exponent.shape());
    let steep = |base: &Value| {
        let lower = Value::of(power(base, &less), shape);
        computed(Binary::Mul, &lower, exponent, shape).rows().clone()
    };
    let base = read.target.first()?;
    let Some(before) = read.before(0) else { return Some(steep(base)) };
    let change = computed(Binary::Sub, base, before, base.shape());
    let ones = Value::of(exponent.rows().ones_like(), exponent.shape());
    let change = computed(Binary::Mul, &change, &ones, shape).rows().clone();
    let small = change.clone().abs().lower_scalar(1e-3);
    let quotient = (power(base, exponent) - power(before, exponent)) / change.mask_fill(small.clone(), 1.0);
    Some(quotient.mask_where(small, steep(&read.half_way(0))))
}

/// Through a choice by a constant condition.
pub fn chosen(read: &Read<'_>, at: usize, own: &Tensor<2>) -> Option<Tensor<2>> {
    let shapes = [read.target[0].shape(), read.target[1].shape(), read.target[2].shape()];
    let broadcast = Broadcast::new(&shapes, read.shape());
    let rows = own.dims()[0];
    let condition = broadcast.expanded::<MOST_AXES>(0, read.target[0], rows).not_equal_scalar(0.0).float();
    let share = if at == 1 { condition } else { condition.neg() + 1.0 };
    let numbers = own.dims()[1];
    (at > 0).then(|| broadcast.gathered(at, &(own.clone() * share.reshape([rows, numbers]))))
}

/// Through shares that sum to 1, as exponentials of what is left of each number when the logarithm of the sum
/// of exponentials is taken off. Every exponent is at most zero, so that nothing overflows or cancels.
pub fn softmax(read: &Read<'_>, given: &Value, axis: usize) -> Value {
    let input = read.target[0];
    let (own, after) = (given.parts(axis), input.parts(axis));
    let Some(before) = read.before(0).map(|value| value.parts(axis)) else {
        let shares = activation::softmax(after, 2);
        let mean = (own.clone() * shares.clone()).sum_dim(2);
        return Value::of(shares * (own - mean), input.shape());
    };
    let shares = slope(Function::Exp, &log_shares(after.clone()), Some(&log_shares(before.clone())));
    let passed = own * shares;
    let sum = passed.clone().sum_dim(2);
    Value::of(passed - sum_shares(after, before) * sum, input.shape())
}

/// Through the logarithms of such shares: each number, less the logarithm of the sum of exponentials.
pub fn log_softmax(read: &Read<'_>, given: &Value, axis: usize) -> Value {
    let input = read.target[0];
    let (own, after) = (given.parts(axis), input.parts(axis));
    let shares = match read.before(0) {
        Some(before) => sum_shares(after, before.parts(axis)),
        None => activation::softmax(after, 2),
    };
    let sum = own.clone().sum_dim(2);
    Value::of(own - shares * sum, input.shape())
}

/// What each number has to do with the change of the logarithm of the sum of exponentials, for a unit of it.
fn sum_shares(after: Parts, before: Parts) -> Parts {
    let (all, all_before) = (log_sum(&after), log_sum(&before));
    // A common shift leaves the quotients of exponentials as they are.
    let shift = all.clone().expand(joint(&after, &before)).max_pair(all_before.clone().expand(joint(&after, &before)));
    let moved = |values: Parts| values - shift.clone();
    let each = slope(Function::Exp, &moved(after), Some(&moved(before)));
    let together = slope(Function::Exp, &moved(all), Some(&moved(all_before)));
    each / together
}

/// The logarithm of the sum of exponentials along the third axis.
fn log_sum(values: &Parts) -> Parts {
    let largest = values.clone().max_dim(2);
    (values.clone() - largest.clone()).exp().sum_dim(2).log() + largest
}

/// The shape of the maxima of two, of which one may have one row for all of the other's.
fn joint(left: &Parts, right: &Parts) -> [usize; 4] {
    let ([a, front, _, back], [b, ..]) = (left.dims(), right.dims());
    [a.max(b), front, 1, back]
}

/// Through one number for all along an axis.
pub fn reduced(read: &Read<'_>, given: &Value, by: Reduction, axis: usize) -> Value {
    let input = read.target[0];
    let [_, front, extent, back] = input.parts(axis).dims();
    let rows = given.count();
    let own = given.rows().clone().reshape([rows, front, 1, back]);
    let sign = match by {
        Reduction::Sum | Reduction::Mean => {
            let share = if by == Reduction::Mean { 1.0 / extent as f32 } else { 1.0 };
            return Value::of(own.mul_scalar(share).expand([rows, front, extent, back]), input.shape());
        }
        Reduction::Max => 1.0,
        Reduction::Min => -1.0,
    };
    let columns = |value: &Value| {
        let turned = value.parts(axis).swap_dims(2, 3);
        turned.reshape([value.count(), front * back, extent]).mul_scalar(sign)
    };
    let before = read.before(0).map(columns);
    let pool = Pool { width: extent, stride: extent };
    let shares = pool.credit(&columns(input), before.as_ref(), own.reshape([rows, front * back, 1]));
    let shares = shares.reshape([rows, front, back, extent]).swap_dims(2, 3);
    Value::of(shares, input.shape())
}
