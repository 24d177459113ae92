use burn::tensor::{Device, Tensor};

use super::explanation::Explaining;
use super::fast::{FastPart, GraphEditor};
use super::ir::{Graph, Reads};
use super::parts::input_shape;
use super::program::{Program, Section};
use super::report::fast_share;
use super::tower::{Tower, row, rows_together};
#[cfg(not(target_arch = "wasm32"))]
use crate::architecture::FirstKernels;
use crate::architecture::network::{Declaration, Features, Network, PartError};
use crate::architecture::{Editor, Explainer, Parameters};
use crate::sample::Part;
use crate::schema::{Capabilities, FastShare};
use crate::sequence::Window;
use std::sync::Arc;

/// A network that was read as a graph.
#[derive(Debug)]
pub struct GraphNetwork {
    declaration: Declaration,
    pub(super) program: Arc<Program>,
    /// One for each input.
    pub(super) towers: Vec<Arc<Tower>>,
    /// From the towers' frontiers to the outputs.
    head: Section,
    pub(super) explaining: Option<Explaining>,
    parameters: Parameters,
    #[cfg(not(target_arch = "wasm32"))]
    graph: Graph,
}

impl GraphNetwork {
    /// A checked graph as a network; the error says what it lacks. `by_panels` says whether convolutions of whole windows
    /// are products in plain memory.
    pub(super) fn new(
        graph: &Graph,
        program: Program,
        parameters: Parameters,
        by_panels: bool,
    ) -> Result<Self, String> {
        let outputs = program.outputs.iter().map(|output| program.numbers(*output)).sum();
        let mut towers = Vec::with_capacity(graph.inputs.len());
        for (at, input) in graph.inputs.iter().enumerate() {
            let frontier = frontier(&program, at);
            let fast = matches!(input.reads, Reads::Bases { .. })
                .then(|| FastPart::find(graph, &program, &parameters, at, &frontier, by_panels))
                .flatten();
            towers.push(Arc::new(Tower::new(&program, input, at, frontier, fast)));
        }
        if program.outputs.iter().all(|output| program.constant(*output).is_some()) {
            return Err("its outputs do not depend on what it reads".to_owned());
        }
        let supplied: Vec<usize> = towers.iter().flat_map(|tower| tower.frontier.iter().copied()).collect();
        let head = program.section(&supplied, &program.outputs);
        let explaining = Explaining::new(&program, &towers);
        let declaration = Declaration {
            inputs: graph.inputs.iter().map(input_shape).collect(),
            tfs: None,
            outputs,
            capabilities: Capabilities {
                fast_edits: towers.iter().any(|tower| tower.fast.is_some()),
                gradients: explaining.is_some(),
                grad_cam: explaining.as_ref().is_some_and(Explaining::has_maps),
                ..Capabilities::default()
            },
        };
        Ok(Self {
            declaration,
            program: Arc::new(program),
            towers,
            head,
            explaining,
            parameters,
            #[cfg(not(target_arch = "wasm32"))]
            graph: graph.clone(),
        })
    }
}

/// The values that depend on one input alone and that something else reads, or that the graph answers with.
fn frontier(program: &Program, input: usize) -> Vec<usize> {
    let own = 1_u64 << input;
    let mut found: Vec<usize> =
        program.outputs.iter().copied().filter(|output| program.reads(*output) == own).collect();
    for step in &program.steps {
        let mixes = program.reads(step.output) != own;
        found.extend(step.inputs.iter().copied().filter(|read| mixes && program.reads(*read) == own));
    }
    found.sort_unstable();
    found.dedup();
    found
}

impl Network for GraphNetwork {
    fn declaration(&self) -> &Declaration {
        &self.declaration
    }

    fn device(&self) -> Device {
        self.program.device().clone()
    }

    fn encode(&self, input: usize, parts: &[Part]) -> Result<Features, PartError> {
        let tower = self.towers.get(input).ok_or_else(|| PartError::new(input, None, parts.first()))?;
        tower.encode(&self.program, parts)
    }

    fn encode_conditions(&self, _levels: &[f32]) -> Features {
        Features::none()
    }

    fn respond(&self, inputs: &[Features], _conditions: &Features) -> Tensor<3> {
        let device = self.program.device();
        let count = inputs.iter().map(Features::rows).max().unwrap_or(0);
        let together = rows_together(self.head.largest);
        let mut blocks = Vec::with_capacity(count.div_ceil(together));
        for begin in (0..count).step_by(together) {
            let rows = together.min(count - begin);
            let mut supplied = Vec::new();
            for (tower, own) in self.towers.iter().zip(inputs) {
                let Some(own) = own.strand(0) else { continue };
                let own = if own.dims()[0] == 1 { own.clone() } else { own.clone().narrow(0, begin, rows) };
                supplied.extend(tower.values(&self.program, &own));
            }
            blocks.push(row(self.program.run(&self.head, supplied), rows, device));
        }
        let outputs = self.declaration.outputs;
        if blocks.is_empty() {
            return Tensor::zeros([0, 1, outputs], device);
        }
        let all = if blocks.len() == 1 { blocks.remove(0) } else { Tensor::cat(blocks, 0) };
        all.reshape([count, 1, outputs])
    }

    fn editor(&self, input: usize, window: &Window) -> Option<Box<dyn Editor>> {
        let tower = self.towers.get(input)?;
        GraphEditor::new(&self.program, tower, window).map(|editor| -> Box<dyn Editor> { Box::new(editor) })
    }

    fn explainer(&self) -> Option<&dyn Explainer> {
        self.explaining.as_ref().map(|_| -> &dyn Explainer { self })
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn first_kernels(&self) -> Option<FirstKernels> {
        let of = |tower: &Arc<Tower>| {
            let Reads::Bases { alphabet, .. } = &tower.input.reads else { return None };
            tower.fast.as_ref()?.first_kernels(alphabet.base_codes())
        };
        let kernels = self.towers.iter().find_map(of)?;
        Some(FirstKernels { kernels, both_strands: false })
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn operator_graph(&self) -> Option<&Graph> {
        Some(&self.graph)
    }

    fn fast_share(&self) -> Option<FastShare> {
        Some(fast_share(&self.program, &self.towers))
    }

    fn parameters(&self) -> Parameters {
        self.parameters.clone()
    }
}
