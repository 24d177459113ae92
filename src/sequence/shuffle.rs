use std::ops::Range;

use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};

use super::Window;

/// The window with a stretch shuffled ([`dinucleotide_shuffle`]); all else stays as it is.
pub fn shuffle_stretch(window: &Window, stretch: Range<usize>, seed: u64) -> Window {
    let mut codes = window.codes().to_vec();
    let shuffled = dinucleotide_shuffle(&codes[stretch.clone()], seed);
    codes[stretch].copy_from_slice(&shuffled);
    window.with_codes(codes)
}

/// Shuffles letters so that every pair of neighbours stays as frequent as it was: a control that keeps a
/// promoter's composition and loses its motifs.
///
/// The first and the last letter stay. An N, padding or any other byte is a letter like every other, so codes
/// of a window can be shuffled too. The result is drawn evenly from all such sequences (Altschul and Erickson
/// 1985, the last exits drawn as Wilson 1996 does); a seed gives the same result again with the same version
/// of this crate.
///
/// ```
/// let bases = b"ACGTTGCAACGGTATTGCAC";
/// let shuffled = cisight::sequence::dinucleotide_shuffle(bases, 7);
/// assert_eq!(shuffled, cisight::sequence::dinucleotide_shuffle(bases, 7));
/// assert_eq!((shuffled.len(), shuffled[0], shuffled[19]), (20, b'A', b'C'));
/// ```
pub fn dinucleotide_shuffle(letters: &[u8], seed: u64) -> Vec<u8> {
    let (Some(&first), Some(&last)) = (letters.first(), letters.last()) else { return Vec::new() };
    let mut random = StdRng::seed_from_u64(seed);
    // The letters that follow each letter: a shuffle is a walk that uses each of them once.
    let mut followers: Vec<Vec<u8>> = vec![Vec::new(); 256];
    for pair in letters.windows(2) {
        followers[usize::from(pair[0])].push(pair[1]);
    }
    let last_exits = last_exits(&followers, last, &mut random);
    for (letter, followers) in followers.iter_mut().enumerate() {
        let exit = last_exits[letter].and_then(|exit| followers.iter().position(|follower| *follower == exit));
        if let Some(index) = exit {
            followers.swap_remove(index);
        }
        followers.shuffle(&mut random);
        // The walk takes them from the end.
        if let Some(exit) = last_exits[letter] {
            followers.insert(0, exit);
        }
    }
    let mut walk = vec![first];
    let mut at = first;
    while let Some(next) = followers[usize::from(at)].pop() {
        walk.push(next);
        at = next;
    }
    walk
}

/// For every letter but the last of the walk, the follower that is used last: a random tree along which each
/// of them leads to the end, so that no walk gets stuck before. Random walks with their loops erased draw it
/// evenly.
fn last_exits(followers: &[Vec<u8>], end: u8, random: &mut StdRng) -> Vec<Option<u8>> {
    let mut exits: Vec<Option<u8>> = vec![None; followers.len()];
    let mut in_tree = vec![false; followers.len()];
    in_tree[usize::from(end)] = true;
    for letter in (0..=u8::MAX).filter(|letter| !followers[usize::from(*letter)].is_empty()) {
        let mut at = letter;
        while !in_tree[usize::from(at)] {
            let choices = &followers[usize::from(at)];
            let next = choices[random.random_range(0..choices.len())];
            exits[usize::from(at)] = Some(next);
            at = next;
        }
        // Only the last exit from each letter counts: that erases the loops.
        let mut at = letter;
        while !in_tree[usize::from(at)] {
            in_tree[usize::from(at)] = true;
            at = exits[usize::from(at)].unwrap_or(end);
        }
    }
    exits
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    fn pairs(letters: &[u8]) -> BTreeMap<[u8; 2], usize> {
        let mut counts = BTreeMap::new();
        for pair in letters.windows(2) {
            *counts.entry([pair[0], pair[1]]).or_insert(0) += 1;
        }
        counts
    }

    proptest! {
        #[test]
        fn pairs_and_ends_stay(bases in "[ACGTN]{0,300}", seed in any::<u64>()) {
            let shuffled = dinucleotide_shuffle(bases.as_bytes(), seed);
            prop_assert_eq!(pairs(&shuffled), pairs(bases.as_bytes()));
            prop_assert_eq!(shuffled.len(), bases.len());
            prop_assert_eq!((shuffled.first(), shuffled.last()), (bases.as_bytes().first(), bases.as_bytes().last()));
        }

        #[test]
        fn seeds_reproduce_and_differ(bases in "[ACGT]{200}", seed in 0_u64..1000) {
            let shuffled = dinucleotide_shuffle(bases.as_bytes(), seed);
            prop_assert_eq!(&shuffled, &dinucleotide_shuffle(bases.as_bytes(), seed));
            prop_assert_ne!(&shuffled, &dinucleotide_shuffle(bases.as_bytes(), seed + 1));
            prop_assert_ne!(&shuffled, bases.as_bytes());
        }
    }

    #[test]
    fn every_sequence_is_drawn_as_often() {
        let bases = b"ACABCBAACB";
        let mut drawn: BTreeMap<Vec<u8>, u32> = BTreeMap::new();
        for seed in 0..20_000 {
            *drawn.entry(dinucleotide_shuffle(bases, seed)).or_default() += 1;
        }
        let mut permutations = BTreeSet::from([bases.to_vec()]);
        let mut queue = vec![bases.to_vec()];
        // Every sequence of the same letters is reached by swaps; those with the same pairs and ends are
        // kept.
        while let Some(sequence) = queue.pop() {
            for (a, b) in (0..bases.len()).flat_map(|a| (0..a).map(move |b| (a, b))) {
                let mut other = sequence.clone();
                other.swap(a, b);
                if permutations.insert(other.clone()) {
                    queue.push(other);
                }
            }
        }
        let ends = (bases.first(), bases.last());
        let expected: Vec<_> = permutations
            .into_iter()
            .filter(|other| pairs(other) == pairs(bases) && (other.first(), other.last()) == ends)
            .collect();
        assert_eq!(drawn.keys().cloned().collect::<Vec<_>>(), expected);
        let mean = 20_000.0 / expected.len() as f64;
        let chi_square: f64 = drawn.values().map(|count| (f64::from(*count) - mean).powi(2) / mean).sum();
        // Six standard deviations above what an even draw gives.
        let freedom = (expected.len() - 1) as f64;
        assert!(chi_square < freedom + 6.0 * (2.0 * freedom).sqrt(), "{chi_square} for {} sequences", expected.len());
    }
}
