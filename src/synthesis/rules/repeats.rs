//! Bases that stand twice, as they are or as their reverse complement.

use std::collections::HashMap;

use super::{BrokenRule, ChangedSequence, Finding, Natural};
use crate::sequence::reverse_complement;

/// Bases between the two halves of a hairpin, at the least: fewer do not bend.
const TIGHTEST_LOOP: usize = 3;

/// The same bases twice, one behind the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repeats {
    /// So many bases that stand twice are a repeat.
    pub length: usize,
    /// Both lie within a stretch of so many bases.
    pub within: usize,
}

/// Bases whose reverse complement follows, so that the strand can fold back on itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hairpins {
    /// So many bases of each half are a hairpin.
    pub stem: usize,
    /// Both halves and the loop between them (3 bases or more) lie within a stretch of so many bases.
    pub within: usize,
}

impl Repeats {
    /// Every pair of equal stretches; with a natural sequence, those that were none there.
    pub(super) fn findings<'a>(
        self,
        changed: &'a ChangedSequence,
        natural: Option<&'a Natural>,
    ) -> impl Iterator<Item = Finding> + 'a {
        let Self { length, within } = self;
        let mut places: HashMap<&[u8], Vec<usize>> = HashMap::new();
        let stretches = changed.bases.windows(length.max(1)).enumerate();
        stretches.filter(|(_, bases)| !bases.contains(&b'N')).flat_map(move |(second, bases)| {
            let own = places.entry(bases).or_default();
            let near =
                own.iter().copied().filter(|first| first + length <= second && second + length - first <= within);
            let new =
                near.filter(|first| !natural.is_some_and(|natural| self.stood(changed, natural, (*first, second))));
            let found: Vec<Finding> =
                new.map(|first| Finding { rule: BrokenRule::Repeat, from: first, to: second + length }).collect();
            own.push(second);
            found
        })
    }

    fn stood(self, changed: &ChangedSequence, natural: &Natural, (first, second): (usize, usize)) -> bool {
        let Self { length, within } = self;
        let is_repeat = |one: usize, other: usize| {
            let bases = |at: usize| natural.bases.get(at..at + length);
            one + length <= other
                && other + length - one <= within
                && bases(one).is_some()
                && bases(one) == bases(other)
        };
        let firsts = changed.former_places(first, first + length);
        firsts.into_iter().any(|one| changed.former_places(second, second + length).any(|other| is_repeat(one, other)))
    }
}

impl Hairpins {
    /// Every stem; with a natural sequence, those that were none there.
    pub(super) fn findings<'a>(
        self,
        changed: &'a ChangedSequence,
        natural: Option<&'a Natural>,
    ) -> impl Iterator<Item = Finding> + 'a {
        let Self { stem, .. } = self;
        let stems = changed.bases.windows(stem.max(1)).enumerate().filter(|(_, bases)| !bases.contains(&b'N'));
        stems.flat_map(move |(first, bases)| {
            let other = reverse_complement(bases);
            self.seconds(first, changed.bases.len())
                .filter(move |second| changed.bases[*second..*second + stem] == other)
                .filter(move |second| !natural.is_some_and(|natural| self.stood(changed, natural, (first, *second))))
                .map(move |second| Finding { rule: BrokenRule::Hairpin, from: first, to: second + stem })
        })
    }

    /// Where the second half may begin.
    fn seconds(self, first: usize, length: usize) -> std::ops::Range<usize> {
        let begin = first + self.stem + TIGHTEST_LOOP;
        let end = (first + self.within).min(length);
        begin..(end + 1).saturating_sub(self.stem).max(begin)
    }

    fn stood(self, changed: &ChangedSequence, natural: &Natural, (first, second): (usize, usize)) -> bool {
        let stem = self.stem;
        let is_hairpin = |one: usize, other: usize| {
            let bases = |at: usize| natural.bases.get(at..at + stem);
            let pairs = bases(one).zip(bases(other)).is_some_and(|(one, other)| reverse_complement(one) == other);
            self.seconds(one, natural.bases.len()).contains(&other) && pairs
        };
        let firsts = changed.former_places(first, first + stem);
        firsts.into_iter().any(|one| changed.former_places(second, second + stem).any(|other| is_hairpin(one, other)))
    }
}
