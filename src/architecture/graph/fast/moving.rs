use std::collections::BTreeMap;
use std::ops::Range;

use burn::tensor::module::conv1d;
use burn::tensor::ops::ConvOptions;
use burn::tensor::{Tensor, TensorData};

use super::super::compute::{average_pool_divisors, kernels};
use super::super::ir::Op;
use super::super::program::{Program, Step};
use super::along::Along;
use super::patch::{Patch, Placement};
use crate::architecture::layers::dense;
use crate::architecture::trunk::LOWEST;

/// A step that reads columns around its own: column c of what it gives reads `c * stride - left + t *
/// dilation` for each tap t.
#[derive(Debug)]
pub struct Moving {
    taps: usize,
    stride: usize,
    dilation: usize,
    left: isize,
    /// What stands beyond the ends.
    beyond: f32,
    /// Columns that it gives.
    columns: usize,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    /// A convolution: `(taps * channels) x outputs`.
    Product(Tensor<2>, Option<Tensor<1>>),
    /// A convolution of groups of channels.
    Groups(Tensor<3>, Option<Tensor<1>>, usize),
    /// A max pool.
    Maximum,
    /// An average pool, with what the sum in each column is divided by.
    Mean(Vec<f32>),
    /// One column as it is.
    Take,
}

/// The columns that a change reaches, of `columns`.
pub fn reached(
    changed: &Range<usize>,
    taps: usize,
    [stride, dilation]: [usize; 2],
    left: isize,
    columns: usize,
) -> Range<usize> {
    if changed.is_empty() {
        return 0..0;
    }
    let (stride, span) = (stride as isize, ((taps - 1) * dilation) as isize);
    let first = (changed.start as isize + left - span + stride - 1).div_euclid(stride);
    let last = (changed.end as isize - 1 + left).div_euclid(stride);
    let within = |column: isize| column.clamp(0, columns as isize) as usize;
    let (first, end) = (within(first), within(last + 1));
    first.min(end)..end
}

impl Moving {
    pub fn find(program: &Program, step: &Step, along: &BTreeMap<usize, Along>) -> Option<(usize, Self, Along)> {
        let input = *step.inputs.first()?;
        let place = *along.get(&input)?;
        let constant = |at: usize| step.inputs.get(at).and_then(|own| program.constant(*own));
        let bias = || constant(2).map(|bias| bias.rows().clone().reshape([bias.shape()[0]]));
        let whole = |taps, stride, dilation, left: isize, beyond, kind| {
            let columns = *program.shape(step.output).get(place.axis)?;
            let own = Self { taps, stride, dilation, left, beyond, columns, kind };
            Some((input, own, Along { axis: place.axis, columns, is_bases: false }))
        };
        let is_columns = place.axis == 1 && program.shape(input).len() == 2;
        match &step.op {
            Op::Conv { groups, stride, dilation, padding } if is_columns => {
                let weight = kernels(constant(1)?);
                let [outputs, inputs, taps] = weight.dims();
                let kind = if *groups == 1 {
                    let matrix = weight.permute([2, 1, 0]).reshape([taps * inputs, outputs]);
                    Kind::Product(matrix, bias())
                } else {
                    Kind::Groups(weight, bias(), *groups)
                };
                whole(taps, *stride, *dilation, padding[0] as isize, 0.0, kind)
            }
            Op::MaxPool { width, stride, dilation, padding } if is_columns => {
                whole(*width, *stride, *dilation, padding[0] as isize, LOWEST, Kind::Maximum)
            }
            Op::AveragePool { width, stride, padding, counts_padding } if is_columns => {
                let windows = *program.shape(step.output).get(1)?;
                let divisors = if *counts_padding {
                    vec![*width as f32; windows]
                } else {
                    average_pool_divisors([*width, *stride], *padding, place.columns, windows)
                };
                whole(*width, *stride, 1, padding[0] as isize, 0.0, Kind::Mean(divisors))
            }
            Op::Slice { axis, start, step: by, .. } if *axis == place.axis && *by > 0 => {
                whole(1, by.unsigned_abs(), 1, -(*start as isize), 0.0, Kind::Take)
            }
            Op::Pad { padding, value } => {
                let only = padding.iter().enumerate().all(|(axis, own)| axis == place.axis || *own == [0, 0]);
                let left = padding.get(place.axis).filter(|_| only)?[0];
                whole(1, 1, 1, left as isize, *value, Kind::Take)
            }
            _ => None,
        }
    }

