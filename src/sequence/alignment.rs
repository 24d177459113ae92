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
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The score of an alignment, from its definition.
    fn score(alignment: &Alignment, [first, second]: [&[u8]; 2]) -> i32 {
        let mut at = alignment.ahead;
        let mut total = 0;
        for run in &alignment.runs {
            total += MATCH * (run.first.start - at[0]) as i32;
            total += run_score(&first[run.first.clone()], &second[run.second.clone()]);
            at = [run.first.end, run.second.end];
        }
        total + MATCH * (first.len() - at[0]) as i32
    }

    /// The best score of a run in which no bases are alike and stand side by side.
    fn run_score(first: &[u8], second: &[u8]) -> i32 {
        let gap = |bases: usize| if bases == 0 { 0 } else { OPEN + EXTEND * (bases as i32 - 1) };
        let pairs = 0..=first.len().min(second.len());
        let of = |pairs: usize| MISMATCH * pairs as i32 + gap(first.len() - pairs) + gap(second.len() - pairs);
        pairs.map(of).max().unwrap_or_default()
    }

    /// The best score by trying every way, the beginning of one of both being free.
    fn by_trying(first: &[u8], second: &[u8], state: State) -> i32 {
        if first.is_empty() || second.is_empty() {
            return 0;
        }
        let gap = |own| if state == own { EXTEND } else { OPEN };
        let (a, b) = (&first[..first.len() - 1], &second[..second.len() - 1]);
        let gain = if first.last() == second.last() { MATCH } else { MISMATCH };
        let ways = [
            gain + by_trying(a, b, State::Pair),
            gap(State::Deletion) + by_trying(a, second, State::Deletion),
            gap(State::Insertion) + by_trying(first, b, State::Insertion),
        ];
        ways.into_iter().max().unwrap_or_default()
    }

    #[test]
    fn runs_of_each_kind() {
        type Case = (&'static [u8], &'static [u8], [usize; 2], &'static [[usize; 4]]);
        let cases: [Case; 6] = [
            (b"ACGTACGTAC", b"ACGTTCGTAC", [0, 0], &[[4, 5, 4, 5]]),
            (b"ACGTACGGTACCA", b"ACGTACTACCA", [0, 0], &[[6, 8, 6, 6]]),
            (b"TTACGTACGT", b"ACGTACGT", [2, 0], &[]),
            (b"ACGTACGT", b"GGACGTACGT", [0, 2], &[]),
            (b"", b"ACG", [0, 3], &[]),
            (b"ACGTTTGCATGCA", b"ACGTTTGAAAACATGCA", [0, 0], &[[7, 7, 7, 11]]),
        ];
        for (first, second, ahead, runs) in cases {
            let found = align(first, second).unwrap();
            let own: Vec<[usize; 4]> = found
                .runs
                .iter()
                .map(|run| [run.first.start, run.first.end, run.second.start, run.second.end])
                .collect();
            assert_eq!((found.ahead, own.as_slice()), (ahead, runs), "{first:?} {second:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_scores_better(first in "[ACG]{0,7}", second in "[ACG]{0,7}") {
            let (first, second) = (first.as_bytes(), second.as_bytes());
            let alignment = align(first, second).unwrap();
            let found = score(&alignment, [first, second]);
            let best = if first.is_empty() || second.is_empty() { 0 } else { by_trying(first, second, State::Pair) };
            prop_assert_eq!(found, best, "{:?}", alignment);
        }

        #[test]
        fn the_second_is_the_first_with_its_runs(first in "[ACGT]{0,60}", second in "[ACGT]{0,60}") {
            let (first, second) = (first.as_bytes(), second.as_bytes());
            let alignment = align(first, second).unwrap();
            let (mut at, mut made) = (alignment.ahead[0], second[..alignment.ahead[1]].to_vec());
            for run in &alignment.runs {
                made.extend(&first[at..run.first.start]);
                made.extend(&second[run.second.clone()]);
                at = run.first.end;
            }
            made.extend(&first[at..]);
            prop_assert_eq!(made.as_slice(), second);
            prop_assert!(alignment.ahead.contains(&0));
        }
    }
}
