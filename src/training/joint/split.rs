use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};

use super::recipe::SplitSection;
use crate::training::Part;

/// A contig and the number of a stretch on it.
pub(super) type Block = (String, u64);

/// What each gene is for; none where a relative is held out elsewhere.
pub(super) fn split(section: &SplitSection, blocks: &[Block], families: &[String]) -> Vec<Option<Part>> {
    let of_blocks = drawn(section, blocks);
    let mut parts: Vec<Option<Part>> = blocks.iter().map(|block| of_blocks.get(block).copied()).collect();
    // The test is whole; validation is rid of its relatives, training of those of both.
    for held_out in [Part::Test, Part::Validation] {
        let kin: HashSet<&String> = parts
            .iter()
            .zip(families)
            .filter_map(|(part, family)| (*part == Some(held_out)).then_some(family))
            .collect();
        for (part, family) in parts.iter_mut().zip(families) {
            let gives_way = match part {
                Some(Part::Training) => true,
                Some(Part::Validation) => held_out == Part::Test,
                _ => false,
            };
            if gives_way && kin.contains(family) {
                *part = None;
            }
        }
    }
    parts
}

/// The fold that each gene is of: those stretches that are not for the test, in turn by their hash. None for test genes,
/// and where there are no folds.
pub(super) fn folds(section: &SplitSection, blocks: &[Block]) -> Vec<Option<usize>> {
    let order = ordered(section, blocks);
    let others = order.iter().skip(share(section.test, order.len())).enumerate();
    let of: HashMap<&Block, usize> =
        others.filter_map(|(at, block)| Some((*block, at.checked_rem(section.folds)?))).collect();
    blocks.iter().map(|block| of.get(block).copied()).collect()
}

/// The part of each stretch: those whose SHA-256 of salt, contig and number is smallest are for the test, the next
/// ones for validation.
fn drawn(section: &SplitSection, blocks: &[Block]) -> HashMap<Block, Part> {
    let order = ordered(section, blocks);
    let [test, validation] = [section.test, section.validation].map(|percent| share(percent, order.len()));
    let part = |at: usize| match at {
        at if at < test => Part::Test,
        at if at < test + validation => Part::Validation,
        _ => Part::Training,
    };
    order.into_iter().enumerate().map(|(at, block)| (block.clone(), part(at))).collect()
}

/// All stretches by their hashes.
fn ordered<'a>(section: &SplitSection, blocks: &'a [Block]) -> Vec<&'a Block> {
    let known: HashSet<&Block> = blocks.iter().collect();
    let key =
        |(contig, number): &Block| -> [u8; 32] { Sha256::digest(format!("{}:{contig}:{number}", section.salt)).into() };
    let mut order: Vec<&Block> = known.into_iter().collect();
    order.sort_by_cached_key(|block| key(block));
    order
}

fn share(percent: u64, of: usize) -> usize {
    (of * percent as usize).div_ceil(100)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section() -> SplitSection {
        SplitSection {
            salt: "s".into(),
            block: 10,
            word: 8,
            shared: 0.5,
            sequences: Vec::new(),
            family: None,
            folds: 3,
            validation: 20,
            test: 20,
        }
    }

    #[test]
    fn relatives_of_held_out_genes_train_nothing() {
        // Ten stretches of two genes; the first gene of each is kin to the first of every other.
        let blocks: Vec<(String, u64)> = (0..20).map(|at| (String::new(), at / 2)).collect();
        let families: Vec<String> =
            (0..20).map(|at| if at % 2 == 0 { "kin".into() } else { format!("own{at}") }).collect();
        let parts = split(&section(), &blocks, &families);
        let count = |part| parts.iter().filter(|own| **own == part).count();
        assert_eq!([count(Some(Part::Test)), count(Some(Part::Validation)), count(Some(Part::Training))], [4, 2, 6]);
        assert_eq!(count(None), 8);
        for (at, part) in parts.iter().enumerate() {
            let neighbour = parts[at ^ 1];
            assert!(*part == neighbour || part.is_none() || neighbour.is_none(), "a stretch is on two sides");
        }
    }

    #[test]
    fn each_stretch_that_is_not_for_the_test_is_of_one_fold() {
        let blocks: Vec<Block> = (0..20).map(|at| (String::new(), at / 2)).collect();
        let own: Vec<String> = (0..20).map(|at| format!("own{at}")).collect();
        let (parts, folds) = (split(&section(), &blocks, &own), folds(&section(), &blocks));
        let count = |fold| folds.iter().filter(|own| **own == fold).count();
        assert_eq!([count(Some(0)), count(Some(1)), count(Some(2)), count(None)], [6, 6, 4, 4]);
        for (at, fold) in folds.iter().enumerate() {
            assert_eq!(fold.is_none(), parts[at] == Some(Part::Test));
            assert_eq!(*fold, folds[at ^ 1], "a stretch is in two folds");
        }
    }
}
