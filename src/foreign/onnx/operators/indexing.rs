use super::super::super::ForeignError;
use super::super::attributes::Operator;
use super::super::constant::Constant;
use super::super::reader::Reader;
use super::super::value::{Computed, Extent, Value, absolute};
use super::elementwise::beside_shape;
use crate::architecture::graph::ir::Op;

pub(super) fn concat(reader: &mut Reader, operator: &Operator<'_>) -> Result<Value, ForeignError> {
    let values =
        (0..operator.node.input.len()).map(|place| reader.needed(operator, place)).collect::<Result<Vec<_>, _>>()?;
    let axis = operator.integer("axis", 0);
    let first = values.iter().find_map(|own| if let Value::Computed(own) = own { Some(own.clone()) } else { None });
    let Some(first) = first else {
        let constants: Option<Vec<&Constant>> =
            values.iter().map(|own| if let Value::Constant(own) = own { Some(own) } else { None }).collect();
        let rank = constants.as_ref().and_then(|own| own.first()).map_or(0, |own| own.shape.len());
        let folded = constants.zip(absolute(axis, rank)).and_then(|(own, axis)| Constant::joined(&own, axis));
        return folded.map(Value::Constant).ok_or_else(|| operator.refused("joins constants that do not go together"));
    };
    let rank = reader.rank(&first);
    let own = first.axis(axis, rank);
    let own = own.ok_or_else(|| operator.refused("joins samples, or along an axis that is not there"))?;
    let mut names = Vec::with_capacity(values.len());
    for value in values {
        names.push(match value {
            Value::Computed(other) if other.samples == first.samples && reader.rank(&other) == rank => other.name,
            Value::Constant(constant) if constant.shape.len() == rank => {
                let array = beside_shape(reader, &first, &constant);
                let array = array.ok_or_else(|| operator.refused("joins a constant that differs between samples"))?;
                reader.builder.constant(&format!("{}.constant", operator.name()), array)
            }
            _ => return Err(operator.refused("joins values whose samples lie on different axes")),
        });
    }
    let reads: Vec<&str> = names.iter().map(String::as_str).collect();
    let name = reader.builder.node(operator.name(), Op::Concat { axis: own }, &reads)?;
    Ok(Value::Computed(first.with(name)))
}

/// First place, step and count of Python's `start:end:step` on an axis.
fn places(extent: i64, start: i64, end: i64, step: i64) -> Option<(usize, isize, usize)> {
    let from_front = |at: i64| if at < 0 { at.saturating_add(extent) } else { at };
    let (least, most) = if step > 0 { (0, extent) } else { (-1, extent - 1) };
    let start = from_front(start).clamp(least.max(0), most.max(0));
    let end = from_front(end).clamp(least, most);
    let room = if step > 0 { end - start } else { start - end };
    let count = if room <= 0 { 0 } else { (room - 1) / step.checked_abs()? + 1 };
    Some((
        usize::try_from(start).ok()?,
        isize::try_from(step).ok().filter(|step| *step != 0)?,
        usize::try_from(count).ok()?,
    ))
}

pub(super) fn slice(reader: &mut Reader, operator: &Operator<'_>) -> Result<Value, ForeignError> {
    let list = |place: usize| reader.integers(operator, place);
    let fault = || operator.refused("takes no places, or places that are not known");
    let (starts, ends) = (list(1)?.ok_or_else(fault)?, list(2)?.ok_or_else(fault)?);
    let axes = list(3)?.unwrap_or_else(|| (0..starts.len() as i64).collect());
    let steps = list(4)?.unwrap_or_else(|| vec![1; starts.len()]);
    if [ends.len(), axes.len(), steps.len()].iter().any(|own| *own != starts.len()) {
        return Err(fault());
    }
    let all = starts.iter().zip(&ends).zip(axes.iter().zip(&steps));
    match reader.needed(operator, 0)? {
        Value::Computed(own) => {
            let rank = reader.rank(&own);
            let mut name = own.name.clone();
            for ((start, end), (axis, step)) in all {
                let Some(axis) = own.axis(*axis, rank) else {
                    // All samples are taken as they are.
                    if *start == 0 && *end >= i64::from(i32::MAX) && *step == 1 {
                        continue;
                    }
                    return Err(operator.refused("takes some of the samples, or places of an axis that is not there"));
                };
                let extent = reader.builder.shape(&name)[axis] as i64;
                let found = places(extent, *start, *end, *step).filter(|(_, _, count)| *count > 0);
                let (start, step, count) = found.ok_or_else(fault)?;
                if (start, step, count as i64) != (0, 1, extent) {
                    name = reader.builder.node(operator.name(), Op::Slice { axis, start, step, count }, &[&name])?;
                }
            }
            Ok(Value::Computed(own.with(name)))
        }
        Value::Constant(mut own) => {
            for ((start, end), (axis, step)) in all {
                let axis = absolute(*axis, own.shape.len()).ok_or_else(fault)?;
                let (start, step, count) = places(own.shape[axis] as i64, *start, *end, *step).ok_or_else(fault)?;
                let indices: Vec<usize> =
                    (0..count).filter_map(|at| start.checked_add_signed(step.checked_mul(at as isize)?)).collect();
                own = own.taken(axis, &indices).ok_or_else(fault)?;
            }
            Ok(Value::Constant(own))
        }
        Value::Filled { value, mut shape } => {
            for ((start, end), (axis, step)) in all {
                let axis = absolute(*axis, shape.len()).ok_or_else(fault)?;
                let Extent::Known(extent) = shape[axis] else {
                    return Err(operator.refused("takes some of the samples"));
                };
                let (_, _, count) = places(extent, *start, *end, *step).ok_or_else(fault)?;
                shape[axis] = Extent::Known(count as i64);
            }
            Ok(Value::Filled { value, shape })
        }
        Value::NotGiven => Err(fault()),
    }
}

