use std::collections::BTreeMap;

use super::{CallsError, CallsNote, Mismatch};
use crate::genome::{Contig, LeftOut};

/// How many contigs of the genome an error names.
const EXAMPLES: usize = 5;

/// What was read of calls and what had to be left out, counted as it happens.
#[derive(Debug, Clone, Default)]
pub struct CallsTally {
    records: usize,
    left_out: BTreeMap<LeftOut, usize>,
    telomeres: usize,
    /// Records on contigs that the genome does not have, by their names.
    elsewhere: BTreeMap<String, usize>,
    matching: usize,
    mismatches: Option<(usize, Mismatch)>,
    crossing: usize,
    short: usize,
    unphased: usize,
    overlapping: usize,
}

impl CallsTally {
    pub(super) fn count_record(&mut self) {
        self.records += 1;
    }

    pub(super) fn count_left_out(&mut self, why: LeftOut) {
        *self.left_out.entry(why).or_default() += 1;
    }

    pub(super) fn count_telomere(&mut self) {
        self.telomeres += 1;
    }

    pub(super) fn count_elsewhere(&mut self, contig: &str) {
        match self.elsewhere.get_mut(contig) {
            Some(count) => *count += 1,
            None => drop(self.elsewhere.insert(contig.to_owned(), 1)),
        }
    }

    pub(super) fn count_matching(&mut self) {
        self.matching += 1;
    }

    pub(super) fn count_mismatch(&mut self, mismatch: impl FnOnce() -> Mismatch) {
        match &mut self.mismatches {
            Some((count, _)) => *count += 1,
            none => *none = Some((1, mismatch())),
        }
    }

    pub(super) fn count_short(&mut self) {
        self.short += 1;
    }

    pub(super) fn count_unphased(&mut self) {
        self.unphased += 1;
    }

    pub(super) fn count_overlapping(&mut self) {
        self.overlapping += 1;
    }

    /// An allele, or a haplotype, was found to cross the anchor of a gene.
    pub fn count_crossing(&mut self) {
        self.crossing += 1;
    }

    /// Records read.
    pub fn records(&self) -> usize {
        self.records
    }

    /// Whether the calls can be of this genome: to be asked at their end.
    ///
    /// # Errors
    /// [`CallsError`] where there are records and none of them fits.
    pub fn check(&self, contigs: &[Contig]) -> Result<(), CallsError> {
        if self.matching > 0 || self.records == 0 {
            return Ok(());
        }
        if let Some((_, first)) = &self.mismatches {
            return Err(CallsError::OtherGenome { first: first.clone() });
        }
        if self.elsewhere.is_empty() {
            return Ok(());
        }
        Err(CallsError::OtherContigs {
            called: self.elsewhere.keys().cloned().collect(),
            own: contigs.iter().take(EXAMPLES).map(|contig| contig.name.clone()).collect(),
        })
    }

    /// What was left out, and why.
    pub fn notes(&self) -> Vec<CallsNote> {
        let alternatives = self.left_out.iter().map(|(why, &count)| match why {
            LeftOut::Symbolic => CallsNote::Symbolic { count },
            LeftOut::Breakend => CallsNote::Breakend { count },
            LeftOut::Spanning => CallsNote::Spanning { count },
            LeftOut::Missing => CallsNote::NoneCalled { count },
            LeftOut::Letters => CallsNote::OtherLetters { count },
        });
        let some = |count: usize, note: fn(usize) -> CallsNote| (count > 0).then(|| note(count));
        let other_bases = self.mismatches.clone().map(|(count, first)| CallsNote::OtherBases { count, first });
        let elsewhere = (!self.elsewhere.is_empty()).then(|| CallsNote::Elsewhere {
            count: self.elsewhere.values().sum(),
            contigs: self.elsewhere.keys().cloned().collect(),
        });
        let others = [
            some(self.telomeres, |count| CallsNote::Telomere { count }),
            other_bases,
            elsewhere,
            some(self.crossing, |count| CallsNote::AcrossAnchor { count }),
            some(self.short, |count| CallsNote::ShortPromoter { count }),
            some(self.unphased, |count| CallsNote::Unphased { count }),
            some(self.overlapping, |count| CallsNote::Overlapping { count }),
        ];
        alternatives.chain(others.into_iter().flatten()).collect()
    }
}
