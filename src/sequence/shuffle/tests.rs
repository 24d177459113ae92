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
