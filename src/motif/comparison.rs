//! How alike motifs are to known ones, by Tomtom's method (Gupta et al. 2007, doi 10.1186/gb-2007-8-2-r24).

use super::Motif;
use crate::sequence::Strand;

/// Steps that a column's score, 0 to the square root of 2, is rounded to; p-values are exact for the rounded ones.
const STEPS: f64 = 100.0;

/// Columns that have to overlap, or all of the shorter motif; Tomtom's web server asks for as many.
const LEAST_OVERLAP: usize = 5;

/// How alike a motif is to a known one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    /// Index of the known motif.
    pub target: usize,
    /// The strand of the known motif that is like the motif.
    pub strand: Strand,
    /// Where the known motif begins on that strand, in columns from the first one of the motif; negative where
    /// it begins before.
    pub offset: i64,
    /// Columns that overlap.
    pub overlap: usize,
    /// Probability that a motif of random columns is as alike at any offset on either strand.
    pub p_value: f64,
}

/// Known motifs to compare others with.
#[derive(Debug, Clone)]
pub struct TargetMotifs {
    /// Both strands of each.
    motifs: Vec<[Vec<[f64; 4]>; 2]>,
}

impl TargetMotifs {
    /// Of motifs as they are.
    pub fn new(motifs: &[Motif]) -> Self {
        let strands = |motif: &Motif| [motif.probabilities.clone(), reversed(&motif.probabilities)];
        Self { motifs: motifs.iter().map(strands).collect() }
    }

    /// How alike a motif is to each, by p-value.
    ///
    /// Two columns are as alike as their Euclidean distance is small. An ungapped alignment's score is the sum
    /// over the columns that overlap; its p-value is that of columns drawn independently from all known motifs
    /// on both strands, exact for the rounded scores. The lowest p-value of an offset is corrected (Šidák) for all
    /// offsets and both strands.
    pub fn compare(&self, motif: &Motif) -> Vec<Comparison> {
        let tails = Tails::new(&motif.probabilities, self.motifs.iter().flatten().flatten());
        let mut found: Vec<Comparison> = self
            .motifs
            .iter()
            .enumerate()
            .filter_map(|(target, strands)| {
                let named = strands.iter().zip([Strand::Forward, Strand::Reverse]);
                let all: Vec<Comparison> =
                    named.flat_map(|(columns, strand)| tails.alignments(columns, (target, strand))).collect();
                let places = all.len() as f64;
                let best = all.into_iter().min_by(|one, other| {
                    one.p_value.total_cmp(&other.p_value).then_with(|| other.overlap.cmp(&one.overlap))
                })?;
                let p_value = -(places * (-best.p_value.min(1.0)).ln_1p()).exp_m1();
                Some(Comparison { p_value, ..best })
            })
            .collect();
        found.sort_by(|one, other| one.p_value.total_cmp(&other.p_value));
        found
    }
}

/// The columns of the other strand.
fn reversed(columns: &[[f64; 4]]) -> Vec<[f64; 4]> {
    columns.iter().rev().map(|&[a, c, g, t]| [t, g, c, a]).collect()
}

/// How alike two columns are, in steps.
fn score(one: &[f64; 4], other: &[f64; 4]) -> usize {
    let distance = one.iter().zip(other).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt();
    ((std::f64::consts::SQRT_2 - distance).max(0.0) / std::f64::consts::SQRT_2 * STEPS).round() as usize
}

/// The distribution of the scores of every stretch of a motif's columns.
struct Tails<'a> {
    columns: &'a [[f64; 4]],
    /// By the first and the last column: the probability of a score or a better one.
    tails: Vec<Vec<Vec<f64>>>,
}

impl<'a> Tails<'a> {
    fn new<'b>(columns: &'a [[f64; 4]], known: impl Iterator<Item = &'b [f64; 4]> + Clone) -> Self {
        let count = known.clone().count().max(1) as f64;
        let single = |column: &[f64; 4]| {
            let mut own = vec![0.0; STEPS as usize + 1];
            known.clone().for_each(|other| own[score(column, other)] += 1.0 / count);
            own
        };
        let single: Vec<Vec<f64>> = columns.iter().map(single).collect();
        let from = |first: usize| {
            let mut sums = vec![1.0];
            let longer = single[first..].iter().map(|own| {
                let mut next = vec![0.0; sums.len() + own.len() - 1];
                for (at, probability) in sums.iter().enumerate().filter(|(_, probability)| **probability > 0.0) {
                    next[at..].iter_mut().zip(own).for_each(|(slot, other)| *slot += probability * other);
                }
                sums = next;
                let mut tail = sums.clone();
                (1..tail.len()).rev().for_each(|at| tail[at - 1] += tail[at]);
                tail
            });
            longer.collect::<Vec<_>>()
        };
        Self { columns, tails: (0..columns.len()).map(from).collect() }
    }

    /// Every alignment with one strand of a known motif; p-values are those of one alignment.
    fn alignments(&self, known: &[[f64; 4]], (target, strand): (usize, Strand)) -> Vec<Comparison> {
        let (own, other) = (self.columns.len() as i64, known.len() as i64);
        let least = LEAST_OVERLAP.min(self.columns.len()).min(known.len()).max(1);
        let alignment = |offset: i64| {
            let (first, end) = (offset.max(0) as usize, (offset + other).min(own).max(0) as usize);
            let overlap = end.saturating_sub(first);
            (overlap >= least).then(|| {
                let known = &known[(first as i64 - offset) as usize..];
                let sum: usize = self.columns[first..end].iter().zip(known).map(|(a, b)| score(a, b)).sum();
                let p_value = self.tails[first][overlap - 1].get(sum).copied().unwrap_or(0.0);
                Comparison { target, strand, offset, overlap, p_value }
            })
        };
        (1 - other..own).filter_map(alignment).collect()
    }
}

/// Of p-values, the lowest share of false findings that each is found at (Benjamini & Hochberg 1995).
pub fn q_values(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&one, &other| p_values[one].total_cmp(&p_values[other]));
    let mut q_values = vec![1.0; p_values.len()];
    let mut lowest = 1.0_f64;
    for (rank, &at) in order.iter().enumerate().rev() {
        lowest = lowest.min(p_values[at] * p_values.len() as f64 / (rank + 1) as f64);
        q_values[at] = lowest;
    }
    q_values
}

#[cfg(test)]
mod tests;
