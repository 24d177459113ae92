use super::super::super::ForeignError;
use super::super::attributes::Operator;
use super::super::constant::Constant;
use super::super::reader::Reader;
use super::super::value::{Computed, Value};
use super::elementwise::beside_shape;
use crate::architecture::Array;
use crate::architecture::graph::ir::Op;

pub(super) fn product(reader: &mut Reader, operator: &Operator<'_>) -> Result<Value, ForeignError> {
    match (reader.needed(operator, 0)?, reader.needed(operator, 1)?) {
        (Value::Computed(own), Value::Constant(matrix)) => by_constant(reader, operator, &own, matrix),
        (Value::Constant(matrix), Value::Computed(own)) => {
            let rank = reader.rank(&own);
            if own.samples + 2 >= rank {
                return Err(operator.refused("multiplies along the samples"));
            }
            let array = beside_shape(reader, &own, &matrix);
            let array =
                array.ok_or_else(|| operator.refused("multiplies by a constant that differs between samples"))?;
            let matrix = reader.builder.constant(&format!("{}.matrix", operator.name()), array);
            let name = reader.builder.node(operator.name(), Op::MatMul, &[&matrix, &own.name])?;
            Ok(Value::Computed(own.with(name)))
        }
        (Value::Computed(a), Value::Computed(b)) => {
            let (ranks, places) = ([reader.rank(&a), reader.rank(&b)], [a.samples, b.samples]);
            let from_end = [ranks[0] - places[0], ranks[1] - places[1]];
            if from_end[0] != from_end[1] || from_end[0] < 3 {
                return Err(operator.refused("multiplies values of different samples with each other"));
            }
            let name = reader.builder.node(operator.name(), Op::MatMul, &[&a.name, &b.name])?;
            Ok(Value::Computed(Computed { name, samples: places[0].max(places[1]) }))
        }
        _ => Err(operator.refused("multiplies constants, which is not read here")),
    }
}

fn by_constant(
    reader: &mut Reader,
    operator: &Operator<'_>,
    own: &Computed,
    matrix: Constant,
) -> Result<Value, ForeignError> {
    let rank = reader.rank(own);
    let mut shape = matrix.shape.clone();
    while shape.len() > 2 && shape[0] == 1 {
        shape.remove(0);
    }
    let matrix = matrix.reshaped(shape).unwrap_or(matrix);
    if matrix.shape.len() == 2 && own.samples + 1 < rank {
        let array = matrix.array().ok_or_else(|| operator.refused("multiplies by the number of samples"))?;
        let matrix = reader.builder.constant(&format!("{}.matrix", operator.name()), array);
        let name = reader.builder.node(operator.name(), Op::Dense, &[&own.name, &matrix])?;
        return Ok(Value::Computed(own.with(name)));
    }
    if own.samples + 2 >= rank {
        return Err(operator.refused("multiplies along the samples, or by a constant of an unusual shape"));
    }
    let array = beside_shape(reader, own, &matrix);
    let array = array.ok_or_else(|| operator.refused("multiplies by a constant that differs between samples"))?;
    let matrix = reader.builder.constant(&format!("{}.matrix", operator.name()), array);
    let name = reader.builder.node(operator.name(), Op::MatMul, &[&own.name, &matrix])?;
    Ok(Value::Computed(own.with(name)))
}

/// alpha A B + beta C, either matrix perhaps transposed.
pub(super) fn gemm(reader: &mut Reader, operator: &Operator<'_>) -> Result<Value, ForeignError> {
    let own = reader.computed(operator, 0)?;
    if own.samples != 0 || reader.rank(&own) != 2 || operator.integer("transA", 0) != 0 {
        return Err(operator.refused("multiplies along the samples, or a value of more axes than two"));
    }
    let matrix = reader.weight(operator, 1, 2)?;
    let matrix = Constant::floats(matrix.shape, matrix.values);
    let turned = if operator.integer("transB", 0) != 0 { matrix.transposed(&[1, 0]) } else { Some(matrix) };
    let (alpha, beta) = (operator.float("alpha", 1.0), operator.float("beta", 1.0));
    let scaled = turned.and_then(|own| own.mapped(|value| alpha * value)).and_then(|own| own.array());
    let matrix = scaled.ok_or_else(|| operator.refused("has a matrix that is none"))?;
    let outputs = matrix.shape[1];
    let mut reads = vec![own.name.clone(), reader.builder.constant(&format!("{}.matrix", operator.name()), matrix)];
    if let Some(term) = reader.constant(operator, 2)? {
        let flat = match term.shape.as_slice() {
            [1, _] => term.reshaped(term.shape[1..].to_vec()),
            _ => Some(term.clone()),
        };
        let values = flat.and_then(|own| own.expanded(&[outputs])).and_then(|own| own.mapped(|value| beta * value));
        let values = values.and_then(|own| own.as_floats());
        let values =
            values.ok_or_else(|| operator.refused("adds a constant that differs between samples or does not fit"))?;
        reads.push(
            reader.builder.constant(&format!("{}.term", operator.name()), Array { shape: vec![outputs], values }),
        );
    }
    let reads: Vec<&str> = reads.iter().map(String::as_str).collect();
    let name = reader.builder.node(operator.name(), Op::Dense, &reads)?;
    Ok(Value::Computed(own.with(name)))
}
