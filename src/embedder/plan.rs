use std::collections::HashMap;
use std::ops::Range;

use super::{Cuts, WindowKey};

/// The windows that give every position of some sequences its vector; one that occurs twice is read once.
#[derive(Debug)]
pub struct EmbeddingPlan {
    windows: Vec<PlannedWindow>,
    sequences: Vec<Vec<usize>>,
}

/// Bases that are read, and which of them are averaged.
#[derive(Debug)]
pub struct PlannedWindow {
    /// What tells it from any other.
    pub key: WindowKey,
    /// What the network reads.
    pub bases: Vec<u8>,
    /// The bases of the position, in `bases`.
    pub core: Range<usize>,
}

impl EmbeddingPlan {
    /// Plans the windows of sequences (upper-case bases).
    pub fn new(cuts: Cuts, sequences: &[&[u8]]) -> Self {
        let (mut windows, mut known) = (Vec::new(), HashMap::new());
        let mut plan = |bases: &[u8]| {
            let places = cuts.of(bases.len()).into_iter().map(|cut| {
                let key = WindowKey::new(bases, &cut);
                *known.entry(key).or_insert_with(|| {
                    let core = cut.core.start - cut.window.start..cut.core.end - cut.window.start;
                    windows.push(PlannedWindow { key, bases: bases[cut.window].to_vec(), core });
                    windows.len() - 1
                })
            });
            places.collect()
        };
        let sequences = sequences.iter().map(|bases| plan(bases)).collect();
        Self { windows, sequences }
    }

    /// Different windows.
    pub fn windows(&self) -> &[PlannedWindow] {
        &self.windows
    }

    /// The windows of each sequence's positions, as indices.
    pub fn sequences(&self) -> &[Vec<usize>] {
        &self.sequences
    }
}
