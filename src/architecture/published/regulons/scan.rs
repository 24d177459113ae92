use std::ops::Range;

use crate::sequence::Strand;

/// Letters of a code: A, C, G, T, and whatever else.
const LETTERS: usize = 5;

/// Entries of a table of three letters, as many as a byte with its highest bit off has.
const TRIPLETS: usize = 128;

/// Letters that one look-up covers.
const TRIPLET: usize = 3;

/// Below any threshold, whatever stands beside it.
const NO_BASE: f32 = -1e4;

/// A site that is so many bits below the lowest threshold counts as empty.
const BITS_BELOW: f32 = 10.0;

/// A motif is particular about positions whose best base scores so many bits.
const PARTICULAR: f32 = 1.0;

/// A sequence as one number for each three neighbouring letters; behind its end stands nothing.
#[derive(Debug, Clone)]
pub struct Triplets {
    codes: Vec<u8>,
    length: usize,
}

impl Triplets {
    /// Of codes A, C, G, T = 0 to 3; any other is no base.
    pub fn new(codes: &[u8], widest: usize) -> Self {
        let letter = |at: usize| codes.get(at).map_or(LETTERS - 1, |code| usize::from((*code).min(LETTERS as u8 - 1)));
        let triplet = |at: usize| (letter(at) * LETTERS + letter(at + 1)) * LETTERS + letter(at + 2);
        Self { codes: (0..codes.len() + widest).map(|at| triplet(at) as u8).collect(), length: codes.len() }
    }

    /// Letters of the sequence.
    fn length(&self) -> usize {
        self.length
    }
}

/// Matrices of log-odds (in bits), ready to score both strands of a sequence.
#[derive(Debug, Clone)]
pub struct MotifScan {
    motifs: Vec<Matrix>,
}

#[derive(Debug, Clone)]
struct Matrix {
    width: usize,
    /// By strand, one table for each three positions.
    strands: [Vec<[f32; TRIPLETS]>; 2],
    /// Scores below it count as no site.
    floor: f32,
    /// Two to the power of the score at which a site is half occupied, by threshold.
    halves: Vec<f32>,
    /// From the first to the last position that the motif is particular about.
    core: Range<usize>,
}

impl MotifScan {
    /// `rows` holds the matrices one after the other, four numbers a position; `thresholds` are shares of the
    /// best score.
    pub fn new(rows: &[f32], widths: &[usize], thresholds: &[f32]) -> Self {
        let mut rest = rows;
        let motifs = widths.iter().map(|&width| {
            let (own, behind) = rest.split_at((width * 4).min(rest.len()));
            rest = behind;
            Matrix::new(own, thresholds)
        });
        Self { motifs: motifs.collect() }
    }

    /// Bases of the widest matrix.
    pub fn widest(&self) -> usize {
        self.motifs.iter().map(|motif| motif.width).max().unwrap_or(0)
    }

    /// The starts of a motif's sites that a change of the letters `changed` reaches, in a sequence of so many
    /// letters.
    pub fn reached(&self, motif: usize, changed: &Range<usize>, length: usize) -> Range<usize> {
        let width = self.motifs[motif].width;
        let end = changed.end.min((length + 1).saturating_sub(width));
        (changed.start + 1).saturating_sub(width).min(end)..end
    }

    /// All bases of a site that starts there, and those that the motif is particular about.
    pub fn bases_of(&self, motif: usize, start: usize, strand: Strand) -> [Range<usize>; 2] {
        let Matrix { width, core, .. } = &self.motifs[motif];
        let core = match strand {
            Strand::Forward => core.clone(),
            Strand::Reverse => width - core.end..width - core.start,
        };
        [start..start + width, start + core.start..start + core.end]
    }

    /// The same as [`Self::stranded_sites`] whatever the strand.
    #[cfg(feature = "train")]
    pub fn sites(&self, motif: usize, bases: &Triplets, starts: Range<usize>, mut site: impl FnMut(usize, &[f32])) {
        self.stranded_sites(motif, bases, starts, |start, _, occupancies| site(start, occupancies));
    }

