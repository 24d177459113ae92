use std::ops::Range;

use super::{Moves, Start};
use crate::synthesis::Rules;

/// How a design is searched for.
#[derive(Debug, Clone)]
pub struct DesignOptions {
    /// Changes at most: single bases, bases put in or taken out at one place, or whole motifs.
    pub changes: usize,
    /// What a change may be.
    pub moves: Moves,
    /// Promoters that are kept after each change; 1 is the greedy search.
    pub beam: usize,
    /// An evolutionary search instead.
    pub evolution: Option<Evolution>,
    /// What the search sets out from.
    pub start: Start,
    /// Stretches of the window that stay as they are, besides what the model keeps constant
    /// ([`crate::model::Model::free_stretch`]).
    pub forbidden: Vec<Range<usize>>,
    /// Bases of the promoter before the window, which rules look at and which move into the window where bases are taken out.
    pub before: Vec<u8>,
    /// What a design must not contain.
    pub rules: Rules,
    /// Designs at most.
    pub designs: usize,
    /// Bases in which each two designs differ, at least: place by place, or by fewest single changes where bases were put in or taken out.
    pub apart: usize,
    /// Each design weighs the goals differently, so that together they show what one goal costs another.
    pub trade_offs: bool,
    /// What is drawn by chance is drawn the same again from the same seed.
    pub seed: u64,
}

/// An evolutionary search: in each generation every parent has children with changes of their own and in common with another parent,
/// and the best of all live on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evolution {
    /// Generations.
    pub generations: usize,
    /// Promoters that live on.
    pub parents: usize,
    /// Children of each in a generation.
    pub children: usize,
}

impl Default for Evolution {
    fn default() -> Self {
        Self { generations: 30, parents: 12, children: 24 }
    }
}

impl Default for DesignOptions {
    fn default() -> Self {
        Self {
            changes: 5,
            moves: Moves::default(),
            beam: 4,
            evolution: None,
            start: Start::Natural,
            forbidden: Vec::new(),
            before: Vec::new(),
            rules: Rules::default(),
            designs: 1,
            apart: 1,
            trade_offs: false,
            seed: 1,
        }
    }
}
