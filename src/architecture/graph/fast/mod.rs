//! The part of a graph between an input of bases and what mixes all positions: it finds itself, and edits
//! compute only the columns of it that they reach.

mod along;
mod bridge;
mod columnwise;
mod editor;
mod edits;
mod look_up;
mod moving;
mod patch;
mod whole;

use burn::tensor::Device;

pub use editor::GraphEditor;

use super::compute::Value;
use super::ir::{Graph, Op, Reads};
use super::parts::Layout;
use super::program::{Program, Section};
#[cfg(not(target_arch = "wasm32"))]
use crate::architecture::FirstKernel;
use crate::architecture::Parameters;
use along::Along;
use bridge::Bridge;
use columnwise::Columnwise;
use look_up::LookUp;
use moving::Moving;
use std::collections::BTreeMap;
use std::sync::Arc;
use whole::Whole;

/// Local steps, and how the rest of the graph is reached from them.
#[derive(Debug)]
pub struct FastPart {
    /// The value of the input.
    input: usize,
    letters: usize,
    /// Values whose numbers stand in columns along the sequence.
    along: BTreeMap<usize, Along>,
    /// In the program's order.
    steps: Vec<LocalStep>,
    bridges: Vec<Bridge>,
    /// From what the bridges give to the frontier.
    tail: Section,
    /// All that edits of a window share: the local values and what the bridges give.
    standing: Section,
    /// Whole windows, as far as plain memory is best for them.
    whole: Whole,
}

/// A step that is local along the sequence.
#[derive(Debug)]
struct LocalStep {
    output: usize,
    role: Role,
}

#[derive(Debug)]
enum Role {
    /// A convolution of one-hot bases: a table look-up.
    LookUp(Arc<LookUp>),
    /// Reads columns around its own.
    Moving { input: usize, moving: Box<Moving> },
    /// Reads its own column alone.
    Columnwise(Box<Columnwise>),
}

impl FastPart {
    /// The fast part behind an input of bases; nothing where no convolution comes before all positions are
    /// mixed. `by_panels` says whether convolutions of whole windows are products in plain memory.
    pub fn find(
        graph: &Graph,
        program: &Program,
        weights: &Parameters,
        at: usize,
        frontier: &[usize],
        by_panels: bool,
    ) -> Option<Self> {
        let layout = Layout::of(graph.inputs.get(at)?)?;
        let input = *program.inputs.get(at)?;
        let Reads::Bases { positions, .. } = &graph.inputs.get(at)?.reads else { return None };
        let mut along =
            BTreeMap::from([(input, Along { axis: *positions, columns: layout.positions, is_bases: true })]);
        let mut steps = Vec::new();
        for step in program.steps.iter().filter(|step| program.reads(step.output) == 1 << at) {
            let found = LookUp::find(program, weights, step, &along)
                .map(|(own, place)| (Role::LookUp(Arc::new(own)), place))
                .or_else(|| {
                    Moving::find(program, step, &along)
                        .map(|(input, moving, place)| (Role::Moving { input, moving: Box::new(moving) }, place))
                })
                .or_else(|| {
                    Columnwise::find(program, step, &along).map(|(own, place)| (Role::Columnwise(Box::new(own)), place))
                });
            if let Some((role, place)) = found {
                along.insert(step.output, place);
                steps.push(LocalStep { output: step.output, role });
            }
        }
        let convolves = |step: &LocalStep| match &step.role {
            Role::LookUp(_) => true,
            Role::Moving { moving, .. } => moving.is_convolution(),
            Role::Columnwise(_) => false,
        };
        if !steps.iter().any(convolves) {
            return None;
        }
        let bridges = bridge::bridges(program, &along, frontier);
        let given: Vec<usize> = bridges.iter().map(Bridge::output).collect();
        let tail = program.section(&given, frontier);
        let supplied: Vec<usize> = std::iter::once(input).chain(looked_up(&steps)).collect();
        let targets: Vec<usize> = steps.iter().map(|step| step.output).chain(given).collect();
        let standing = program.section(&supplied, &targets);
        let look_ups: Vec<(usize, Arc<LookUp>)> = steps
            .iter()
            .filter_map(|step| match &step.role {
                Role::LookUp(own) => Some((step.output, Arc::clone(own))),
                _ => None,
            })
            .collect();
        let whole = Whole::find(program, weights, &look_ups, frontier, by_panels);
        Some(Self { input, letters: layout.letters, along, steps, bridges, tail, standing, whole })
    }

    /// The values that whole windows begin with.
    pub fn given(&self) -> impl Iterator<Item = usize> {
        self.whole.given()
    }

    /// These for some windows' codes.
    pub fn give(&self, program: &Program, windows: &[&[u8]]) -> Vec<(usize, Value)> {
        self.whole.apply(program, windows)
    }

    /// The values of the fast part and of the bridges that compute only what an edit changes.
    pub fn values(&self) -> Vec<usize> {
        let own = self.steps.iter().map(|step| step.output);
        own.chain(self.bridges.iter().filter_map(Bridge::computed)).collect()
    }

    /// The values that tables give for some windows' codes.
    pub fn look_up(&self, windows: &[&[u8]], device: &Device) -> Vec<(usize, Value)> {
        let own = self.steps.iter().filter_map(|step| match &step.role {
            Role::LookUp(table) => Some((step.output, table.apply(windows, device))),
            _ => None,
        });
        own.collect()
    }

    /// The last value with columns before all positions are mixed, where there is a single one: what Grad-CAM
    /// is shown of.
    pub fn last(&self) -> Option<(usize, usize)> {
        let mut cuts: Vec<usize> = self.bridges.iter().map(Bridge::cut).collect();
        cuts.sort_unstable();
        cuts.dedup();
        let [cut] = cuts.as_slice() else { return None };
        let place = self.along.get(cut)?;
        (!place.is_bases && place.columns > 1).then_some((*cut, place.axis))
    }

    /// The kernels of the first table, by what they make of A, C, G and T.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn first_kernels(&self, bases: [u8; 4]) -> Option<Vec<FirstKernel>> {
        self.steps.iter().find_map(|step| match &step.role {
            Role::LookUp(table) => Some(table.kernels(bases)),
            _ => None,
        })
    }
}

fn looked_up(steps: &[LocalStep]) -> impl Iterator<Item = usize> {
    steps.iter().filter(|step| matches!(step.role, Role::LookUp(_))).map(|step| step.output)
}

/// Whether a step is a product with a constant matrix of the last axis, its operands after the first constant.
fn is_dense(program: &Program, op: &Op, inputs: &[usize]) -> bool {
    let constant = |at: usize| inputs.get(at).is_some_and(|own| program.constant(*own).is_some());
    match op {
        Op::Dense => true,
        Op::MatMul => constant(1) && program.shape(inputs[1]).len() == 2,
        _ => false,
    }
}
