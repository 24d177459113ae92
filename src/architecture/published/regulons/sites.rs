use std::ops::Range;

use super::RegulonsConfig;
use super::scan::{MotifScan, Triplets};

/// From bases to one number for each motif: its sites, each by its occupancy and its place. On the processor
/// whatever the device, as a scan is.
#[derive(Debug)]
pub struct SiteReader {
    scan: MotifScan,
    motifs: usize,
    window: usize,
    bin: usize,
    thresholds: usize,
    /// `motifs x bins x thresholds`
    weights: Vec<f32>,
}

/// The sites of a sequence as they are, so that an edit costs only those that it reaches.
#[derive(Debug)]
pub struct SiteReference {
    /// `motifs x window`: what a site that starts there adds.
    sites: Vec<f32>,
    /// By motif, their sum.
    sums: Vec<f64>,
}

impl SiteReader {
    /// `matrices` holds the motifs' rows one after the other; `weights` is `motifs x bins x thresholds`.
    pub fn new(config: &RegulonsConfig, matrices: &[f32], weights: Vec<f32>) -> Self {
        let widths: Vec<usize> = config.motifs.iter().map(|motif| motif.width).collect();
        Self {
            scan: MotifScan::new(matrices, &widths, &config.thresholds),
            motifs: widths.len(),
            window: config.window,
            bin: config.window / config.bins,
            thresholds: config.thresholds.len(),
            weights,
        }
    }

    /// Motifs that are read.
    pub fn motifs(&self) -> usize {
        self.motifs
    }

    /// The sums of a sequence's sites, one for each motif.
    pub fn sums(&self, codes: &[u8]) -> Vec<f32> {
        let bases = Triplets::new(codes, self.scan.widest());
        (0..self.motifs).map(|motif| self.sum(motif, &bases, 0..self.window, |_, _| ()) as f32).collect()
    }

    /// What a sequence's edits share.
    pub fn reference(&self, codes: &[u8]) -> SiteReference {
        let bases = Triplets::new(codes, self.scan.widest());
        let mut sites = vec![0.0; self.motifs * self.window];
        let sums = sites
            .chunks_exact_mut(self.window)
            .enumerate()
            .map(|(motif, own)| self.sum(motif, &bases, 0..self.window, |start, value| own[start] = value))
            .collect();
        SiteReference { sites, sums }
    }

    /// The sums with the letters `changed` as they are in `codes`, the others as they were.
    pub fn changed_sums(&self, reference: &SiteReference, codes: &[u8], changed: &Range<usize>) -> Vec<f32> {
        let bases = Triplets::new(codes, self.scan.widest());
        let sum = |motif: usize| {
            let reached = self.scan.reached(motif, changed, self.window);
            let before = &reference.sites[motif * self.window..][reached.clone()];
            let lost: f64 = before.iter().map(|value| f64::from(*value)).sum();
            let gained = self.sum(motif, &bases, reached, |_, _| ());
            (reference.sums[motif] - lost + gained).max(0.0) as f32
        };
        (0..self.motifs).map(sum).collect()
    }

    /// In 64 bits, so that what an edit takes away and adds leaves no trace elsewhere.
    fn sum(&self, motif: usize, bases: &Triplets, starts: Range<usize>, mut keep: impl FnMut(usize, f32)) -> f64 {
        let cells = self.weights.len() / self.motifs.max(1);
        let weights = &self.weights[motif * cells..(motif + 1) * cells];
        let mut sum = 0.0;
        self.scan.sites(motif, bases, starts, |start, occupancies| {
            let bin = &weights[start / self.bin * self.thresholds..];
            let value: f32 = bin.iter().zip(occupancies).map(|(weight, occupancy)| weight * occupancy).sum();
            sum += f64::from(value);
            keep(start, value);
        });
        sum
    }
}
