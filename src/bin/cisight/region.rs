//! Stretches of a promoter as people name them: by distance from the anchor, -1 being the base before it.

use std::ops::Range;
use std::str::FromStr;

/// A stretch from one position to another, both included, such as -250..-201.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    first: i64,
    last: i64,
}

impl FromStr for Region {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parsed = text.split_once("..").and_then(|(first, last)| Some((first.parse().ok()?, last.parse().ok()?)));
        match parsed {
            Some((first, last)) if first <= last && last < 0 => Ok(Self { first, last }),
            _ => Err("a stretch is written as -250..-201, both ends included, -1 being the last base".to_owned()),
        }
    }
}

impl Region {
    /// The stretch as indices in a window of `length` bases; what lies before the window is cut off.
    pub fn in_window(self, length: usize) -> Range<usize> {
        let index = |position: i64| usize::try_from(length as i64 + position).unwrap_or(0);
        index(self.first)..index(self.last + 1)
    }
}

/// The position of a window's index.
pub fn position(index: usize, length: usize) -> i64 {
    index as i64 - length as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_end_with_their_last_base() {
        assert_eq!("-10..-1".parse().map(|region: Region| region.in_window(1000)), Ok(990..1000));
        assert_eq!("-2000..-999".parse().map(|region: Region| region.in_window(1000)), Ok(0..2));
        for bad in ["-1..-10", "-5", "5..9", "-5..0", "a..b", ""] {
            assert!(bad.parse::<Region>().is_err(), "{bad}");
        }
    }
}
