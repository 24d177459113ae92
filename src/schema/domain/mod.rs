//! What the training data looked like, as far as a few numbers tell, so that a model says where it is asked about
//! something else.

mod conditions;
mod packed;
mod sequences;
mod words;

pub use conditions::ConditionDomain;
#[cfg(feature = "train")]
pub(crate) use conditions::root_mean_square;
pub use sequences::SequenceDomain;
pub use words::WordMeasures;

use serde::{Deserialize, Serialize};

/// What a model has seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Domain {
    /// Sequences of its first sequence input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequences: Option<SequenceDomain>,
    /// TF levels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conditions: Option<ConditionDomain>,
}

impl Domain {
    /// What is wrong with it, for a model of so many TFs.
    pub(super) fn fault(&self, tfs: usize) -> Option<&'static str> {
        let sequences = self.sequences.as_ref().and_then(SequenceDomain::fault);
        sequences.or_else(|| self.conditions.as_ref().and_then(|own| own.fault(tfs)))
    }
}

/// In what a sequence or a condition is unlike those that the model was trained on, with the number that says so
/// and the one that 99 of 100 of these keep to.
#[derive(Debug, Clone, PartialEq, Serialize, thiserror::Error)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum DomainNote {
    /// Its words of a few bases are rare in training sequences.
    #[error(
        "its words of {word} bases are unusual, by {distance:.1} standard deviations of the sequences that the model was trained on (99 of 100 of these stay within {limit:.1}): another species, or random DNA? What is predicted of such sequences was not tested"
    )]
    Words {
        /// Bases of a word.
        word: usize,
        /// Standard deviations.
        distance: f32,
        /// What 99 of 100 training sequences keep to.
        limit: f32,
    },
    /// It repeats few words that are common in training sequences.
    #[error(
        "it repeats itself: its words of {word} bases are too usual, by {distance:.1} standard deviations of the sequences that the model was trained on (99 of 100 of these stay within {limit:.1}). What is predicted of such sequences was not tested"
    )]
    Repeats {
        /// Bases of a word.
        word: usize,
        /// Standard deviations.
        distance: f32,
        /// What 99 of 100 training sequences keep to.
        limit: f32,
    },
    /// Its bases stand in no more order than pairs of neighbours make.
    #[error(
        "its words of {word} bases are those of shuffled bases, by {distance:.1} standard deviations of the sequences that the model was trained on (99 of 100 of these stay within {limit:.1}). What is predicted of such sequences was not tested"
    )]
    Shuffled {
        /// Bases of a word.
        word: usize,
        /// Standard deviations.
        distance: f32,
        /// What 99 of 100 training sequences keep to.
        limit: f32,
    },
    /// Its share of G and C is unusual.
    #[error(
        "{share:.0} % of its bases are G or C, {distance:.1} standard deviations of the sequences that the model was trained on from their mean (99 of 100 of these stay within {limit:.1}): another species? What is predicted of such sequences was not tested"
    )]
    Composition {
        /// Per cent.
        share: f32,
        /// Standard deviations.
        distance: f32,
        /// What 99 of 100 training sequences keep to.
        limit: f32,
    },
    /// A TF's level is beyond all that were trained on.
    #[error(
        "the level of {tf} is {distance:.1} standard deviations from its mean; in the conditions that the model was trained on no TF goes beyond {limit:.1}"
    )]
    Level {
        /// The TF.
        tf: String,
        /// Standard deviations.
        distance: f32,
        /// The largest in training.
        limit: f32,
    },
    /// TF levels deviate more, on the whole, than in any condition that was trained on.
    #[error(
        "its TF levels are {distance:.1} standard deviations from their means on the whole; the conditions that the model was trained on reach {limit:.1}"
    )]
    Size {
        /// Root mean square, in standard deviations.
        distance: f32,
        /// The largest in training.
        limit: f32,
    },
    /// TF levels go together as in no condition that was trained on.
    #[error(
        "{share:.0} % of its TF levels' pattern is in no condition that the model was trained on; courses that were left out had at most {limit:.0} %"
    )]
    Pattern {
        /// Per cent of the summed squares.
        share: f32,
        /// The largest among courses that were left out.
        limit: f32,
    },
}

impl DomainNote {
    /// The reason in a word, its number and what is usual, as tables have them: `words 9.1 (2.6)`.
    pub fn brief(&self) -> String {
        match self {
            Self::Words { distance, limit, .. } => format!("words {distance:.1} ({limit:.1})"),
            Self::Repeats { distance, limit, .. } => format!("repeats {distance:.1} ({limit:.1})"),
            Self::Shuffled { distance, limit, .. } => format!("shuffled {distance:.1} ({limit:.1})"),
            Self::Composition { share, distance, limit } => format!("G+C {share:.0} % {distance:.1} ({limit:.1})"),
            Self::Level { tf, distance, limit } => format!("level of {tf} {distance:.1} ({limit:.1})"),
            Self::Size { distance, limit } => format!("size {distance:.1} ({limit:.1})"),
            Self::Pattern { share, limit } => format!("pattern {share:.0} % ({limit:.0} %)"),
        }
    }
}
