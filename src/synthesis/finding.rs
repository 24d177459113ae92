use std::fmt;

use serde::Serialize;

/// A rule that a stretch breaks.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum BrokenRule {
    /// A recognition site.
    Site {
        /// The enzyme, or the site.
        name: String,
    },
    /// The share of G and C of the whole sequence.
    Gc {
        /// What it is.
        share: f64,
    },
    /// The share of G and C of a window.
    GcWindow {
        /// What it is.
        share: f64,
    },
    /// The same base many times in a row.
    Homopolymer {
        /// How many times.
        length: usize,
    },
    /// The same bases twice.
    Repeat,
    /// A stretch and its reverse complement behind it.
    Hairpin,
    /// ATG before the anchor.
    StartCodon,
    /// A site of a motif that was none.
    MotifGained {
        /// The motif.
        name: String,
    },
    /// A site of a motif that is none any more.
    MotifLost {
        /// The motif.
        name: String,
    },
    /// More bases differ from the natural sequence than may.
    Differences {
        /// How many.
        count: usize,
    },
}

/// A place that breaks a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule.
    pub rule: BrokenRule,
    /// Its first base: an index of the sequence that was looked at (of the natural one for a site that was lost).
    pub from: usize,
    /// The index after its last base.
    pub to: usize,
}

impl fmt::Display for BrokenRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |share: f64| 100.0 * share;
        match self {
            Self::Site { name } => write!(f, "a site of {name}"),
            Self::Gc { share } => write!(f, "{:.1}% G and C in all", percent(*share)),
            Self::GcWindow { share } => write!(f, "a stretch of {:.1}% G and C", percent(*share)),
            Self::Homopolymer { length } => write!(f, "the same base {length} times in a row"),
            Self::Repeat => write!(f, "a repeat"),
            Self::Hairpin => write!(f, "a hairpin"),
            Self::StartCodon => write!(f, "a start codon"),
            Self::MotifGained { name } => write!(f, "a new site of {name}"),
            Self::MotifLost { name } => write!(f, "a lost site of {name}"),
            Self::Differences { count } => write!(f, "{count} bases that differ from the natural sequence"),
        }
    }
}
