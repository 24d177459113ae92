use super::super::super::ForeignError;
use super::super::attributes::Operator;
use super::super::constant::{Constant, Numbers};
use super::super::reader::Reader;
use super::super::value::{Extent, Value};

/// Numbers of one range: far beyond any axis.
const MOST: usize = 1 << 20;

/// Numbers a step apart, from one on and up to another that is left out.
pub(super) fn range(reader: &mut Reader, operator: &Operator<'_>) -> Result<Value, ForeignError> {
    let fault = || operator.refused("counts from, to or by what is not one known number, or without end");
    let bound = |place: usize| -> Result<Constant, ForeignError> {
        let own = reader.constant(operator, place)?.filter(|own| own.len() == 1);
        own.cloned().ok_or_else(fault)
    };
    let bounds = [bound(0)?, bound(1)?, bound(2)?];
    let whole: Option<Vec<i64>> = bounds.iter().map(|own| Some(own.integers()?[0])).collect();
    let numbers = match whole.as_deref() {
        Some(&[start, limit, step]) => whole_numbers(start, limit, step).map(Numbers::Integers),
        _ => {
            let real: Option<Vec<f32>> = bounds.iter().map(Constant::scalar).collect();
            let real = real.ok_or_else(fault)?;
            real_numbers(real[0], real[1], real[2]).map(Numbers::Floats)
        }
    };
    let numbers = numbers.ok_or_else(fault)?;
    let count = match &numbers {
        Numbers::Floats(own) => own.len(),
        Numbers::Integers(own) => own.len(),
    };
    Ok(Value::Constant(Constant { shape: vec![count], numbers }))
}

fn whole_numbers(start: i64, limit: i64, step: i64) -> Option<Vec<Extent>> {
    let distance = i128::from(limit) - i128::from(start);
    let step = i128::from(step);
    let count = if step == 0 { return None } else { ceiling(distance, step).max(0) };
    let count = usize::try_from(count).ok().filter(|count| *count <= MOST)?;
    let number = |at: usize| i64::try_from(i128::from(start) + at as i128 * step).ok().map(Extent::Known);
    (0..count).map(number).collect()
}

fn ceiling(distance: i128, step: i128) -> i128 {
    let down = distance.div_euclid(step);
    if distance.rem_euclid(step) == 0 || step < 0 { down } else { down + 1 }
}

fn real_numbers(start: f32, limit: f32, step: f32) -> Option<Vec<f32>> {
    let count = ((f64::from(limit) - f64::from(start)) / f64::from(step)).ceil();
    if !count.is_finite() || count > MOST as f64 {
        return None;
    }
    Some((0..count.max(0.0) as usize).map(|at| start + at as f32 * step).collect())
}

#[cfg(test)]
mod tests;
