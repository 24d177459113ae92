use serde::Serialize;
use thiserror::Error;

use super::enzymes::ENZYMES;
use super::iupac::Pattern;

/// Letters of a site that say something (one base or two), at the least: fewer stand everywhere.
const FEWEST_TELLING: usize = 4;

/// The longest site: homing endonucleases have the longest ones of nature.
const MOST_LETTERS: usize = 60;

/// A site that a design is to keep free of, on both strands: an enzyme's, or one in the letters of IUPAC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecognitionSite {
    name: String,
    letters: String,
    pattern: Pattern,
}

/// Why a text is no site.
#[derive(Debug, Clone, Error, PartialEq, Eq, Serialize)]
pub enum SiteError {
    /// Neither an enzyme of the list nor letters of IUPAC.
    #[error(
        "\"{0}\" is neither an enzyme that is known here (such as BsaI or EcoRI) nor a site in the letters A, C, G, T and R, Y, S, W, K, M, B, D, H, V, N"
    )]
    Unknown(String),
    /// A site that stands everywhere.
    #[error(
        "the site \"{0}\" would be found everywhere; it needs at least {FEWEST_TELLING} letters that stand for one or two bases"
    )]
    Vague(String),
    /// A site longer than any enzyme's.
    #[error("the site \"{0}\" is too long; at most {MOST_LETTERS} letters are looked for")]
    Long(String),
}

impl RecognitionSite {
    /// An enzyme by its name (in either case), or a site of one's own in the letters of IUPAC.
    ///
    /// # Errors
    /// [`SiteError`] where the text is neither.
    ///
    /// ```
    /// use cisight::synthesis::RecognitionSite;
    /// assert_eq!(RecognitionSite::parse("bsai")?.letters(), "GGTCTC");
    /// assert_eq!(RecognitionSite::parse("CACCTGC")?.name(), "CACCTGC");
    /// # Ok::<(), cisight::synthesis::SiteError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, SiteError> {
        let text = text.trim();
        let enzyme = ENZYMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
        let (name, letters) = match enzyme {
            Some((name, site)) => ((*name).to_owned(), (*site).to_owned()),
            None => (text.to_ascii_uppercase(), text.to_ascii_uppercase()),
        };
        let pattern = Pattern::parse(&letters).filter(|pattern| pattern.len() > 0);
        let pattern = pattern.ok_or_else(|| SiteError::Unknown(text.to_owned()))?;
        if pattern.telling() < FEWEST_TELLING {
            return Err(SiteError::Vague(text.to_owned()));
        }
        if pattern.len() > MOST_LETTERS {
            return Err(SiteError::Long(text.chars().take(20).chain(['…']).collect()));
        }
        Ok(Self { name, letters, pattern })
    }

    /// The enzyme's name, or the site itself.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its letters, 5' to 3'.
    pub fn letters(&self) -> &str {
        &self.letters
    }

    /// Enzymes that are known here by name, with their sites.
    pub fn enzymes() -> impl Iterator<Item = (&'static str, &'static str)> {
        ENZYMES.iter().copied()
    }

    /// Every place where it stands on either strand, by its first base on the strand that is read.
    pub fn places<'a>(&'a self, bases: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
        self.pattern.places(bases)
    }

    pub(super) fn pattern(&self) -> &Pattern {
        &self.pattern
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enzymes_by_name_and_sites_by_letters() -> Result<(), SiteError> {
        for (name, site) in RecognitionSite::enzymes() {
            assert_eq!(RecognitionSite::parse(name)?.letters(), site);
        }
        let cases = [
            ("BsaX", SiteError::Unknown("BsaX".into())),
            ("", SiteError::Unknown(String::new())),
            ("NNNNNN", SiteError::Vague("NNNNNN".into())),
            ("ACG", SiteError::Vague("ACG".into())),
            (&"A".repeat(61), SiteError::Long("A".repeat(20) + "…")),
        ];
        for (text, error) in cases {
            assert_eq!(RecognitionSite::parse(text), Err(error), "{text}");
        }
        Ok(())
    }
}
