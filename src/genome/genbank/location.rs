use std::ops::Range;

use gb_io::seq::{After, Before, Location as Parsed};

use crate::sequence::Strand;

/// How deep operators may stand in each other: more is no location, and would exhaust the parser's stack.
const DEEPEST: usize = 8;

/// A stretch of a location.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Span {
    range: Range<usize>,
    strand: Strand,
    /// Whether it goes on to the left of what is given (`<5..12`), and to the right.
    is_open: [bool; 2],
}

/// Where a feature lies: its stretches, as they are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Location(Vec<Span>);

impl Location {
    /// Reads `complement(join(5..12,<20..30))` and the like; none where it is not like that, or of another
    /// record.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
        let mut depth = 0_usize;
        for letter in text.chars() {
            match letter {
                '(' => depth += 1,
                ')' => depth = depth.checked_sub(1)?,
                _ => {}
            }
            if depth > DEEPEST {
                return None;
            }
        }
        // The parser's arithmetic is made for bases from 1 on, and it ends where it likes.
        let leaves: Vec<&str> = text.split(['(', ')', ',']).filter(|leaf| leaf.starts_with(is_of_place)).collect();
        if depth > 0 || text.contains(['+', '-']) || leaves.iter().any(|leaf| !leaf.chars().all(is_of_place)) {
            return None;
        }
        let mut read = Vec::new();
        let spans = spans(&Parsed::from_gb_format(&text).ok()?, &mut read)?;
        let is_all = leaves.len() == read.len() && leaves.iter().zip(&read).all(|(leaf, read)| is_same(leaf, read));
        (is_all && !spans.is_empty()).then_some(Self(spans))
    }

    /// The strand of its first base.
    pub(super) fn strand(&self) -> Strand {
        self.0.first().map_or(Strand::Forward, |first| first.strand)
    }

    /// The border before its first base; none where that lies beyond what is given.
    pub(super) fn start(&self) -> Option<usize> {
        let first = self.0.first()?;
        match (first.strand, first.is_open) {
            (Strand::Forward, [false, _]) => Some(first.range.start),
            (Strand::Reverse, [_, false]) => Some(first.range.end),
            _ => None,
        }
    }

    /// The border behind its last base; none where it goes on beyond what is given.
    pub(super) fn end(&self) -> Option<usize> {
        let last = self.0.last()?;
        match (last.strand, last.is_open) {
            (Strand::Forward, [_, false]) => Some(last.range.end),
            (Strand::Reverse, [false, _]) => Some(last.range.start),
            _ => None,
        }
    }

    /// From its leftmost base to its rightmost one. Where it goes on after the last of the contig's bases
    /// with the first one, its end lies beyond that.
    pub(super) fn extent(&self, bases: usize) -> Range<usize> {
        let ranges = || self.0.iter().map(|span| &span.range);
        let least = ranges().map(|range| range.start).min().unwrap_or_default();
        let most = ranges().map(|range| range.end).max().unwrap_or_default();
        let Some(at) = self.crossing(bases) else { return least..most };
        let (before, behind) = self.0.split_at(at + 1);
        let (left, right) = if self.strand() == Strand::Forward { (before, behind) } else { (behind, before) };
        let start = left.iter().map(|span| span.range.start).min().unwrap_or_default();
        let end = right.iter().map(|span| span.range.end).max().unwrap_or_default();
        start..end.saturating_add(bases)
    }

    /// Whether it goes on after the contig's last base with its first one.
    pub(super) fn crosses_origin(&self, bases: usize) -> bool {
        self.crossing(bases).is_some()
    }

    /// The index of the stretch after which it does so.
    fn crossing(&self, bases: usize) -> Option<usize> {
        let is_on_one = self.0.iter().all(|span| span.strand == self.strand());
        let crosses = |pair: &[Span]| match pair {
            [one, next] if one.strand == Strand::Forward => one.range.end == bases && next.range.start == 0,
            [one, next] => one.range.start == 0 && next.range.end == bases,
            _ => false,
        };
        self.0.windows(2).position(crosses).filter(|_| is_on_one)
    }
}

fn is_of_place(letter: char) -> bool {
    letter.is_ascii_digit() || matches!(letter, '.' | '<' | '>' | '^')
}

/// Whether a stretch was read as it is written; `5..5` may be written as `5`.
fn is_same(written: &str, read: &str) -> bool {
    written == read || written.strip_prefix(read).and_then(|rest| rest.strip_prefix("..")) == Some(read)
}

/// The stretches in the order in which they are read; `read` takes them as they are written, in that order.
fn spans(location: &Parsed, read: &mut Vec<String>) -> Option<Vec<Span>> {
    match location {
        Parsed::Range((start, Before(opens)), (end, After(closes))) => {
            let range = usize::try_from(*start).ok()?..usize::try_from(*end).ok()?;
            read.push(location.to_gb_format());
            let is_open = [*opens, *closes];
            (range.start < range.end).then(|| vec![Span { range, strand: Strand::Forward, is_open }])
        }
        Parsed::Complement(turned) => {
            let mut spans = spans(turned, read)?;
            spans.reverse();
            for span in &mut spans {
                span.strand = if span.strand == Strand::Forward { Strand::Reverse } else { Strand::Forward };
            }
            Some(spans)
        }
        Parsed::Join(parts) | Parsed::Order(parts) => {
            let mut all = Vec::new();
            for part in parts {
                all.extend(spans(part, read)?);
            }
            Some(all)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
