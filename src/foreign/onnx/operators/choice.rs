use super::super::super::ForeignError;
use super::super::attributes::Operator;
use super::super::constant::{Constant, Numbers};
use super::super::reader::Reader;
use super::super::value::{Computed, Value};
use super::elementwise::{aligned, beside_shape};
use crate::architecture::Array;
use crate::architecture::graph::ir::{Op, broadcast};

/// One of two values, number by number.
pub(super) fn choice(reader: &mut Reader, operator: &Operator<'_>) -> Result<Value, ForeignError> {
    let given = [reader.needed(operator, 0)?, reader.needed(operator, 1)?, reader.needed(operator, 2)?];
    if let [Value::Constant(condition), Value::Constant(a), Value::Constant(b)] = &given {
        let folded = chosen(condition, a, b);
        return folded
            .map(Value::Constant)
            .ok_or_else(|| operator.refused("chooses between constants that do not go together"));
    }
    let computed: Vec<&Computed> =
        given.iter().filter_map(|own| if let Value::Computed(own) = own { Some(own) } else { None }).collect();
    let samples = aligned(reader, operator, &computed)?;
    let widest = computed.iter().copied().max_by_key(|own| reader.rank(own)).cloned();
    let widest = widest.ok_or_else(|| operator.refused("chooses by the number of samples"))?;
    let mut names = Vec::new();
    for own in &given {
        names.push(match own {
            Value::Computed(own) => own.name.clone(),
            Value::Constant(own) => {
                let array = beside_shape(reader, &widest, own);
                let array = array.ok_or_else(|| operator.refused("reads a constant that differs between samples"))?;
                reader.builder.constant(&format!("{}.constant", operator.name()), array)
            }
            Value::Filled { value, .. } => {
                let array = Array { shape: Vec::new(), values: vec![*value] };
                reader.builder.constant(&format!("{}.constant", operator.name()), array)
            }
            Value::NotGiven => return Err(operator.refused("reads an output that is not read here")),
        });
    }
    let reads: Vec<&str> = names.iter().map(String::as_str).collect();
    let name = reader.builder.node(operator.name(), Op::Where, &reads)?;
    Ok(Value::Computed(Computed { name, samples }))
}

fn chosen(condition: &Constant, a: &Constant, b: &Constant) -> Option<Constant> {
    let shape = broadcast(&condition.shape, &broadcast(&a.shape, &b.shape)?)?;
    let condition = condition.expanded(&shape)?.integers()?;
    let (a, b) = (a.expanded(&shape)?, b.expanded(&shape)?);
    if let (Some(a), Some(b)) = (a.extents(), b.extents()) {
        let values =
            condition.iter().zip(a.iter().zip(b)).map(|(yes, (a, b))| if *yes != 0 { *a } else { *b }).collect();
        return Some(Constant { shape, numbers: Numbers::Integers(values) });
    }
    let (a, b) = (a.as_floats()?, b.as_floats()?);
    let values = condition.iter().zip(a.iter().zip(&b)).map(|(yes, (a, b))| if *yes != 0 { *a } else { *b }).collect();
    Some(Constant::floats(shape, values))
}
