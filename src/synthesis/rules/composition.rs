//! Shares of G and C, and runs of one base.

use super::{BrokenRule, ChangedSequence, Finding, Natural};

/// Rounding of shares that are equal.
const TOLERANCE: f64 = 1e-9;

/// The least and the greatest share of G and C, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GcLimits {
    low: f64,
    high: f64,
}

impl GcLimits {
    /// Limits from 0 to 1, the lower one first; nothing where they are none.
    pub fn new(low: f64, high: f64) -> Option<Self> {
        (0.0 <= low && low <= high && high <= 1.0).then_some(Self { low, high })
    }

    /// How far a share lies outside; 0 inside.
    fn excess(self, share: f64) -> f64 {
        (self.low - share).max(share - self.high).max(0.0)
    }
}

/// The share of G and C among the bases that are known; nothing where none is.
fn share(bases: &[u8]) -> Option<f64> {
    let known = bases.iter().filter(|base| b"ACGT".contains(base)).count();
    let strong = bases.iter().filter(|base| b"GC".contains(base)).count();
    (known > 0).then(|| strong as f64 / known as f64)
}

fn is_worse(limits: GcLimits, now: f64, before: Option<f64>) -> bool {
    limits.excess(now) > before.map_or(0.0, |before| limits.excess(before)) + TOLERANCE
}

/// The whole sequence, where its share lies outside; with a natural one, where it lies further outside than that one's.
pub(super) fn whole(limits: GcLimits, changed: &ChangedSequence, natural: Option<&Natural>) -> Option<Finding> {
    let now = share(&changed.bases)?;
    let before = natural.and_then(|natural| share(&natural.bases));
    let rule = BrokenRule::Gc { share: now };
    is_worse(limits, now, before).then_some(Finding { rule, from: 0, to: changed.bases.len() })
}

/// Windows outside of the limits; with a natural sequence, those further outside than the window of the natural one that ends with
/// the same base (or, of those whose bases were all put in, all outside). A sequence shorter than a window is one.
pub(super) fn windows<'a>(
    length: usize,
    limits: GcLimits,
    changed: &'a ChangedSequence,
    natural: Option<&'a Natural>,
) -> impl Iterator<Item = Finding> + 'a {
    let length = length.clamp(1, changed.bases.len().max(1));
    let starts = 0..(changed.bases.len() + 1).saturating_sub(length);
    starts.filter_map(move |from| {
        let to = from + length;
        let now = share(&changed.bases[from..to])?;
        let before = natural.and_then(|natural| {
            let (ahead, origin) =
                changed.origins[from..to].iter().rev().enumerate().find_map(|(ahead, own)| Some((ahead, (*own)?)))?;
            let end = (origin + 1 + ahead).clamp(length.min(natural.bases.len()), natural.bases.len());
            share(&natural.bases[end.saturating_sub(length)..end])
        });
        is_worse(limits, now, before).then_some(Finding { rule: BrokenRule::GcWindow { share: now }, from, to })
    })
}

/// Runs of one base longer than `most`; with a natural sequence, those longer than every run there that they share a base with.
pub(super) fn homopolymers<'a>(
    most: usize,
    changed: &'a ChangedSequence,
    natural: Option<&'a Natural>,
) -> impl Iterator<Item = Finding> + 'a {
    runs(&changed.bases).filter(move |(from, to)| to - from > most).filter_map(move |(from, to)| {
        let stood = |natural: &Natural| {
            let origins = changed.origins[from..to].iter().flatten();
            let mut same = origins.filter(|origin| natural.bases.get(**origin) == Some(&changed.bases[from]));
            same.any(|origin| run_around(&natural.bases, *origin) >= to - from)
        };
        let rule = BrokenRule::Homopolymer { length: to - from };
        (!natural.is_some_and(stood)).then_some(Finding { rule, from, to })
    })
}

/// Runs of one base that is known, each as long as it is.
fn runs(bases: &[u8]) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        while from < bases.len() {
            let base = bases[from];
            let length = bases[from..].iter().take_while(|own| **own == base).count();
            from += length;
            if base != b'N' {
                return Some((from - length, from));
            }
        }
        None
    })
}

fn run_around(bases: &[u8], at: usize) -> usize {
    let same = |own: &&u8| **own == bases[at];
    bases[at..].iter().take_while(same).count() + bases[..at].iter().rev().take_while(same).count()
}
