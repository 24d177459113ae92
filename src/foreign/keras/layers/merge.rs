use super::super::super::ForeignError;
use super::super::config::Layer;
use super::super::reader::Reader;
use super::super::tensor::{Tensor, in_keras_order};
use crate::architecture::graph::ir::{Binary, Function, Op};

/// Values of one rank in one layout: channels first where any of several sequences is so.
fn alike(reader: &mut Reader<'_>, layer: &Layer<'_>, tensors: &[Tensor]) -> Result<Vec<Tensor>, ForeignError> {
    let first = tensors.iter().any(|own| own.first) && tensors.iter().all(|own| own.shape.len() == 2);
    let mut all = Vec::with_capacity(tensors.len());
    for tensor in tensors {
        all.push(if first && !tensor.first {
            let value = reader.builder.transposed(layer.name, &tensor.value, &[1, 0])?;
            Tensor::channels_first(value, tensor.shape.clone())
        } else if first {
            tensor.clone()
        } else {
            Tensor::plain(in_keras_order(&mut reader.builder, layer.name, tensor)?, tensor.shape.clone())
        });
    }
    Ok(all)
}

/// A value of a broadcast, in the layout of those that went in.
fn broadcast(reader: &Reader<'_>, value: String, first: bool) -> Tensor {
    let mut shape = reader.builder.shape(&value).to_vec();
    if first {
        shape.reverse();
    }
    Tensor { value, shape, first }
}

/// A function of two values; Keras aligns their axes from behind, the batch axis included.
pub(super) fn pair(
    reader: &mut Reader<'_>,
    layer: &Layer<'_>,
    function: Binary,
    tensors: &[Tensor],
) -> Result<Tensor, ForeignError> {
    if tensors.iter().any(|own| own.shape.len() != tensors[0].shape.len()) {
        let shapes: Vec<_> = tensors.iter().map(|own| &own.shape).collect();
        return Err(layer
            .settings()
            .refused(format!("reads values of the shapes {shapes:?}, which would mix samples")));
    }
    let same = tensors.iter().all(|own| own.shape == tensors[0].shape && own.first == tensors[0].first);
    if same {
        let value = reader.builder.binary(layer.name, function, [&tensors[0].value, &tensors[1].value])?;
        return Ok(tensors[0].with(value));
    }
    let own = alike(reader, layer, tensors)?;
    let value = reader.builder.binary(layer.name, function, [&own[0].value, &own[1].value])?;
    Ok(broadcast(reader, value, own[0].first))
}

pub(super) fn merge(reader: &mut Reader<'_>, layer: &Layer<'_>, tensors: &[Tensor]) -> Result<Tensor, ForeignError> {
    let function = match layer.class {
        "Add" | "Average" => Binary::Add,
        "Subtract" => Binary::Sub,
        "Multiply" => Binary::Mul,
        "Maximum" => Binary::Max,
        _ => Binary::Min,
    };
    let [first, others @ ..] = tensors else {
        return Err(layer.settings().refused("is called on nothing"));
    };
    if layer.class == "Subtract" && others.len() != 1 {
        return Err(layer.settings().refused("needs two values"));
    }
    let mut sum = first.clone();
    for other in others {
        sum = pair(reader, layer, function, &[sum, other.clone()])?;
    }
    if layer.class == "Average" {
        let share = Function::Linear { factor: 1.0 / tensors.len() as f32, term: 0.0 };
        sum = sum.with(reader.builder.function(layer.name, share, &sum.value)?);
    }
    Ok(sum)
}

/// Values one after the other along one of Keras's axes.
pub(super) fn concatenate(
    reader: &mut Reader<'_>,
    layer: &Layer<'_>,
    tensors: &[Tensor],
    axis: i64,
) -> Result<Tensor, ForeignError> {
    if layer.class == "Merge" && layer.settings().word("mode", "") != "concat" {
        return Err(layer.settings().refused("merges in an old way that is not read; save it with a later Keras"));
    }
    let own = alike(reader, layer, tensors)?;
    let Some(first) = own.first() else {
        return Err(layer.settings().refused("is called on nothing"));
    };
    let axis = first.axis(axis).ok_or_else(|| layer.settings().refused("joins along an axis that is not there"))?;
    let values: Vec<&str> = own.iter().map(|tensor| tensor.value.as_str()).collect();
    let value = reader.builder.node(layer.name, Op::Concat { axis }, &values)?;
    Ok(broadcast(reader, value, first.first))
}
