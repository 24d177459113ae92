use proptest::prelude::*;

use super::*;
use crate::sequence::{Chromosome, Feature, Reach, extract_promoters, read_fasta, reverse_complement};

#[test]
fn headers_of_several_programs_are_read() {
    let read = |header: &str, bases: usize| Place::of_header(header, &vec![b'A'; bases]).ok().flatten();
    let place = |contig: &str, region, strand| Some(Place::new(contig, region, strand));
    for (header, contig, strand) in [
        ("YFL014W HSP12 chrVI:101-120(+)", "chrVI", Strand::Forward),
        ("chrVI:101-120(-)", "chrVI", Strand::Reverse),
        ("YFL014W::chrVI:100-120(-)", "chrVI", Strand::Reverse),
        ("x HLA:DRB1*01:100-120(+) and more", "HLA:DRB1*01", Strand::Forward),
    ] {
        assert_eq!(read(header, 20), place(contig, 100..120, strand), "{header}");
    }
    for header in ["HSP12", "chrVI:101-120", "a(+)", ":1-20(+)", "x:1-99999999999(+)", "x:+1-20(+)", "x:a-20(-)"] {
        assert!(matches!(Place::of_header(header, &[b'A'; 20]), Ok(None)), "{header}");
    }
    for header in ["x:101-122(+)", "x:101-119(+)", "x:0-18(-)", "x:30-11(+)"] {
        assert!(Place::of_header(header, &[b'A'; 20]).is_err(), "{header}");
    }
}

proptest! {
    /// Whatever is cut out of a chromosome: each base that has a place stands there, on either strand, and
    /// each that has none is beyond the chromosome's end.
    #[test]
    fn bases_stand_where_their_place_says(
        bases in "[ACGT]{30,60}", is_forward in any::<bool>(), split in any::<prop::sample::Index>(),
        upstream in 20_usize..40, downstream in 0_usize..12, skipped in 0_usize..10, left in 0_usize..5,
    ) {
        let anchor = split.index(bases.len() + 1);
        let strand = if is_forward { Strand::Forward } else { Strand::Reverse };
        let feature = Feature { systematic: "G".into(), standard: None, strand, anchor };
        let chromosome = Chromosome { name: "chr:1".into(), bases: bases.clone().into_bytes(), features: vec![feature] };
        let promoters = extract_promoters(&chromosome, Reach { upstream, downstream }).unwrap();
        let own = promoters[0].bases();
        // No promoter, or one that opens its chromosome.
        if own.len() < 20 || promoters[0].region().is_empty() {
            return Ok(());
        }
        let fasta = format!(">G {}\n{}\n", promoters[0].place(), String::from_utf8_lossy(&own));
        let read = read_fasta(fasta.as_bytes()).unwrap();
        let place = read.promoters[0].place().cloned().unwrap();
        prop_assert_eq!(&place, &promoters[0].place());
        // A stretch of it, behind a constant one.
        let kept = &own[skipped..];
        let Some(place) = place.of_stretch(skipped..own.len()) else { return Ok(()) };
        let framed = [vec![b'N'; left], kept.to_vec()].concat();
        let place = place.behind(left);
        let mut placed = 0;
        for (index, base) in framed.iter().enumerate() {
            match place.base(index) {
                Some(at) => {
                    let there = &bases.as_bytes()[at..=at];
                    let read = if is_forward { there.to_vec() } else { reverse_complement(there) };
                    prop_assert_eq!(read[0], *base);
                    placed += 1;
                }
                None => prop_assert_eq!(*base, b'N'),
            }
        }
        prop_assert_eq!(placed, promoters[0].region().len() - skipped.min(promoters[0].region().len()));
    }
}
