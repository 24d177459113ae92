use std::collections::BTreeMap;

use burn::tensor::{Tensor, TensorData};

use super::super::compute::{Value, places};
use super::super::ir::{Op, Reduction};
use super::super::program::Program;
use super::along::Along;
use super::is_dense;
use super::patch::Patch;
use crate::architecture::layers::dense;
use crate::architecture::trunk::LOWEST;

/// How what follows is reached from a local value that something mixes the positions of.
#[derive(Debug)]
pub enum Bridge {
    /// A product with a constant matrix of all its numbers: only what changes is multiplied.
    Dense {
        cut: usize,
        output: usize,
        /// `columns x (numbers of a column * outputs)`
        by_column: Box<Tensor<2>>,
        outputs: usize,
    },
    /// The sum, the mean or the maximum of all columns.
    Reduce { cut: usize, output: usize, by: Reduction },
    /// The whole value.
    Whole { cut: usize },
}

/// What a bridge keeps of the sequence as it is.
#[derive(Debug)]
pub struct Footing {
    /// What the bridge gives, `1 x numbers`.
    output: Tensor<2>,
    /// For a maximum, the largest numbers of the first n columns, and of all but the first n.
    maxima: Option<[Tensor<2>; 2]>,
}

/// The bridges from the local values that something else reads.
pub fn bridges(program: &Program, along: &BTreeMap<usize, Along>, frontier: &[usize]) -> Vec<Bridge> {
    let mut readers: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, step) in program.steps.iter().enumerate() {
        step.inputs.iter().for_each(|input| readers.entry(*input).or_default().push(at));
    }
    let of = |value: usize| readers.get(&value).map_or(&[][..], Vec::as_slice);
    let mut found = Vec::new();
    for (&cut, &place) in along {
        let outside: Vec<usize> =
            of(cut).iter().copied().filter(|at| !along.contains_key(&program.steps[*at].output)).collect();
        let mut own: Option<Vec<Bridge>> = (!frontier.contains(&cut)).then(Vec::new);
        for at in &outside {
            let step = &program.steps[*at];
            let narrow = match &step.op {
                Op::Reduce { by, axes, .. } if axes.as_slice() == [place.axis] && *by != Reduction::Min => {
                    Some(vec![Bridge::Reduce { cut, output: step.output, by: *by }])
                }
                Op::Reshape { shape } if shape.len() == 1 && !frontier.contains(&step.output) => {
                    of(step.output).iter().map(|reader| product(program, *reader, cut, place)).collect()
                }
                _ => None,
            };
            own = own.zip(narrow).map(|(mut own, narrow)| {
                own.extend(narrow);
                own
            });
        }
        match own {
            Some(own) => found.extend(own),
            None => found.push(Bridge::Whole { cut }),
        }
    }
    found
}

/// The bridge to a dense layer on a flattened value.
fn product(program: &Program, reader: usize, cut: usize, place: Along) -> Option<Bridge> {
    let step = &program.steps[reader];
    if !is_dense(program, &step.op, &step.inputs) {
        return None;
    }
    let weight = program.constant(*step.inputs.get(1)?)?;
    let outputs = *weight.shape().get(1)?;
    let shape = program.shape(cut);
    let front: usize = shape[..place.axis].iter().product();
    let back: usize = shape[place.axis + 1..].iter().product::<usize>() * outputs;
    let parts = weight.rows().clone().reshape([front, place.columns, back]).swap_dims(0, 1);
    let by_column = Box::new(parts.reshape([place.columns, front * back]));
    Some(Bridge::Dense { cut, output: step.output, by_column, outputs })
}

impl Bridge {
    /// The local value that it begins at.
    pub fn cut(&self) -> usize {
        match self {
            Self::Dense { cut, .. } | Self::Reduce { cut, .. } | Self::Whole { cut } => *cut,
        }
    }

    /// The value that it gives.
    pub fn output(&self) -> usize {
        match self {
            Self::Dense { output, .. } | Self::Reduce { output, .. } => *output,
            Self::Whole { cut } => *cut,
        }
    }

