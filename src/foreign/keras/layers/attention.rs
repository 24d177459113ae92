use super::super::super::ForeignError;
use super::super::calls::{Arguments, Given};
use super::super::config::Layer;
use super::super::reader::Reader;
use super::super::tensor::Tensor;
use super::super::weights::Role;
use super::dense::{activated, projected};
use super::sequence::positions_by_channels;
use crate::architecture::graph::ir::{Binary, Function, Op};

/// Attention weights of positions that are not to be seen.
const HIDDEN: f32 = -1e9;

/// The attention of Keras, or that of the package keras-multi-head, which has the same name and other settings.
pub(super) fn multi_head(
    reader: &mut Reader<'_>,
    layer: &Layer<'_>,
    arguments: &Arguments,
) -> Result<Tensor, ForeignError> {
    let settings = layer.settings();
    if settings.get("head_num").is_some() { packaged(reader, layer, arguments) } else { own(reader, layer, arguments) }
}

/// Of `L x (H D)`, each head's `L x D`, or turned as `D x L`.
fn heads(
    reader: &mut Reader<'_>,
    layer: &Layer<'_>,
    value: &str,
    [length, count, width]: [usize; 3],
    order: [usize; 3],
) -> Result<String, ForeignError> {
    let apart = reader.builder.reshaped(layer.name, value, &[length, count, width])?;
    Ok(reader.builder.transposed(layer.name, &apart, &order)?)
}

/// Scores of `asked` positions with `known` ones, of which each sees none behind itself.
pub(super) fn shown_before(
    reader: &mut Reader<'_>,
    layer: &Layer<'_>,
    scores: &str,
    [asked, known]: [usize; 2],
) -> Result<String, ForeignError> {
    let mask =
        (0..asked).flat_map(|row| (0..known).map(move |column| if column > row { HIDDEN } else { 0.0 })).collect();
    let mask = reader.constant(layer, "mask", &[asked, known], mask);
    Ok(reader.builder.binary(layer.name, Binary::Add, [scores, &mask])?)
}

/// What each head makes of queries, keys and values, one beside the other.
fn attended(
    reader: &mut Reader<'_>,
    layer: &Layer<'_>,
    [query, key, value]: [&str; 3],
    (count, [asked, known], [key_width, value_width]): (usize, [usize; 2], [usize; 2]),
    causal: bool,
) -> Result<String, ForeignError> {
    let query = heads(reader, layer, query, [asked, count, key_width], [1, 0, 2])?;
    let key = heads(reader, layer, key, [known, count, key_width], [1, 2, 0])?;
    let value = heads(reader, layer, value, [known, count, value_width], [1, 0, 2])?;
    let alike = reader.builder.node(layer.name, Op::MatMul, &[&query, &key])?;
    let scale = Function::Linear { factor: 1.0 / (key_width as f32).sqrt(), term: 0.0 };
    let mut alike = reader.builder.function(layer.name, scale, &alike)?;
    if causal {
        alike = shown_before(reader, layer, &alike, [asked, known])?;
    }
    let shares = reader.builder.node(layer.name, Op::Softmax { axis: 2 }, &[&alike])?;
    let taken = reader.builder.node(layer.name, Op::MatMul, &[&shares, &value])?;
    let beside = reader.builder.transposed(layer.name, &taken, &[1, 0, 2])?;
    Ok(reader.builder.reshaped(layer.name, &beside, &[asked, count * value_width])?)
}

