use serde_json::Value;

use super::super::super::ForeignError;
use super::super::calls::Arguments;
use super::super::config::Layer;
use super::super::reader::Reader;
use super::super::tensor::{Tensor, in_keras_order};
use super::super::weights::Role;
use super::activation::activation;
use super::convolution::bias;
use crate::architecture::graph::ir::Op;

const KERNEL: Role = Role::new(&["kernel"], 0);
const BIAS: Role = Role::new(&["bias"], 1);

/// A fully connected layer on the last axis. What lies channels first stays so: it is a convolution of one tap
/// there.
pub(super) fn dense(reader: &mut Reader<'_>, layer: &Layer<'_>, tensor: &Tensor) -> Result<Tensor, ForeignError> {
    let (kernel, [inputs, outputs]) = reader.shaped::<2>(layer, KERNEL)?;
    let mut shape = tensor.shape.clone();
    if let Some(last) = shape.last_mut() {
        *last = outputs;
    }
    let bias = bias(reader, layer, outputs, BIAS)?;
    let (op, own) = if tensor.first {
        let turned =
            (0..outputs).flat_map(|output| (0..inputs).map(move |input| kernel[input * outputs + output])).collect();
        let op = Op::Conv { groups: 1, stride: 1, dilation: 1, padding: [0, 0] };
        (op, reader.constant(layer, "kernel", &[outputs, inputs, 1], turned))
    } else {
        (Op::Dense, reader.constant(layer, "weight", &[inputs, outputs], kernel.to_vec()))
    };
    let value = reader.builder.weighed(layer.name, op, [&tensor.value, &own], bias.as_deref())?;
    let tensor = Tensor { value, shape, first: tensor.first };
    activation(reader, layer, &tensor, layer.settings().get("activation"))
}

/// A layer on each position: the layers that are read here do so anyway.
pub(super) fn time_distributed(
    reader: &mut Reader<'_>,
    layer: &Layer<'_>,
    tensor: &Tensor,
) -> Result<Tensor, ForeignError> {
    let settings = layer.settings();
    let inner = settings.get("layer").ok_or_else(|| settings.refused("holds no layer"))?;
    let inner = Layer { name: layer.name, ..Layer::parse(inner)? };
    match inner.class {
        "Dense" | "Activation" | "Dropout" | "LeakyReLU" | "ReLU" | "ELU" => {
            super::apply(reader, &inner, &Arguments::one(tensor.clone()))
        }
        other => Err(settings.refused(format!("holds a {other}; only Dense and activations are read within it"))),
    }
}

/// A product with a constant of `inputs x outputs` on the last axis of a value in Keras's order, perhaps with
/// a term.
pub(super) fn projected(
    reader: &mut Reader<'_>,
    layer: &Layer<'_>,
    value: &str,
    what: &str,
    ([inputs, outputs], kernel, bias): ([usize; 2], Vec<f32>, Option<Vec<f32>>),
) -> Result<String, ForeignError> {
    let kernel = reader.constant(layer, what, &[inputs, outputs], kernel);
    let bias = bias.map(|values| reader.constant(layer, &format!("{what}.bias"), &[outputs], values));
    Ok(reader.builder.weighed(layer.name, Op::Dense, [value, &kernel], bias.as_deref())?)
}

/// The activation that a layer's entry names, on a value in Keras's order.
pub(super) fn activated(
    reader: &mut Reader<'_>,
    layer: &Layer<'_>,
    value: String,
    said: Option<&Value>,
) -> Result<String, ForeignError> {
    let tensor = Tensor::plain(value.clone(), reader.builder.shape(&value).to_vec());
    let tensor = activation(reader, layer, &tensor, said)?;
    in_keras_order(&mut reader.builder, layer.name, &tensor)
}
