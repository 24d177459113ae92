use super::super::super::ForeignError;
use super::super::super::constants::normalising;
use super::super::attributes::Operator;
use super::super::reader::Reader;
use super::super::value::{Computed, Value};
use crate::architecture::Array;
use crate::architecture::graph::ir::{Op, Reduction};

/// A factor and a term for each channel, of running statistics.
pub(super) fn batch(reader: &mut Reader, operator: &Operator<'_>) -> Result<Value, ForeignError> {
    if operator.integer("training_mode", 0) != 0 {
        return Err(operator.refused("is set to training; export the network for inference"));
    }
    let own = reader.computed(operator, 0)?;
    if own.samples != 0 {
        return Err(operator.refused("reads a value whose first axis is not that of the samples"));
    }
    let mut given = Vec::new();
    for place in 1..=4 {
        given.push(reader.weight(operator, place, 1)?.values);
    }
    let count = reader.builder.shape(&own.name).first().copied().unwrap_or(0);
    if given.iter().any(|list| list.len() != count) {
        return Err(
            operator.refused(format!("has statistics of another number of channels than the {count} that it reads"))
        );
    }
    let epsilon = f64::from(operator.float("epsilon", 1e-5));
    let Some([factors, terms]) = normalising([&given[0], &given[1], &given[2], &given[3]], epsilon) else {
        return Err(operator.refused("has variances that are negative"));
    };
    let constant = |reader: &mut Reader, what: &str, values: Vec<f32>| {
        reader.builder.constant(&format!("{}.{what}", operator.name()), Array { shape: vec![count], values })
    };
    let (factors, terms) = (constant(reader, "factor", factors), constant(reader, "term", terms));
    let name = reader.builder.node(operator.name(), Op::Affine { axis: 0 }, &[&own.name, &factors, &terms])?;
    Ok(Value::Computed(own.with(name)))
}

pub(super) fn layer(reader: &mut Reader, operator: &Operator<'_>) -> Result<Value, ForeignError> {
    let own = reader.computed(operator, 0)?;
    let rank = reader.rank(&own);
    let axis = own.axis(operator.integer("axis", -1), rank);
    let axis = axis.filter(|axis| *axis >= own.samples);
    let axis = axis.ok_or_else(|| operator.refused("normalises samples together, or an axis that is not there"))?;
    let shape = reader.builder.shape(&own.name)[axis..].to_vec();
    let mut reads = vec![own.name.clone()];
    for (place, what) in [(1, "factor"), (2, "term")] {
        if let Some(constant) = reader.constant(operator, place)? {
            let values = constant.expanded(&shape).and_then(|own| own.as_floats());
            let values = values.ok_or_else(|| {
                operator.refused(format!("has a {what} that does not fit the axes that are normalised"))
            })?;
            reads.push(
                reader.builder.constant(&format!("{}.{what}", operator.name()), Array { shape: shape.clone(), values }),
            );
        }
    }
    let reads: Vec<&str> = reads.iter().map(String::as_str).collect();
    let epsilon = operator.float("epsilon", 1e-5);
    let name = reader.builder.node(operator.name(), Op::LayerNorm { axis, epsilon }, &reads)?;
    Ok(Value::Computed(own.with(name)))
}

pub(super) fn softmax(reader: &mut Reader, operator: &Operator<'_>) -> Result<Value, ForeignError> {
    let own = reader.computed(operator, 0)?;
    let rank = reader.rank(&own);
    // Before version 13 all axes from one on were one.
    let is_old = operator.opset < 13;
    let axis = own.axis(operator.integer("axis", if is_old { 1 } else { -1 }), rank);
    let axis = axis.ok_or_else(|| operator.refused("normalises samples together, or an axis that is not there"))?;
    let shape = reader.builder.shape(&own.name).to_vec();
    let mut name = own.name.clone();
    let together = is_old && axis + 1 < shape.len();
    if together {
        if own.samples != 0 || axis < own.samples {
            return Err(operator.refused("takes the samples for one axis with others"));
        }
        let flat = [&shape[..axis], &[shape[axis..].iter().product()]].concat();
        name = reader.builder.reshaped(operator.name(), &name, &flat)?;
    }
    let is_log = operator.node.op_type == "LogSoftmax";
    let op = if is_log { Op::LogSoftmax { axis } } else { Op::Softmax { axis } };
    name = reader.builder.node(operator.name(), op, &[&name])?;
    if together {
        name = reader.builder.reshaped(operator.name(), &name, &shape)?;
    }
    Ok(Value::Computed(own.with(name)))
}

/// One number for each channel; the positions stay with an extent of 1.
pub(super) fn global(reader: &mut Reader, operator: &Operator<'_>) -> Result<Value, ForeignError> {
    let own = reader.computed(operator, 0)?;
    let rank = reader.rank(&own);
    let by = if operator.node.op_type == "GlobalMaxPool" { Reduction::Max } else { Reduction::Mean };
    reduced(reader, operator, &own, (2..rank as i64).collect(), (by, true))
}

pub(super) fn reduce(reader: &mut Reader, operator: &Operator<'_>) -> Result<Value, ForeignError> {
    let own = reader.computed(operator, 0)?;
    let by = match operator.node.op_type.as_str() {
        "ReduceMean" => Reduction::Mean,
        "ReduceSum" => Reduction::Sum,
        "ReduceMax" => Reduction::Max,
        _ => Reduction::Min,
    };
    let axes = match operator.integers("axes") {
        Some(axes) => Some(axes.to_vec()),
        None => reader.integers(operator, 1)?,
    };
    let axes = axes.filter(|axes| !axes.is_empty());
    if axes.is_none() && operator.integer("noop_with_empty_axes", 0) != 0 {
        return Ok(Value::Computed(own));
    }
    let axes = axes.ok_or_else(|| operator.refused("takes all samples together"))?;
    reduced(reader, operator, &own, axes, (by, operator.integer("keepdims", 1) != 0))
}

fn reduced(
    reader: &mut Reader,
    operator: &Operator<'_>,
    own: &Computed,
    axes: Vec<i64>,
    (by, keeps): (Reduction, bool),
) -> Result<Value, ForeignError> {
    let rank = reader.rank(own);
    let axes: Option<Vec<usize>> = axes.iter().map(|axis| own.axis(*axis, rank)).collect();
    let axes = axes.ok_or_else(|| operator.refused("takes samples together, or an axis that is not there"))?;
    // An axis before that of the samples has the same number in the graph.
    let before = if keeps { 0 } else { axes.iter().filter(|axis| **axis < own.samples).count() };
    let name = reader.builder.node(operator.name(), Op::Reduce { by, axes, keeps_axes: keeps }, &[&own.name])?;
    Ok(Value::Computed(Computed { name, samples: own.samples - before }))
}
