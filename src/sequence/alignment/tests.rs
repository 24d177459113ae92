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
        let own: Vec<[usize; 4]> =
            found.runs.iter().map(|run| [run.first.start, run.first.end, run.second.start, run.second.end]).collect();
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
