use serde::Serialize;
use thiserror::Error;

use super::{Place, PromoterNote};

/// The fewest bases that count as a promoter: below this nothing but padding would be read.
pub const MIN_BASES: usize = 20;

/// The most bases of one record: anything longer is a chromosome, not a promoter.
const MAX_BASES: usize = 1_000_000;

/// A named promoter, 5' to 3', its last base next to the start codon (or to the anchor that the model names).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promoter {
    name: String,
    bases: Vec<u8>,
    corrections: Vec<PromoterNote>,
    place: Option<Place>,
}

/// Why letters are not a promoter. Positions count from 1.
#[derive(Debug, Clone, Error, PartialEq, Eq, Serialize)]
pub enum SequenceError {
    /// There is no letter at all.
    #[error("has no sequence; paste the bases below its name")]
    Empty,
    /// Letters that only amino acids have.
    #[error("looks like a protein ('{letter}' at position {position}); give the DNA of the promoter")]
    Protein {
        /// The first such letter.
        letter: char,
        /// Where it stands.
        position: usize,
    },
    /// A gap of an alignment.
    #[error("has a gap ('{letter}' at position {position}); remove the gaps of the alignment")]
    Gap {
        /// `-` or `.`
        letter: char,
        /// Where it stands.
        position: usize,
    },
    /// Anything else that is no base.
    #[error("has '{letter}' at position {position}, which is not a base; use A, C, G, T or IUPAC codes")]
    Letter {
        /// The first such character.
        letter: char,
        /// Where it stands.
        position: usize,
    },
    /// Fewer than [`MIN_BASES`] bases.
    #[error("is too short: {0} bases, at least {MIN_BASES} are needed")]
    TooShort(usize),
    /// A chromosome rather than a promoter.
    #[error("is too long: {0} bases, at most {MAX_BASES} are read; cut out the promoter first")]
    TooLong(usize),
}

impl Promoter {
    /// Checks and cleans letters: case, U, IUPAC codes, spaces and line numbers are corrected and the
    /// corrections kept.
    ///
    /// # Errors
    /// [`SequenceError`] names the first letter that is no base, or says that the length is out of bounds.
    ///
    /// ```
    /// use cisight::sequence::Promoter;
    /// let promoter = Promoter::parse("HSP12", "acguacguacguacguacguRY")?;
    /// assert_eq!(promoter.bases(), b"ACGTACGTACGTACGTACGTNN");
    /// assert_eq!(promoter.corrections().len(), 3);
    /// # Ok::<(), cisight::sequence::SequenceError>(())
    /// ```
    pub fn parse(name: impl Into<String>, letters: &str) -> Result<Self, SequenceError> {
        let mut bases = Vec::with_capacity(letters.len().min(MAX_BASES));
        let (mut lower, mut uracil, mut ambiguous, mut removed) = (0, 0, 0, 0);
        for (index, letter) in letters.chars().enumerate() {
            if letter.is_whitespace() || letter.is_ascii_digit() {
                removed += usize::from(!matches!(letter, '\n' | '\r'));
                continue;
            }
            lower += usize::from(letter.is_ascii_lowercase());
            let base = match letter.to_ascii_uppercase() {
                base @ ('A' | 'C' | 'G' | 'T' | 'N') => base,
                'U' => {
                    uracil += 1;
                    'T'
                }
                'R' | 'Y' | 'S' | 'W' | 'K' | 'M' | 'B' | 'D' | 'H' | 'V' => {
                    ambiguous += 1;
                    'N'
                }
                _ => return Err(not_a_base(letter, index + 1)),
            };
            bases.push(base as u8);
        }
        if bases.is_empty() {
            return Err(SequenceError::Empty);
        }
        if bases.len() > MAX_BASES {
            return Err(SequenceError::TooLong(bases.len()));
        }
        if bases.len() < MIN_BASES {
            return Err(SequenceError::TooShort(bases.len()));
        }
        let corrections = [
            (lower, PromoterNote::LowerCase { count: lower }),
            (uracil, PromoterNote::UracilToThymine { count: uracil }),
            (ambiguous, PromoterNote::AmbiguityToN { count: ambiguous }),
            (removed, PromoterNote::NonLettersRemoved { count: removed }),
        ];
        let corrections = corrections.into_iter().filter(|(count, _)| *count > 0).map(|(_, what)| what).collect();
        Ok(Self { name: name.into(), bases, corrections, place: None })
    }

