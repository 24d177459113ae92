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
    /// From its first to its last coding base; beyond the contig's end where it crosses the origin of a
    /// circle, empty where it is not known.
    pub coding: Range<usize>,
    /// Whether other transcripts start elsewhere: their start codons, their first bases.
    pub other_starts: [bool; 2],
}

impl CodingGene {
    /// A gene with one transcript.
    pub(super) fn new(contig: usize, systematic: String, standard: Option<String>, starts: Starts) -> Self {
        let Starts { strand, start_codon, transcript: transcript_start, coding } = starts;
        let other_starts = [false; 2];
        Self { contig, systematic, standard, strand, start_codon, transcript_start, coding, other_starts }
    }

    /// Takes in a further transcript: the start that lies furthest upstream counts, another one is noted.
    pub(super) fn add_transcript(&mut self, start_codon: Option<usize>, transcript_start: Option<usize>) {
        let strand = self.strand;
        let own = [&mut self.start_codon, &mut self.transcript_start];
        for ((own, other), differs) in own.into_iter().zip([start_codon, transcript_start]).zip(&mut self.other_starts)
        {
            let upstream = match (*own, other) {
                (Some(first), Some(other)) => {
                    *differs |= first != other;
                    match strand {
                        Strand::Forward => Some(first.min(other)),
                        Strand::Reverse => Some(first.max(other)),
                    }
                }
                (first, other) => first.or(other),
            };
            *own = upstream;
        }
    }
}
