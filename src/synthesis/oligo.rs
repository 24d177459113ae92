use serde::Serialize;
use thiserror::Error;

use super::RecognitionSite;

/// Constant ends of every oligo of a pool: primers of the pool, sites for assembly.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Adapters {
    five: Vec<u8>,
    three: Vec<u8>,
}

/// Why a text is no adapter.
#[derive(Debug, Clone, Error, PartialEq, Eq, Serialize)]
pub enum AdapterError {
    /// A letter that is no base.
    #[error("the adapter has '{letter}' at position {position}; use A, C, G and T alone")]
    Letter {
        /// The letter.
        letter: char,
        /// Where it stands, from 1.
        position: usize,
    },
}

impl Adapters {
    /// What stands before and behind each sequence, 5' to 3', in letters of either case; white space is left out.
    ///
    /// # Errors
    /// [`AdapterError`] names the first letter that is no base.
    pub fn parse(five: &str, three: &str) -> Result<Self, AdapterError> {
        let read = |text: &str| {
            let letters = text.chars().enumerate().filter(|(_, letter)| !letter.is_whitespace());
            let base = |(at, letter): (usize, char)| match letter.to_ascii_uppercase() {
                base @ ('A' | 'C' | 'G' | 'T') => Ok(base as u8),
                _ => Err(AdapterError::Letter { letter, position: at + 1 }),
            };
            letters.map(base).collect::<Result<Vec<u8>, _>>()
        };
        Ok(Self { five: read(five)?, three: read(three)? })
    }

    /// The oligo of a sequence.
    pub fn around(&self, bases: &[u8]) -> Vec<u8> {
        [self.five.as_slice(), bases, &self.three].concat()
    }

    /// Names of the sites that stand across a joint of an adapter and the sequence: neither of the two has them alone.
    pub fn sites_across<'a>(&self, bases: &[u8], sites: &'a [RecognitionSite]) -> Vec<&'a str> {
        let oligo = self.around(bases);
        let joints = [self.five.len(), self.five.len() + bases.len()];
        let across = |site: &&RecognitionSite| {
            let length = site.letters().len();
            site.places(&oligo).any(|at| joints.iter().any(|joint| at < *joint && at + length > *joint))
        };
        sites.iter().filter(across).map(RecognitionSite::name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adapters_are_bases_and_joints_are_looked_at() -> Result<(), Box<dyn std::error::Error>> {
        let adapters = Adapters::parse("ggtc", "TCC A")?;
        assert_eq!(adapters.around(b"TCAA"), b"GGTCTCAATCCA");
        let sites = [RecognitionSite::parse("BsaI")?, RecognitionSite::parse("EcoRI")?];
        assert_eq!(adapters.sites_across(b"TCAA", &sites), ["BsaI"]);
        assert_eq!(adapters.sites_across(b"AAAA", &sites), [""; 0]);
        assert_eq!(Adapters::parse("ACG", "AC-T"), Err(AdapterError::Letter { letter: '-', position: 3 }));
        Ok(())
    }
}
