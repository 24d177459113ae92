use super::super::super::ForeignError;
use super::super::attributes::Operator;
use super::super::reader::Reader;
use super::super::value::Computed;
use crate::architecture::Array;
use crate::architecture::graph::ir::{Binary, Op};

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
