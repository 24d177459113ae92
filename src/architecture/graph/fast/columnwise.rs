use std::collections::BTreeMap;

use burn::tensor::Tensor;

use super::super::compute::{Value, apply, places};
use super::super::ir::Op;
use super::super::program::{Program, Step};
use super::along::Along;
use super::patch::Placement;

/// A step whose column is made of the same column of what it reads: the operator itself, on columns as
/// samples.
#[derive(Debug)]
pub struct Columnwise {
    op: Op,
    operands: Vec<Operand>,
    /// The shape of one column.
    shape: Vec<usize>,
}

#[derive(Debug)]
pub enum Operand {
    /// A local value, with the shape of one column.
    Local(usize, Vec<usize>),
    /// The same in every column.
    Constant(Value),
    /// A constant with columns of its own, `columns x numbers`, with the shape of one column.
    Along(Tensor<2>, Vec<usize>),
}

impl Columnwise {
    pub fn find(program: &Program, step: &Step, along: &BTreeMap<usize, Along>) -> Option<(Self, Along)> {
        let place = output_place(program, step, along)?;
        let output = program.shape(step.output);
        let operand = |input: &usize| {
            let shape = program.shape(*input);
            if let Some(own) = along.get(input) {
                return Some(Operand::Local(*input, own.column_shape(shape)));
            }
            let constant = program.constant(*input)?;
            // Only what is broadcast has columns: the weights of a product have other axes.
            let is_broadcast = matches!(step.op, Op::Binary { .. } | Op::Where | Op::Concat { .. });
            let axis = (place.axis + shape.len()).checked_sub(output.len()).filter(|_| is_broadcast);
            match axis.filter(|axis| shape[*axis] != 1) {
                Some(axis) if shape[axis] == place.columns => {
                    let own = Along { axis, ..place };
                    Some(Operand::Along(own.rows(constant), own.column_shape(shape)))
                }
                Some(_) => None,
                None => Some(Operand::Constant(constant.clone())),
            }
        };
        let operands = step.inputs.iter().map(operand).collect::<Option<Vec<_>>>()?;
        Some((Self { op: step.op.clone(), operands, shape: place.column_shape(output) }, place))
    }

    /// The local values that it reads.
    pub fn reads(&self) -> impl Iterator<Item = usize> {
        self.operands.iter().filter_map(|operand| match operand {
            Operand::Local(value, _) => Some(*value),
            Operand::Constant(_) | Operand::Along(..) => None,
        })
    }

    /// The columns of `place` for every variant; `local` gives those of a value.
    pub fn apply(&self, place: &Placement, local: impl Fn(usize) -> Option<Tensor<2>>) -> Option<Tensor<2>> {
        let value = |operand: &Operand| match operand {
            Operand::Local(value, shape) => local(*value).map(|rows| Value::of(rows, shape)),
            Operand::Constant(value) => Some(value.clone()),
            Operand::Along(rows, shape) => {
                let columns: Vec<usize> = place.columns().collect();
                Some(Value::of(rows.clone().select(0, places(&columns, &rows.device())), shape))
            }
        };
        let operands = self.operands.iter().map(value).collect::<Option<Vec<Value>>>()?;
        Some(apply(&self.op, &operands.iter().collect::<Vec<_>>(), &self.shape).rows().clone())
    }
}

/// Where the columns of what a step gives are, if each is made of the same column of what the step reads.
fn output_place(program: &Program, step: &Step, along: &BTreeMap<usize, Along>) -> Option<Along> {
    let output = program.shape(step.output);
    let locals: Vec<(usize, Along)> =
        step.inputs.iter().enumerate().filter_map(|(at, input)| Some((at, *along.get(input)?))).collect();
    let (at, place) = *locals.first()?;
    let shape = program.shape(step.inputs[at]);
    let (axis, last) = (place.axis, shape.len().checked_sub(1)?);
    let own = Along { is_bases: false, ..place };
    match &step.op {
        Op::Function { .. } => Some(own),
        Op::Affine { axis: channels } => (*channels != axis).then_some(own),
        Op::Softmax { axis: shares } | Op::LogSoftmax { axis: shares } => (*shares != axis).then_some(own),
        Op::Binary { .. } | Op::Where => {
            // Axes are aligned from the last one on; columns have to meet columns.
            let behind = |at: usize, place: Along| program.shape(step.inputs[at]).len() - place.axis;
            let first = behind(at, place);
            let alike = locals.iter().all(|(at, own)| behind(*at, *own) == first && own.columns == place.columns);
            let others = step.inputs.iter().filter(|input| !along.contains_key(input));
            let constant = others.into_iter().all(|input| program.constant(*input).is_some());
            let axis = output.len().checked_sub(first)?;
            (alike && constant && output[axis] == place.columns).then_some(Along { axis, ..own })
        }
        Op::Dense => (axis != last).then_some(own),
        Op::MatMul => {
            let constant = |at: usize| program.constant(step.inputs[at]).is_some();
            let matrix = |at: usize| constant(at) && program.shape(step.inputs[at]).len() == 2;
            let fits = if at == 0 { axis != last && matrix(1) } else { axis == last && last == 1 && matrix(0) };
            fits.then_some(own)
        }
        Op::Concat { axis: joined } => {
            let alike = locals.iter().all(|(_, own)| own.axis == axis && own.columns == place.columns);
            (*joined != axis && alike && locals.len() == step.inputs.len()).then_some(own)
        }
        Op::Slice { axis: cut, .. } => (*cut != axis).then_some(own),
        Op::Gather { axis: cut, keeps_axis, .. } => {
            let moved = usize::from(!keeps_axis && *cut < axis);
            (*cut != axis).then_some(Along { axis: axis - moved, ..own })
        }
        Op::Reduce { axes, keeps_axes, .. } => {
            let moved = if *keeps_axes { 0 } else { axes.iter().filter(|own| **own < axis).count() };
            (!axes.contains(&axis)).then_some(Along { axis: axis - moved, ..own })
        }
        Op::Pad { padding, .. } => (padding.get(axis) == Some(&[0, 0])).then_some(own),
        Op::Reshape { shape: to } => {
            let front: usize = shape[..axis].iter().product();
            let fits = |at: &usize| to[*at] == place.columns && to[..*at].iter().product::<usize>() == front;
            // The columns are split or joined with nothing; a column keeps its numbers in their order.
            (0..to.len()).find(fits).map(|axis| Along { axis, ..place })
        }
        Op::Transpose { order } => {
            let others = order.iter().filter(|own| **own != axis && shape[**own] != 1);
            let in_order = others.is_sorted();
            let axis = order.iter().position(|own| *own == axis)?;
            Some(Along { axis, is_bases: place.is_bases && in_order, ..place })
        }
        _ => None,
    }
}
