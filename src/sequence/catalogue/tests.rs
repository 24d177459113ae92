use std::collections::HashMap;
use std::error::Error;

use proptest::prelude::*;
use safetensors::tensor::{Dtype, SafeTensors, TensorView, serialize};

use super::*;
use crate::sequence::Feature;

type Outcome = Result<(), Box<dyn Error>>;

fn feature(systematic: &str, standard: &str, strand: Strand, anchor: usize) -> Feature {
    let standard = (!standard.is_empty()).then(|| standard.to_owned());
    Feature { systematic: systematic.into(), standard, strand, anchor }
}

fn origin() -> Origin {
    Origin { species: "Testus testus".into(), assembly: "T1".into(), source: "made up".into() }
}

/// Two chromosomes: neighbours that share promoters, a gap of N, one gene that opens its chromosome.
fn genome() -> Vec<Chromosome> {
    let first = Chromosome {
        name: "I".into(),
        bases: b"ACGTTGCATTNNGACCATGAAATTTGGGCCC".to_vec(),
        features: vec![
            feature("G1", "HSP12", Strand::Forward, 16),
            feature("G2", "HSP104", Strand::Reverse, 4),
            feature("G3", "", Strand::Forward, 0),
            feature("G4", "", Strand::Forward, 28),
        ],
    };
    let features = vec![feature("HSP1", "ZZZ9", Strand::Reverse, 5), feature("G5", "G1", Strand::Forward, 3)];
    vec![first, Chromosome { name: "II".into(), bases: b"ttacgggtca".to_vec(), features }]
}

fn catalogue() -> Result<Catalogue, CatalogueError> {
    Catalogue::build(origin(), 8, &genome())
}

fn bases_of(catalogue: &Catalogue, name: &str) -> Option<String> {
    catalogue.find(name).map(|found| String::from_utf8_lossy(&found.bases).into_owned())
}

#[test]
fn genes_are_found_by_either_name_with_their_promoters() -> Outcome {
    let catalogue = Catalogue::from_bytes(&catalogue()?.to_bytes()?)?;
    assert_eq!(catalogue.len(), 5);
    assert_eq!(catalogue.origin(), &origin());
    assert_eq!(bases_of(&catalogue, " hsp12 ").as_deref(), Some("TTNNGACC"));
    assert_eq!(bases_of(&catalogue, "g2").as_deref(), Some("NNAATGCA"));
    assert_eq!(bases_of(&catalogue, "HSP1").as_deref(), Some("TGACC"));
    assert_eq!(bases_of(&catalogue, "G5").as_deref(), Some("TTA"));
    assert_eq!(bases_of(&catalogue, "G3"), None, "a gene without a promoter");
    assert_eq!(bases_of(&catalogue, "HSP"), None, "a prefix is no name");
    let found = catalogue.find("G1").ok_or("no G1")?;
    assert_eq!(found.gene.name(), "HSP12", "a systematic name wins over the same standard name");
    Ok(())
}

#[test]
fn a_file_gives_back_the_same_promoters_and_the_same_file() -> Outcome {
    let built = catalogue()?;
    let file = built.to_bytes()?;
    let read = Catalogue::from_bytes(&file)?;
    assert_eq!(read.promoters().collect::<Vec<_>>(), built.promoters().collect::<Vec<_>>());
    assert_eq!(read.to_bytes()?, file);
    Ok(())
}

#[test]
fn bases_that_promoters_share_are_kept_once() -> Outcome {
    // 4..12 and 8..16, 20..28; 5..10 and 0..3 of the second chromosome.
    assert_eq!(catalogue()?.base_count(), 12 + 8 + 5 + 3);
    Ok(())
}

#[test]
fn completion_is_sorted_with_the_exact_name_first() -> Outcome {
    let catalogue = catalogue()?;
    let complete = |prefix, limit| catalogue.complete(prefix, limit).into_iter().map(Gene::name).collect::<Vec<_>>();
    assert_eq!(complete("hsp1", 10), ["ZZZ9", "HSP104", "HSP12"], "HSP1 is the systematic name of ZZZ9");
    assert_eq!(complete("hsp1", 2), ["ZZZ9", "HSP104"]);
    assert_eq!(complete("G", 10), ["HSP12", "G1", "HSP104", "G4"], "each gene once");
    assert!(complete("X", 10).is_empty());
    Ok(())
}

#[test]
fn blanks_around_a_name_hide_no_gene() -> Outcome {
    let features = vec![feature("G1 ", " PHO5", Strand::Forward, 4)];
    let chromosome = Chromosome { name: "I".into(), bases: b"ACGTACGT".to_vec(), features };
    let catalogue = Catalogue::build(origin(), 4, &[chromosome])?;
    for name in ["G1", "g1 ", "PHO5", " PHO5"] {
        assert_eq!(bases_of(&catalogue, name).as_deref(), Some("ACGT"), "{name:?}");
    }
    assert_eq!(catalogue.complete("pho", 3).len(), 1);
    Ok(())
}

