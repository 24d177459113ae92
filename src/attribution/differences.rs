use std::ops::Range;

use serde::Serialize;
use thiserror::Error;

use crate::sequence::{Alignment, MAX_PAIRS, PADDING, Window, align};

/// Why two promoters cannot be compared base by base.
#[derive(Debug, Clone, Error, PartialEq, Eq, Serialize)]
pub enum ComparisonError {
    /// They are too long to be aligned.
    #[error("the promoters have {0} and {1} bases, too many to be aligned ({MAX_PAIRS} pairs at most)")]
    TooLong(usize, usize),
    /// Their windows have other lengths or anchors.
    #[error("the promoters are read by windows of different kinds")]
    OtherWindow,
}

/// A run of bases of a promoter and what another one has in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The bases of the first promoter, as indices in its window; empty for an insertion.
    pub replaced: Range<usize>,
    /// What the second one has, as codes of the model's alphabet; empty for a deletion.
    pub codes: Vec<u8>,
}

/// What makes one promoter of another: the runs in which they differ, in the order of the promoter.
#[derive(Debug, Clone)]
pub struct Differences {
    first: Window,
    all: Vec<Difference>,
    sides: [Side; 2],
}

/// The part of a window on one side of the anchor. Bases are counted from the anchor on, so that what is further
/// away comes later; indices in the window are made of that at the end.
#[derive(Debug, Clone)]
struct Side {
    /// Of the first promoter, the nearest first.
    codes: Vec<u8>,
    /// Bases of the window on this side.
    room: usize,
    runs: Vec<Run>,
    /// What the second promoter has beyond the last base that has a counterpart: deletions draw it in.
    beyond: Vec<u8>,
}

/// A difference, counted from the anchor.
#[derive(Debug, Clone)]
struct Run {
    replaced: Range<usize>,
    codes: Vec<u8>,
    /// Whether it is what one of both has at its far end, and no more than that.
    is_end: bool,
}

impl Differences {
    /// Aligns the bases before the anchor, and those from it on, each so that what stands at the anchor stays there.
    ///
    /// # Errors
    /// [`ComparisonError`] where they are too long or not of one kind.
    pub fn between(first: &Window, second: &Window) -> Result<Self, ComparisonError> {
        if first.codes().len() != second.codes().len() || first.downstream() != second.downstream() {
            return Err(ComparisonError::OtherWindow);
        }
        let anchor = first.anchor();
        let upstream = |window: &Window| window.codes()[..anchor].iter().rev().copied().collect::<Vec<u8>>();
        let downstream = |window: &Window| window.codes()[anchor..].to_vec();
        let sides =
            [Side::between(upstream(first), upstream(second))?, Side::between(downstream(first), downstream(second))?];
        let before = sides[0].runs.iter().rev().map(|run| Difference {
            replaced: anchor - run.replaced.end..anchor - run.replaced.start,
            codes: run.codes.iter().rev().copied().collect(),
        });
        let behind = sides[1].runs.iter().map(|run| Difference {
            replaced: anchor + run.replaced.start..anchor + run.replaced.end,
            codes: run.codes.clone(),
        });
        Ok(Self { first: first.clone(), all: before.chain(behind).collect(), sides })
    }

    /// In the order of the promoter.
    pub fn all(&self) -> &[Difference] {
        &self.all
    }

    /// The first promoter with those of its differences that are `chosen` (by their places). What a deletion draws in
    /// from beyond the window is the second promoter's; all of them make the second promoter.
    #[must_use]
    pub fn applied(&self, chosen: impl Fn(usize) -> bool) -> Window {
        let [before, behind] = &self.sides;
        // The nearest to the anchor is the last one of those before it.
        let count = before.runs.len();
        let mut codes: Vec<u8> = before.made(|run| chosen(count - 1 - run));
        codes.reverse();
        codes.extend(behind.made(|run| chosen(count + run)));
        self.first.with_codes(codes)
    }
}

impl Side {
    /// Both with the nearest base first.
    fn between(mut first: Vec<u8>, mut second: Vec<u8>) -> Result<Self, ComparisonError> {
        let room = first.len();
        // What no base fills is no difference of bases.
        let filled = |codes: &[u8]| codes.iter().rposition(|code| *code != PADDING).map_or(0, |last| last + 1);
        first.truncate(filled(&first));
        second.truncate(filled(&second));
        let [turned, other] = [&first, &second].map(|codes| codes.iter().rev().copied().collect::<Vec<u8>>());
        let found = align(&turned, &other).ok_or(ComparisonError::TooLong(first.len(), second.len()))?;
        Ok(Self::of(first, second, room, &found))
    }

    fn of(first: Vec<u8>, second: Vec<u8>, room: usize, alignment: &Alignment) -> Self {
        let (own, theirs) = (first.len(), second.len());
        let mut runs: Vec<Run> = Vec::new();
        for run in alignment.runs.iter().rev() {
            let replaced = own - run.first.end..own - run.first.start;
            let codes = second[theirs - run.second.end..theirs - run.second.start].to_vec();
            runs.push(Run { replaced, codes, is_end: false });
        }
        let lost: usize = runs.iter().map(|run| run.replaced.len()).sum();
        let gained: usize = runs.iter().map(|run| run.codes.len()).sum();
        let [ahead, more] = alignment.ahead;
        // What is lost in all, the second promoter fills up; what it has beyond that, the first one does not have room for.
        let drawn = lost.saturating_sub(gained).min(more);
        let beyond = second[theirs - more..theirs - more + drawn].to_vec();
        if more > drawn {
            let codes = second[theirs - more + drawn..].to_vec();
            runs.push(Run { replaced: own..own, codes, is_end: true });
        }
        // Likewise what the first one has more of: insertions push it out, unless the second one ends within the window.
        if ahead > 0 && theirs < room {
            runs.push(Run { replaced: own - ahead..own, codes: Vec::new(), is_end: true });
        }
        Self { codes: first, room, runs, beyond }
    }

    /// The side with some of its runs, as long as its room.
    fn made(&self, chosen: impl Fn(usize) -> bool) -> Vec<u8> {
        let (mut made, mut at) = (Vec::with_capacity(self.room), 0);
        let (mut lost, mut gained) = (0, 0);
        let mut end: &[u8] = &[];
        for (_, run) in self.runs.iter().enumerate().filter(|(place, _)| chosen(*place)) {
            made.extend_from_slice(&self.codes[at..run.replaced.start]);
            at = run.replaced.end;
            if run.is_end {
                end = &run.codes;
            } else {
                made.extend_from_slice(&run.codes);
                lost += run.replaced.len();
                gained += run.codes.len();
            }
        }
        made.extend_from_slice(&self.codes[at..]);
        let drawn = lost.saturating_sub(gained).min(self.beyond.len());
        made.extend_from_slice(&self.beyond[..drawn]);
        made.extend_from_slice(end);
        made.resize(self.room, PADDING);
        made
    }
}

#[cfg(test)]
mod tests;
