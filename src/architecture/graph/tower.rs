use std::sync::Arc;

use burn::tensor::{Device, Tensor};

use super::compute::Value;
use super::fast::FastPart;
use super::ir::GraphInput;
use super::parts::{input_shape, value_of_parts};
use super::program::{Program, Section};
use crate::architecture::network::{Features, PartError};
use crate::sample::Part;

/// Numbers of one layer that are computed together.
const TOGETHER: usize = 1 << 23;

/// The part of a graph that depends on one input alone.
#[derive(Debug)]
pub struct Tower {
    pub input: GraphInput,
    /// The input's place among the inputs.
    pub at: usize,
    /// The input's value.
    pub slot: usize,
    /// What the rest of the graph reads of it, or what the graph answers with.
    pub frontier: Vec<usize>,
    /// From the input, or from what its fast part gives, to the frontier.
    section: Section,
    /// The part that edits go through.
    pub fast: Option<Arc<FastPart>>,
}

/// The most rows of a section that are computed together.
pub fn rows_together(largest: usize) -> usize {
    (TOGETHER / largest.max(1)).clamp(1, 512)
}

impl Tower {
    pub fn new(program: &Program, input: &GraphInput, at: usize, frontier: Vec<usize>, fast: Option<FastPart>) -> Self {
        let slot = program.inputs[at];
        let mut supplied = vec![slot];
        supplied.extend(fast.iter().flat_map(FastPart::given));
        let section = program.section(&supplied, &frontier);
        Self { input: input.clone(), at, slot, frontier, section, fast: fast.map(Arc::new) }
    }

    /// One row for each part: the numbers of the frontier's values, one after the other.
    pub fn encode(&self, program: &Program, parts: &[Part]) -> Result<Features, PartError> {
        let device = program.device();
        let rows = rows_together(self.section.largest);
        let mut blocks = Vec::with_capacity(parts.len().div_ceil(rows));
        for parts in parts.chunks(rows) {
            let value = value_of_parts(&self.input, parts, device).map_err(|at| self.mismatch(parts.get(at)));
            let mut supplied = vec![(self.slot, value?)];
            if let Some(fast) = &self.fast {
                let windows: Vec<&[u8]> =
                    parts.iter().filter_map(|part| part.window().map(crate::sequence::Window::codes)).collect();
                supplied.extend(fast.give(program, &windows));
            }
            blocks.push(row(program.run(&self.section, supplied), parts.len(), device));
        }
        Ok(Features::new(if blocks.len() == 1 { blocks.remove(0) } else { Tensor::cat(blocks, 0) }))
    }

    pub fn mismatch(&self, part: Option<&Part>) -> PartError {
        PartError::new(self.at, Some(&input_shape(&self.input)), part)
    }

    /// The frontier's values from rows of its numbers.
    pub fn values(&self, program: &Program, rows: &Tensor<2>) -> Vec<(usize, Value)> {
        let mut offset = 0;
        let value = |slot: &usize| {
            let numbers = program.numbers(*slot);
            let own = rows.clone().narrow(1, offset, numbers);
            offset += numbers;
            (*slot, Value::of(own, program.shape(*slot)))
        };
        self.frontier.iter().map(value).collect()
    }
}

/// Values side by side, `count x numbers`. What reads nothing of an input has a column of zeros for it.
pub fn row(values: Vec<Value>, count: usize, device: &Device) -> Tensor<2> {
    if values.is_empty() {
        return Tensor::zeros([count, 1], device);
    }
    let mut rows: Vec<Tensor<2>> = values.iter().map(|value| value.expanded(count).rows().clone()).collect();
    if rows.len() == 1 { rows.remove(0) } else { Tensor::cat(rows, 1) }
}
