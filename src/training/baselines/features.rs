use std::collections::BTreeMap;

use super::SparseRows;
use crate::architecture::{MotifScan, Triplets};
use crate::motif::Motif;
use crate::sample::Embedding;
use crate::sequence::Window;
use crate::training::regulons::log_odds_of;

/// Shares of a motif's best score at which a site counts half.
const THRESHOLDS: [f32; 3] = [0.65, 0.75, 0.85];

/// What is added to each probability of a motif.
const PSEUDOCOUNT: f64 = 1e-3;

/// How often each word of `length` bases stands in each window of codes 0 to 3 for A, C, G, T; with `both_strands`, a
/// word and its reverse complement are one. Words with anything else are not counted.
pub fn words(windows: &[Window], length: usize, both_strands: bool) -> SparseRows {
    let length = length.min(12);
    let width = 4_usize.pow(length as u32);
    let mut rows = SparseRows::new(width);
    for window in windows {
        let mut counts: BTreeMap<u32, f32> = BTreeMap::new();
        for word in window.codes().windows(length).filter(|word| word.iter().all(|code| *code < 4)) {
            let number = word.iter().fold(0_u32, |number, code| number << 2 | u32::from(*code));
            let other = word.iter().rev().fold(0_u32, |number, code| number << 2 | u32::from(3 - code));
            *counts.entry(if both_strands { number.min(other) } else { number }).or_default() += 1.0;
        }
        rows.push(counts);
    }
    rows
}

/// Means of each number of an embedding over so many stretches of its positions, one stretch after the other; as many
/// stretches as positions are the embedding itself.
pub fn embedded(embeddings: &[Embedding], stretches: usize) -> SparseRows {
    let width = embeddings.first().map_or(0, Embedding::width);
    let stretches = stretches.clamp(1, embeddings.first().map_or(1, |own| own.positions().max(1)));
    let mut rows = SparseRows::new(width * stretches);
    for own in embeddings {
        let edge = |at: usize| own.positions() * at / stretches;
        let mut means = vec![0.0_f32; rows.width()];
        for (at, sums) in means.chunks_exact_mut(width.max(1)).enumerate() {
            let share = 1.0 / (edge(at + 1) - edge(at)).max(1) as f32;
            for vector in own.values()[edge(at) * width..edge(at + 1) * width].chunks_exact(width.max(1)) {
                sums.iter_mut().zip(vector).for_each(|(sum, value)| *sum += value * share);
            }
        }
        rows.push((0..).zip(means));
    }
    rows
}

/// How occupied each motif is in each window, at three thresholds, on whichever strand is better: the sums over all places,
/// as regulon networks read them. `background` holds the frequencies of A, C, G, T.
pub fn occupancies(windows: &[Window], motifs: &[Motif], background: [f64; 4]) -> SparseRows {
    let widths: Vec<usize> = motifs.iter().map(|motif| motif.probabilities.len()).collect();
    let scan = MotifScan::new(&log_odds_of(motifs, background, PSEUDOCOUNT), &widths, &THRESHOLDS);
    let mut rows = SparseRows::new(motifs.len() * THRESHOLDS.len());
    for window in windows {
        let bases = Triplets::new(window.codes(), scan.widest());
        let mut sums = vec![0.0_f32; rows.width()];
        for (motif, own) in sums.chunks_exact_mut(THRESHOLDS.len()).enumerate() {
            scan.sites(motif, &bases, 0..window.codes().len(), |_, occupied| {
                own.iter_mut().zip(occupied).for_each(|(sum, value)| *sum += value);
            });
        }
        rows.push((0..).zip(sums));
    }
    rows
}