    /// The name, as given. It is untrusted text.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Upper-case A, C, G, T, N, 5' to 3'.
    pub fn bases(&self) -> &[u8] {
        &self.bases
    }

    /// What was changed while reading.
    pub fn corrections(&self) -> &[PromoterNote] {
        &self.corrections
    }

    /// Where it lies on a genome, as far as that is known.
    pub fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }

    /// The same promoter at a place, which has to be that of its bases.
    #[must_use]
    pub fn at(self, place: Option<Place>) -> Self {
        Self { place, ..self }
    }

    /// The same promoter with what was noticed beside its letters.
    pub(super) fn noted(mut self, note: PromoterNote) -> Self {
        self.corrections.push(note);
        self
    }

    /// The last `kept` bases of the promoter between constant stretches, and why.
    pub(super) fn framed(mut self, kept: usize, [left, right]: [&[u8]; 2], why: PromoterNote) -> Self {
        let from = self.bases.len() - kept.min(self.bases.len());
        self.corrections.push(why);
        let place = self.place.and_then(|place| place.of_stretch(from..self.bases.len()));
        let place = place.map(|place| place.behind(left.len()));
        Self { bases: [left, &self.bases[from..], right].concat(), place, ..self }
    }

    /// The same promoter after changes that its reader wanted; once it has another length, its bases lie
    /// nowhere on the genome.
    pub(super) fn edited(&self, bases: Vec<u8>) -> Self {
        let place = self.place.clone().filter(|_| bases.len() == self.bases.len());
        Self { bases, place, ..self.clone() }
    }

    /// What a window of `length` bases leaves out or leaves empty, if anything.
    pub fn fit(&self, length: usize) -> Option<PromoterNote> {
        let from = self.bases.len();
        match from.cmp(&length) {
            std::cmp::Ordering::Greater => Some(PromoterNote::Cropped { from, to: length }),
            std::cmp::Ordering::Less => Some(PromoterNote::Padded { from, to: length }),
            std::cmp::Ordering::Equal => None,
        }
    }
}

fn not_a_base(letter: char, position: usize) -> SequenceError {
    match letter.to_ascii_uppercase() {
        'E' | 'F' | 'I' | 'J' | 'L' | 'O' | 'P' | 'Q' | 'X' | 'Z' | '*' => SequenceError::Protein { letter, position },
        '-' | '.' => SequenceError::Gap { letter, position },
        _ => SequenceError::Letter { letter, position },
    }
}

/// The other strand, 5' to 3'; letters other than A, C, G, T become N.
///
/// ```
/// assert_eq!(cisight::sequence::reverse_complement(b"AACGN"), b"NCGTT");
/// ```
pub fn reverse_complement(bases: &[u8]) -> Vec<u8> {
    let complement = |base: &u8| match base {
        b'A' => b'T',
        b'C' => b'G',
        b'G' => b'C',
        b'T' => b'A',
        _ => b'N',
    };
    bases.iter().rev().map(complement).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bad_sequence_has_its_own_error() {
        let twenty = "ACGT".repeat(5);
        let cases = [
            ("", SequenceError::Empty),
            (" 12 \n", SequenceError::Empty),
            ("ACGT", SequenceError::TooShort(4)),
            ("MKLV", SequenceError::Protein { letter: 'L', position: 3 }),
            ("ACG-T", SequenceError::Gap { letter: '-', position: 4 }),
            ("ACG?T", SequenceError::Letter { letter: '?', position: 4 }),
            ("ACGé", SequenceError::Letter { letter: 'é', position: 4 }),
        ];
        for (letters, error) in cases {
            assert_eq!(Promoter::parse("p", letters), Err(error), "{letters:?}");
        }
        assert!(Promoter::parse("p", &twenty).is_ok());
        let chromosome = "A".repeat(MAX_BASES + 1);
        assert_eq!(Promoter::parse("p", &chromosome), Err(SequenceError::TooLong(MAX_BASES + 1)));
    }
}
