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
mod tests {
    use proptest::prelude::*;

    use super::super::haplotype;
    use super::*;
    use crate::sequence::{Chromosome, Promoter, Reach, Target, extract_promoters, read_variants};

    proptest! {
        /// Only what a deletion brings in from further away is known to the genome alone.
        #[test]
        fn what_is_written_is_read_as_the_same_change(
            bases in "[ACGT]{110}", is_forward: bool, at in 40_usize..70, removed in 0_usize..4, new in "[ACGT]{0,3}",
        ) {
            const ANCHOR: usize = 55;
            let strand = if is_forward { Strand::Forward } else { Strand::Reverse };
            let feature = Feature { systematic: "G1".into(), standard: None, strand, anchor: ANCHOR };
            let chromosome = Chromosome { name: "I".into(), bases: bases.clone().into_bytes(), features: vec![feature] };
            let reach = Reach { upstream: 40, downstream: 40 };
            let promoter = &extract_promoters(&chromosome, reach).unwrap()[0];
            let allele = Allele::new(at, &bases.as_bytes()[at..at + removed], new.as_bytes());
            if allele.is_reference() {
                return Ok(());
            }
            let Ok(changed) = haplotype(promoter, std::slice::from_ref(&allele)) else { return Ok(()) };
            let written = promoter_change(promoter.feature(), bases.as_bytes(), &allele);
            let reference = Promoter::parse("G1", std::str::from_utf8(&promoter.bases()).unwrap()).unwrap();
            let target = Target { promoter: &reference, alias: None, downstream: reach.downstream };
            let read = read_variants(&written, &[target], |promoter| promoter).unwrap();
            prop_assert!(read.problems.is_empty(), "{written}: {:?}", read.problems);
            let by_hand = read.variants[0].alternative.bases();
            let is_upstream = written.starts_with('-');
            let kept = 70;
            let [own, theirs] = [changed.as_slice(), by_hand]
                .map(|bases| if is_upstream { &bases[bases.len() - kept..] } else { &bases[..kept] });
            prop_assert_eq!(own, theirs, "{}", written);
        }
    }
}
