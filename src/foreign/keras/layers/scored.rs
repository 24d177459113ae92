//! Keras's attention of one head: shares of values by how their keys score with queries.

use super::super::super::ForeignError;
use super::super::calls::{Arguments, Given};
use super::super::config::Layer;
use super::super::reader::Reader;
use super::super::tensor::Tensor;
use super::super::weights::Role;
use super::attention::shown_before;
use super::sequence::positions_by_channels;
use crate::architecture::graph::ir::{Binary, Function, Op, Reduction};

const SCALE: Role = Role::new(&["scale"], 0);

/// Values by their name in the graph, with their positions and channels.
type Sequence = (String, [usize; 2]);

/// `Attention` and `AdditiveAttention`, called on queries and values, and perhaps on keys apart from the values.
pub(super) fn attention(
    reader: &mut Reader<'_>,
    layer: &Layer<'_>,
    arguments: &Arguments,
) -> Result<Tensor, ForeignError> {
    let settings = layer.settings();
    let given = arguments.tensors();
    let [query, value, key] = match given.as_slice() {
        [query, value] => [query, value, value],
        [query, value, key] => [query, value, key],
        _ => return Err(settings.refused("is called on neither two values nor three")),
    };
    let said = |name: &str| arguments.named(name);
    let mask = said("mask").cloned().into_iter().collect();
    if !(Arguments { unnamed: mask, named: Vec::new() }).tensors().is_empty() {
        return Err(settings.refused("is given a mask, which is not read"));
    }
    let is_set = |name: &str| matches!(said(name), Some(Given::Other(serde_json::Value::Bool(true))));
    if is_set("return_attention_scores") {
        return Err(settings.refused("gives its scores too, which is not read"));
    }
    let query = positions_by_channels(reader, layer, query)?;
    let key = positions_by_channels(reader, layer, key)?;
    let (value, [known, channels]) = positions_by_channels(reader, layer, value)?;
    let asked = query.1[0];
    let additive = layer.class == "AdditiveAttention";
    let mut scores = match settings.word("score_mode", "dot") {
        "dot" if !additive => products(reader, layer, &query, &key)?,
        "dot" | "concat" => sums(reader, layer, &query, &key, additive)?,
        other => return Err(settings.refused(format!("scores by \"{other}\", which is not known"))),
    };
    if is_set("use_causal_mask") || settings.flag("causal", false) {
        scores = shown_before(reader, layer, &scores, [asked, known])?;
    }
    let shares = reader.builder.node(layer.name, Op::Softmax { axis: 1 }, &[&scores])?;
    let taken = reader.builder.node(layer.name, Op::MatMul, &[&shares, &value])?;
    Ok(Tensor::plain(taken, vec![asked, channels]))
}

/// The one number that scores are multiplied by, where the layer has one.
fn scaled(reader: &mut Reader<'_>, layer: &Layer<'_>, value: &str) -> Result<String, ForeignError> {
    if !layer.settings().flag("use_scale", false) {
        return Ok(value.to_owned());
    }
    let factor = reader.vector(layer, SCALE, 1)?[0];
    Ok(reader.builder.function(layer.name, Function::Linear { factor, term: 0.0 }, value)?)
}

/// Queries times keys.
fn products(
    reader: &mut Reader<'_>,
    layer: &Layer<'_>,
    (query, _): &Sequence,
    (key, _): &Sequence,
) -> Result<String, ForeignError> {
    let turned = reader.builder.transposed(layer.name, key, &[1, 0])?;
    let alike = reader.builder.node(layer.name, Op::MatMul, &[query, &turned])?;
    scaled(reader, layer, &alike)
}

/// Sums of tanh of queries and keys together, over channels: weighed by a number for all or, where they are `additive`,
/// by one for each channel.
fn sums(
    reader: &mut Reader<'_>,
    layer: &Layer<'_>,
    (query, [asked, width]): &Sequence,
    (key, [known, _]): &Sequence,
    additive: bool,
) -> Result<String, ForeignError> {
    let query = reader.builder.reshaped(layer.name, query, &[*asked, 1, *width])?;
    let key = reader.builder.reshaped(layer.name, key, &[1, *known, *width])?;
    let together = reader.builder.binary(layer.name, Binary::Add, [&query, &key])?;
    let together = if additive { together } else { scaled(reader, layer, &together)? };
    let bent = reader.builder.function(layer.name, Function::Tanh, &together)?;
    if additive && layer.settings().flag("use_scale", true) {
        let factors = reader.vector(layer, SCALE, *width)?;
        let factors = reader.constant(layer, "scale", &[*width, 1], factors);
        let weighed = reader.builder.node(layer.name, Op::Dense, &[&bent, &factors])?;
        return Ok(reader.builder.reshaped(layer.name, &weighed, &[*asked, *known])?);
    }
    let sum = Op::Reduce { by: Reduction::Sum, axes: vec![2], keeps_axes: false };
    let sum = reader.builder.node(layer.name, sum, &[&bent])?;
    if additive {
        return Ok(sum);
    }
    let place = usize::from(layer.settings().flag("use_scale", false));
    let factor = reader.vector(layer, Role::new(&["concat_score_weight"], place), 1)?[0];
    Ok(reader.builder.function(layer.name, Function::Linear { factor, term: 0.0 }, &sum)?)
}