    /// Calls `site` with every start among `starts` where there may be a site, its strand, and its occupancy at
    /// each threshold. The stronger strand counts.
    pub fn stranded_sites(
        &self,
        motif: usize,
        bases: &Triplets,
        starts: Range<usize>,
        mut site: impl FnMut(usize, Strand, &[f32]),
    ) {
        let Some(matrix) = self.motifs.get(motif) else { return };
        let last = (bases.length() + 1).saturating_sub(matrix.width);
        let starts = starts.start.min(last)..starts.end.min(last);
        let [own, other] = [0, 1].map(|strand| matrix.scores(strand, bases, &starts));
        let mut occupancies = vec![0.0; matrix.halves.len()];
        for (start, (own, other)) in starts.zip(own.into_iter().zip(other)) {
            let score = own.max(other);
            if score < matrix.floor {
                continue;
            }
            let odds = score.exp2();
            for (occupancy, half) in occupancies.iter_mut().zip(&matrix.halves) {
                *occupancy = odds / (odds + half);
            }
            site(start, if own >= other { Strand::Forward } else { Strand::Reverse }, &occupancies);
        }
    }
}

impl Matrix {
    fn new(rows: &[f32], thresholds: &[f32]) -> Self {
        let forward: Vec<[f32; 4]> = rows.as_chunks::<4>().0.to_vec();
        let reverse: Vec<[f32; 4]> = forward.iter().rev().map(|&[a, c, g, t]| [t, g, c, a]).collect();
        let bests: Vec<f32> = forward.iter().map(|row| row.iter().copied().fold(f32::MIN, f32::max)).collect();
        let best: f32 = bests.iter().sum();
        let is_particular = |score: &f32| *score >= PARTICULAR;
        let ends = bests.iter().position(is_particular).zip(bests.iter().rposition(is_particular));
        let lowest = thresholds.iter().copied().fold(f32::MAX, f32::min);
        Self {
            width: forward.len(),
            strands: [forward, reverse].map(|rows| rows.chunks(TRIPLET).map(table).collect()),
            floor: lowest * best - BITS_BELOW,
            halves: thresholds.iter().map(|share| (share * best).exp2()).collect(),
            core: ends.map_or(0..bests.len(), |(first, last)| first..last + 1),
        }
    }

    fn scores(&self, strand: usize, bases: &Triplets, starts: &Range<usize>) -> Vec<f32> {
        let mut scores = vec![0.0_f32; starts.len()];
        for (at, table) in self.strands[strand].iter().enumerate() {
            let codes = bases.codes.get(starts.start + at * TRIPLET..).unwrap_or(&[]);
            for (score, code) in scores.iter_mut().zip(codes) {
                *score += table[usize::from(*code) % TRIPLETS];
            }
        }
        scores
    }
}

/// The sum of up to three rows for every three letters.
fn table(rows: &[[f32; 4]]) -> [f32; TRIPLETS] {
    std::array::from_fn(|code| {
        let letters = [code / (LETTERS * LETTERS), code / LETTERS % LETTERS, code % LETTERS];
        rows.iter().zip(letters).map(|(row, letter)| row.get(letter).copied().unwrap_or(NO_BASE)).sum()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_are_found_on_both_strands_and_nothing_is_no_base() {
        // ACCG, and a fifth position that does not matter.
        let favours = |base: usize| std::array::from_fn::<f32, 4, _>(|other| if other == base { 2.0 } else { -8.0 });
        let rows = [favours(0), favours(1), favours(1), favours(2), [0.0; 4]].concat();
        let scan = MotifScan::new(&rows, &[5], &[0.5]);
        let found = |text: &str| {
            let codes: Vec<u8> =
                text.bytes().map(|base| b"ACGT".iter().position(|own| *own == base).unwrap_or(255) as u8).collect();
            let mut sites = Vec::new();
            scan.stranded_sites(0, &Triplets::new(&codes, scan.widest()), 0..codes.len(), |start, strand, own| {
                sites.push((start, strand, own[0]));
            });
            // What is listed reaches ten bits below the threshold, hardly occupied.
            sites.retain(|(_, _, occupancy)| *occupancy > 0.5);
            sites
        };
        let occupied = 256.0 / (256.0 + 16.0);
        assert_eq!(found("TTACCGTTT"), [(2, Strand::Forward, occupied)]);
        assert_eq!(found("TTTCGGTTT"), [(2, Strand::Reverse, occupied)]);
        assert_eq!(found("TTACCG"), [], "the motif ends behind the sequence");
        assert_eq!(found("TTANCGTTT"), []);
        assert_eq!(found("TTACCGN"), [], "a position that does not matter has to be a base all the same");
        assert_eq!(scan.bases_of(0, 2, Strand::Forward), [2..7, 2..6], "the fifth position does not matter");
        assert_eq!(scan.bases_of(0, 2, Strand::Reverse), [2..7, 3..7]);
        assert_eq!(scan.reached(0, &(3..4), 9), 0..4);
        assert_eq!(scan.reached(0, &(7..9), 9), 3..5);
        assert_eq!(scan.reached(0, &(0..1), 4), 0..0);
    }
}