    pub fn is_convolution(&self) -> bool {
        matches!(self.kind, Kind::Product(..) | Kind::Groups(..))
    }

    pub fn reached(&self, changed: &Range<usize>) -> Range<usize> {
        reached(changed, self.taps, [self.stride, self.dilation], self.left, self.columns)
    }

    /// Columns gathered for each that it gives.
    pub fn gathered(&self) -> usize {
        self.taps
    }

    /// The columns of `place` for every variant.
    pub fn apply(&self, input: &Patch, reference: &Tensor<2>, place: &Placement) -> Tensor<2> {
        let position = |column: usize, tap: usize| (column * self.stride + tap * self.dilation) as isize - self.left;
        let numbers = reference.dims()[1];
        let rows = place.starts.len() * place.width;
        if let Kind::Groups(kernels, bias, groups) = &self.kind {
            let span = (place.width - 1) * self.stride + (self.taps - 1) * self.dilation + 1;
            let first = |start: usize, offset: usize| (start * self.stride + offset) as isize - self.left;
            let all = input.gather(reference, self.beyond, span, first, &place.starts);
            let columns = all.reshape([place.starts.len(), span, numbers]).swap_dims(1, 2);
            let options = ConvOptions::new([self.stride], [0], [self.dilation], *groups);
            let given = conv1d(columns, kernels.clone(), bias.clone(), options);
            let outputs = given.dims()[1];
            return given.swap_dims(1, 2).reshape([rows, outputs]);
        }
        let wanted = |start: usize, offset: usize| position(start + offset / self.taps, offset % self.taps);
        let all = input.gather(reference, self.beyond, place.width * self.taps, wanted, &place.starts);
        let windows = |all: Tensor<2>| all.reshape([rows, self.taps, numbers]);
        match &self.kind {
            Kind::Product(matrix, bias) => {
                dense(all.reshape([rows, self.taps * numbers]), matrix.clone(), bias.clone())
            }
            Kind::Maximum => windows(all).max_dim(1).reshape([rows, numbers]),
            Kind::Mean(divisors) => {
                let factors: Vec<f32> =
                    place.columns().map(|column| 1.0 / divisors.get(column).copied().unwrap_or(1.0)).collect();
                let factors = Tensor::<2>::from_data(TensorData::new(factors, [rows, 1]), &all.device());
                windows(all).sum_dim(1).reshape([rows, numbers]) * factors
            }
            Kind::Take | Kind::Groups(..) => all,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_reaches_the_columns_that_read_it() {
        for (taps, stride, dilation, left) in [(3, 1, 1, 1), (5, 2, 1, 0), (3, 3, 4, 5), (1, 2, 1, -3), (2, 5, 1, 0)] {
            let columns = 9;
            for start in 0..40_usize {
                for end in start + 1..start + 6 {
                    let reads = |column: usize| {
                        (0..taps).any(|tap| {
                            let position = (column * stride + tap * dilation) as isize - left;
                            (start as isize..end as isize).contains(&position)
                        })
                    };
                    let found = reached(&(start..end), taps, [stride, dilation], left, columns);
                    assert!((0..columns).filter(|column| reads(*column)).all(|column| found.contains(&column)));
                    assert!(found.end <= columns && found.len() <= (end - start + (taps - 1) * dilation) / stride + 1);
                }
            }
        }
    }
}
