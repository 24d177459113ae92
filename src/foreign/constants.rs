//! What files say with constant numbers, as the fast path knows it.

use crate::architecture::graph::ir::{Binary, Function};

/// A function of a value and a number as functions of the value alone; nothing where there are none, or a number is
/// not finite.
pub(super) fn of_number(function: Binary, number: f32, comes_first: bool) -> Option<Vec<Function>> {
    let linear = |factor: f32, term: f32| vec![Function::Linear { factor, term }];
    let functions = match (function, comes_first) {
        (Binary::Add, _) => linear(1.0, number),
        (Binary::Sub, false) => linear(1.0, -number),
        (Binary::Sub, true) => linear(-1.0, number),
        (Binary::Mul, _) => linear(number, 0.0),
        (Binary::Div, false) => linear(1.0 / number, 0.0),
        (Binary::Div, true) => vec![Function::Reciprocal, Function::Linear { factor: number, term: 0.0 }],
        (Binary::Pow, false) => vec![Function::Pow { exponent: number }],
        (Binary::Min, _) => vec![Function::Clip { min: None, max: Some(number) }],
        (Binary::Max, _) => vec![Function::Clip { min: Some(number), max: None }],
        _ => return None,
    };
    let finite = |own: &Function| match own {
        Function::Linear { factor, term } => factor.is_finite() && term.is_finite(),
        Function::Clip { min, max } => min.or(*max).is_some_and(f32::is_finite),
        Function::Pow { exponent } => exponent.is_finite(),
        _ => true,
    };
    functions.iter().all(finite).then_some(functions)
}

/// Factors and terms that a batch normalisation is: by channel, its factors and terms, means and variances. Nothing
/// where one is not finite, as of a negative variance.
pub(super) fn normalising([factors, terms, means, variances]: [&[f32]; 4], epsilon: f64) -> Option<[Vec<f32>; 2]> {
    let factors = factors.iter().zip(variances);
    let factors: Vec<f64> =
        factors.map(|(factor, variance)| f64::from(*factor) / (f64::from(*variance) + epsilon).sqrt()).collect();
    let terms = terms.iter().zip(means).zip(&factors);
    let terms = terms.map(|((term, mean), factor)| (f64::from(*term) - f64::from(*mean) * factor) as f32).collect();
    let both: [Vec<f32>; 2] = [factors.iter().map(|factor| *factor as f32).collect(), terms];
    both.iter().flatten().all(|number| number.is_finite()).then_some(both)
}
