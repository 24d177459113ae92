use std::ops::Range;

/// Bases of a contig and what stands there instead; substitutions, insertions and deletions are its cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allele {
    start: usize,
    removed: usize,
    bases: Vec<u8>,
}

impl Allele {
    /// `alternative` in place of `reference`, whose first base has the index `start` (from 0, forward strand).
    /// What both begin or end with is left out, so that `CA` for `C` is an insertion behind the C.
    ///
    /// ```
    /// use cisight::genome::Allele;
    /// let insertion = Allele::new(9, b"C", b"CA");
    /// assert_eq!((insertion.range(), insertion.bases()), (10..10, b"A".as_slice()));
    /// ```
    pub fn new(start: usize, reference: &[u8], alternative: &[u8]) -> Self {
        let alike = |pair: &(&u8, &u8)| pair.0.eq_ignore_ascii_case(pair.1);
        let tail = reference.iter().rev().zip(alternative.iter().rev()).take_while(alike).count();
        let (reference, alternative) = (&reference[..reference.len() - tail], &alternative[..alternative.len() - tail]);
        let head = reference.iter().zip(alternative).take_while(alike).count();
        Self {
            start: start.saturating_add(head),
            removed: reference.len() - head,
            bases: alternative[head..].to_ascii_uppercase(),
        }
    }

    /// The bases that are replaced; empty for an insertion, which stands before the base of that index.
    pub fn range(&self) -> Range<usize> {
        self.start..self.start.saturating_add(self.removed)
    }

    /// What stands there instead, upper case.
    pub fn bases(&self) -> &[u8] {
        &self.bases
    }

    /// Whether nothing changes.
    pub fn is_reference(&self) -> bool {
        self.removed == 0 && self.bases.is_empty()
    }

    /// Whether both change the same bases, so that they cannot stand together. Two insertions at one place do,
    /// and an insertion inside of what the other one replaces.
    pub fn overlaps(&self, other: &Self) -> bool {
        let (own, theirs) = (self.range(), other.range());
        if own.is_empty() && theirs.is_empty() {
            return own.start == theirs.start;
        }
        own.start < theirs.end && theirs.start < own.end
    }

    /// The parts before and after a border that it crosses, where each base has its counterpart.
    pub(super) fn split(&self, border: usize) -> Option<[Self; 2]> {
        let left = border.checked_sub(self.start)?;
        (self.removed == self.bases.len() && left <= self.removed).then(|| {
            let part = |start: usize, bases: &[u8]| Self { start, removed: bases.len(), bases: bases.to_vec() };
            [part(self.start, &self.bases[..left]), part(border, &self.bases[left..])]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_both_sides_share_is_left_out() {
        type Case = (&'static [u8], &'static [u8], Range<usize>, &'static [u8]);
        let cases: [Case; 7] = [
            (b"A", b"g", 5..6, b"G"),
            (b"CA", b"C", 6..7, b""),
            (b"CAA", b"CA", 6..7, b""),
            (b"C", b"CTT", 6..6, b"TT"),
            (b"ACGT", b"ATTT", 6..8, b"TT"),
            (b"acg", b"ACG", 5..5, b""),
            (b"AT", b"GC", 5..7, b"GC"),
        ];
        for (reference, alternative, range, bases) in cases {
            let allele = Allele::new(5, reference, alternative);
            assert_eq!((allele.range(), allele.bases()), (range, bases), "{reference:?} {alternative:?}");
        }
    }

    #[test]
    fn what_cannot_stand_together() {
        let (deletion, inside, at_its_end) =
            (Allele::new(4, b"ACGT", b""), Allele::new(6, b"", b"T"), Allele::new(8, b"", b"T"));
        assert!(deletion.overlaps(&inside) && inside.overlaps(&deletion));
        assert!(!deletion.overlaps(&at_its_end) && !at_its_end.overlaps(&deletion));
        assert!(inside.overlaps(&Allele::new(6, b"", b"A")));
    }
}
