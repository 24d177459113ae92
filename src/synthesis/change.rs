use crate::sequence::Strand;

/// A motif that was written into a sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PlacedMotif {
    /// Which of the motifs that were offered.
    pub motif: usize,
    /// The strand that reads as the motif.
    pub strand: Strand,
}

/// A change of a sequence: as many bases replaced by others, bases put in before one, or bases taken out.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Change {
    /// Index, in the sequence as it was before any change, of the first base that is replaced or taken out, or that new ones stand before.
    pub at: usize,
    /// How many bases are replaced or taken out.
    pub removed: usize,
    /// What stands there instead, upper-case letters.
    pub bases: Vec<u8>,
    /// The motif that was written, if one was.
    pub motif: Option<PlacedMotif>,
}

impl Change {
    /// The index after the last base that is replaced or taken out.
    pub fn end(&self) -> usize {
        self.at + self.removed
    }

    /// Whether every other base stays in its place.
    pub fn is_substitution(&self) -> bool {
        self.removed == self.bases.len()
    }

    /// Whether both change the same base, or put bases in at the same place.
    pub fn overlaps(&self, other: &Self) -> bool {
        if self.removed == 0 && other.removed == 0 {
            return self.at == other.at;
        }
        // Bases may be put in right before and right behind a changed stretch, and not inside of it.
        self.at < other.end() && other.at < self.end()
    }
}

/// A sequence with changes, and where each of its bases comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedSequence {
    /// The bases, upper-case letters.
    pub bases: Vec<u8>,
    /// For each base, the index of the one that stood in its place; nothing for a base that was put in.
    pub origins: Vec<Option<usize>>,
}

impl ChangedSequence {
    /// A sequence as it is.
    pub fn unchanged(bases: &[u8]) -> Self {
        Self { bases: bases.to_vec(), origins: (0..bases.len()).map(Some).collect() }
    }

    /// A sequence with changes, in whatever order; they must not overlap.
    pub fn of(start: &[u8], changes: &[Change]) -> Self {
        let mut ordered: Vec<&Change> = changes.iter().collect();
        ordered.sort_by_key(|change| (change.at, change.removed));
        let (mut bases, mut origins) = (Vec::with_capacity(start.len() + 8), Vec::with_capacity(start.len() + 8));
        let mut done = 0;
        for change in ordered {
            let at = change.at.clamp(done, start.len());
            bases.extend_from_slice(&start[done..at]);
            origins.extend((done..at).map(Some));
            bases.extend_from_slice(&change.bases);
            let replaced = change.is_substitution();
            origins.extend((0..change.bases.len()).map(|index| replaced.then_some(at + index)));
            done = change.end().clamp(at, start.len());
        }
        bases.extend_from_slice(&start[done..]);
        origins.extend((done..start.len()).map(Some));
        Self { bases, origins }
    }

    /// Bases of `natural` that were replaced or taken out, and bases that were put in.
    pub fn differences(&self, natural: &[u8]) -> usize {
        let mut kept = 0;
        let mut count = 0;
        for (base, origin) in self.bases.iter().zip(&self.origins) {
            kept += usize::from(origin.is_some());
            count += usize::from(origin.and_then(|origin| natural.get(origin)) != Some(base));
        }
        count + natural.len().saturating_sub(kept)
    }

    /// Where a stretch stood in the sequence as it was: by its first base, one place for each way in which its bases have moved.
    pub(super) fn former_places(&self, from: usize, to: usize) -> impl Iterator<Item = usize> + '_ {
        let mut last = None;
        (from..to.min(self.origins.len())).filter_map(move |at| {
            let place = self.origins[at]?.checked_sub(at - from)?;
            (last.replace(place) != Some(place)).then_some(place)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(at: usize, removed: usize, bases: &str) -> Change {
        Change { at, removed, bases: bases.into(), motif: None }
    }

    #[test]
    fn changes_are_made_together_and_each_base_knows_its_origin() {
        let start = b"AACCGGTT";
        let changes = [change(6, 0, "A"), change(1, 1, "T"), change(3, 2, ""), change(6, 1, "C")];
        let changed = ChangedSequence::of(start, &changes);
        assert_eq!(changed.bases, b"ATCGACT");
        assert_eq!(changed.origins, [Some(0), Some(1), Some(2), Some(5), None, Some(6), Some(7)]);
        assert_eq!(changed.differences(start), 5);
        assert_eq!(changed.former_places(2, 7).collect::<Vec<_>>(), [2, 4, 3]);
        assert_eq!(ChangedSequence::of(start, &[]), ChangedSequence::unchanged(start));
    }

    #[test]
    fn changes_overlap_where_both_touch_a_base() {
        let pairs = [
            (change(3, 2, "AA"), change(4, 1, ""), true),
            (change(3, 2, "AA"), change(5, 1, "C"), false),
            (change(3, 2, ""), change(4, 0, "C"), true),
            (change(3, 2, ""), change(3, 0, "C"), false),
            (change(3, 2, ""), change(5, 0, "C"), false),
            (change(3, 0, "A"), change(3, 0, "C"), true),
        ];
        for (one, other, expected) in pairs {
            assert_eq!((one.overlaps(&other), other.overlaps(&one)), (expected, expected), "{one:?} {other:?}");
        }
    }
}
