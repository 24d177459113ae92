use std::ops::Range;

use super::GenomeError;
use crate::sequence::Strand;

/// Where a transcript starts and ends; borders as in [`super::CodingGene`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Starts {
    pub(super) strand: Strand,
    pub(super) start_codon: Option<usize>,
    pub(super) transcript: Option<usize>,
    pub(super) transcript_end: Option<usize>,
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
        // A border belongs to the base behind it where something starts on the forward strand or ends on the
        // reverse one, and else to the base before it.
        let wrapped = |border: usize, behind: Strand| {
            let last = if self.strand == behind { bases.saturating_sub(1) } else { bases };
            let border = if contig.is_circular && border > last { border - bases } else { border };
            Some(border).filter(|border| *border <= bases)
        };
        let start = |border: Option<usize>| border.and_then(|border| wrapped(border, Strand::Forward));
        let [start_codon, transcript] = [self.start_codon, self.transcript].map(start);
        let transcript_end = self.transcript_end.and_then(|border| wrapped(border, Strand::Reverse));
        (self.start_codon, self.transcript, self.transcript_end) = (start_codon, transcript, transcript_end);
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
            Starts { strand, start_codon: Some(border), transcript: None, transcript_end: None, coding }
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
        let end = |strand, border| {
            let coding = 8..13;
            let own = Starts { strand, start_codon: None, transcript: None, transcript_end: Some(border), coding };
            own.on(contig(true), "a").map(|own| own.transcript_end).ok()
        };
        assert_eq!(end(Strand::Forward, 13), Some(Some(3)));
        assert_eq!(end(Strand::Forward, 10), Some(Some(10)));
        assert_eq!(end(Strand::Reverse, 8), Some(Some(8)));
        assert_eq!(end(Strand::Reverse, 10), Some(Some(0)));
        let error = |strand| starts(strand, 8..13).on(contig(false), "a").map_err(|error| error.to_string());
        assert!(error(Strand::Forward).is_err_and(|error| error.starts_with("a ends at base 13")));
        assert!(error(Strand::Reverse).is_err_and(|error| error.starts_with("a starts at base 13")));
    }
}
