use super::{Alphabet, Promoter};

/// The code of a position that no base fills; its input channels are all zero.
pub const PADDING: u8 = u8::MAX;

/// The fixed-length stretch of a promoter that a model reads, as indices into the model's alphabet.
///
/// A promoter longer than the window keeps its last bases; a shorter one is right-aligned after [`PADDING`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    codes: Vec<u8>,
    /// Bases from the anchor on; 0 where it lies after the last base.
    downstream: usize,
}

impl Window {
    /// Cuts or pads a promoter to `length` codes. Letters without a channel read as padding.
    pub fn new(promoter: &Promoter, length: usize, alphabet: &Alphabet) -> Self {
        Self::from_bases(promoter.bases(), length, alphabet)
    }

    /// The same for bases that are already clean.
    pub fn from_bases(bases: &[u8], length: usize, alphabet: &Alphabet) -> Self {
        let kept = &bases[bases.len().saturating_sub(length)..];
        let mut codes = vec![PADDING; length - kept.len()];
        codes.extend(kept.iter().map(|&base| alphabet.code(base).unwrap_or(PADDING)));
        Self { codes, downstream: 0 }
    }

    /// A window of codes that a model's alphabet has (or [`PADDING`]).
    pub fn from_codes(codes: Vec<u8>) -> Self {
        Self { codes, downstream: 0 }
    }

    /// The same bases around an anchor that lies before the last `downstream` of them.
    #[must_use]
    pub fn with_downstream(self, downstream: usize) -> Self {
        Self { downstream: downstream.min(self.codes.len()), ..self }
    }

    /// Bases from the anchor on.
    pub fn downstream(&self) -> usize {
        self.downstream
    }

    /// The index of the first base after the anchor; the length where the anchor lies after the last base.
    pub fn anchor(&self) -> usize {
        self.codes.len() - self.downstream
    }

    /// The same window, its anchor at the same index, with other codes. There have to be as many.
    #[must_use]
    pub fn with_codes(&self, codes: Vec<u8>) -> Self {
        Self { codes, downstream: self.downstream }
    }

    /// The codes, 5' to 3'.
    pub fn codes(&self) -> &[u8] {
        &self.codes
    }

    /// The window with the code at `position` replaced.
    #[must_use]
    pub fn with_code(&self, position: usize, code: u8) -> Self {
        let mut codes = self.codes.clone();
        if let Some(slot) = codes.get_mut(position) {
            *slot = code;
        }
        Self { codes, downstream: self.downstream }
    }

    /// The index of the first position that a base fills.
    pub fn first_base(&self) -> usize {
        self.codes.iter().position(|&code| code != PADDING).unwrap_or(self.codes.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_bases_next_to_the_start_codon() -> Result<(), Box<dyn std::error::Error>> {
        let alphabet = Alphabet::parse("ACGNT")?;
        assert_eq!(Window::from_bases(b"AACGT", 3, &alphabet).codes(), [1, 2, 4]);
        let padded = Window::from_bases(b"NG", 4, &alphabet);
        assert_eq!(padded.codes(), [PADDING, PADDING, 3, 2]);
        assert_eq!(padded.first_base(), 2);
        Ok(())
    }
}
