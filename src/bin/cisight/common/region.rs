//! Stretches of a promoter as people name them: by distance from the anchor, -1 being the base before it.

use std::ops::Range;
use std::str::FromStr;

use anyhow::{Result, bail};
use cisight::schema::BasesInput;

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
            Some((first, last)) if first <= last && first != 0 && last != 0 => Ok(Self { first, last }),
            _ => Err("a stretch is written as -250..-201, both ends included, -1 being the base before the anchor; there is no base 0".to_owned()),
        }
    }
}

impl Region {
    /// The stretch as indices in a model's window; what lies outside the window is cut off.
    ///
    /// # Errors
    /// Where all of it lies outside.
    pub fn in_window(self, reads: &BasesInput) -> Result<Range<usize>> {
        let anchor = reads.upstream() as i64;
        // After the anchor bases count from 1.
        let index = |position: i64| anchor.saturating_add(if position > 0 { position - 1 } else { position });
        let inside = |index: i64| usize::try_from(index).unwrap_or(0).min(reads.window);
        let stretch = inside(index(self.first))..inside(index(self.last).saturating_add(1));
        if stretch.is_empty() {
            let [from, to] = [0, reads.window.saturating_sub(1)].map(|end| position(end, reads));
            bail!(
                "the stretch {}..{} is empty in the window, whose bases are {from}..{to}; a stretch is written as -250..-201, both ends included",
                self.first,
                self.last
            );
        }
        Ok(stretch)
    }
}

/// The position of an index of a model's window: -1 is the base before the anchor, 1 the one after it.
pub fn position(index: usize, reads: &BasesInput) -> i64 {
    let distance = index as i64 - reads.upstream() as i64;
    if distance < 0 { distance } else { distance + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(window: usize, downstream: usize) -> BasesInput {
        let (alphabet, anchor) = (cisight::sequence::Alphabet::ACGT, String::new());
        BasesInput { name: String::new(), window, alphabet, anchor, downstream, frame: None }
    }

    #[test]
    fn stretches_end_with_their_last_base() {
        let stretch =
            |text: &str, reads: &BasesInput| text.parse().ok().and_then(|region: Region| region.in_window(reads).ok());
        let upstream = reads(1000, 0);
        assert_eq!(stretch("-10..-1", &upstream), Some(990..1000));
        assert_eq!(stretch("-2000..-999", &upstream), Some(0..2));
        for bad in ["-1..-10", "-5", "5..0", "-5..0", "0..3", "a..b", ""] {
            assert!(bad.parse::<Region>().is_err(), "{bad}");
        }
    }

    #[test]
    fn there_is_no_base_zero_around_an_anchor() {
        let around = reads(10_500, 3500);
        let stretch = |text: &str| text.parse().ok().and_then(|region: Region| region.in_window(&around).ok());
        assert_eq!(stretch("-7000..3500"), Some(0..10_500));
        assert_eq!(stretch("-2..2"), Some(6998..7002));
        assert_eq!(stretch("3501..3600"), None);
        assert_eq!([6998, 6999, 7000, 7001].map(|index| position(index, &around)), [-2, -1, 1, 2]);
    }
}
