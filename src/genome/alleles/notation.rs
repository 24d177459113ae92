use std::ops::Range;

use super::Allele;
use crate::sequence::{Feature, Strand, reverse_complement};

/// What an allele changes, as people write changes of a promoter: `-45A>G`, `-46_-45delinsCC`, `-45del`,
/// `-31_-30insTA`; on the gene's strand, -1 being the base before the anchor and 1 the one behind it.
/// [`crate::sequence::read_variants`] reads it.
pub fn promoter_change(feature: &Feature, chromosome: &[u8], allele: &Allele) -> String {
    let Range { start, end } = allele.range();
    let own = |bases: &[u8]| {
        let bases = match feature.strand {
            Strand::Forward => bases.to_ascii_uppercase(),
            Strand::Reverse => reverse_complement(&bases.to_ascii_uppercase()),
        };
        String::from_utf8_lossy(&bases).into_owned()
    };
    let [first, last] = changed_stretch(feature, allele);
    let stretch = if first == last { label(first) } else { format!("{}_{}", label(first), label(last)) };
    let removed = chromosome.get(start..end).unwrap_or_default();
    let new = own(allele.bases());
    match (removed.len(), allele.bases().len()) {
        (1, 1) => format!("{stretch}{}>{new}", own(removed)),
        (0, _) => format!("{}_{}ins{new}", label(last), label(first)),
        (_, 0) => format!("{stretch}del"),
        _ => format!("{stretch}delins{new}"),
    }
}

/// The first and the last base that an allele replaces, on the gene's strand, by how far they lie behind the anchor: -1 is the
/// base before it, 0 the one behind. Of an insertion the last one stands before it and the first one behind it.
pub fn changed_stretch(feature: &Feature, allele: &Allele) -> [i64; 2] {
    let Range { start, end } = allele.range();
    match feature.strand {
        Strand::Forward => [signed(start, feature.anchor), signed(end, feature.anchor) - 1],
        Strand::Reverse => [signed(feature.anchor, end), signed(feature.anchor, start) - 1],
    }
}

/// How far a base lies behind the anchor, negative before it.
fn signed(base: usize, anchor: usize) -> i64 {
    i64::try_from(base).unwrap_or(i64::MAX).saturating_sub(i64::try_from(anchor).unwrap_or(i64::MAX))
}

/// There is no 0.
fn label(offset: i64) -> String {
    (if offset < 0 { offset } else { offset + 1 }).to_string()
}

#[cfg(test)]
mod tests;
