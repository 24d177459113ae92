use std::ops::Range;

use super::line::{Kind, Place};
use super::piece::Piece;
use crate::genome::starts::Starts;
use crate::sequence::Strand;

/// A transcript of a gene, all on one contig.
#[derive(Debug)]
pub(super) struct Transcript {
    /// The gene's index.
    pub(super) gene: usize,
    pub(super) contig: String,
    pub(super) pieces: Vec<Piece>,
}

/// Why a gene cannot be used; what is last counts where transcripts differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum GeneFault {
    /// The genome lacks its contig.
    Elsewhere,
    /// It lies beyond its contig's end.
    Beyond,
    /// A line of it cannot be read.
    Unreadable,
    /// It is on both strands, or on none.
    Strands,
    /// Nothing says which piece of a trans-spliced gene is the first.
    Order,
}

/// From the first base to the last of some places.
fn extent<'a>(places: impl Iterator<Item = &'a Place>) -> Option<Range<usize>> {
    places.map(|place| place.range.clone()).reduce(|a, b| a.start.min(b.start)..a.end.max(b.end))
}

impl Transcript {
    pub(super) fn is_coding(&self) -> bool {
        self.pieces.iter().any(Piece::is_coding)
    }

    pub(super) fn is_of_rna(&self) -> bool {
        self.pieces.iter().any(|piece| piece.is_of_rna)
    }

    /// Where it starts, by its start codon where the annotation names those at all, or else by its coding
    /// sequence; and where it ends.
    ///
    /// # Errors
    /// [`GeneFault`] where that cannot be said.
    pub(super) fn starts(&self, with_start_codons: bool) -> Result<Starts, GeneFault> {
        if self.pieces.iter().any(|piece| piece.place.is_none()) {
            return Err(GeneFault::Unreadable);
        }
        let strand = self.strand().ok_or(GeneFault::Strands)?;
        let border = |range: &Range<usize>| match strand {
            Strand::Forward => range.start,
            Strand::Reverse => range.end,
        };
        let coding = extent(self.of(&[Kind::CodingSequence]).map(|(_, place)| place)).unwrap_or_default();
        let opening = self.opening(strand, border(&coding))?;
        let begins = opening.as_ref().map(|(_, place)| border(&place.range));
        let opening_is_cut =
            opening.is_some_and(|(piece, place)| piece.is_open[0] || !with_start_codons && place.begins_within_codon);
        let [lacks_codon, lacks_transcript] = [0, 1].map(|at| self.pieces.iter().any(|piece| piece.lacks_start[at]));
        let annotated = extent(self.of(&[Kind::StartCodon]).map(|(_, place)| place));
        let start_codon = match annotated {
            Some(codon) => Some(border(&codon)),
            None if with_start_codons => None,
            None => begins,
        };
        let transcript =
            self.outermost(&[Kind::Transcript, Kind::Exon, Kind::FivePrimeUtr], border, |piece| piece.is_open[0]);
        let far_border = |range: &Range<usize>| match strand {
            Strand::Forward => range.end,
            Strand::Reverse => range.start,
        };
        let transcript_end = self.outermost(&[Kind::Transcript, Kind::Exon], far_border, |piece| piece.is_open[1]);
        let lacks_end = self.pieces.iter().any(|piece| piece.lacks_end);
        Ok(Starts {
            strand,
            start_codon: start_codon.filter(|_| !lacks_codon && !opening_is_cut),
            transcript: transcript.filter(|_| !lacks_transcript),
            transcript_end: transcript_end.filter(|_| !lacks_end),
            coding,
        })
    }

    /// A border of all that these kinds of pieces cover; none where a piece that lies there is said to go on.
    fn outermost(
        &self,
        kinds: &[Kind],
        border: impl Fn(&Range<usize>) -> usize,
        goes_on: impl Fn(&Piece) -> bool,
    ) -> Option<usize> {
        let outer = border(&extent(self.of(kinds).map(|(_, place)| place))?);
        let mut there = self.of(kinds).filter(|(_, place)| border(&place.range) == outer);
        (!there.any(|(piece, _)| goes_on(piece))).then_some(outer)
    }

    fn of<'a>(&'a self, kinds: &'a [Kind]) -> impl Iterator<Item = (&'a Piece, &'a Place)> {
        let wanted = self.pieces.iter().filter(|piece| kinds.contains(&piece.kind));
        wanted.filter_map(|piece| Some((piece, piece.place.as_ref()?)))
    }

    /// The strand of all that codes, or of everything where nothing does.
    fn strand(&self) -> Option<Strand> {
        let is_coding = self.is_coding();
        let mut strands = self.pieces.iter().filter(|piece| piece.is_coding() || !is_coding);
        let first = strands.next()?.place.as_ref()?.strand?;
        strands.all(|piece| piece.place.as_ref().is_some_and(|place| place.strand == Some(first))).then_some(first)
    }

    /// The coding piece that is read first: the one at the coding sequence's border, but where a transcript
    /// is put together of pieces from elsewhere, the one that is said to be.
    fn opening(&self, strand: Strand, border: usize) -> Result<Option<(&Piece, &Place)>, GeneFault> {
        let pieces: Vec<(&Piece, &Place)> = self.of(&[Kind::CodingSequence]).collect();
        let at = |place: &Place| if strand == Strand::Forward { place.range.start } else { place.range.end };
        if !pieces.iter().any(|(piece, _)| piece.is_trans_spliced) || pieces.len() < 2 {
            return Ok(pieces.into_iter().find(|(_, place)| at(place) == border));
        }
        let parts: Option<Vec<u32>> = pieces.iter().map(|(piece, _)| piece.part).collect();
        if let Some(least) = parts.as_ref().and_then(|parts| parts.iter().min()) {
            let first = pieces.iter().filter(|(piece, _)| piece.part == Some(*least));
            return Ok(first.copied().reduce(|a, b| if upstream(strand, at(a.1), at(b.1)) { a } else { b }));
        }
        let in_order = pieces.windows(2).all(|pair| upstream(strand, at(pair[0].1), at(pair[1].1)));
        if in_order { Ok(pieces.first().copied()) } else { Err(GeneFault::Order) }
    }
}

fn upstream(strand: Strand, one: usize, other: usize) -> bool {
    if strand == Strand::Forward { one < other } else { one > other }
}
