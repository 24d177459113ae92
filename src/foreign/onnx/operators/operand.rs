//! Functions of a value and of constant numbers, as the fast path knows them.

use super::super::super::ForeignError;
use super::super::attributes::Operator;
use super::super::reader::Reader;
use super::super::value::Computed;
use crate::architecture::Array;
use crate::architecture::graph::ir::{Binary, Function, Op};

/// A function of a value and a number as functions of the value alone.
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

/// A factor or a term for each place of one axis, as a batch normalisation has them.
pub(super) fn per_channel(
    reader: &mut Reader,
    operator: &Operator<'_>,
    function: Binary,
    own: &Computed,
    array: &Array,
    comes_first: bool,
) -> Result<Option<String>, ForeignError> {
    let shape = reader.builder.shape(&own.name).to_vec();
    let long: Vec<usize> = (0..array.shape.len()).filter(|axis| array.shape[*axis] > 1).collect();
    let ([axis], Some(missing)) = (long.as_slice(), shape.len().checked_sub(array.shape.len())) else {
        return Ok(None);
    };
    let axis = axis + missing;
    let count = array.values.len();
    if shape.get(axis) != Some(&count) {
        return Ok(None);
    }
    let (ones, zeros) = (vec![1.0; count], vec![0.0; count]);
    let (factors, terms) = match (function, comes_first) {
        (Binary::Add, _) => (ones, array.values.clone()),
        (Binary::Sub, false) => (ones, array.values.iter().map(|value| -value).collect()),
        (Binary::Mul, _) => (array.values.clone(), zeros),
        (Binary::Div, false) => (array.values.iter().map(|value| 1.0 / value).collect(), zeros),
        _ => return Ok(None),
    };
    let constant = |reader: &mut Reader, what: &str, values: Vec<f32>| {
        reader.builder.constant(&format!("{}.{what}", operator.name()), Array { shape: vec![count], values })
    };
    let (factors, terms) = (constant(reader, "factor", factors), constant(reader, "term", terms));
    Ok(Some(reader.builder.node(operator.name(), Op::Affine { axis }, &[&own.name, &factors, &terms])?))
}
