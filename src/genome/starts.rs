use std::ops::Range;

use super::GenomeError;
use crate::sequence::Strand;

/// Where a transcript starts; borders as in [`super::CodingGene`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Starts {
    pub(super) strand: Strand,
    pub(super) start_codon: Option<usize>,
    pub(super) transcript: Option<usize>,
    /// From its first to its last coding base; empty where that is not known.
    pub(super) coding: Range<usize>,
}

/// The contig that it lies on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch<'a> {
    pub(super) name: &'a str,
    pub(super) bases: usize,
    pub(super) is_circular: bool,
}

impl Starts {
    /// Itself on a contig that has the bases. After the last base of a circle comes the first one; elsewhere
    /// nothing.
    ///
    /// # Errors
    /// [`GenomeError::Beyond`] where the contig ends before the coding sequence does.
    pub(super) fn on(mut self, contig: Stretch<'_>, gene: &str) -> Result<Self, GenomeError> {
        let bases = contig.bases;
        let most = if contig.is_circular { bases.saturating_mul(2) } else { bases };
        let starts = match self.strand {
            Strand::Forward => self.coding.start,
            Strand::Reverse => self.coding.end,
        };
        // Where no coding sequence is known, the transcript has to be here.
        let end = if self.coding.is_empty() { self.transcript.unwrap_or_default() } else { self.coding.end };
        if end > most || !self.coding.is_empty() && self.coding.start >= bases {
            let (what, base) = if starts > most { ("starts", starts) } else { ("ends", end) };
            let (gene, contig) = (gene.to_owned(), contig.name.to_owned());
            return Err(GenomeError::Beyond { gene, what, base, contig, bases });
        }
        let wrapped = |border: usize| {
            let last = if self.strand == Strand::Forward { bases.saturating_sub(1) } else { bases };
            if contig.is_circular && border > last { border - bases } else { border }
        };
        let [start_codon, transcript] =
            [self.start_codon, self.transcript].map(|border| border.map(wrapped).filter(|border| *border <= bases));
        (self.start_codon, self.transcript) = (start_codon, transcript);
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_crosses_the_origin_of_a_circle_goes_on_at_its_beginning() {
        let contig = |is_circular| Stretch { name: "I", bases: 10, is_circular };
        let starts = |strand, coding: Range<usize>| {
            let border = if strand == Strand::Forward { coding.start } else { coding.end };
            Starts { strand, start_codon: Some(border), transcript: None, coding }
        };
        let start = |strand, coding, is_circular| {
            starts(strand, coding).on(contig(is_circular), "a").map(|starts| starts.start_codon).ok()
        };
        assert_eq!(start(Strand::Forward, 8..13, true), Some(Some(8)));
        assert_eq!(start(Strand::Reverse, 8..13, true), Some(Some(3)));
        assert_eq!(start(Strand::Reverse, 2..10, true), Some(Some(10)));
        assert_eq!(start(Strand::Forward, 10..13, true), None);
        assert_eq!(start(Strand::Forward, 8..21, true), None);
        assert_eq!(start(Strand::Forward, 8..10, false), Some(Some(8)));
        let error = |strand| starts(strand, 8..13).on(contig(false), "a").map_err(|error| error.to_string());
        assert!(error(Strand::Forward).is_err_and(|error| error.starts_with("a ends at base 13")));
        assert!(error(Strand::Reverse).is_err_and(|error| error.starts_with("a starts at base 13")));
    }
}
