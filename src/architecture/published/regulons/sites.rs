use std::ops::Range;

use super::RegulonsConfig;
use super::scan::{MotifScan, Triplets};
use crate::architecture::MotifSite;
use crate::sequence::Strand;

/// A site that is listed is occupied at least so much where least is asked of it.
const OCCUPIED: f32 = 0.5;

/// From bases to one number for each motif: its sites, each by its occupancy and its place. On the processor
/// whatever the device, as a scan is.
///
/// Members of an ensemble that score sites alike and weigh them each in their own way have one reader, which
/// scores each site once.
#[derive(Debug)]
pub struct SiteReader {
    scan: MotifScan,
    motifs: usize,
    window: usize,
    bin: usize,
    thresholds: usize,
    /// One for each member, `motifs x bins x thresholds`.
    weights: Vec<Vec<f32>>,
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
    /// Whose weights.
    members: Range<usize>,
    /// `motifs x window x members`: what a site that starts there adds.
    sites: Vec<f32>,
    /// `motifs x members`, their sums.
    sums: Vec<f64>,
}

impl SiteReader {
    /// `matrices` holds the motifs' rows one after the other; `weights` has, for each member, `motifs x bins x
    /// thresholds`.
    pub fn new(config: &RegulonsConfig, matrices: &[f32], weights: Vec<Vec<f32>>) -> Self {
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

    /// The same sites, read for all members of some readers.
    pub fn for_members<'a>(&self, readers: impl Iterator<Item = &'a Self>) -> Self {
        let weights = readers.flat_map(|reader| reader.weights.iter().cloned()).collect();
        Self { scan: self.scan.clone(), weights, ..*self }
    }

    /// Motifs that are read.
    pub fn motifs(&self) -> usize {
        self.motifs
    }

    /// All members.
    pub fn members(&self) -> Range<usize> {
        0..self.weights.len()
    }

    /// For each of some members, the sums of a sequence's sites, one for each motif.
    pub fn sums(&self, members: &Range<usize>, codes: &[u8]) -> Vec<Vec<f32>> {
        let bases = Triplets::new(codes, self.scan.widest());
        let mut sums = vec![Vec::with_capacity(self.motifs); members.len()];
        for motif in 0..self.motifs {
            let own = self.read(members, motif, &bases, 0..self.window, |_, _, _, _| ());
            sums.iter_mut().zip(own).for_each(|(all, sum)| all.push(sum as f32));
        }
        sums
    }

    /// The sites of a sequence, with their strands and the shares that a member gives them.
    pub fn listed(&self, member: usize, codes: &[u8]) -> ListedSites {
        let bases = Triplets::new(codes, self.scan.widest());
        let mut listed = ListedSites { sums: Vec::with_capacity(self.motifs), sites: Vec::new(), shares: Vec::new() };
        for motif in 0..self.motifs {
            let first = listed.sites.len();
            let keep = |start: usize, strand: Strand, occupancies: &[f32], values: &[f32]| {
                if occupancies.iter().copied().fold(0.0, f32::max) >= OCCUPIED {
                    let [range, core] = self.scan.bases_of(motif, start, strand);
                    listed.sites.push(MotifSite { motif, range, core, strand });
                    listed.shares.extend(values);
                }
            };
            let sum: f64 = self.read(&(member..member + 1), motif, &bases, 0..self.window, keep).iter().sum();
            listed.shares[first..].iter_mut().for_each(|value| *value = (f64::from(*value) / sum) as f32);
            listed.sums.push(sum as f32);
        }
        listed
    }

    /// What a sequence's edits share.
    pub fn reference(&self, members: Range<usize>, codes: &[u8]) -> SiteReference {
        let bases = Triplets::new(codes, self.scan.widest());
        let count = members.len();
        let mut sites = vec![0.0; self.motifs * self.window * count];
        let mut sums = Vec::with_capacity(self.motifs * count);
        for (motif, own) in sites.chunks_exact_mut((self.window * count).max(1)).enumerate() {
            sums.extend(self.read(&members, motif, &bases, 0..self.window, |start, _, _, values| {
                own[start * count..(start + 1) * count].copy_from_slice(values);
            }));
        }
        SiteReference { members, sites, sums }
    }

    /// The sums with the letters `changed` as they are in `codes`, the others as they were, for each member of
    /// the reference.
    pub fn changed_sums(&self, reference: &SiteReference, codes: &[u8], changed: &Range<usize>) -> Vec<Vec<f32>> {
        let bases = Triplets::new(codes, self.scan.widest());
        let SiteReference { members, sites, sums } = reference;
        let count = members.len();
        let mut changed_sums = vec![Vec::with_capacity(self.motifs); count];
        for motif in 0..self.motifs {
            let reached = self.scan.reached(motif, changed, self.window);
            let before = &sites[motif * self.window * count..][reached.start * count..reached.end * count];
            let mut lost = vec![0.0_f64; count];
            for site in before.chunks_exact(count.max(1)) {
                lost.iter_mut().zip(site).for_each(|(sum, value)| *sum += f64::from(*value));
            }
            let gained = self.read(members, motif, &bases, reached, |_, _, _, _| ());
            let whole = sums[motif * count..].iter().zip(lost.iter().zip(gained));
            changed_sums
                .iter_mut()
                .zip(whole)
                .for_each(|(all, (sum, (lost, gained)))| all.push((sum - lost + gained).max(0.0) as f32));
        }
        changed_sums
    }

    /// For each of some members, the sum of what a motif's sites add; in 64 bits, so that what an edit takes
    /// away and adds leaves no trace elsewhere. `keep` is told where a site starts, its strand, how occupied it
    /// is at each threshold, and what it adds for each member.
    fn read(
        &self,
        members: &Range<usize>,
        motif: usize,
        bases: &Triplets,
        starts: Range<usize>,
        mut keep: impl FnMut(usize, Strand, &[f32], &[f32]),
    ) -> Vec<f64> {
        let weights = self.weights.get(members.clone()).unwrap_or(&[]);
        let cells = motif * (self.window / self.bin) * self.thresholds;
        let (mut sums, mut values) = (vec![0.0; weights.len()], vec![0.0_f32; weights.len()]);
        self.scan.stranded_sites(motif, bases, starts, |start, strand, occupancies| {
            let cell = cells + start / self.bin * self.thresholds;
            for ((sum, value), own) in sums.iter_mut().zip(&mut values).zip(weights) {
                *value = own[cell..].iter().zip(occupancies).map(|(weight, occupancy)| weight * occupancy).sum();
                *sum += f64::from(*value);
            }
            keep(start, strand, occupancies, &values);
        });
        sums
    }
}
