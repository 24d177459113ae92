//! Where on a genome a sequence lies.

use std::fmt;
use std::ops::Range;

use super::Strand;

/// Where on a genome the bases of a sequence lie. Coordinates count from 0 on the forward strand and ranges
/// are half-open, as in BED.
///
/// A sequence may have bases before or after those of the contig: the constant stretches of a construct, or
/// the N that stand in beyond a contig's end. These lie nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    contig: String,
    region: Range<usize>,
    strand: Strand,
    /// Bases of the sequence before the first one of the contig.
    before: usize,
}

impl Place {
    /// The place of a sequence whose first base is the region's first one in the sense of its strand.
    pub fn new(contig: impl Into<String>, region: Range<usize>, strand: Strand) -> Self {
        Self { contig: contig.into(), region, strand, before: 0 }
    }

    /// The contig's name, as the genome has it. It is untrusted text.
    pub fn contig(&self) -> &str {
        &self.contig
    }

    /// The stretch of the contig.
    pub fn region(&self) -> Range<usize> {
        self.region.clone()
    }

    /// The strand that the sequence is read from.
    pub fn strand(&self) -> Strand {
        self.strand
    }

    /// Bases of the sequence before the first one that lies on the contig.
    pub fn before(&self) -> usize {
        self.before
    }

    /// Where a stretch of the sequence lies on the contig; nothing where none of it does. What lies beyond is
    /// left out.
    ///
    /// ```
    /// use cisight::sequence::{Place, Strand};
    /// let place = Place::new("chrII", 100..110, Strand::Reverse);
    /// assert_eq!(place.stretch(0..3), Some(107..110));
    /// assert_eq!(place.stretch(8..12), Some(100..102));
    /// assert_eq!(place.stretch(10..12), None);
    /// ```
    pub fn stretch(&self, of: Range<usize>) -> Option<Range<usize>> {
        let length = self.region.len();
        let inside = |index: usize| index.saturating_sub(self.before).min(length);
        let (start, end) = (inside(of.start), inside(of.end));
        let stretch = match self.strand {
            Strand::Forward => self.region.start + start..self.region.start + end,
            Strand::Reverse => self.region.end - end..self.region.end - start,
        };
        (start < end).then_some(stretch)
    }

    /// Where on the contig the border before a base of the sequence lies, as the index of the base behind it on the forward
    /// strand; nothing where no base of the contig stands on either side.
    ///
    /// ```
    /// use cisight::sequence::{Place, Strand};
    /// let place = Place::new("chrII", 100..110, Strand::Reverse);
    /// assert_eq!((place.border(0), place.border(3), place.border(11)), (Some(110), Some(107), None));
    /// ```
    pub fn border(&self, index: usize) -> Option<usize> {
        let inside = index.checked_sub(self.before).filter(|inside| *inside <= self.region.len())?;
        Some(match self.strand {
            Strand::Forward => self.region.start + inside,
            Strand::Reverse => self.region.end - inside,
        })
    }

    /// Where one base of the sequence lies; nothing for one that is not the contig's.
    pub fn base(&self, index: usize) -> Option<usize> {
        self.stretch(index..index.checked_add(1)?).map(|stretch| stretch.start)
    }

    /// The strand of the genome that a strand of the sequence is.
    pub fn turned(&self, strand: Strand) -> Strand {
        if strand == self.strand { Strand::Forward } else { Strand::Reverse }
    }

    /// The place of a stretch of the sequence; nothing where none of it lies on the contig.
    pub fn of_stretch(&self, of: Range<usize>) -> Option<Self> {
        let region = self.stretch(of.clone())?;
        let before = self.before.saturating_sub(of.start);
        Some(Self { contig: self.contig.clone(), region, strand: self.strand, before })
    }

    /// The same place of a sequence with further bases before the first one.
    #[must_use]
    pub(super) fn behind(mut self, bases: usize) -> Self {
        self.before += bases;
        self
    }

    /// Reads a place out of a FASTA header: the first word such as `chrII:101-1100(-)`, from 1 and both ends
    /// included, as `cisight promoters` writes it (and samtools, with a strand); or from 0 and half-open, as
    /// `bedtools getfasta -s` writes it, which may stand behind a name and `::`. Which of the two it is, the
    /// number of bases tells. Nothing where no word is of this form.
    ///
    /// # Errors
    /// [`OtherLength`] where the place has as many bases in neither way.
    pub(super) fn of_header(header: &str, bases: &[u8]) -> Result<Option<Self>, OtherLength> {
        let Some((contig, [first, last], strand)) = header.split_whitespace().find_map(read_word) else {
            return Ok(None);
        };
        if first <= last && last - first == bases.len() {
            return Ok(Some(Self::new(contig, first..last, strand)));
        }
        let length = (last + 1).saturating_sub(first);
        // Where a contig ends within a promoter, N stand in for what it lacks downstream.
        let is_filled = bases.get(length..).is_some_and(|rest| rest.iter().all(|base| *base == b'N'));
        if first == 0 || length == 0 || !is_filled {
            return Err(OtherLength(length));
        }
        Ok(Some(Self::new(contig, first - 1..last, strand)))
    }
}

/// How many bases a place has, which are not those of its sequence.
pub(super) struct OtherLength(pub usize);

/// Contig, both numbers and the strand of a word such as `chrII:101-1100(-)`.
fn read_word(word: &str) -> Option<(&str, [usize; 2], Strand)> {
    let (rest, strand) = match (word.strip_suffix("(+)"), word.strip_suffix("(-)")) {
        (Some(rest), _) => (rest, Strand::Forward),
        (_, Some(rest)) => (rest, Strand::Reverse),
        _ => return None,
    };
    let (contig, ends) = rest.rsplit_once(':')?;
    let contig = contig.rsplit_once("::").map_or(contig, |(_, contig)| contig);
    let (first, last) = ends.split_once('-')?;
    let number = |text: &str| {
        let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
        // No contig is longer, and nothing overflows.
        text.parse::<u32>().ok().filter(|_| is_plain).and_then(|number| usize::try_from(number).ok())
    };
    let ends = [number(first)?, number(last)?];
    (!contig.is_empty()).then_some((contig, ends, strand))
}

impl fmt::Display for Place {
    /// `contig:start-end(strand)`, from 1, both ends included, as a FASTA header of Cisight holds it.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { contig, region, strand, .. } = self;
        write!(out, "{contig}:{}-{}({})", region.start + 1, region.end, strand.sign())
    }
}

#[cfg(test)]
mod tests;
