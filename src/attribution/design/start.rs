use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde::Serialize;
use thiserror::Error;

use super::ground::Ground;
use crate::sequence::dinucleotide_shuffle;
use crate::synthesis::{BrokenRule, ChangedSequence, RuleChecker};

/// Sequences that are drawn before a start is given up.
const TRIES: usize = 12;
/// Stretches that are drawn again in one of them.
const REPAIRS: usize = 400;

/// What a search sets out from. Bases that may not change are always the natural ones.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Start {
    /// The sequence as it is.
    Natural,
    /// Its free stretches shuffled, so that pairs of neighbours stay as frequent.
    Shuffled,
    /// Free bases drawn by chance.
    Random {
        /// The share of G and C, from 0 to 1.
        gc: f64,
    },
}

/// Why no search can begin.
#[derive(Debug, Clone, Error, PartialEq, Serialize)]
pub enum DesignError {
    /// Chance finds nothing that the rules allow.
    #[error(
        "no {0} start that keeps to all rules was found in {TRIES} tries; loosen a rule, or start from the natural sequence"
    )]
    NoStart(&'static str),
    /// Nothing may be changed.
    #[error("no kind of change is allowed; allow substitutions, insertions, deletions or motifs")]
    NoMoves,
}

impl Start {
    /// Bases as long as the natural ones; another sequence for each seed.
    pub(super) fn bases(self, ground: &Ground, checker: &RuleChecker, seed: u64) -> Result<Vec<u8>, DesignError> {
        let mut random = StdRng::seed_from_u64(seed);
        let kind = match self {
            Self::Natural => return Ok(ground.natural().to_vec()),
            Self::Shuffled => "shuffled",
            Self::Random { .. } => "random",
        };
        let found =
            (0..TRIES).find_map(|_| repaired(self.drawn(ground, &mut random), ground, checker, self, &mut random));
        found.ok_or(DesignError::NoStart(kind))
    }

    fn drawn(self, ground: &Ground, random: &mut StdRng) -> Vec<u8> {
        let mut bases = ground.natural().to_vec();
        for (from, to) in free_stretches(ground) {
            match self {
                Self::Natural => {}
                Self::Shuffled => {
                    let shuffled = dinucleotide_shuffle(&bases[from..to], random.random());
                    bases[from..to].copy_from_slice(&shuffled);
                }
                Self::Random { gc } => bases[from..to].fill_with(|| base(gc, random)),
            }
        }
        bases
    }
}

fn base(gc: f64, random: &mut StdRng) -> u8 {
    let pair = if random.random_range(0.0..1.0) < gc { b"CG" } else { b"AT" };
    pair[random.random_range(0..2)]
}

fn free_stretches(ground: &Ground) -> Vec<(usize, usize)> {
    let free = ground.free();
    let mut all: Vec<(usize, usize)> = Vec::new();
    for at in free.filter(|at| ground.is_free(*at, at + 1)) {
        match all.last_mut() {
            Some((_, to)) if *to == at => *to += 1,
            _ => all.push((at, at + 1)),
        }
    }
    all
}

/// Draws again what breaks a rule, and gives back what a motif's lost site was, until nothing does.
fn repaired(
    mut bases: Vec<u8>,
    ground: &Ground,
    checker: &RuleChecker,
    start: Start,
    random: &mut StdRng,
) -> Option<Vec<u8>> {
    let natural = ground.natural();
    let known = natural.iter().filter(|base| b"ACGT".contains(base)).count();
    let natural_gc = natural.iter().filter(|base| b"GC".contains(base)).count() as f64 / known.max(1) as f64;
    let gc = if let Start::Random { gc } = start { gc } else { natural_gc };
    for _ in 0..REPAIRS {
        let changed = ChangedSequence { origins: (0..bases.len()).map(Some).collect(), bases };
        let Some(finding) = checker.first_new(&changed) else { return Some(changed.bases) };
        bases = changed.bases;
        let is_lost = matches!(finding.rule, BrokenRule::MotifLost { .. });
        for at in (finding.from..finding.to).filter(|at| ground.is_free(*at, at + 1)) {
            if is_lost {
                bases[at] = natural[at];
            } else if finding.to - finding.from < 12 || random.random_range(0..4) == 0 {
                bases[at] = base(gc, random);
            }
        }
    }
    None
}
