use std::collections::BTreeMap;
use std::sync::Arc;

use burn::tensor::Tensor;

use super::super::parts::value_of_parts;
use super::super::program::Program;
use super::super::tower::{Tower, row};
use super::FastPart;
use super::bridge::Footing;
use super::edits::Substitution;
use crate::architecture::edit::encode_by_reach;
use crate::architecture::{Edit, Editor, Features};
use crate::sample::Part;
use crate::sequence::Window;

/// Edits of one sequence: every local value of it as it is.
#[derive(Debug)]
pub struct GraphEditor {
    program: Arc<Program>,
    tower: Arc<Tower>,
    fast: Arc<FastPart>,
    window: Window,
    /// By local value, `columns x numbers of a column`.
    standing: BTreeMap<usize, Tensor<2>>,
    /// By bridge.
    footings: Vec<Footing>,
}

impl GraphEditor {
    /// Nothing where the window is not what the input reads.
    pub fn new(program: &Arc<Program>, tower: &Arc<Tower>, window: &Window) -> Option<Self> {
        let fast = Arc::clone(tower.fast.as_ref()?);
        let device = program.device();
        let letters = value_of_parts(&tower.input, &[Part::Bases(window.clone())], device).ok()?;
        let mut supplied = vec![(fast.input, letters)];
        supplied.extend(fast.look_up(&[window.codes()], device));
        let slots = program.trace(&fast.standing, supplied);
        let rows = |(value, place): (&usize, &super::Along)| Some((*value, place.rows(slots[*value].as_ref()?)));
        let standing: BTreeMap<usize, Tensor<2>> = fast.along.iter().filter_map(rows).collect();
        let footing = |bridge: &super::Bridge| {
            Some(bridge.footing(slots[bridge.output()].as_ref()?, standing.get(&bridge.cut())?))
        };
        let footings = fast.bridges.iter().map(footing).collect::<Option<Vec<_>>>()?;
        Some(Self {
            program: Arc::clone(program),
            tower: Arc::clone(tower),
            fast,
            window: window.clone(),
            standing,
            footings,
        })
    }

    /// `edits x numbers of the frontier`
    fn encode_substitutions(&self, edits: &[Edit]) -> Tensor<2> {
        let device = self.program.device();
        let mut order: Vec<usize> = (0..edits.len()).collect();
        // Alike lengths reach alike, and variants that begin at the same column share weights.
        let length = |edit: &Edit| edit.codes().len().next_power_of_two();
        order.sort_by_key(|&at| (length(&edits[at]), edits[at].position()));
        let mut parts = Vec::new();
        for alike in order.chunk_by(|a, b| length(&edits[*a]) == length(&edits[*b])) {
            let variants: Vec<Substitution<'_>> =
                alike.iter().map(|&at| (edits[at].position(), edits[at].codes())).collect();
            for batch in variants.chunks(self.fast.batch(&variants, &self.standing)) {
                let patches = self.fast.patches(self.window.codes(), batch, &self.standing, device);
                let ends = self.fast.ends(&self.program, &patches, &self.standing, &self.footings);
                parts.push(row(ends, batch.len(), device));
            }
        }
        let encoded = if parts.len() == 1 { parts.remove(0) } else { Tensor::cat(parts, 0) };
        if order.is_sorted() {
            return encoded;
        }
        let mut places = vec![0; order.len()];
        order.iter().enumerate().for_each(|(row, &edit)| places[edit] = row);
        encoded.select(0, super::super::compute::places(&places, device))
    }
}

impl Editor for GraphEditor {
    fn encode(&self, edits: &[Edit]) -> Features {
        // A window of this editor's is what the input reads; were it not, the stretches would do.
        let whole = |windows: Vec<Window>| {
            let windows: Vec<Part> = windows.into_iter().map(Part::Bases).collect();
            self.tower.encode(&self.program, &windows).ok()
        };
        let substitutions = |edits: &[Edit]| Features::new(self.encode_substitutions(edits));
        encode_by_reach(&self.window, edits, substitutions, whole)
    }
}
