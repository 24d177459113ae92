use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::*;

fn random_column(random: &mut StdRng) -> [f64; 4] {
    let own: [f64; 4] = std::array::from_fn(|_| random.random_range(0.0_f64..1.0).powi(3) + 1e-3);
    own.map(|value| value / own.iter().sum::<f64>())
}

fn random_motif(random: &mut StdRng, width: usize) -> Motif {
    let probabilities = (0..width).map(|_| random_column(random)).collect();
    Motif { id: "a".into(), name: "a".into(), probabilities, sites: None }
}

#[test]
fn a_motif_is_most_like_itself_on_either_strand() {
    let mut random = StdRng::seed_from_u64(4);
    let known: Vec<Motif> = (0..60).map(|at| random_motif(&mut random, 6 + at % 9)).collect();
    let targets = TargetMotifs::new(&known);
    for (at, motif) in known.iter().enumerate() {
        let width = motif.probabilities.len();
        for (strand, columns) in
            [(Strand::Forward, motif.probabilities.clone()), (Strand::Reverse, reversed(&motif.probabilities))]
        {
            let found = targets.compare(&Motif { probabilities: columns, ..motif.clone() });
            assert_eq!((found.len(), found[0].target, found[0].strand, found[0].offset), (60, at, strand, 0));
            assert_eq!(found[0].overlap, width);
            assert!(found[0].p_value < 1e-4 && found[1].p_value > found[0].p_value, "{:?}", &found[..2]);
        }
    }
    // A part of a motif lies where it was cut out.
    let part = Motif { probabilities: known[8].probabilities[3..11].to_vec(), ..known[8].clone() };
    let best = targets.compare(&part)[0];
    assert_eq!((best.target, best.strand, best.offset, best.overlap), (8, Strand::Forward, -3, 8));
}

/// One alignment: p-values of columns drawn from the known ones are uniform, by Kolmogorov and Smirnov.
#[test]
fn p_values_of_random_columns_are_uniform() {
    const DRAWN: usize = 2000;
    let mut random = StdRng::seed_from_u64(9);
    let known: Vec<[f64; 4]> = (0..500).map(|_| random_column(&mut random)).collect();
    let query: Vec<[f64; 4]> = (0..8).map(|_| random_column(&mut random)).collect();
    let tails = Tails::new(&query, known.iter());
    let mut p_values: Vec<f64> = (0..DRAWN)
        .map(|_| {
            let drawn: Vec<_> = (0..8).map(|_| known[random.random_range(0..known.len())]).collect();
            let all = tails.alignments(&drawn, (0, Strand::Forward));
            all.iter().find(|own| own.offset == 0).map_or(f64::NAN, |own| own.p_value)
        })
        .collect();
    p_values.sort_by(f64::total_cmp);
    let apart = p_values.iter().enumerate().map(|(at, p)| (p - (at as f64 + 0.5) / DRAWN as f64).abs());
    let largest = apart.fold(0.0, f64::max);
    // The level of 1 % is 1.63 over the root of the number; a step holds about half a percent.
    assert!(largest < 1.63 / (DRAWN as f64).sqrt() + 0.005, "{largest}");
}

#[test]
fn chance_is_corrected_for_offsets_and_strands() {
    let mut random = StdRng::seed_from_u64(11);
    let known: Vec<Motif> = (0..1000).map(|_| random_motif(&mut random, 10)).collect();
    let found = TargetMotifs::new(&known).compare(&random_motif(&mut random, 8));
    for level in [0.01, 0.05, 0.2] {
        let share = found.iter().filter(|own| own.p_value <= level).count() as f64 / 1000.0;
        // Three standard deviations above the level; offsets depend on each other, so it may be below.
        assert!(share <= level + 3.0 * (level * (1.0 - level) / 1000.0).sqrt(), "{share} at {level}");
    }
    assert!(found.iter().filter(|own| own.p_value <= 0.2).count() > 80);
}

#[test]
fn q_values_are_those_of_benjamini_and_hochberg() {
    let q_values = q_values(&[0.04, 0.01, 0.03, 0.5]);
    let expected = [0.16 / 3.0, 0.04, 0.16 / 3.0, 0.5];
    assert!(q_values.iter().zip(expected).all(|(own, expected)| (own - expected).abs() < 1e-12), "{q_values:?}");
}
