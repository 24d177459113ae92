use std::ops::Range;

use serde::Serialize;
use thiserror::Error;

use crate::sequence::Window;

/// Why a stretch of a promoter cannot be changed. Positions are indices in the model's window.
#[derive(Debug, Clone, Error, PartialEq, Eq, Serialize)]
pub enum StretchError {
    /// It is empty.
    #[error("the stretch at {0} is empty; give at least one base")]
    Empty(usize),
    /// It reaches beyond the bases.
    #[error("the stretch from {} to {} lies outside the promoter, whose bases are {} to {} of the window", .stretch.start, .stretch.end, .bases.start, .bases.end)]
    Outside {
        /// The stretch.
        stretch: Range<usize>,
        /// The part of the window that bases fill.
        bases: Range<usize>,
    },
    /// Two stretches that have to be apart are not.
    #[error("the stretches from {} to {} and from {} to {} overlap; choose two that do not", .0.start, .0.end, .1.start, .1.end)]
    Overlap(Range<usize>, Range<usize>),
    /// It is too short for what is to be written into it.
    #[error(
        "the stretch has {found} bases, but {needed} are needed to place the longest two motifs; choose a longer one"
    )]
    Short {
        /// Bases needed.
        needed: usize,
        /// Bases there are.
        found: usize,
    },
}

/// Checks that bases of the window fill the stretch.
///
/// # Errors
/// [`StretchError`] where they do not.
pub fn check_stretch(window: &Window, stretch: &Range<usize>) -> Result<(), StretchError> {
    let bases = window.first_base()..window.codes().len();
    if stretch.start >= stretch.end {
        Err(StretchError::Empty(stretch.start))
    } else if stretch.start < bases.start || stretch.end > bases.end {
        Err(StretchError::Outside { stretch: stretch.clone(), bases })
    } else {
        Ok(())
    }
}
