use serde_json::Value;

use super::super::super::ForeignError;
use super::super::super::constants::normalising;
use super::super::config::Layer;
use super::super::reader::Reader;
use super::super::tensor::{Tensor, in_keras_order};
use super::super::weights::Role;
use crate::architecture::graph::ir::{Function, Op};

/// A batch normalisation with its running statistics: a factor and a term for each channel.
pub(super) fn batch(reader: &mut Reader<'_>, layer: &Layer<'_>, tensor: &Tensor) -> Result<Tensor, ForeignError> {
    let settings = layer.settings();
    let axis = match settings.get("axis") {
        None => -1,
        Some(_) => match settings.integers("axis")?.as_slice() {
            [axis] => *axis,
            _ => return Err(settings.refused("normalises several axes together, which is not read")),
        },
    };
    let fault = || settings.refused("normalises an axis that is not there");
    let own = tensor.axis(axis).ok_or_else(fault)?;
    let count = reader.builder.shape(&tensor.value).get(own).copied().ok_or_else(fault)?;
    let (scaled, centred) = (settings.flag("scale", true), settings.flag("center", true));
    let (shift, mean) = (usize::from(scaled), usize::from(scaled) + usize::from(centred));
    let gamma = if scaled { reader.vector(layer, Role::new(&["gamma"], 0), count)? } else { vec![1.0; count] };
    let beta = if centred { reader.vector(layer, Role::new(&["beta"], shift), count)? } else { vec![0.0; count] };
    let means = reader.vector(layer, Role::new(&["moving_mean", "running_mean"], mean), count)?;
    let variances = reader.vector(layer, Role::new(&["moving_variance", "running_std"], mean + 1), count)?;
    let epsilon = settings.float("epsilon", 1e-3)?;
    let Some([factors, terms]) = normalising([&gamma, &beta, &means, &variances], epsilon) else {
        return Err(settings.refused("has variances that are negative"));
    };
    let factors = reader.constant(layer, "factor", &[count], factors);
    let terms = reader.constant(layer, "term", &[count], terms);
    let value = reader.builder.node(layer.name, Op::Affine { axis: own }, &[&tensor.value, &factors, &terms])?;
    Ok(tensor.with(value))
}

/// A normalisation of each position's channels, or of all axes from one on.
pub(super) fn layer(reader: &mut Reader<'_>, layer: &Layer<'_>, tensor: &Tensor) -> Result<Tensor, ForeignError> {
    let settings = layer.settings();
    if settings.flag("rms_scaling", false) {
        return Err(settings.refused("uses rms_scaling, which is not read"));
    }
    let rank = tensor.shape.len();
    let axes = if settings.get("axis").is_some() { settings.integers("axis")? } else { vec![-1] };
    let plain = Tensor::plain(in_keras_order(&mut reader.builder, layer.name, tensor)?, tensor.shape.clone());
    let mut own: Vec<usize> = axes.iter().filter_map(|axis| plain.axis(*axis)).collect();
    own.sort_unstable();
    let axis = rank.saturating_sub(axes.len());
    if own.is_empty() || own.iter().enumerate().any(|(at, own)| *own != axis + at) {
        return Err(settings.refused("normalises axes that are not the last ones, which is not read"));
    }
    let shape = tensor.shape[axis..].to_vec();
    let count = shape.iter().product();
    let (scaled, centred) = (settings.flag("scale", true), settings.flag("center", true));
    let factor = if scaled { reader.vector(layer, Role::new(&["gamma"], 0), count)? } else { vec![1.0; count] };
    let term = if centred {
        reader.vector(layer, Role::new(&["beta"], usize::from(scaled)), count)?
    } else {
        vec![0.0; count]
    };
    let factor = reader.constant(layer, "factor", &shape, factor);
    let term = reader.constant(layer, "term", &shape, term);
    let epsilon = settings.float("epsilon", 1e-3)? as f32;
    let value = reader.builder.node(layer.name, Op::LayerNorm { axis, epsilon }, &[&plain.value, &factor, &term])?;
    Ok(plain.with(value))
}

pub(super) fn rescaling(reader: &mut Reader<'_>, layer: &Layer<'_>, tensor: &Tensor) -> Result<Tensor, ForeignError> {
    let settings = layer.settings();
    if [settings.get("scale"), settings.get("offset")].into_iter().flatten().any(Value::is_array) {
        return Err(settings.refused("rescales each channel otherwise, which is not read"));
    }
    let (factor, term) = (settings.float("scale", 1.0)? as f32, settings.float("offset", 0.0)? as f32);
    Ok(tensor.with(reader.builder.function(layer.name, Function::Linear { factor, term }, &tensor.value)?))
}
