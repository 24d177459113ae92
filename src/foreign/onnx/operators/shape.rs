use super::super::super::ForeignError;
use super::super::attributes::Operator;
use super::super::constant::Constant;
use super::super::reader::Reader;
use super::super::value::{Computed, Extent, Value, absolute};
use super::samples::{on_another_axis, repeated};
use crate::architecture::graph::ir::{Op, broadcast};

/// Numbers of a constant that is made of one number.
const MOST: usize = 1 << 24;

/// ONNX's shape of a value, the samples included.
fn full_shape(reader: &Reader, own: &Computed) -> Vec<Extent> {
    let mut shape: Vec<Extent> =
        reader.builder.shape(&own.name).iter().map(|extent| Extent::Known(*extent as i64)).collect();
    shape.insert(own.samples.min(shape.len()), Extent::Samples);
    shape
}

pub(super) fn of(reader: &mut Reader, operator: &Operator<'_>) -> Result<Value, ForeignError> {
    let shape = match reader.needed(operator, 0)? {
        Value::Computed(own) => full_shape(reader, &own),
        Value::Constant(own) => own.shape.iter().map(|extent| Extent::Known(*extent as i64)).collect(),
        Value::Filled { shape, .. } => shape,
        Value::NotGiven => return Err(operator.refused("reads an output that is not read here")),
    };
    let rank = shape.len() as i64;
    let bound = |at: i64| (if at < 0 { at + rank } else { at }).clamp(0, rank) as usize;
    let (start, end) = (bound(operator.integer("start", 0)), bound(operator.integer("end", rank)));
    Ok(Value::Constant(Constant::list(shape.get(start..end.max(start)).unwrap_or_default().to_vec())))
}

/// Known extents, all of them positive; nothing where one stands for the samples.
fn known(shape: &[Extent]) -> Option<Vec<usize>> {
    let extent = |own: &Extent| match own {
        Extent::Known(extent) => usize::try_from(*extent).ok(),
        Extent::Samples => None,
    };
    shape.iter().map(extent).collect()
}

pub(super) fn filled(reader: &mut Reader, operator: &Operator<'_>) -> Result<Value, ForeignError> {
    let shape = reader.constant(operator, 0)?.and_then(Constant::extents).map(<[Extent]>::to_vec);
    let shape = shape.ok_or_else(|| operator.refused("has no shape"))?;
    let number = operator.tensor("value").map(Constant::read).transpose()?;
    let number = number.unwrap_or_else(|| Constant::floats(vec![1], vec![0.0]));
    if let Some(shape) = known(&shape) {
        let constant = number.reshaped(Vec::new()).and_then(|own| own.expanded(&shape));
        return constant
            .map(Value::Constant)
            .ok_or_else(|| operator.refused(format!("makes {shape:?} numbers of one; {MOST} are read at most")));
    }
    let value = number.scalar().ok_or_else(|| operator.refused("repeats more than one number"))?;
    Ok(Value::Filled { value, shape })
}

pub(super) fn expand(reader: &mut Reader, operator: &Operator<'_>) -> Result<Value, ForeignError> {
    let shape = reader.constant(operator, 1)?.and_then(Constant::extents).map(<[Extent]>::to_vec);
    let shape = shape.ok_or_else(|| operator.refused("has no shape"))?;
    match reader.needed(operator, 0)? {
        Value::Constant(own) => {
            if let Some(extents) = known(&shape) {
                let wider = broadcast(&own.shape, &extents).and_then(|shape| own.expanded(&shape));
                return wider
                    .map(Value::Constant)
                    .ok_or_else(|| operator.refused("repeats a constant that does not fit the shape"));
            }
            let values = own.as_floats().filter(|own| own.iter().all(|value| *value == own[0]));
            match values.and_then(|own| own.first().copied()) {
                Some(value) => Ok(Value::Filled { value, shape }),
                None => repeated(reader, operator, &own, &shape).map(Value::Computed),
            }
        }
        Value::Computed(own) => {
            let full = full_shape(reader, &own);
            let rank = full.len();
            if shape.len() > rank {
                return Err(operator.refused("adds axes before what it repeats, which is not read"));
            }
            let missing = rank - shape.len();
            let mut name = own.name.clone();
            for (at, wished) in shape.iter().enumerate() {
                let axis = missing + at;
                let (Extent::Known(extent), Extent::Known(wished)) = (full[axis], *wished) else { continue };
                let times = usize::try_from(wished).ok().filter(|times| (1..=MOST).contains(times));
                match (extent, times, own.axis(axis as i64, rank)) {
                    (1, Some(times), Some(axis)) if times > 1 => {
                        let op = Op::Gather { axis, indices: vec![0; times], keeps_axis: true };
                        name = reader.builder.node(operator.name(), op, &[&name])?;
                    }
                    _ if wished == 1 || wished == extent => {}
                    _ => return Err(operator.refused("repeats an axis that is longer than 1")),
                }
            }
            Ok(Value::Computed(own.with(name)))
        }
        _ => Err(operator.refused("repeats something that is not read here")),
    }
}

