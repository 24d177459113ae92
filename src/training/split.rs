use sha2::{Digest, Sha256};

use super::recipe::SplitSection;

/// What a gene is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Weights are fitted to it.
    Training,
    /// Choices are made on it.
    Validation,
    /// It is reported once.
    Test,
}

/// The part of a family, by the SHA-256 of salt and family key: the same on every machine, whatever genes
/// come or go.
pub fn part_of(split: &SplitSection, family: &str) -> Part {
    let digest = Sha256::digest(format!("{}:{family}", split.salt));
    let percent = digest.iter().take(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte)) % 100;
    if percent >= 100 - split.test {
        Part::Test
    } else if percent >= 100 - split.test - split.validation {
        Part::Validation
    } else {
        Part::Training
    }
}
