use super::{Evidence, STEPS, UNKNOWN};

/// What is known of one gene.
#[derive(Debug, Clone, Copy)]
pub struct GeneEvidence<'a> {
    pub(super) evidence: &'a Evidence,
    pub(super) gene: usize,
}

/// The summit of a peak of binding on a promoter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peak<'a> {
    /// The TF's systematic name.
    pub tf: &'a str,
    /// Where: -1 is the base before the start codon.
    pub position: i32,
}

impl<'a> GeneEvidence<'a> {
    /// The gene's systematic name.
    pub fn gene(&self) -> &'a str {
        &self.evidence.genes[self.gene]
    }

    /// Systematic names of the TFs that regulate the gene.
    pub fn edges(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let Evidence { edges, edges_of, tfs, .. } = self.evidence;
        edges[edges_of[self.gene].clone()].iter().map(|tf| tfs[usize::from(*tf)].as_str())
    }

    /// Peaks of binding on the gene's promoter.
    pub fn peaks(&self) -> impl Iterator<Item = Peak<'a>> + use<'a> {
        let Evidence { peaks, peaks_of, tfs, .. } = self.evidence;
        let peak = |&(tf, position): &(u16, i16)| Peak { tf: &tfs[usize::from(tf)], position: position.into() };
        peaks[peaks_of[self.gene].clone()].iter().map(peak)
    }

    /// How much of what the promoter has of a family's sites its relatives have too, from 0 to 1 in tenths;
    /// nothing for a family that is not known, and where the promoter has no such site or no relative.
    pub fn conservation(&self, family: &str) -> Option<f32> {
        let families = &self.evidence.families;
        let at = families.iter().position(|own| own == family)?;
        let tenths = *self.evidence.conservation.get(self.gene * families.len() + at)?;
        (tenths != UNKNOWN).then(|| f32::from(tenths) / STEPS)
    }
}
