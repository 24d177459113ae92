use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The letters that a model reads as input channels, in channel order (FUN-PROSE: `ACGNT`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Alphabet {
    letters: Cow<'static, [u8]>,
}

/// Why a string is not an alphabet.
#[derive(Debug, Error, PartialEq, Eq, Serialize)]
pub enum AlphabetError {
    /// One of A, C, G, T has no channel.
    #[error("the alphabet \"{0}\" lacks one of A, C, G, T")]
    Incomplete(String),
    /// A letter is repeated or is not one of A, C, G, T, N.
    #[error("the alphabet \"{0}\" has a repeated letter, or one that is not one of A, C, G, T, N")]
    Letters(String),
}

impl TryFrom<String> for Alphabet {
    type Error = AlphabetError;

    fn try_from(text: String) -> Result<Self, AlphabetError> {
        Self::parse(&text)
    }
}

impl From<Alphabet> for String {
    fn from(alphabet: Alphabet) -> Self {
        String::from_utf8_lossy(&alphabet.letters).into_owned()
    }
}

impl Alphabet {
    /// The four bases.
    pub const ACGT: Self = Self { letters: Cow::Borrowed(b"ACGT") };

    /// The four bases and N, in FUN-PROSE's order.
    pub const ACGNT: Self = Self { letters: Cow::Borrowed(b"ACGNT") };

    /// Parses an alphabet such as `ACGNT`.
    ///
    /// # Errors
    /// [`AlphabetError`] where a base has no channel, or a letter stands twice or is unknown.
    ///
    /// ```
    /// let alphabet = cisight::sequence::Alphabet::parse("ACGNT")?;
    /// assert_eq!(alphabet.code(b'T'), Some(4));
    /// # Ok::<(), cisight::sequence::AlphabetError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, AlphabetError> {
        let letters = text.as_bytes().to_vec();
        if !b"ACGT".iter().all(|base| letters.contains(base)) {
            return Err(AlphabetError::Incomplete(text.to_owned()));
        }
        let repeated = (1..letters.len()).any(|i| letters[..i].contains(&letters[i]));
        if repeated || letters.iter().any(|letter| !b"ACGTN".contains(letter)) {
            return Err(AlphabetError::Letters(text.to_owned()));
        }
        Ok(Self { letters: Cow::Owned(letters) })
    }

    /// The number of channels.
    pub fn len(&self) -> usize {
        self.letters.len()
    }

    /// Never true: an alphabet has at least the four bases.
    pub fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }

    /// The channel of a letter, if it has one.
    pub fn code(&self, letter: u8) -> Option<u8> {
        let index = self.letters.iter().position(|&known| known == letter)?;
        u8::try_from(index).ok()
    }

    /// The channels of A, C, G, T, in this order.
    pub fn base_codes(&self) -> [u8; 4] {
        [b'A', b'C', b'G', b'T'].map(|base| self.code(base).unwrap_or(0))
    }

    /// The letters in channel order.
    pub fn letters(&self) -> &[u8] {
        &self.letters
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_is_no_alphabet() {
        assert_eq!(Alphabet::parse("ACG"), Err(AlphabetError::Incomplete("ACG".into())));
        assert_eq!(Alphabet::parse("ACGTT"), Err(AlphabetError::Letters("ACGTT".into())));
        assert_eq!(Alphabet::parse("ACGTX"), Err(AlphabetError::Letters("ACGTX".into())));
    }

    #[test]
    fn base_codes_follow_the_channel_order() -> Result<(), AlphabetError> {
        assert_eq!(Alphabet::parse("ACGNT")?.base_codes(), [0, 1, 2, 4]);
        Ok(())
    }
}