fn own(reader: &mut Reader<'_>, layer: &Layer<'_>, arguments: &Arguments) -> Result<Tensor, ForeignError> {
    let settings = layer.settings();
    let (count, key_width) = (settings.count("num_heads", None)?, settings.count("key_dim", None)?);
    let value_width = settings.count("value_dim", Some(key_width))?;
    if settings.get("attention_axes").is_some_and(|axes| axes.as_array().is_none_or(|axes| axes.len() != 1)) {
        return Err(settings.refused("attends along several axes, which is not read"));
    }
    let fault = || settings.refused("is called on values that are not read here");
    let tensor = |given: Option<&Given>| match given {
        Some(Given::Tensor(tensor)) => Some(tensor.clone()),
        _ => None,
    };
    let asked = tensor(arguments.at(0, "query")).ok_or_else(fault)?;
    let values = tensor(arguments.at(1, "value")).ok_or_else(fault)?;
    let keys = tensor(arguments.at(2, "key")).unwrap_or_else(|| values.clone());
    if arguments.at(3, "attention_mask").is_some_and(|given| !matches!(given, Given::Other(_))) {
        return Err(settings.refused("is given a mask, which is not read"));
    }
    let causal = matches!(arguments.named("use_causal_mask"), Some(Given::Other(serde_json::Value::Bool(true))));
    let roles: [(&Tensor, &str, &'static [&'static str], usize); 3] = [
        (&asked, "query", &["query"], key_width),
        (&keys, "key", &["key"], key_width),
        (&values, "value", &["value"], value_width),
    ];
    let biased = settings.flag("use_bias", true);
    let mut projections = Vec::new();
    for (tensor, what, part, width) in roles {
        let (value, [_, channels]) = positions_by_channels(reader, layer, tensor)?;
        let outputs = count.saturating_mul(width);
        let kernel = reader.vector(layer, Role::new(&["kernel"], 0).of(part), channels.saturating_mul(outputs))?;
        let bias = if biased { Some(reader.vector(layer, Role::new(&["bias"], 1).of(part), outputs)?) } else { None };
        projections.push(projected(reader, layer, &value, what, ([channels, outputs], kernel, bias))?);
    }
    let lengths = [asked.shape[0], values.shape[0]];
    let [query, key, value] = [&projections[0], &projections[1], &projections[2]];
    let taken = attended(reader, layer, [query, key, value], (count, lengths, [key_width, value_width]), causal)?;
    let part: &'static [&'static str] = &["attention_output", "output_dense"];
    let inputs = count * value_width;
    let kernel = reader.weight(layer, Role::new(&["kernel"], 0).of(part))?;
    let outputs = kernel.values.len() / inputs.max(1);
    let kernel = reader.vector(layer, Role::new(&["kernel"], 0).of(part), inputs * outputs)?;
    let bias = if biased { Some(reader.vector(layer, Role::new(&["bias"], 1).of(part), outputs)?) } else { None };
    let value = projected(reader, layer, &taken, "output", ([inputs, outputs], kernel, bias))?;
    Ok(Tensor::plain(value, vec![lengths[0], outputs]))
}

/// keras-multi-head: queries, keys, values and outputs pass an activation, and the heads share the channels.
fn packaged(reader: &mut Reader<'_>, layer: &Layer<'_>, arguments: &Arguments) -> Result<Tensor, ForeignError> {
    let settings = layer.settings();
    let count = settings.count("head_num", None)?;
    let given = arguments.tensors();
    let [asked, keys, values] = match given.as_slice() {
        [one] => [one, one, one],
        [query, key, value] => [query, key, value],
        _ => return Err(settings.refused("is called on neither one value nor three")),
    };
    let features = values.shape.last().copied().unwrap_or(0);
    if count == 0 || features % count != 0 {
        return Err(
            settings.refused(format!("shares {features} channels among {count} heads, which does not come out even"))
        );
    }
    let (biased, activation) = (settings.flag("use_bias", true), settings.get("activation"));
    let mut projections = Vec::new();
    let roles: [(&Tensor, &'static [&'static str], &'static [&'static str]); 3] =
        [(asked, &["Wq"], &["bq"]), (keys, &["Wk"], &["bk"]), (values, &["Wv"], &["bv"])];
    let step = if biased { 2 } else { 1 };
    for (at, (tensor, kernel, bias)) in roles.into_iter().enumerate() {
        let (value, [_, channels]) = positions_by_channels(reader, layer, tensor)?;
        let numbers = reader.vector(layer, Role::new(kernel, at * step), channels.saturating_mul(features))?;
        let term = if biased { Some(reader.vector(layer, Role::new(bias, at * step + 1), features)?) } else { None };
        let value = projected(reader, layer, &value, kernel[0], ([channels, features], numbers, term))?;
        projections.push(activated(reader, layer, value, activation)?);
    }
    let (lengths, width) = ([asked.shape[0], values.shape[0]], features / count);
    let [query, key, value] = [&projections[0], &projections[1], &projections[2]];
    let causal = settings.flag("history_only", false);
    let taken = attended(reader, layer, [query, key, value], (count, lengths, [width, width]), causal)?;
    let numbers = reader.vector(layer, Role::new(&["Wo"], 3 * step), features * features)?;
    let term = if biased { Some(reader.vector(layer, Role::new(&["bo"], 3 * step + 1), features)?) } else { None };
    let value = projected(reader, layer, &taken, "Wo", ([features, features], numbers, term))?;
    let value = activated(reader, layer, value, activation)?;
    Ok(Tensor::plain(value, vec![lengths[0], features]))
}
