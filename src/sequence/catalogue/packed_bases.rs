use std::ops::Range;

const LETTERS: [u8; 4] = *b"ACGT";

/// Bases at two bits each, the first of a byte in its lowest bits, and the runs of those that are none of A,
/// C, G, T.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct PackedBases {
    bytes: Vec<u8>,
    len: usize,
    /// Sorted and apart from each other.
    unknown: Vec<Range<usize>>,
}

impl PackedBases {
    /// Takes what a file holds; the error says what is wrong with it.
    pub(super) fn from_parts(bytes: Vec<u8>, len: usize, unknown: Vec<Range<usize>>) -> Result<Self, Problem> {
        if bytes.len() != len.div_ceil(4) {
            return Err(Problem::Bytes);
        }
        let mut end = 0;
        for run in &unknown {
            if run.start < end || run.is_empty() || run.end > len {
                return Err(Problem::UnknownRuns);
            }
            end = run.end;
        }
        Ok(Self { bytes, len, unknown })
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn unknown(&self) -> &[Range<usize>] {
        &self.unknown
    }

    /// Appends letters of either case; all but A, C, G, T read back as N.
    pub(super) fn extend(&mut self, letters: &[u8]) {
        for letter in letters {
            let known = LETTERS.iter().position(|base| base == &letter.to_ascii_uppercase());
            if known.is_none() {
                self.note_unknown();
            }
            // An unknown base takes the room of an A.
            let code = known.and_then(|code| u8::try_from(code).ok()).unwrap_or(0);
            if self.len.is_multiple_of(4) {
                self.bytes.push(0);
            }
            if let Some(byte) = self.bytes.last_mut() {
                *byte |= code << (2 * (self.len % 4));
            }
            self.len += 1;
        }
    }

    /// The letters of a range, which must lie inside.
    pub(super) fn get(&self, range: Range<usize>) -> Vec<u8> {
        let letter = |at: usize| LETTERS[usize::from(self.bytes[at / 4] >> (2 * (at % 4)) & 3)];
        let mut letters: Vec<u8> = range.clone().map(letter).collect();
        let first = self.unknown.partition_point(|run| run.end <= range.start);
        for run in self.unknown[first..].iter().take_while(|run| run.start < range.end) {
            let from = run.start.max(range.start) - range.start;
            let to = run.end.min(range.end) - range.start;
            letters[from..to].fill(b'N');
        }
        letters
    }

    fn note_unknown(&mut self) {
        let at = self.len;
        match self.unknown.last_mut() {
            Some(run) if run.end == at => run.end += 1,
            _ => self.unknown.push(at..at + 1),
        }
    }
}

/// What is wrong with the parts of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Problem {
    /// Too few or too many bytes for the number of bases.
    Bytes,
    /// Runs that overlap, are empty, or lie outside.
    UnknownRuns,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_stretch_reads_back(text in "[ACGTN]{0,40}", ends in any::<[prop::sample::Index; 2]>(), cut in 0_usize..40) {
            let letters = text.as_bytes();
            let (head, tail) = letters.split_at(cut.min(letters.len()));
            let mut packed = PackedBases::default();
            packed.extend(head);
            packed.extend(&tail.to_ascii_lowercase());
            let mut ends = ends.map(|end| end.index(letters.len() + 1));
            ends.sort_unstable();
            prop_assert_eq!(packed.get(ends[0]..ends[1]), &letters[ends[0]..ends[1]]);
            let again = PackedBases::from_parts(packed.bytes().to_vec(), packed.len(), packed.unknown().to_vec());
            prop_assert_eq!(again, Ok(packed));
        }
    }

    #[test]
    fn parts_that_contradict_each_other() {
        let parts = |bytes: usize, len, unknown: &[Range<usize>]| {
            PackedBases::from_parts(vec![0; bytes], len, unknown.to_vec()).map(|packed| packed.len())
        };
        assert_eq!(parts(2, 5, &[0..1, 4..5]), Ok(5));
        assert_eq!(parts(1, 5, &[]), Err(Problem::Bytes));
        assert_eq!(parts(2, 4, &[]), Err(Problem::Bytes));
        assert_eq!(parts(2, 5, &[0..1, 4..6]), Err(Problem::UnknownRuns));
        assert_eq!(parts(2, 5, &[2..3, 1..2]), Err(Problem::UnknownRuns));
        assert_eq!(parts(2, 5, &[0..1, 3..3]), Err(Problem::UnknownRuns));
    }
}
