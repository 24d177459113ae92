use std::fmt;

use serde::Serialize;

use crate::text::counted;

/// A change that was made to what the user gave, and that has to be reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum PromoterNote {
    /// Lower-case letters were read as upper case.
    LowerCase {
        /// How many.
        count: usize,
    },
    /// U was read as T.
    UracilToThymine {
        /// How often.
        count: usize,
    },
    /// IUPAC codes for several bases were read as N.
    AmbiguityToN {
        /// How many.
        count: usize,
    },
    /// Spaces and digits (line numbers) were left out.
    NonLettersRemoved {
        /// How many.
        count: usize,
    },
    /// Only the last bases fit into the window.
    Cropped {
        /// Bases given.
        from: usize,
        /// Bases kept.
        to: usize,
    },
    /// The window is longer than the promoter; its left end is empty.
    Padded {
        /// Bases given.
        from: usize,
        /// Length of the window.
        to: usize,
    },
    /// An insert was completed to the reporter construct it is tested in.
    Framed {
        /// Bases given.
        from: usize,
        /// Bases kept, the last ones.
        to: usize,
        /// Constant bases before them.
        left: usize,
        /// Constant bases after them.
        right: usize,
    },
    /// The place on a genome that the header names has another number of bases.
    OtherPlace {
        /// Bases of the place.
        place: usize,
        /// Bases given.
        bases: usize,
    },
}

impl fmt::Display for PromoterNote {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::LowerCase { count } => write!(out, "{} read as upper case", counted(count, "lower-case letter")),
            Self::UracilToThymine { count } => write!(out, "{count} U read as T (RNA given)"),
            Self::AmbiguityToN { count } => write!(out, "{} read as N", counted(count, "IUPAC ambiguity code")),
            Self::NonLettersRemoved { count: 1 } => write!(out, "1 space or digit left out"),
            Self::NonLettersRemoved { count } => write!(out, "{count} spaces or digits left out"),
            Self::Cropped { from, to } => {
                write!(out, "{} given: only the last {to} are read", counted(from, "base"))
            }
            Self::Padded { from, to } => {
                write!(out, "{} given: the {} upstream of them are left empty", counted(from, "base"), to - from)
            }
            Self::OtherPlace { place, bases } => write!(
                out,
                "{} given, but the place in the header has {place}: it is taken for one of no known place",
                counted(bases, "base")
            ),
            Self::Framed { from, to, left, right } => {
                let kept = if from == to {
                    counted(to, "base")
                } else {
                    format!("{} given: the last {to} are read,", counted(from, "base"))
                };
                let before = counted(left, "base");
                write!(out, "{kept} completed with the constant {before} before and {right} after them")
            }
        }
    }
}