pub(super) fn split(reader: &mut Reader, operator: &Operator<'_>) -> Result<Vec<Value>, ForeignError> {
    let own = reader.computed(operator, 0)?;
    let rank = reader.rank(&own);
    let axis = own.axis(operator.integer("axis", 0), rank);
    let axis = axis.ok_or_else(|| operator.refused("parts samples, or an axis that is not there"))?;
    let extent = reader.builder.shape(&own.name)[axis];
    let said = match operator.integers("split") {
        Some(own) => Some(own.to_vec()),
        None => reader.integers(operator, 1)?,
    };
    let parts = operator.node.output.len().max(1);
    let fault = || operator.refused(format!("parts {extent} places into {parts} parts that do not add up"));
    let counts: Vec<usize> = match said {
        Some(said) => said.iter().map(|count| usize::try_from(*count).ok()).collect::<Option<_>>().ok_or_else(fault)?,
        None => {
            // The last part is shorter where they do not come out even.
            let each = extent.div_ceil(parts);
            (0..parts).map(|part| each.min(extent.saturating_sub(part * each))).collect()
        }
    };
    let sum = counts.iter().try_fold(0_usize, |sum, count| sum.checked_add(*count));
    if counts.len() != parts || sum != Some(extent) || counts.contains(&0) {
        return Err(fault());
    }
    let mut start = 0;
    let mut values = Vec::with_capacity(parts);
    for count in counts {
        let op = Op::Slice { axis, start, step: 1, count };
        values.push(Value::Computed(own.with(reader.builder.node(operator.name(), op, &[&own.name])?)));
        start += count;
    }
    Ok(values)
}

pub(super) fn gather(reader: &mut Reader, operator: &Operator<'_>) -> Result<Value, ForeignError> {
    let indices = reader.constant(operator, 1)?.cloned().ok_or_else(|| operator.refused("takes no places"))?;
    let is_one = indices.shape.is_empty();
    let list =
        indices.integers().ok_or_else(|| operator.refused("takes places that depend on the number of samples"))?;
    let axis = operator.integer("axis", 0);
    let fault = || operator.refused("takes places that are not there, or some of the samples");
    match reader.needed(operator, 0)? {
        Value::Computed(own) => {
            let rank = reader.rank(&own);
            let place = own.axis(axis, rank).ok_or_else(fault)?;
            let mut shape = reader.builder.shape(&own.name).to_vec();
            let extent = shape[place];
            let taken: Vec<usize> =
                list.iter().map(|at| absolute(*at, extent)).collect::<Option<_>>().ok_or_else(fault)?;
            let (start, count) = (taken.first().copied().unwrap_or(0), taken.len());
            // Neighbours are a slice, which edits go through.
            let op = if !is_one && taken.iter().copied().eq(start..start + count) {
                Op::Slice { axis: place, start, step: 1, count }
            } else {
                Op::Gather { axis: place, indices: taken, keeps_axis: !is_one }
            };
            let is_all = matches!(op, Op::Slice { count, .. } if count == extent);
            let mut name =
                if is_all { own.name.clone() } else { reader.builder.node(operator.name(), op, &[&own.name])? };
            // Places in the shape of a table are an axis for each of the table's.
            if indices.shape.len() > 1 {
                shape.splice(place..=place, indices.shape.iter().copied());
                name = reader.builder.reshaped(operator.name(), &name, &shape)?;
            }
            let before = place < own.samples;
            let samples = if before { own.samples + indices.shape.len() - 1 } else { own.samples };
            Ok(Value::Computed(Computed { name, samples }))
        }
        Value::Constant(own) => {
            let place = absolute(axis, own.shape.len()).ok_or_else(fault)?;
            let taken: Vec<usize> =
                list.iter().map(|at| absolute(*at, own.shape[place])).collect::<Option<_>>().ok_or_else(fault)?;
            let found = own.taken(place, &taken).ok_or_else(fault)?;
            let mut shape = own.shape.clone();
            shape.splice(place..=place, indices.shape.iter().copied());
            found.reshaped(shape).map(Value::Constant).ok_or_else(fault)
        }
        _ => Err(fault()),
    }
}

