use std::ops::Range;

/// Costs as EMBOSS's `needle` has them for DNA (match 5, mismatch -4, gap 10, each further base 0.5), doubled.
const MATCH: i32 = 10;
const MISMATCH: i32 = -8;
const OPEN: i32 = -20;
const EXTEND: i32 = -1;

const NEVER: i32 = i32::MIN / 2;

/// The most pairs of bases that are looked at: two promoters of 7,000 bases.
pub const MAX_PAIRS: usize = 50_000_000;

/// A stretch of one sequence and what stands in its place in another one that it was aligned with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlignedRun {
    /// The bases of the first sequence; empty for an insertion.
    pub first: Range<usize>,
    /// Those of the second one; empty for a deletion.
    pub second: Range<usize>,
}

/// Two sequences with their last bases side by side, as the ends of promoters at one anchor are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alignment {
    /// How many bases at the beginning of the first one, or of the second one, have no counterpart: the other
    /// sequence begins behind them. One of both is 0.
    pub ahead: [usize; 2],
    /// Where they differ behind those, from the beginning to the end.
    pub runs: Vec<AlignedRun>,
}

/// How the best way to a pair of bases ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Pair,
    /// A base of the first sequence without counterpart.
    Deletion,
    /// A base of the second one.
    Insertion,
}

const STATES: [State; 3] = [State::Pair, State::Deletion, State::Insertion];

/// Aligns two sequences (Gotoh's algorithm, affine gaps): all of both, but for what one of them has more of at its
/// beginning, which costs nothing. Nothing where they are too long.
///
/// ```
/// use cisight::sequence::align;
/// let alignment = align(b"GATTACA", b"CCGATTCA").unwrap();
/// assert_eq!((alignment.ahead, alignment.runs[0].first.clone()), ([0, 2], 4..5));
/// ```
pub fn align(first: &[u8], second: &[u8]) -> Option<Alignment> {
    let (rows, columns) = (first.len() + 1, second.len() + 1);
    if rows.checked_mul(columns)? > MAX_PAIRS {
        return None;
    }
    let mut origins = vec![0_u8; rows * columns];
    // A row of scores for each state.
    let mut scores = STATES.map(|state| vec![if state == State::Pair { 0 } else { NEVER }; columns]);
    for row in 1..rows {
        // Scores of the row before at the column before.
        let mut diagonal = scores.each_ref().map(|own| own[0]);
        (scores[0][0], scores[1][0], scores[2][0]) = (0, NEVER, NEVER);
        for column in 1..columns {
            let above = scores.each_ref().map(|own| own[column]);
            let left = scores.each_ref().map(|own| own[column - 1]);
            let gain = if first[row - 1] == second[column - 1] { MATCH } else { MISMATCH };
            let [pair, deletion, insertion] = [
                best(diagonal.map(|own| own + gain)),
                best([above[0] + OPEN, above[1] + EXTEND, above[2] + OPEN]),
                best([left[0] + OPEN, left[1] + OPEN, left[2] + EXTEND]),
            ];
            diagonal = above;
            (scores[0][column], scores[1][column], scores[2][column]) = (pair.1, deletion.1, insertion.1);
            origins[row * columns + column] = pair.0 | (deletion.0 << 2) | (insertion.0 << 4);
        }
    }
    let last = best(scores.each_ref().map(|own| own[columns - 1])).0;
    Some(traced(&origins, [rows, columns], usize::from(last), [first, second]))
}

/// The place of the best of three scores, the first of equals, and its score.
fn best(scores: [i32; 3]) -> (u8, i32) {
    let better = |own: (u8, i32), other: (u8, i32)| if other.1 > own.1 { other } else { own };
    better(better((0, scores[0]), (1, scores[1])), (2, scores[2]))
}

/// The way back from the ends to where one of the sequences begins.
fn traced(origins: &[u8], [rows, columns]: [usize; 2], last: usize, [first, second]: [&[u8]; 2]) -> Alignment {
    let (mut row, mut column, mut state) = (rows - 1, columns - 1, last);
    let mut runs: Vec<AlignedRun> = Vec::new();
    while row > 0 && column > 0 {
        let (first_end, second_end) = (row, column);
        let is_alike = STATES[state] == State::Pair && first[row - 1] == second[column - 1];
        let origin = (origins[row * columns + column] >> (2 * state)) & 3;
        row -= usize::from(STATES[state] != State::Insertion);
        column -= usize::from(STATES[state] != State::Deletion);
        state = usize::from(origin);
        if is_alike {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.first.start == first_end && run.second.start == second_end => {
                (run.first.start, run.second.start) = (row, column);
            }
            _ => runs.push(AlignedRun { first: row..first_end, second: column..second_end }),
        }
    }
    runs.reverse();
    Alignment { ahead: [row, column], runs }
}

#[cfg(test)]
mod tests;
