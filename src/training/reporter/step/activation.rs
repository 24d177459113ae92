use std::f32::consts::{LN_2, LOG2_E};

use rand::Rng;
use rand::rngs::StdRng;

use super::columns::Columns;
use crate::architecture::Activation;

/// `input x factor + summand`, by channel.
pub(super) fn affine(input: &Columns, (factor, summand): &(Vec<f32>, Vec<f32>)) -> Columns {
    let mut output = Columns::zeros(input.count, input.length, input.channels);
    for (row, values) in output.rows_mut().zip(input.rows()) {
        let channels = row.iter_mut().zip(values).zip(factor.iter().zip(summand));
        channels.for_each(|((slot, value), (factor, summand))| *slot = value * factor + summand);
    }
    output
}

/// The activations that training by hand knows: recipes with others are refused.
pub(super) fn is_trainable(activation: Activation) -> bool {
    matches!(activation, Activation::Relu | Activation::Silu)
}

/// The activation of every number.
pub(super) fn activated(activation: Activation, input: &Columns) -> Columns {
    let values = match activation {
        Activation::Relu => input.values.iter().map(|value| value.max(0.0)).collect(),
        _ => input.values.iter().map(|value| value * sigmoid(*value)).collect(),
    };
    Columns { values, ..*input }
}

/// From the gradient after the activation to that before it, in place.
pub(super) fn pass_activated(activation: Activation, input: &Columns, gradient: &mut [f32]) {
    let pairs = gradient.iter_mut().zip(&input.values);
    match activation {
        Activation::Relu => pairs.for_each(|(gradient, value)| *gradient = if *value > 0.0 { *gradient } else { 0.0 }),
        _ => pairs.for_each(|(gradient, value)| {
            let share = sigmoid(*value);
            *gradient *= share * (1.0 + value * (1.0 - share));
        }),
    }
}

/// 1 / (1 + exp(-x)), with an exponential that compilers turn into SIMD code: 2 to the whole part by its
/// bits, 2 to the rest by a polynomial (relative error below 2e-7).
fn sigmoid(x: f32) -> f32 {
    let power = (-x * LOG2_E).clamp(-126.0, 126.0);
    // Adding and taking away 1.5 x 2^23 rounds, without a call.
    let whole = (power + 12_582_912.0) - 12_582_912.0;
    let rest = power - whole;
    let polynomial = [1.540_353e-4, 1.333_355_8e-3, 9.618_129e-3, 5.550_411e-2, 0.240_226_5, LN_2, 1.0];
    let fraction = polynomial.iter().fold(0.0_f32, |sum, term| sum * rest + term);
    let scale = f32::from_bits(((whole as i32 + 127) << 23) as u32);
    1.0 / (1.0 + fraction * scale)
}

/// Sets a share of the numbers to zero and scales the others up; returns the factors.
pub(super) fn drop_out(values: &mut [f32], share: f32, random: &mut StdRng) -> Vec<f32> {
    if share <= 0.0 {
        return Vec::new();
    }
    let kept = 1.0 / (1.0 - share);
    let factors: Vec<f32> = values.iter().map(|_| if random.random::<f32>() < share { 0.0 } else { kept }).collect();
    values.iter_mut().zip(&factors).for_each(|(value, factor)| *value *= factor);
    factors
}

/// The gradient before [`drop_out`], in place.
pub(super) fn pass_dropped(gradient: &mut [f32], factors: &[f32]) {
    gradient.iter_mut().zip(factors).for_each(|(gradient, factor)| *gradient *= factor);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fast_sigmoid_is_the_exact_one() {
        for step in -4000..4000 {
            let x = step as f32 * 0.01;
            let exact = 1.0 / (1.0 + (-f64::from(x)).exp());
            assert!((f64::from(sigmoid(x)) - exact).abs() < 1e-6 * exact.max(1e-3), "{x}");
        }
        assert!(sigmoid(-1e30) >= 0.0 && sigmoid(1e30) == 1.0);
    }
}
