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
