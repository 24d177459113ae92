use serde::Serialize;
use thiserror::Error;

use super::Motif;
use super::matrix::Matrix;
use crate::sequence::Strand;

/// The code of a letter other than A, C, G, T.
const NO_BASE: u8 = 4;

/// A place that fits a motif.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Which of the scanner's motifs.
    pub motif: usize,
    /// Index of its first base in the sequence that was scanned, whichever strand it is on.
    pub start: usize,
    /// Index after its last base.
    pub end: usize,
    /// The strand that reads as the motif.
    pub strand: Strand,
    /// Log-odds against the background, in bits.
    pub score: f64,
    /// Probability of this score or a better one at one place of one strand of random bases.
    pub p_value: f64,
}

/// Why motifs cannot be scanned for.
#[derive(Debug, Clone, Error, PartialEq, Serialize)]
pub enum ScanError {
    /// The background is not four frequencies.
    #[error("the background needs four positive frequencies, of A, C, G and T, which add up to 1")]
    Background,
    /// The limit is no probability.
    #[error("the p-value is {0}; it has to be above 0 and at most 1")]
    PValue(f64),
    /// A matrix that is no motif.
    #[error("motif {id} has {width} positions; 1 to {MAX_WIDTH} are scanned for")]
    Width {
        /// The motif.
        id: String,
        /// Its positions.
        width: usize,
    },
}

/// The most positions of a motif that is scanned for.
pub const MAX_WIDTH: usize = 100;

/// Looks for motifs on both strands.
///
/// A matrix becomes log-odds in bits as FIMO makes them: `log2(p / b)`, where `p` is `(sites x probability +
/// 0.1 b) / (sites + 0.1)` (20 sites where the file names none) and `b` the background, averaged over the two
/// strands. Scores are rounded to 0.01 bits a position, and the p-value of a score is exact for the rounded
/// scores and bases drawn independently from the background; it counts one place of one strand, and is not
/// corrected for the places and motifs that are looked at.
#[derive(Debug, Clone)]
pub struct Scanner {
    matrices: Vec<Matrix>,
}

impl Scanner {
    /// Prepares to find the places where a motif's p-value is at most `p_value`. `background` holds the
    /// frequencies of A, C, G, T.
    ///
    /// # Errors
    /// [`ScanError`] where the background or the limit is none, or a motif is empty or longer than
    /// [`MAX_WIDTH`].
    pub fn new(motifs: &[Motif], background: [f64; 4], p_value: f64) -> Result<Self, ScanError> {
        let sum: f64 = background.iter().sum();
        if (sum - 1.0).abs() > 1e-3 || background.iter().any(|frequency| *frequency <= 0.0) {
            return Err(ScanError::Background);
        }
        if !(p_value > 0.0 && p_value <= 1.0) {
            return Err(ScanError::PValue(p_value));
        }
        let [a, c, g, t] = background;
        let (weak, strong) = ((a + t) / 2.0 / sum, (c + g) / 2.0 / sum);
        let background = [weak, strong, strong, weak];
        let matrices = motifs.iter().map(|motif| Matrix::new(motif, &background, p_value));
        Ok(Self { matrices: matrices.collect::<Result<_, _>>()? })
    }

    /// The number of positions of every motif.
    pub fn widths(&self) -> impl Iterator<Item = usize> {
        self.matrices.iter().map(Matrix::width)
    }

    /// Motifs, by their index, so short or so vague that even their best match is above the p-value: they are
    /// never found.
    pub fn unreachable(&self) -> impl Iterator<Item = usize> {
        self.matrices.iter().enumerate().filter(|(_, matrix)| !matrix.is_reachable()).map(|(index, _)| index)
    }

    /// Every place that fits, ordered by start, then by motif, then forward before reverse.
    ///
    /// `bases` are upper-case letters; a place with anything but A, C, G, T (an N, say) fits nothing.
    pub fn scan(&self, bases: &[u8]) -> Vec<Hit> {
        let code = |base: &u8| b"ACGT".iter().position(|known| known == base).map_or(NO_BASE, |index| index as u8);
        let codes: Vec<u8> = bases.iter().map(code).collect();
        let mut hits = Vec::new();
        for (index, matrix) in self.matrices.iter().enumerate() {
            matrix.scan(index, &codes, &mut hits);
        }
        hits.sort_by_key(|hit| (hit.start, hit.motif, hit.strand == Strand::Reverse));
        hits
    }
}

#[cfg(test)]
mod tests;
