use std::ops::Range;

use super::EmbedderError;
use crate::text::counted;

/// How sequences are cut into positions, each in the middle of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cuts {
    window: usize,
    core: usize,
    is_flanked: bool,
}

/// A position of a sequence: the bases that its vector is the mean of, and those that the network reads with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// Bases that are read, in the sequence.
    pub window: Range<usize>,
    /// Bases of the position, in the sequence.
    pub core: Range<usize>,
}

impl Cuts {
    /// Positions of `core` bases in windows of `window` bases, from a sequence's first base on. Where sequences are
    /// flanked, the positions begin and end as far inside as windows reach beyond them; else windows end where the
    /// sequence does.
    ///
    /// # Errors
    /// [`EmbedderError::Core`] where a position is empty or wider than a window.
    pub fn new(window: usize, core: usize, is_flanked: bool) -> Result<Self, EmbedderError> {
        if core == 0 || core > window {
            return Err(EmbedderError::Core { asked: core, window });
        }
        Ok(Self { window, core, is_flanked })
    }

    /// Bases of a position so that a sequence of `length` bases has so many positions, as nearly as windows allow.
    pub fn core_for(positions: usize, length: usize, window: usize, is_flanked: bool) -> usize {
        let core = match (is_flanked, positions) {
            (true, 2..) => length.saturating_sub(window).div_ceil(positions - 1),
            (true, _) => window,
            (false, _) => length.div_ceil(positions.max(1)),
        };
        core.clamp(1, window.max(1))
    }

    /// Whether a sequence of `length` bases has a position at all.
    ///
    /// # Errors
    /// [`EmbedderError::TooShort`] where it has nothing between its flanks.
    pub fn check(&self, name: &str, length: usize) -> Result<(), EmbedderError> {
        if !self.of(length).is_empty() {
            return Ok(());
        }
        let [left, right] = self.flanks();
        Err(EmbedderError::TooShort { name: name.to_owned(), found: counted(length, "base"), left, right })
    }

    /// Whether the last position of a sequence of `length` bases has fewer than the others.
    pub fn ends_short(&self, length: usize) -> bool {
        self.of(length).last().is_some_and(|cut| cut.core.len() < self.core)
    }

    /// Bases of a position.
    pub fn core(&self) -> usize {
        self.core
    }

    /// Bases of a window before and behind its position; the published embeddings round so.
    pub fn flanks(&self) -> [usize; 2] {
        let before = self.window / 2 - self.core / 2;
        [before, self.window - self.core - before]
    }

    /// The positions of a sequence of `length` bases, at least one of them: the last one has the bases that are left.
    /// None where a flanked sequence has nothing between its flanks.
    pub fn of(&self, length: usize) -> Vec<Cut> {
        let [before, behind] = self.flanks();
        let [first, end] = if self.is_flanked { [before, length.saturating_sub(behind)] } else { [0, length] };
        let position = |from: usize| Cut {
            window: from.saturating_sub(before)..(from + self.core + behind).min(length),
            core: from..(from + self.core).min(end),
        };
        (first..end).step_by(self.core).map(position).collect()
    }
}
