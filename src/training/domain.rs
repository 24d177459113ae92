//! What a model has seen, from its training data.

use super::denoise::{covariance, leading_directions};
use crate::schema::{BasesInput, ConditionDomain, SequenceDomain, root_mean_square};
use crate::sequence::Window;

/// Bases of a word: the longest whose counts are a few kilobytes. Longer ones tell no more of 1000 bases.
const WORD: usize = 5;

/// Components that are kept at most, and conditions that one of them takes at least.
const COMPONENTS: usize = 16;
const CONDITIONS_EACH: usize = 3;

/// Of the training windows.
pub fn sequence_domain(windows: &[Window], reads: &BasesInput) -> Option<SequenceDomain> {
    let codes: Vec<Vec<u8>> = windows.iter().map(|window| reads.own_bases(window)).collect();
    SequenceDomain::of_training(&codes, WORD)
}

/// Of training conditions with normalised levels, and the course (series) that each belongs to.
pub fn condition_domain(levels: &[Vec<f32>], courses: &[String]) -> Option<ConditionDomain> {
    let tfs = levels.first()?.len();
    let sizes = levels.iter().map(|own| root_mean_square(own));
    let count = COMPONENTS.min(levels.len() / CONDITIONS_EACH).max(1);
    let of = |own: &[&Vec<f32>]| ConditionDomain {
        level: own.iter().flat_map(|own| own.iter()).fold(0.0, |most, level| most.max(level.abs())),
        size: sizes.clone().fold(0.0, f32::max),
        smallest: sizes.clone().fold(f32::MAX, f32::min),
        pattern: 100.0,
        components: components(own, tfs, count),
    };
    let mut unshared = Vec::new();
    let mut named: Vec<&String> = courses.iter().collect();
    named.sort_unstable();
    named.dedup();
    for course in named {
        let (own, others): (Vec<usize>, Vec<usize>) = (0..levels.len()).partition(|at| courses[*at] == *course);
        let rest: Vec<&Vec<f32>> = others.iter().map(|at| &levels[*at]).collect();
        if rest.is_empty() {
            continue;
        }
        let without = of(&rest);
        unshared.extend(own.iter().map(|at| without.unshared(&levels[*at])));
    }
    unshared.sort_by(f32::total_cmp);
    let usual = (0.99 * unshared.len().saturating_sub(1) as f64).round() as usize;
    let pattern = unshared.get(usual).copied().unwrap_or(100.0);
    Some(ConditionDomain { pattern, ..of(&levels.iter().collect::<Vec<_>>()) })
}

fn components(levels: &[&Vec<f32>], tfs: usize, count: usize) -> Vec<f32> {
    let flat: Vec<f64> = levels.iter().flat_map(|own| own.iter().map(|level| f64::from(*level))).collect();
    let directions = leading_directions(&covariance(&flat, tfs), tfs, count.min(tfs));
    directions.into_iter().flatten().map(|number| number as f32).collect()
}
