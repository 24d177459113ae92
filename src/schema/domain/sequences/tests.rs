use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::*;

/// Bases of a species that likes its A and T, with a motif every now and then.
fn natural(random: &mut StdRng, length: usize) -> Vec<u8> {
    let mut codes: Vec<u8> = (0..length)
        .map(|_| if random.random_bool(0.7) { 3 * random.random_range(0..2) } else { 1 + random.random_range(0..2) })
        .collect();
    for at in (0..length.saturating_sub(8)).step_by(25) {
        codes[at..at + 7].copy_from_slice(&[0, 2, 1, 1, 2, 3, 0]);
    }
    codes
}

#[test]
fn other_species_repeats_and_shuffles_are_told_from_what_was_trained_on() -> Result<(), serde_json::Error> {
    let mut random = StdRng::seed_from_u64(1);
    let training: Vec<Vec<u8>> = (0..400).map(|_| natural(&mut random, 600)).collect();
    let own = SequenceDomain::of_training(&training, 4);
    let own: SequenceDomain = serde_json::from_str(&serde_json::to_string(&own)?)?;
    assert_eq!(own.fault(), None);
    let mut warned = |draw: &dyn Fn(&mut StdRng) -> Vec<u8>| {
        let notes: Vec<DomainNote> = (0..200).filter_map(|_| own.note(&draw(&mut random))).collect();
        (notes.len(), notes.first().map(DomainNote::brief).unwrap_or_default())
    };
    let (usual, _) = warned(&|random| natural(random, 600));
    assert!(usual <= 10, "{usual} of 200");
    let (short, _) = warned(&|random| natural(random, 150));
    assert!(short <= 20, "{short} of 200 short ones");
    let (random_bases, why) = warned(&|random| (0..600).map(|_| random.random_range(0..4)).collect());
    assert!(random_bases == 200 && why.starts_with("words"), "{random_bases} {why}");
    let (repeats, why) = warned(&|_| [0, 2, 1, 1, 2, 3, 0, 3, 0, 3, 0].repeat(55));
    assert!(repeats == 200 && why.starts_with("repeats"), "{repeats} {why}");
    let shuffle = |random: &mut StdRng| crate::sequence::dinucleotide_shuffle(&natural(random, 600), 7);
    let (shuffled, why) = warned(&shuffle);
    assert!(shuffled > 150 && why.starts_with("shuffled"), "{shuffled} {why}");
    assert_eq!(own.note(&[255; 600]), None, "nothing is known of unknown bases");
    Ok(())
}