#[test]
fn genomes_that_cannot_be_stored() {
    let build = |features: Vec<Feature>| {
        let chromosome = Chromosome { name: "I".into(), bases: b"ACGTACGT".to_vec(), features };
        Catalogue::build(origin(), 4, &[chromosome]).map(|_| ())
    };
    let twice = vec![feature("G1", "", Strand::Forward, 4), feature("g1", "", Strand::Reverse, 4)];
    assert_eq!(build(twice), Err(CatalogueError::DuplicateName("g1".into())));
    let blank = vec![feature("G1", "", Strand::Forward, 4), feature("G1 ", "", Strand::Reverse, 4)];
    assert_eq!(build(blank), Err(CatalogueError::DuplicateName("G1 ".into())));
    let tab = CatalogueError::Name { gene: "G1".into(), name: "A\tB".into() };
    assert_eq!(build(vec![feature("G1", "A\tB", Strand::Forward, 4)]), Err(tab));
    let nameless = CatalogueError::Name { gene: String::new(), name: String::new() };
    assert_eq!(build(vec![feature("", "", Strand::Forward, 4)]), Err(nameless));
    let outside = build(vec![feature("G1", "", Strand::Forward, 9)]);
    assert!(matches!(outside, Err(CatalogueError::Extraction(_))), "{outside:?}");
}

/// A file with one table replaced, or without it, or with another description.
fn tampered(
    table: &str,
    with: Option<(Dtype, Vec<usize>, &[u8])>,
    description: &str,
) -> Result<Vec<u8>, Box<dyn Error>> {
    let file = catalogue()?.to_bytes()?;
    let tables = SafeTensors::deserialize(&file)?;
    let mut kept = tables.tensors();
    kept.retain(|(name, _)| name != table);
    if let Some((dtype, shape, data)) = with {
        kept.push((table.to_owned(), TensorView::new(dtype, shape, data)?));
    }
    Ok(serialize(kept, Some(HashMap::from([("cisight_catalogue".to_owned(), description.to_owned())])))?)
}

