use std::ops::Range;

use super::starts::Starts;
use crate::sequence::Strand;

/// A gene that codes for a protein. Coordinates count from 0 on the forward strand of its contig; a border is
/// what lies before the base of that index, so that for a gene on the reverse strand it is one more than the
/// index of the first base that is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodingGene {
    /// The contig's index in the genome.
    pub contig: usize,
    /// The name that no other gene of the genome has.
    pub systematic: String,
    /// The name that people use, where it has one.
    pub standard: Option<String>,
    /// The strand that it is read from.
    pub strand: Strand,
    /// The border before the start codon that lies furthest upstream; none where it lies outside the contig
    /// or is not annotated.
    pub start_codon: Option<usize>,
    /// The border before the first base of the transcript that starts furthest upstream; none where only
    /// coding sequence is annotated.
    pub transcript_start: Option<usize>,
    /// The border behind the last base of the transcript that ends furthest downstream; none where only coding
    /// sequence is annotated.
    pub transcript_end: Option<usize>,
    /// From its first to its last coding base; beyond the contig's end where it crosses the origin of a
    /// circle, empty where it is not known.
    pub coding: Range<usize>,
    /// Whether other transcripts have others: start codons, first bases, last bases.
    pub has_others: [bool; 3],
}

impl CodingGene {
    /// A gene with one transcript.
    pub(super) fn new(contig: usize, systematic: String, standard: Option<String>, starts: Starts) -> Self {
        let Starts { strand, start_codon, transcript: transcript_start, transcript_end, coding } = starts;
        let has_others = [false; 3];
        Self { contig, systematic, standard, strand, start_codon, transcript_start, transcript_end, coding, has_others }
    }

    /// Takes in a further transcript, by its start codon, its start and its end: the start that lies furthest
    /// upstream and the end that lies furthest downstream count, another one is noted.
    pub(super) fn add_transcript(&mut self, borders: [Option<usize>; 3]) {
        let is_reverse = self.strand == Strand::Reverse;
        let own = [&mut self.start_codon, &mut self.transcript_start, &mut self.transcript_end];
        // Whether the lower of two borders counts.
        let is_lower = [!is_reverse, !is_reverse, is_reverse];
        let rows = own.into_iter().zip(borders).zip(is_lower).zip(&mut self.has_others);
        for (((own, other), is_lower), differs) in rows {
            *own = match (*own, other) {
                (Some(first), Some(other)) => {
                    *differs |= first != other;
                    Some(if is_lower { first.min(other) } else { first.max(other) })
                }
                (first, other) => first.or(other),
            };
        }
    }
}