pub(super) fn pad(reader: &mut Reader, operator: &Operator<'_>) -> Result<Value, ForeignError> {
    const MOST: i64 = 1 << 24;
    let own = reader.computed(operator, 0)?;
    let rank = reader.rank(&own);
    let fault = || operator.refused("pads the samples, takes places away, or pads an axis that is not there");
    let pads = match operator.integers("pads") {
        Some(own) => own.to_vec(),
        None => reader.integers(operator, 1)?.ok_or_else(fault)?,
    };
    let axes = reader.integers(operator, 3)?.unwrap_or_else(|| (0..rank as i64).collect());
    if pads.len() != 2 * axes.len() || pads.iter().any(|own| !(0..=MOST).contains(own)) {
        return Err(fault());
    }
    let mut padding = vec![[0, 0]; rank - 1];
    for (at, axis) in axes.iter().enumerate() {
        let both = [pads[at] as usize, pads[axes.len() + at] as usize];
        match own.axis(*axis, rank) {
            Some(axis) => padding[axis] = both,
            None if both == [0, 0] => {}
            None => return Err(fault()),
        }
    }
    let mode = operator.word("mode", "constant");
    if mode == "constant" {
        let value = reader.constant(operator, 2)?.map(|own| own.scalar().ok_or_else(fault)).transpose()?;
        let value = value.unwrap_or_else(|| operator.float("value", 0.0));
        let name = reader.builder.node(operator.name(), Op::Pad { padding, value }, &[&own.name])?;
        return Ok(Value::Computed(own.with(name)));
    }
    let mut name = own.name.clone();
    for (axis, [before, behind]) in padding.into_iter().enumerate() {
        if before == 0 && behind == 0 {
            continue;
        }
        let extent = reader.builder.shape(&name)[axis] as i64;
        let place = |at: i64| match mode.as_str() {
            "edge" => Some(at.clamp(0, extent - 1)),
            "wrap" => Some(at.rem_euclid(extent)),
            "reflect" => {
                let at = if at < 0 { -at } else { at };
                let at = if at >= extent { 2 * (extent - 1) - at } else { at };
                (0..extent).contains(&at).then_some(at)
            }
            _ => None,
        };
        let all = -(before as i64)..extent + behind as i64;
        let indices: Option<Vec<usize>> = all.map(|at| place(at).map(|at| at as usize)).collect();
        let indices = indices.ok_or_else(|| {
            operator.refused(format!("pads in the way \"{mode}\", which is not read or does not fit"))
        })?;
        name = reader.builder.node(operator.name(), Op::Gather { axis, indices, keeps_axis: true }, &[&name])?;
    }
    Ok(Value::Computed(own.with(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_pythons() {
        for ((extent, start, end, step), expected) in [
            ((10, 0, i64::MAX, 1), (0, 1, 10)),
            ((10, -3, i64::MAX, 1), (7, 1, 3)),
            ((10, 1, 8, 3), (1, 3, 3)),
            ((10, -1, i64::MIN, -1), (9, -1, 10)),
            ((10, 8, 2, -2), (8, -2, 3)),
            ((10, 5, 5, 1), (5, 1, 0)),
        ] {
            assert_eq!(places(extent, start, end, step), Some(expected), "{start}:{end}:{step}");
        }
        assert_eq!(places(10, 0, 10, 0), None);
        assert_eq!(Constant::list(vec![Extent::Samples]).integers(), None);
    }
}