    /// The value that it gives, where it computes only what an edit changes.
    pub fn computed(&self) -> Option<usize> {
        match self {
            Self::Dense { output, .. } | Self::Reduce { output, .. } => Some(*output),
            Self::Whole { .. } => None,
        }
    }

    pub fn footing(&self, output: &Value, reference: &Tensor<2>) -> Footing {
        let maxima = match self {
            Self::Reduce { by: Reduction::Max, .. } => Some(running_maxima(reference)),
            _ => None,
        };
        Footing { output: output.rows().clone(), maxima }
    }

    /// What it gives for every variant. Variants that begin at the same column follow one another.
    pub fn apply(
        &self,
        program: &Program,
        footing: &Footing,
        patch: &Patch,
        reference: &Tensor<2>,
        place: Along,
    ) -> Value {
        let (count, width) = (patch.place.starts.len(), patch.place.width);
        let numbers = reference.dims()[1];
        let shape = program.shape(self.output());
        let changes = || (patch.rows.clone() - patch.standing(reference)).reshape([count, width * numbers]);
        match self {
            Self::Dense { by_column, outputs, .. } => {
                let (changes, mut begin, mut parts) = (changes(), 0, Vec::new());
                for run in patch.place.starts.chunk_by(|a, b| a == b) {
                    let weight =
                        by_column.as_ref().clone().narrow(0, run[0], width).reshape([width * numbers, *outputs]);
                    parts.push(dense(changes.clone().narrow(0, begin, run.len()), weight, None));
                    begin += run.len();
                }
                Value::of(Tensor::cat(parts, 0) + footing.output.clone(), shape)
            }
            Self::Reduce { by, .. } => {
                let columns = patch.rows.clone().reshape([count, width, numbers]);
                let reduced = match (by, &footing.maxima) {
                    (Reduction::Max, Some([before, behind])) => {
                        let device = reference.device();
                        let ends: Vec<usize> = patch.place.starts.iter().map(|start| start + width).collect();
                        let outside = before
                            .clone()
                            .select(0, places(&patch.place.starts, &device))
                            .max_pair(behind.clone().select(0, places(&ends, &device)));
                        columns.max_dim(1).reshape([count, numbers]).max_pair(outside)
                    }
                    (by, _) => {
                        let sums = changes().reshape([count, width, numbers]).sum_dim(1).reshape([count, numbers]);
                        let share = if *by == Reduction::Mean { 1.0 / place.columns as f32 } else { 1.0 };
                        sums.mul_scalar(share) + footing.output.clone()
                    }
                };
                Value::of(reduced, shape)
            }
            Self::Whole { .. } => {
                let position = |_: usize, column: usize| column as isize;
                let all = patch.gather(reference, 0.0, place.columns, position, &patch.place.starts);
                place.value(all, count, shape)
            }
        }
    }
}

/// The largest numbers of the first n columns and of all but the first n, n from 0 to all: each doubling
/// reaches twice as far.
fn running_maxima(columns: &Tensor<2>) -> [Tensor<2>; 2] {
    let [count, numbers] = columns.dims();
    let device = columns.device();
    let none = Tensor::<2>::from_data(TensorData::new(vec![LOWEST; numbers], [1, numbers]), &device);
    let mut before = columns.clone();
    let mut behind = columns.clone();
    let mut reach = 1;
    while reach < count {
        let rest = count - reach;
        let later = before.clone().narrow(0, reach, rest).max_pair(before.clone().narrow(0, 0, rest));
        before = Tensor::cat(vec![before.narrow(0, 0, reach), later], 0);
        let earlier = behind.clone().narrow(0, 0, rest).max_pair(behind.clone().narrow(0, reach, rest));
        behind = Tensor::cat(vec![earlier, behind.narrow(0, rest, reach)], 0);
        reach *= 2;
    }
    [Tensor::cat(vec![none.clone(), before], 0), Tensor::cat(vec![behind, none], 0)]
}
