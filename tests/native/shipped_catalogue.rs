//! The promoter catalogue that ships with the S. cerevisiae model.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use cisight::sequence::{Catalogue, Gene, read_fasta, reverse_complement};

type Outcome = Result<(), Box<dyn Error>>;

fn model_file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("models/fun-prose-s-cerevisiae").join(name)
}

fn catalogue() -> Result<Catalogue, Box<dyn Error>> {
    Ok(Catalogue::from_bytes(&fs::read(model_file("catalogue.safetensors"))?)?)
}

#[test]
fn a_gene_has_one_promoter_under_both_of_its_names() -> Outcome {
    let catalogue = catalogue()?;
    assert_eq!(catalogue.len(), 5989);
    assert_eq!(catalogue.assembly(), "R64-2-1");
    let by_standard_name = catalogue.find("hsp12").ok_or("no HSP12")?;
    assert_eq!(Some(&by_standard_name), catalogue.find("YFL014W").as_ref());
    // Msn2 and Msn4 act on HSP12 through stress response elements.
    let elements = by_standard_name.bases.windows(5).filter(|site| site == b"CCCCT" || site == b"AGGGG").count();
    assert!(elements >= 4, "{elements} stress response elements");
    Ok(())
}

#[test]
fn genes_in_opposite_directions_share_their_promoter() -> Outcome {
    // The bases between the start codons of GAL1 and GAL10, all of them in both promoters.
    const BETWEEN: usize = 668;
    let catalogue = catalogue()?;
    let gal1 = catalogue.find("GAL1").ok_or("no GAL1")?.bases;
    let gal10 = catalogue.find("GAL10").ok_or("no GAL10")?.bases;
    let shared = &gal1[gal1.len() - BETWEEN..];
    assert_eq!(reverse_complement(shared), &gal10[gal10.len() - BETWEEN..]);
    Ok(())
}

#[test]
fn names_complete_from_their_first_letters() -> Outcome {
    let catalogue = catalogue()?;
    let names: Vec<&str> = catalogue.complete("msn", 10).into_iter().map(Gene::name).collect();
    assert_eq!(names, ["MSN1", "MSN2", "MSN4", "MSN5"]);
    Ok(())
}

#[test]
fn the_example_promoters_are_those_of_the_catalogue() -> Outcome {
    let catalogue = catalogue()?;
    let examples = read_fasta(&fs::read(model_file("example.fa"))?)?;
    assert_eq!((examples.promoters.len(), examples.problems.len()), (4, 0));
    for example in &examples.promoters {
        let found = catalogue.find(example.name()).ok_or_else(|| format!("no {}", example.name()))?;
        assert_eq!(found.bases, example.bases(), "{}", example.name());
        assert!(found.place.is_some() && found.place.as_ref() == example.place(), "{}", example.name());
    }
    Ok(())
}