pub(super) fn reshape(reader: &mut Reader, operator: &Operator<'_>) -> Result<Value, ForeignError> {
    let target = reader.constant(operator, 1)?.and_then(Constant::extents).map(<[Extent]>::to_vec);
    let target = target.ok_or_else(|| operator.refused("has no shape"))?;
    let copies_zero = operator.integer("allowzero", 0) == 0;
    match reader.needed(operator, 0)? {
        Value::Computed(own) => {
            let full = full_shape(reader, &own);
            let copied = target.iter().enumerate().map(|(at, extent)| match extent {
                Extent::Known(0) if copies_zero => full.get(at).copied().unwrap_or(*extent),
                other => *other,
            });
            let copied: Vec<Extent> = copied.collect();
            let found = placed(reader, &own, &copied);
            let (shape, samples) = found.ok_or_else(|| {
                let from = reader.builder.shape(&own.name);
                operator.refused(format!(
                    "makes a shape of a value of {from:?} beside the samples that would mix samples, or does not fit"
                ))
            })?;
            let name = reader.builder.reshaped(operator.name(), &own.name, &shape)?;
            Ok(Value::Computed(Computed { name, samples }))
        }
        Value::Constant(own) => {
            let extent = |at: usize, extent: &Extent| match extent {
                Extent::Known(0) if copies_zero => own.shape.get(at).map(|own| *own as i64),
                Extent::Known(extent) => Some(*extent),
                Extent::Samples => None,
            };
            let target: Option<Vec<i64>> = target.iter().enumerate().map(|(at, own)| extent(at, own)).collect();
            let shape = target.and_then(|target| open_extent(&target, own.len()));
            let folded = shape.and_then(|shape| own.reshaped(shape));
            folded.map(Value::Constant).ok_or_else(|| operator.refused("gives a constant a shape that does not fit"))
        }
        _ => Err(operator.refused("reshapes something that is not read here")),
    }
}

/// A shape of which one extent may be left open as -1.
fn open_extent(target: &[i64], all: usize) -> Option<Vec<usize>> {
    let known: Vec<usize> =
        target.iter().filter(|own| **own != -1).map(|own| usize::try_from(*own).ok()).collect::<Option<_>>()?;
    let product = known.iter().try_fold(1_usize, |product, own| product.checked_mul(*own))?;
    let open = target.len() - known.len();
    if open > 1 || product == 0 || !all.is_multiple_of(product) || (open == 0 && product != all) {
        return None;
    }
    Some(target.iter().map(|own| usize::try_from(*own).unwrap_or(all / product)).collect())
}

/// The graph's shape and the place of the samples: what stands before that axis and behind it stays so.
fn placed(reader: &Reader, own: &Computed, target: &[Extent]) -> Option<(Vec<usize>, usize)> {
    let shape = reader.builder.shape(&own.name);
    let all: usize = shape.iter().product();
    let before: usize = shape[..own.samples.min(shape.len())].iter().product();
    let said = target.iter().position(|extent| *extent == Extent::Samples);
    let is_open = |at: &usize| target[*at] == Extent::Known(-1);
    // A file that is fixed to so many samples says that number.
    let is_fixed =
        |at: &usize| matches!((target[*at], reader.samples), (Extent::Known(own), Some(fixed)) if own == fixed as i64);
    let candidates: Vec<usize> = match said {
        Some(at) => vec![at],
        None => {
            // Where one sample is among other extents of 1, it stays where it was.
            let same = own.samples..target.len().min(own.samples + 1);
            let range = || 0..target.len();
            let same = same.filter(|at| is_fixed(at) || is_open(at));
            same.chain(range().filter(is_fixed)).chain(range().filter(is_open)).collect()
        }
    };
    candidates.into_iter().find_map(|at| {
        let others = target.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, extent)| match extent {
            Extent::Known(extent) => Some(*extent),
            Extent::Samples => None,
        });
        let shape = open_extent(&others.collect::<Option<Vec<i64>>>()?, all)?;
        (shape[..at].iter().product::<usize>() == before).then_some((shape, at))
    })
}

/// All axes from one on as one, and those before as one.
pub(super) fn flatten(reader: &mut Reader, operator: &Operator<'_>) -> Result<Value, ForeignError> {
    let own = reader.computed(operator, 0)?;
    let rank = reader.rank(&own);
    let axis = operator.integer("axis", 1);
    let axis = if axis < 0 { axis + rank as i64 } else { axis };
    if axis != 1 || own.samples != 0 {
        return Err(operator.refused("takes samples together with other axes"));
    }
    let all = reader.builder.shape(&own.name).iter().product();
    let name = reader.builder.reshaped(operator.name(), &own.name, &[all])?;
    Ok(Value::Computed(own.with(name)))
}

/// Axes that a node is given as an attribute or, later, as an input.
fn axes(reader: &Reader, operator: &Operator<'_>) -> Result<Option<Vec<i64>>, ForeignError> {
    match operator.integers("axes") {
        Some(own) => Ok(Some(own.to_vec())),
        None => reader.integers(operator, 1),
    }
}

