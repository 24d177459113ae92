use std::ops::Range;

use super::RegulonsConfig;
use super::scan::{MotifScan, Triplets};
use crate::architecture::MotifSite;
use crate::sequence::Strand;

/// A site that is listed is occupied at least so much where least is asked of it.
const OCCUPIED: f32 = 0.5;

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

/// The sites of a sequence, to be shown.
#[derive(Debug)]
pub struct ListedSites {
    /// One for each motif: what its sites come to, those that are not listed among them.
    pub sums: Vec<f32>,
    /// Those that are half occupied at least.
    pub sites: Vec<MotifSite>,
    /// One for each listed site: its share of its motif's sum.
    pub shares: Vec<f32>,
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

    /// The sites of a sequence, with their strands and shares.
    pub fn listed(&self, codes: &[u8]) -> ListedSites {
        let bases = Triplets::new(codes, self.scan.widest());
        let mut listed = ListedSites { sums: Vec::with_capacity(self.motifs), sites: Vec::new(), shares: Vec::new() };
        for motif in 0..self.motifs {
            let first = listed.sites.len();
            let sum = self.stranded_sum(motif, &bases, 0..self.window, |start, strand, occupied, value| {
                if occupied >= OCCUPIED {
                    let [range, core] = self.scan.bases_of(motif, start, strand);
                    listed.sites.push(MotifSite { motif, range, core, strand });
                    listed.shares.push(value);
                }
            });
            listed.shares[first..].iter_mut().for_each(|value| *value = (f64::from(*value) / sum) as f32);
            listed.sums.push(sum as f32);
        }
        listed
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
        self.stranded_sum(motif, bases, starts, |start, _, _, value| keep(start, value))
    }

    /// The same; `keep` is told where a site starts, its strand, how occupied it is where least is asked of
    /// it, and what it adds.
    fn stranded_sum(
        &self,
        motif: usize,
        bases: &Triplets,
        starts: Range<usize>,
        mut keep: impl FnMut(usize, Strand, f32, f32),
    ) -> f64 {
        let cells = self.weights.len() / self.motifs.max(1);
        let weights = &self.weights[motif * cells..(motif + 1) * cells];
        let mut sum = 0.0;
        self.scan.stranded_sites(motif, bases, starts, |start, strand, occupancies| {
            let bin = &weights[start / self.bin * self.thresholds..];
            let value: f32 = bin.iter().zip(occupancies).map(|(weight, occupancy)| weight * occupancy).sum();
            sum += f64::from(value);
            keep(start, strand, occupancies.iter().copied().fold(0.0, f32::max), value);
        });
        sum
    }
}