#[test]
fn each_bad_file_has_its_own_error() -> Outcome {
    let good = r#"{"format":1,"species":"","assembly":"","source":"","promoter_length":8,"base_count":28}"#;
    let numbers = |values: [u32; 5]| values.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>();
    let bytes = |table, data: &'static [u8]| tampered(table, Some((Dtype::U8, vec![data.len()], data)), good);
    let outside = numbers([u32::MAX, 0, 0, 0, 0]);
    let runs = [5_u32, 5].map(u32::to_le_bytes).concat();
    let short = &outside[..16];
    let file = catalogue()?.to_bytes()?;
    let cases = [
        (Vec::new(), "damaged or cut short"),
        (b"<!DOCTYPE html><html></html>".to_vec(), "damaged or cut short"),
        (file[..file.len() - 1].to_vec(), "damaged or cut short"),
        (file[..40].to_vec(), "damaged or cut short"),
        (serialize(Vec::<(&str, TensorView<'_>)>::new(), None)?, "is not a promoter catalogue"),
        (tampered("", None, "not JSON")?, "damaged or cut short"),
        (tampered("", None, r#"{"format":1}"#)?, "damaged or cut short"),
        (tampered("", None, r#"{"format":2}"#)?, "has format 2, this program reads format 1"),
        (
            tampered("", None, &good.replace("28", "33"))?,
            "\"bases\" of the promoter catalogue does not have the length",
        ),
        (tampered("names", None, good)?, "\"names\" of the promoter catalogue is missing"),
        (bytes("names", b"G1\nG2\xff\nG4\nHSP1\nG5\n")?, "is not UTF-8 text"),
        (bytes("names", b"G1\nG2\nG4\n")?, "has not one row for each gene"),
        (bytes("names", b"G1\nG2\n\nHSP1\nG5\n")?, "which is empty or has control characters"),
        (bytes("names", b"G1\nG2\ng1\nHSP1\nG5\n")?, "the name g1 belongs to two genes"),
        (bytes("strands", &[0, 1, 0, 1, 2])?, "has a value other than 0 and 1"),
        (bytes("offsets", &[0, 1, 0, 1, 2])?, "\"offsets\" of the promoter catalogue holds another type"),
        (tampered("offsets", Some((Dtype::U32, vec![5], &outside)), good)?, "the promoter of G1 lies outside"),
        (
            tampered("lengths", Some((Dtype::U32, vec![4], short)), good)?,
            "\"lengths\" of the promoter catalogue has not",
        ),
        (bytes("contigs", b"I\n\xff\n")?, "\"contigs\" of the promoter catalogue is not UTF-8 text"),
        (bytes("contigs", b"I\n")?, "names a contig that is not there"),
        (tampered("contigs", None, good)?, "\"contigs\" of the promoter catalogue is missing"),
        (tampered("starts", Some((Dtype::U32, vec![4], short)), good)?, "\"starts\" of the promoter catalogue has not"),
        (tampered("unknown_runs", Some((Dtype::U32, vec![1, 2], &runs)), good)?, "has runs out of order"),
    ];
    for (file, expected) in cases {
        let message = Catalogue::from_bytes(&file).map(|_| ()).map_err(|error| error.to_string());
        assert!(message.as_ref().is_err_and(|message| message.contains(expected)), "{expected}: {message:?}");
    }
    Catalogue::from_bytes(&tampered("", None, good)?)?;
    Ok(())
}

#[test]
fn places_are_kept_and_files_without_them_are_read() -> Outcome {
    let place = |catalogue: &Catalogue, name: &str| catalogue.find(name).and_then(|found| found.place);
    let read = Catalogue::from_bytes(&catalogue()?.to_bytes()?)?;
    assert_eq!(place(&read, "G1"), Some(Place::new("I", 8..16, Strand::Forward)));
    assert_eq!(place(&read, "HSP1"), Some(Place::new("II", 5..10, Strand::Reverse)));
    let partly = read.with_places([None, Some(Place::new("chr I", 4..12, Strand::Reverse))]);
    let read = Catalogue::from_bytes(&partly.to_bytes()?)?;
    assert_eq!((place(&read, "G1"), place(&read, "G5")), (None, None));
    assert_eq!(place(&read, "G2"), Some(Place::new("chr I", 4..12, Strand::Reverse)));
    let none = read.with_places([]);
    assert_eq!(Catalogue::from_bytes(&none.to_bytes()?)?.to_bytes()?, none.to_bytes()?);
    assert_eq!(place(&none, "G2"), None);
    Ok(())
}

proptest! {
    #[test]
    fn every_promoter_is_the_one_that_was_extracted(
        bases in "[ACGTN]{1,80}",
        genes in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 1..12),
        length in 1_usize..30,
    ) {
        let feature = |(number, (anchor, reverse)): (usize, &(prop::sample::Index, bool))| {
            let strand = if *reverse { Strand::Reverse } else { Strand::Forward };
            feature(&format!("G{number}"), "", strand, anchor.index(bases.len() + 1))
        };
        let features = genes.iter().enumerate().map(feature).collect();
        let chromosome = Chromosome { name: "I".into(), bases: bases.clone().into_bytes(), features };
        let catalogue = Catalogue::build(origin(), length, std::slice::from_ref(&chromosome))?;
        let read = Catalogue::from_bytes(&catalogue.to_bytes()?)?;
        for promoter in extract_promoters(&chromosome, length)? {
            let found = read.find(&promoter.feature().systematic).map(|found| found.bases).unwrap_or_default();
            prop_assert_eq!(found, promoter.bases());
            if !promoter.region().is_empty() {
                let place = read.find(&promoter.feature().systematic).and_then(|found| found.place);
                prop_assert_eq!(place, Some(promoter.place()));
            }
        }
    }

    #[test]
    fn random_bytes_are_refused(file in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Catalogue::from_bytes(&file).is_err());
    }

    #[test]
    fn flipped_bytes_give_an_error_or_promoters(
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut file = catalogue()?.to_bytes()?;
        for (at, byte) in flips {
            let at = at.index(file.len());
            file[at] = byte;
        }
        if let Ok(read) = Catalogue::from_bytes(&file) {
            for promoter in read.promoters() {
                prop_assert!(promoter.bases.iter().all(|base| b"ACGTN".contains(base)));
                prop_assert!(read.find(&promoter.gene.systematic).is_some());
            }
        }
    }
}

#[test]
fn bases_behind_the_anchor_are_what_extraction_gives() -> Outcome {
    let (genome, reach) = (genome(), Reach { upstream: 6, downstream: 5 });
    let catalogue = Catalogue::from_bytes(&Catalogue::build(origin(), reach, &genome)?.to_bytes()?)?;
    assert_eq!(catalogue.promoter_length(), 11);
    let mut beyond = 0;
    for chromosome in &genome {
        for own in extract_promoters(chromosome, reach)? {
            let found = catalogue.find(&own.feature().systematic).ok_or("a gene is missing")?;
            assert_eq!(String::from_utf8(found.bases)?, String::from_utf8(own.bases())?);
            assert_eq!(found.place, (own.lacking() == 0).then(|| own.place()));
            beyond += usize::from(own.lacking() > 0);
        }
    }
    assert!(beyond > 0, "no gene whose chromosome ends too early");
    Ok(())
}