pub(super) fn squeeze(reader: &mut Reader, operator: &Operator<'_>) -> Result<Value, ForeignError> {
    let axes = axes(reader, operator)?;
    let fault =
        || operator.refused("takes out an axis that is longer than 1, that of the samples, or one that is not there");
    match reader.needed(operator, 0)? {
        Value::Computed(own) => {
            let own = on_another_axis(reader, operator, own, axes.as_deref().unwrap_or_default())?;
            let rank = reader.rank(&own);
            let shape = reader.builder.shape(&own.name).to_vec();
            let gone: Vec<usize> = match axes {
                Some(axes) => axes.iter().map(|axis| own.axis(*axis, rank)).collect::<Option<_>>().ok_or_else(fault)?,
                None => (0..shape.len()).filter(|axis| shape[*axis] == 1).collect(),
            };
            if gone.iter().any(|axis| shape[*axis] != 1) {
                return Err(fault());
            }
            let kept: Vec<usize> =
                (0..shape.len()).filter(|axis| !gone.contains(axis)).map(|axis| shape[axis]).collect();
            let samples = own.samples - gone.iter().filter(|axis| **axis < own.samples).count();
            let name = reader.builder.reshaped(operator.name(), &own.name, &kept)?;
            Ok(Value::Computed(Computed { name, samples }))
        }
        Value::Constant(own) => {
            let rank = own.shape.len();
            let gone: Vec<usize> = match axes {
                Some(axes) => axes.iter().map(|axis| absolute(*axis, rank)).collect::<Option<_>>().ok_or_else(fault)?,
                None => (0..rank).filter(|axis| own.shape[*axis] == 1).collect(),
            };
            let kept = (0..rank).filter(|axis| !gone.contains(axis)).map(|axis| own.shape[axis]).collect();
            own.reshaped(kept).map(Value::Constant).ok_or_else(fault)
        }
        _ => Err(operator.refused("reads something that is not read here")),
    }
}

pub(super) fn unsqueeze(reader: &mut Reader, operator: &Operator<'_>) -> Result<Value, ForeignError> {
    let fault = || operator.refused("adds axes that it does not name, or twice");
    let axes = axes(reader, operator)?.ok_or_else(fault)?;
    let value = reader.needed(operator, 0)?;
    let old: Vec<Extent> = match &value {
        Value::Computed(own) => full_shape(reader, own),
        Value::Constant(own) => own.shape.iter().map(|extent| Extent::Known(*extent as i64)).collect(),
        _ => return Err(operator.refused("reads something that is not read here")),
    };
    let rank = old.len() + axes.len();
    let new: Vec<usize> = axes.iter().map(|axis| absolute(*axis, rank)).collect::<Option<_>>().ok_or_else(fault)?;
    if (1..new.len()).any(|at| new[..at].contains(&new[at])) {
        return Err(fault());
    }
    let mut rest = old.into_iter();
    let extent = |axis: usize| if new.contains(&axis) { Some(Extent::Known(1)) } else { rest.next() };
    let shape: Vec<Extent> = (0..rank).map_while(extent).collect();
    match value {
        Value::Constant(own) => {
            known(&shape).and_then(|shape| own.reshaped(shape)).map(Value::Constant).ok_or_else(fault)
        }
        Value::Computed(own) => {
            let samples = shape.iter().position(|extent| *extent == Extent::Samples).ok_or_else(fault)?;
            let others: Vec<Extent> = shape.iter().copied().filter(|extent| *extent != Extent::Samples).collect();
            let others = known(&others).ok_or_else(fault)?;
            let name = reader.builder.reshaped(operator.name(), &own.name, &others)?;
            Ok(Value::Computed(Computed { name, samples }))
        }
        _ => Err(fault()),
    }
}

pub(super) fn transpose(reader: &mut Reader, operator: &Operator<'_>) -> Result<Value, ForeignError> {
    let value = reader.needed(operator, 0)?;
    let rank = match &value {
        Value::Computed(own) => reader.rank(own),
        Value::Constant(own) => own.shape.len(),
        _ => return Err(operator.refused("reads something that is not read here")),
    };
    let order: Vec<i64> = operator.integers("perm").map_or_else(|| (0..rank as i64).rev().collect(), <[i64]>::to_vec);
    let fault = || operator.refused(format!("orders axes as {order:?}, where there are {rank}"));
    let order: Vec<usize> = order.iter().map(|axis| absolute(*axis, rank)).collect::<Option<_>>().ok_or_else(fault)?;
    if order.len() != rank || (0..rank).any(|axis| !order.contains(&axis)) {
        return Err(fault());
    }
    match value {
        Value::Constant(own) => own.transposed(&order).map(Value::Constant).ok_or_else(fault),
        Value::Computed(own) => {
            let samples = order.iter().position(|axis| *axis == own.samples).ok_or_else(fault)?;
            let others: Option<Vec<usize>> =
                order.iter().filter(|axis| **axis != own.samples).map(|axis| own.axis(*axis as i64, rank)).collect();
            let name = reader.builder.transposed(operator.name(), &own.name, &others.ok_or_else(fault)?)?;
            Ok(Value::Computed(Computed { name, samples }))
        }
        _ => Err(fault()),
    }
}
