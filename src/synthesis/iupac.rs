/// The letters of IUPAC, with the bits of A, C, G, T that each stands for.
const LETTERS: [(u8, u8); 15] = [
    (b'A', 0b0001),
    (b'C', 0b0010),
    (b'G', 0b0100),
    (b'T', 0b1000),
    (b'R', 0b0101),
    (b'Y', 0b1010),
    (b'S', 0b0110),
    (b'W', 0b1001),
    (b'K', 0b1100),
    (b'M', 0b0011),
    (b'B', 0b1110),
    (b'D', 0b1101),
    (b'H', 0b1011),
    (b'V', 0b0111),
    (b'N', 0b1111),
];

/// A sequence in the letters of IUPAC, and its other strand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    forward: Vec<u8>,
    reverse: Vec<u8>,
}

impl Pattern {
    /// Reads letters of either case; nothing where one is not of IUPAC (U is read as T).
    pub fn parse(letters: &str) -> Option<Self> {
        let bits = |letter: u8| {
            let letter = if letter.eq_ignore_ascii_case(&b'U') { b'T' } else { letter.to_ascii_uppercase() };
            LETTERS.iter().find(|(own, _)| *own == letter).map(|(_, bits)| *bits)
        };
        let forward = letters.bytes().map(bits).collect::<Option<Vec<u8>>>()?;
        // The bits of the complement are the same in the other order.
        let reverse = forward.iter().rev().map(|bits| bits.reverse_bits() >> 4).collect();
        Some(Self { forward, reverse })
    }

    /// Its letters.
    pub fn len(&self) -> usize {
        self.forward.len()
    }

    /// Letters that stand for one base, or for two of them.
    pub fn telling(&self) -> usize {
        self.forward.iter().filter(|bits| bits.count_ones() <= 2).count()
    }

    /// Whether it stands at `at` on either strand. A base that is not known (N) fits nothing but an N of the pattern.
    pub fn is_at(&self, bases: &[u8], at: usize) -> bool {
        let Some(found) = bases.get(at..at + self.len()) else { return false };
        let fits =
            |pattern: &[u8]| pattern.iter().zip(found).all(|(bits, base)| *bits == 0b1111 || bits & bit(*base) != 0);
        fits(&self.forward) || (self.reverse != self.forward && fits(&self.reverse))
    }

    /// Every place that it stands at, on either strand.
    pub fn places<'a>(&'a self, bases: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
        (0..(bases.len() + 1).saturating_sub(self.len())).filter(|at| self.is_at(bases, *at))
    }
}

fn bit(base: u8) -> u8 {
    match base {
        b'A' => 0b0001,
        b'C' => 0b0010,
        b'G' => 0b0100,
        b'T' => 0b1000,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_strands_and_ambiguous_letters_are_found() -> Result<(), &'static str> {
        let at = |pattern: &str, bases: &str| -> Result<Vec<usize>, &'static str> {
            Ok(Pattern::parse(pattern).ok_or("no pattern")?.places(bases.as_bytes()).collect())
        };
        assert_eq!(at("GGTCTC", "AGGTCTCAGAGACCA")?, [1, 8]);
        assert_eq!(at("gaattc", "GAATTCGAATTC")?, [0, 6]);
        assert_eq!(at("GGTNACC", "GGTAACCNGGTNACC")?, [0, 8]);
        assert_eq!(at("CRCCGGYG", "CACCGGTG")?, [0]);
        assert_eq!(at("RRR", "ACCTTAGGN")?, [1, 2, 5]);
        assert_eq!(at("ACGT", "ACG")?, [0; 0]);
        assert_eq!(Pattern::parse("GAXC"), None);
        Ok(())
    }
}
