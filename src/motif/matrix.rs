use super::distribution::ScoreTail;
use super::{Hit, MAX_WIDTH, Motif, ScanError};
use crate::sequence::Strand;

/// Steps that a bit of a score is rounded to; p-values are exact for the rounded scores.
const STEPS_PER_BIT: f64 = 100.0;

/// Sites that the background is worth, next to those that a matrix was counted from, as in FIMO.
const PSEUDOCOUNT: f64 = 0.1;

/// Sites of a matrix that does not say how many it has, as in the MEME suite.
const USUAL_SITES: f64 = 20.0;

/// Sites beyond these are not counted: they would only lower the scores of bases that were never seen, and
/// widen the range of scores.
const MOST_SITES: f64 = 1e6;

/// A motif as log-odds, ready to score places.
#[derive(Debug, Clone)]
pub(super) struct Matrix {
    /// Both strands of the motif: scores of A, C, G, T, and of anything else.
    strands: [(Strand, Vec<[i32; 5]>); 2],
    /// The same for both strands, because the background is.
    tail: ScoreTail,
}

impl Matrix {
    /// `background` is that of both strands.
    pub fn new(motif: &Motif, background: &[f64; 4], p_value: f64) -> Result<Self, ScanError> {
        let width = motif.probabilities.len();
        if !(1..=MAX_WIDTH).contains(&width) {
            return Err(ScanError::Width { id: motif.id.clone(), width });
        }
        let sites = motif.sites.unwrap_or(USUAL_SITES).min(MOST_SITES);
        let row = |row: &[f64; 4]| -> [i32; 4] {
            let sum: f64 = row.iter().sum();
            std::array::from_fn(|base| {
                let counted = sites * row[base] / sum;
                let smoothed = (counted + PSEUDOCOUNT * background[base]) / (sites + PSEUDOCOUNT);
                ((smoothed / background[base]).log2() * STEPS_PER_BIT).round() as i32
            })
        };
        let rows: Vec<[i32; 4]> = motif.probabilities.iter().map(row).collect();
        let tail = ScoreTail::new(&rows, background, p_value);
        let highest: i32 = rows.iter().map(|row| row.iter().copied().max().unwrap_or(0)).sum();
        // Out of reach of the threshold, whatever stands beside it.
        let no_base = tail.threshold.min(0) - highest.max(0) - 1;
        let forward = rows.iter().map(|&[a, c, g, t]| [a, c, g, t, no_base]).collect();
        let reverse = rows.iter().rev().map(|&[a, c, g, t]| [t, g, c, a, no_base]).collect();
        Ok(Self { strands: [(Strand::Forward, forward), (Strand::Reverse, reverse)], tail })
    }

    /// Its positions.
    pub fn width(&self) -> usize {
        self.strands[0].1.len()
    }

    /// Whether any sequence is a hit.
    pub fn is_reachable(&self) -> bool {
        self.tail.is_reachable()
    }

    /// Adds the hits in `codes`: 0 to 3 for A, C, G, T, 4 for anything else.
    pub fn scan(&self, motif: usize, codes: &[u8], hits: &mut Vec<Hit>) {
        if !self.is_reachable() {
            return;
        }
        for (strand, rows) in &self.strands {
            let floors = floors(rows, self.tail.threshold);
            for (start, window) in codes.windows(rows.len()).enumerate() {
                if let Some(score) = score(rows, &floors, window) {
                    hits.push(Hit {
                        motif,
                        start,
                        end: start + rows.len(),
                        strand: *strand,
                        score: f64::from(score) / STEPS_PER_BIT,
                        p_value: self.tail.p_value(score),
                    });
                }
            }
        }
    }
}

/// What the score has to be after each position for the threshold to be in reach.
fn floors(rows: &[[i32; 5]], threshold: i32) -> Vec<i32> {
    let mut floor = threshold;
    let mut floors: Vec<i32> = rows
        .iter()
        .rev()
        .map(|row| {
            let here = floor;
            floor -= row[..4].iter().copied().max().unwrap_or(0);
            here
        })
        .collect();
    floors.reverse();
    floors
}

/// The score of a window, unless it falls below what it has to be.
fn score(rows: &[[i32; 5]], floors: &[i32], window: &[u8]) -> Option<i32> {
    let mut score = 0;
    for ((row, floor), &code) in rows.iter().zip(floors).zip(window) {
        score += row[usize::from(code)];
        if score < *floor {
            return None;
        }
    }
    Some(score)
}
