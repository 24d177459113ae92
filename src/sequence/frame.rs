use serde::{Deserialize, Serialize};

use super::{Promoter, PromoterNote};

/// The constant stretches of a reporter construct around the insert that is tested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(deny_unknown_fields)]
pub struct Frame {
    /// Before the insert.
    pub left: String,
    /// After it.
    pub right: String,
}

impl Frame {
    /// Whether both stretches are bases and leave room in a window.
    pub fn fits(&self, window: usize) -> bool {
        let bases = || self.left.bytes().chain(self.right.bytes());
        bases().all(|base| b"ACGT".contains(&base)) && bases().count() < window
    }

    /// The whole construct of `window` bases: an insert is put between the constant stretches, of a longer
    /// promoter the last bases are, and what already is a construct stays as it is.
    ///
    /// ```
    /// use cisight::sequence::{Frame, Promoter};
    /// let frame = Frame { left: "TTT".into(), right: "GG".into() };
    /// let insert = Promoter::parse("insert", "ACGTACGTACGTACGTACGT")?;
    /// assert_eq!(frame.complete(insert, 25).bases(), b"TTTACGTACGTACGTACGTACGTGG");
    /// # Ok::<(), cisight::sequence::SequenceError>(())
    /// ```
    pub fn complete(&self, promoter: Promoter, window: usize) -> Promoter {
        let bases = promoter.bases();
        let is_construct = bases.starts_with(self.left.as_bytes()) && bases.ends_with(self.right.as_bytes());
        let insert = window.saturating_sub(self.left.len() + self.right.len());
        if bases.len() == window || (is_construct && bases.len() <= window) {
            return promoter;
        }
        let (from, to) = (bases.len(), bases.len().min(insert));
        let ends = [self.left.as_bytes(), self.right.as_bytes()];
        promoter.framed(to, ends, PromoterNote::Framed { from, to, left: self.left.len(), right: self.right.len() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constructs_stay_inserts_are_completed_and_promoters_cut() -> Result<(), Box<dyn std::error::Error>> {
        let frame = Frame { left: "TGCA".into(), right: "GGT".into() };
        let complete = |letters: &str| -> Result<Vec<u8>, Box<dyn std::error::Error>> {
            Ok(frame.complete(Promoter::parse("p", letters)?, 40).bases().to_vec())
        };
        let insert = "ACCA".repeat(8) + "C";
        let whole = format!("TGCA{insert}GGT");
        assert_eq!(complete(&insert)?, whole.as_bytes());
        assert_eq!(complete(&whole)?, whole.as_bytes());
        assert_eq!(complete(&format!("TTTTTTTT{insert}"))?, whole.as_bytes());
        let short = format!("TGCA{}GGT", "ACCA".repeat(6));
        assert_eq!(complete(&short)?, short.as_bytes());
        let mutated = "A".repeat(40);
        assert_eq!(complete(&mutated)?, mutated.as_bytes());
        let promoter = frame.complete(Promoter::parse("p", &format!("TTTTTTTT{insert}"))?, 40);
        assert_eq!(promoter.corrections().len(), 1);
        assert_eq!(
            promoter.corrections()[0].to_string(),
            "41 bases given: the last 33 are read, completed with the constant 4 bases before and 3 after them"
        );
        Ok(())
    }
}
