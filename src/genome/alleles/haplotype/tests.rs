use proptest::prelude::*;

use super::*;
use crate::sequence::{Chromosome, Feature, Reach, extract_promoters};

fn chromosome(bases: &[u8], strand: Strand, anchor: usize) -> Chromosome {
    let feature = Feature { systematic: "G1".into(), standard: None, strand, anchor };
    Chromosome { name: "I".into(), bases: bases.to_vec(), features: vec![feature] }
}

fn cut(chromosome: &Chromosome, reach: Reach, alleles: &[Allele]) -> Result<Vec<u8>, CrossesAnchor> {
    let promoters = extract_promoters(chromosome, reach).unwrap();
    haplotype(&promoters[0], alleles)
}

#[test]
fn the_promoter_is_filled_up_from_the_contig() {
    let bases = b"AACCGGTTACGTTGCA";
    let upstream = Reach { upstream: 4, downstream: 0 };
    let around = Reach { upstream: 3, downstream: 2 };
    let cases: [(&str, usize, Reach, Allele, &[u8]); 9] = [
        ("forward deletion", 8, upstream, Allele::new(6, b"T", b""), b"CGGT"),
        ("forward insertion", 8, upstream, Allele::new(6, b"", b"AA"), b"AATT"),
        ("forward insertion at the anchor", 8, upstream, Allele::new(8, b"", b"CC"), b"TTCC"),
        ("forward downstream deletion", 8, around, Allele::new(8, b"A", b""), b"GTTCG"),
        ("reverse substitution", 8, upstream, Allele::new(8, b"A", b"C"), b"ACGG"),
        ("reverse deletion", 8, upstream, Allele::new(9, b"CG", b""), b"CAAT"),
        ("reverse insertion at the anchor", 8, upstream, Allele::new(8, b"", b"CC"), b"GTGG"),
        ("reverse, further away", 8, upstream, Allele::new(12, b"T", b""), b"ACGT"),
        ("forward, at the contig's beginning", 3, upstream, Allele::new(1, b"A", b""), b"AC"),
    ];
    for (what, anchor, reach, allele, expected) in cases {
        let strand = if what.starts_with("forward") { Strand::Forward } else { Strand::Reverse };
        let found = cut(&chromosome(bases, strand, anchor), reach, &[allele]);
        assert_eq!(found.as_deref(), Ok(expected), "{what}");
    }
}

#[test]
fn only_substitutions_cross_the_anchor() {
    let around = Reach { upstream: 3, downstream: 2 };
    let own = chromosome(b"AACCGGTTACGTTGCA", Strand::Forward, 8);
    assert_eq!(cut(&own, around, &[Allele::new(7, b"TA", b"CC")]).as_deref(), Ok(b"GTCCC".as_slice()));
    assert_eq!(cut(&own, around, &[Allele::new(7, b"TA", b"")]), Err(CrossesAnchor { allele: 0 }));
}

/// Alleles that do not touch each other.
fn alleles() -> impl Strategy<Value = Vec<Allele>> {
    let one = (1_usize..6, 0_usize..4, "[ACGT]{0,3}");
    prop::collection::vec(one, 0..6).prop_map(|drawn| {
        let mut at = 0;
        let mut placed = Vec::new();
        for (gap, removed, bases) in drawn {
            at += gap;
            placed.push(Allele::new(at, &vec![b'N'; removed], bases.as_bytes()));
            at += removed;
        }
        placed
    })
}

proptest! {
    /// The plain way: the whole contig with its alleles, from which the promoter is cut.
    #[test]
    fn equal_to_cutting_the_rebuilt_contig(
        bases in "[ACGT]{40,60}", alleles in alleles(), anchor in 0_usize..40, is_forward: bool,
        upstream in 0_usize..20, downstream in 0_usize..10,
    ) {
        let strand = if is_forward { Strand::Forward } else { Strand::Reverse };
        let reach = Reach { upstream, downstream };
        let found = cut(&chromosome(bases.as_bytes(), strand, anchor), reach, &alleles);
        let crosses = |own: &Allele| {
            let Range { start, end } = own.range();
            start < anchor && anchor < end && end - start != own.bases().len()
        };
        if alleles.iter().any(crosses) {
            prop_assert!(found.is_err());
            return Ok(());
        }
        let (mut rebuilt, mut moved) = (bases.clone().into_bytes(), anchor);
        for allele in alleles.iter().rev() {
            let Range { start, end } = allele.range();
            rebuilt.splice(start..end, allele.bases().iter().copied());
            let is_before = if start == end && start == anchor { is_forward } else { end <= anchor };
            if is_before {
                moved = moved + allele.bases().len() - (end - start);
            }
        }
        let rebuilt = chromosome(&rebuilt, strand, moved);
        let plain = extract_promoters(&rebuilt, reach).unwrap()[0].bases();
        prop_assert_eq!(found, Ok(plain));
    }
}
