use crate::motif::Motif;
use crate::training::motif_filters::{log_odds, reverse};

/// Positions by which two motifs are shifted against each other at most when they are compared.
const SHIFTS: usize = 4;

type Kernel = Vec<[f64; 4]>;

/// Kernels of `width` positions from published motifs, each with its reverse complement after it, as vectors
/// of length `scale`: the most informative motifs first, and none that is as similar as `similarity` (cosine
/// at the best shift and strand) to one before it.
pub fn distinct_motifs(
    motifs: &[Motif],
    width: usize,
    background: &[f64; 4],
    similarity: f64,
    scale: f32,
) -> Vec<Vec<[f32; 4]>> {
    let mut order: Vec<&Motif> = motifs.iter().collect();
    order.sort_by(|a, b| information(b, background).total_cmp(&information(a, background)));
    let mut kept: Vec<Kernel> = Vec::new();
    for motif in order {
        let kernel = log_odds(motif, background, width);
        if kept.iter().all(|other| closeness(&kernel, other) < similarity) {
            kept.push(kernel);
        }
    }
    let scaled = |kernel: &Kernel| kernel.iter().map(|row| row.map(|value| value as f32 * scale)).collect();
    kept.iter().flat_map(|kernel| [scaled(kernel), scaled(&reverse(kernel))]).collect()
}

/// Bits over the background.
fn information(motif: &Motif, background: &[f64; 4]) -> f64 {
    let row = |row: &[f64; 4]| {
        let total: f64 = row.iter().sum();
        let terms = row.iter().zip(background).map(|(count, background)| {
            let share = count / total;
            if share > 0.0 { share * (share / background).log2() } else { 0.0 }
        });
        terms.sum::<f64>()
    };
    motif.probabilities.iter().map(row).sum()
}

/// The largest cosine of two kernels of length one over shifts and strands.
fn closeness(a: &Kernel, b: &Kernel) -> f64 {
    let product = |a: &[[f64; 4]], b: &[[f64; 4]]| -> f64 {
        a.iter().flatten().zip(b.iter().flatten()).map(|(a, b)| a * b).sum()
    };
    let turned = reverse(b);
    let mut best = f64::NEG_INFINITY;
    for other in [b, &turned] {
        for shift in 0..=SHIFTS.min(a.len()) {
            best = best.max(product(&a[shift..], other)).max(product(a, &other[shift..]));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn motif(text: &str) -> Motif {
        let row = |base: char| "ACGT".chars().map(|other| if other == base { 0.97 } else { 0.01 }).collect::<Vec<_>>();
        let rows = text.chars().map(row).map(|row| [row[0], row[1], row[2], row[3]]);
        Motif { id: text.into(), name: text.into(), probabilities: rows.collect(), sites: None }
    }

    #[test]
    fn a_shifted_copy_on_the_other_strand_is_left_out() {
        let motifs = [motif("TGACTCA"), motif("CGGTGACTCA"), motif("TGAGTCA"), motif("GGGGAGGG")];
        let kernels = distinct_motifs(&motifs, 11, &[0.25; 4], 0.75, 1.0);
        assert_eq!(kernels.len(), 4);
        let length: f32 = kernels[0].iter().flatten().map(|value| value * value).sum();
        assert!((length - 1.0).abs() < 1e-4);
    }
}
