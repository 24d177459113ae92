use proptest::prelude::*;

use super::*;
use crate::sequence::Alphabet;

fn window(bases: &[u8], length: usize, downstream: usize) -> Window {
    Window::from_bases(bases, length, &Alphabet::ACGT).with_downstream(downstream)
}

#[test]
fn differences_are_named_where_they_are() {
    let first = window(b"TTGACCATTGACGTACGTAA", 20, 4);
    let second = window(b"GTTGACCTTGACGTACGTCA", 20, 4);
    let differences = Differences::between(&first, &second).unwrap();
    let found: Vec<(Range<usize>, &[u8])> =
        differences.all().iter().map(|own| (own.replaced.clone(), own.codes.as_slice())).collect();
    assert_eq!(found, [(6..7, [].as_slice()), (18..19, [1].as_slice())]);
    // The deletion draws in what the second promoter has further away.
    assert_eq!(differences.applied(|place| place == 0), window(b"GTTGACCTTGACGTACGTAA", 20, 4));
    assert_eq!(differences.applied(|_| false), first);
}

proptest! {
    #[test]
    fn all_make_the_second_and_none_the_first(
        first in "[ACGT]{0,40}", changes in prop::collection::vec((0_usize..40, 0_usize..5, "[ACGT]{0,4}"), 0..5),
        other in "[ACGT]{0,40}", is_other: bool, length in 8_usize..40, downstream in 0_usize..16,
    ) {
        let mut changed = first.clone();
        for (at, removed, new) in changes {
            let at = at.min(changed.len());
            let end = (at + removed).min(changed.len());
            changed.replace_range(at..end, &new);
        }
        let second = if is_other { other } else { changed };
        let [first, second] = [first, second].map(|bases| window(bases.as_bytes(), length, downstream));
        let differences = Differences::between(&first, &second).unwrap();
        prop_assert_eq!(differences.applied(|_| false), first.clone());
        prop_assert_eq!(differences.applied(|_| true), second.clone(), "{:?}", differences);
        let ends: Vec<usize> = differences.all().iter().flat_map(|own| [own.replaced.start, own.replaced.end]).collect();
        prop_assert!(ends.is_sorted(), "{:?}", ends);
        for place in 0..differences.all().len() {
            let one = differences.applied(|own| own == place);
            prop_assert_eq!(one.codes().len(), length);
        }
    }
}
