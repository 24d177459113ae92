use crate::sequence::Strand;

/// A site in a promoter: its core, as indices of the window, and the strand that reads as what it is a site of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlacedSite {
    /// The first base.
    pub start: usize,
    /// Behind the last base.
    pub end: usize,
    /// The strand.
    pub strand: Strand,
}

/// The two sites of a pair that stand nearest in a promoter, without a base in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nearest {
    /// Bases between the two.
    pub distance: usize,
    /// Whether the first of the pair stands upstream of the second.
    pub first_upstream: bool,
    /// Whether both read on the same strand.
    pub same_strand: bool,
}

/// The nearest sites of two lists, each in the order of their starts; nothing where every two share a base, or a
/// list is empty. Of two as near, those with the first upstream are taken.
pub fn nearest(first: &[PlacedSite], second: &[PlacedSite]) -> Option<Nearest> {
    let downstream = closest_behind(first, second).map(|(distance, same_strand)| (distance, true, same_strand));
    let upstream = closest_behind(second, first).map(|(distance, same_strand)| (distance, false, same_strand));
    let found = [downstream, upstream].into_iter().flatten().min_by_key(|(distance, ..)| *distance);
    found.map(|(distance, first_upstream, same_strand)| Nearest { distance, first_upstream, same_strand })
}

/// The least number of bases between one of `ahead` and one of `behind` that begins after it.
fn closest_behind(ahead: &[PlacedSite], behind: &[PlacedSite]) -> Option<(usize, bool)> {
    let gap = |own: &PlacedSite| {
        let next = behind.get(behind.partition_point(|other| other.start < own.end))?;
        Some((next.start - own.end, own.strand == next.strand))
    };
    ahead.iter().filter_map(gap).min_by_key(|(distance, _)| *distance)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn site((start, length, forward): (usize, usize, bool)) -> PlacedSite {
        let strand = if forward { Strand::Forward } else { Strand::Reverse };
        PlacedSite { start, end: start + length, strand }
    }

    fn sites() -> impl Strategy<Value = Vec<PlacedSite>> {
        prop::collection::vec((0_usize..60, 1_usize..9, any::<bool>()), 0..6).prop_map(|all| {
            let mut sites: Vec<PlacedSite> = all.into_iter().map(site).collect();
            sites.sort_by_key(|own| own.start);
            sites
        })
    }

    proptest! {
        #[test]
        fn the_nearest_is_the_least_of_all_gaps(first in sites(), second in sites()) {
            let gap = |one: &PlacedSite, other: &PlacedSite| {
                other.start.checked_sub(one.end).or_else(|| one.start.checked_sub(other.end))
            };
            let all = first.iter().flat_map(|one| second.iter().filter_map(move |other| gap(one, other)));
            let found = nearest(&first, &second);
            prop_assert_eq!(found.map(|own| own.distance), all.min());
            // The other way round only the order turns.
            let turned = nearest(&second, &first);
            prop_assert_eq!(turned.map(|own| own.distance), found.map(|own| own.distance));
        }
    }

    #[test]
    fn order_and_strands_are_those_of_the_nearest() {
        let first = [(10, 5, true), (40, 5, false)].map(site);
        let second = [(12, 4, true), (30, 6, true)].map(site);
        // 40..45 behind 30..36; the first two overlap.
        let expected = Nearest { distance: 4, first_upstream: false, same_strand: false };
        assert_eq!(nearest(&first, &second), Some(expected));
        assert_eq!(nearest(&first[..1], &second[..1]), None);
        assert_eq!(nearest(&first, &[]), None);
    }
}
