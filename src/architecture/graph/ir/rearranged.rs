use super::op::Op;
use super::shape::{Shape, attribute, extent, padded};

/// What reads one value and computes little or nothing.
pub(super) fn rearranged(op: &Op, input: &[usize]) -> Shape {
    let mut shape = input.to_vec();
    match op {
        Op::Slice { axis, start, step, count } => {
            let places = extent(input, *axis)?;
            let last = (count.saturating_sub(1) as isize).checked_mul(*step);
            let last = last.and_then(|offset| start.checked_add_signed(offset));
            if *step == 0 || *count == 0 || *start >= places || last.is_none_or(|last| last >= places) {
                let found = format!("{count} places from {start} by {step}");
                return Err(attribute("a slice", found, "it must lie within its axis and hold a place"));
            }
            shape[*axis] = *count;
        }
        Op::Gather { axis, indices, keeps_axis } => {
            let places = extent(input, *axis)?;
            if let Some(index) = indices.iter().find(|index| **index >= places) {
                return Err(attribute("an index", index, "its axis has no such place"));
            }
            if indices.is_empty() || (!keeps_axis && indices.len() != 1) {
                return Err(attribute(
                    "a number of indices",
                    indices.len(),
                    "one or more are needed, one where the axis goes",
                ));
            }
            shape[*axis] = indices.len();
            if !keeps_axis {
                shape.remove(*axis);
            }
        }
        Op::Pad { padding, value } => {
            if padding.len() != input.len() || !value.is_finite() {
                return Err(attribute(
                    "a padding",
                    format!("{padding:?}"),
                    "it needs two numbers an axis, and a finite value",
                ));
            }
            for (extent, own) in shape.iter_mut().zip(padding) {
                *extent = padded(*extent, *own)?;
            }
        }
        Op::Reshape { shape: to } => {
            let numbers = |shape: &[usize]| shape.iter().try_fold(1_usize, |all, own| all.checked_mul(*own));
            if numbers(to) != numbers(input) {
                return Err(attribute("a shape", format!("{to:?}"), "what it reads has another number of numbers"));
            }
            shape.clone_from(to);
        }
        Op::Transpose { order } => {
            let mut sorted = order.clone();
            sorted.sort_unstable();
            if !sorted.iter().copied().eq(0..input.len()) {
                return Err(attribute("an order", format!("{order:?}"), "it needs each axis once"));
            }
            shape = order.iter().map(|axis| input[*axis]).collect();
        }
        Op::Reduce { axes, keeps_axes, .. } => {
            for (at, axis) in axes.iter().enumerate() {
                extent(input, *axis)?;
                if axes[..at].contains(axis) {
                    return Err(attribute("axes", format!("{axes:?}"), "each may be named once"));
                }
            }
            let kept = input.iter().enumerate();
            let kept = kept.filter_map(|(at, own)| match (axes.contains(&at), keeps_axes) {
                (false, _) => Some(*own),
                (true, true) => Some(1),
                (true, false) => None,
            });
            shape = kept.collect();
        }
        _ => {}
    }
    Ok(shape)
}
