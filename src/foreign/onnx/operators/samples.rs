//! The axis of the samples: constants repeated along it, and another axis in its place.

use super::super::super::ForeignError;
use super::super::attributes::Operator;
use super::super::constant::Constant;
use super::super::reader::Reader;
use super::super::value::{Computed, Extent, absolute};
use crate::architecture::graph::ir::broadcast;

/// A constant that is broadcast to a shape with the axis of the samples: a constant of the graph, as it is the same
/// for all of them.
pub(super) fn repeated(
    reader: &mut Reader,
    operator: &Operator<'_>,
    own: &Constant,
    shape: &[Extent],
) -> Result<Computed, ForeignError> {
    let fault = || operator.refused("repeats numbers that differ between samples, or in a shape that does not fit");
    let wished: Option<Vec<usize>> = shape
        .iter()
        .map(|extent| match extent {
            Extent::Known(extent) => usize::try_from(*extent).ok().filter(|extent| *extent > 0),
            Extent::Samples => Some(1),
        })
        .collect();
    let wished = wished.and_then(|wished| broadcast(&own.shape, &wished)).ok_or_else(fault)?;
    let missing = wished.len() - shape.len();
    let samples = shape.iter().position(|extent| *extent == Extent::Samples).map(|at| at + missing);
    let samples = samples.filter(|at| wished[*at] == 1).ok_or_else(fault)?;
    let count = wished.iter().try_fold(1_usize, |all, own| all.checked_mul(*own)).filter(|count| *count > 0);
    reader.repeat(operator, count.unwrap_or(usize::MAX))?;
    let mut array = own.expanded(&wished).and_then(|own| own.array()).ok_or_else(fault)?;
    array.shape.remove(samples);
    let name = reader.builder.constant(&format!("{}.constant", operator.name()), array);
    Ok(Computed { name, samples })
}

/// A value whose samples lie on an axis that is taken out: where there is one sample, another axis of extent 1 is
/// theirs as well.
pub(super) fn on_another_axis(
    reader: &mut Reader,
    operator: &Operator<'_>,
    own: Computed,
    gone: &[i64],
) -> Result<Computed, ForeignError> {
    let mut extents = reader.builder.shape(&own.name).to_vec();
    extents.insert(own.samples.min(extents.len()), 1);
    let rank = extents.len();
    let is_gone = |at: usize| gone.iter().any(|axis| absolute(*axis, rank) == Some(at));
    let free = (0..rank).find(|at| extents[*at] == 1 && !is_gone(*at));
    let Some(free) = free.filter(|_| reader.samples == Some(1) && is_gone(own.samples)) else { return Ok(own) };
    extents.remove(free);
    let name = reader.builder.reshaped(operator.name(), &own.name, &extents)?;
    Ok(Computed { name, samples: free })
}
