use proptest::prelude::*;

use super::*;

fn chromosome(bases: &[u8], strand: Strand, anchor: usize) -> Chromosome {
    let feature = Feature { systematic: "G1".into(), standard: None, strand, anchor };
    Chromosome { name: "I".into(), bases: bases.to_vec(), features: vec![feature] }
}

fn only_promoter(chromosome: &Chromosome, length: usize) -> Result<Vec<u8>, ExtractionError> {
    Ok(extract_promoters(chromosome, length)?.iter().flat_map(ExtractedPromoter::bases).collect())
}

#[test]
fn a_gene_outside_its_chromosome_is_named() {
    let error = extract_promoters(&chromosome(b"ACGT", Strand::Reverse, 5), 3).map(|_| ());
    let message = error.map_err(|error| error.to_string());
    let expected = "G1 starts at base 5 of I, which has 4: use the annotation of the same assembly as the sequence";
    assert_eq!(message, Err(expected.to_owned()));
}

#[test]
fn what_lies_downstream_ends_where_it_was_asked_for() -> Result<(), ExtractionError> {
    let around = |bases: &[u8], strand, anchor| -> Result<Vec<u8>, ExtractionError> {
        let chromosome = chromosome(bases, strand, anchor);
        let found = extract_promoters(&chromosome, Reach { upstream: 3, downstream: 2 })?;
        Ok(found.iter().flat_map(ExtractedPromoter::bases).collect())
    };
    assert_eq!(around(b"AACCGGTT", Strand::Forward, 4)?, b"ACCGG");
    assert_eq!(around(b"AACCGGTT", Strand::Reverse, 4)?, b"ACCGG");
    assert_eq!(around(b"AACCGGTT", Strand::Forward, 7)?, b"GGTTN");
    assert_eq!(around(b"AACCGGTT", Strand::Reverse, 1)?, b"GGTTN");
    assert_eq!(around(b"AACCGGTT", Strand::Forward, 1)?, b"AAC");
    Ok(())
}

#[test]
fn lower_case_and_codes_for_several_bases() -> Result<(), ExtractionError> {
    assert_eq!(only_promoter(&chromosome(b"aaccgn", Strand::Reverse, 2), 10)?, b"NCGG");
    Ok(())
}

proptest! {
    #[test]
    fn what_is_left_of_the_gene_ends_with_its_promoter(
        bases in "[ACGTN]{0,60}", split in any::<prop::sample::Index>(), length in 0_usize..80,
    ) {
        let anchor = split.index(bases.len() + 1);
        let promoter = only_promoter(&chromosome(bases.as_bytes(), Strand::Forward, anchor), length)?;
        prop_assert_eq!(promoter.len(), length.min(anchor));
        prop_assert!(bases.as_bytes()[..anchor].ends_with(&promoter));
    }

    #[test]
    fn turning_the_chromosome_over_changes_no_promoter(
        bases in "[ACGTN]{0,60}", split in any::<prop::sample::Index>(), length in 0_usize..80,
    ) {
        let anchor = split.index(bases.len() + 1);
        let forward = only_promoter(&chromosome(bases.as_bytes(), Strand::Forward, anchor), length)?;
        let turned = reverse_complement(bases.as_bytes());
        let reverse = only_promoter(&chromosome(&turned, Strand::Reverse, bases.len() - anchor), length)?;
        prop_assert_eq!(forward, reverse);
    }
}
