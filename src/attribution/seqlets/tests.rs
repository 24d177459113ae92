use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};

use super::*;

/// Noise between -1 and 1 with two peaks and a trough.
fn track() -> Vec<f32> {
    let mut random = StdRng::seed_from_u64(3);
    let mut track: Vec<f32> = (0..600).map(|_| random.random_range(-1.0..1.0)).collect();
    track[100..108].fill(4.0);
    track[300..307].fill(-4.0);
    track[593..600].fill(3.0);
    track
}

#[test]
fn peaks_and_troughs_are_called_whole() {
    let track = track();
    let seqlets = call_seqlets(&track, &SeqletSettings::default());
    let found: Vec<(Sign, Range<usize>)> = seqlets.iter().map(|seqlet| (seqlet.sign, seqlet.range.clone())).collect();
    for (sign, inner) in [(Sign::Positive, 100..108), (Sign::Negative, 300..307), (Sign::Positive, 593..600)] {
        let holds = |(of, range): &&(Sign, Range<usize>)| *of == sign && range.contains(&inner.start);
        let range = found.iter().find(holds).map(|(_, range)| range.clone()).unwrap_or_default();
        assert!(range.start + 3 > inner.start && range.end >= inner.end && range.end < inner.end + 3, "{found:?}");
    }
    assert_eq!(seqlets.len(), 3, "{found:?}");
    for seqlet in &seqlets {
        assert_eq!(seqlet.total, track[seqlet.range.clone()].iter().sum::<f32>());
        assert_eq!(seqlet.total > 0.0, seqlet.sign == Sign::Positive);
    }
}

#[test]
fn turning_the_track_over_turns_the_signs() {
    let turned: Vec<f32> = track().iter().map(|value| -value).collect();
    let (up, down) =
        (call_seqlets(&track(), &SeqletSettings::default()), call_seqlets(&turned, &SeqletSettings::default()));
    assert_eq!(up.len(), down.len());
    for (up, down) in up.iter().zip(&down) {
        assert_eq!((&up.range, up.total), (&down.range, -down.total));
        assert_ne!(up.sign, down.sign);
    }
}

#[test]
fn p_values_are_those_of_all_draws_listed() {
    // Values that the steps hold exactly: 0, 1 and 3 of 511.
    let track = [0.0, 0.0, 1.0, 1.0, 3.0, 511.0, 1.0];
    let settings = SeqletSettings { min_length: 3, max_length: 3, p_value: 2.0 };
    let pairs: Vec<f32> = track.iter().flat_map(|a| track.iter().map(move |b| a + b)).collect();
    let draws: Vec<f32> = pairs.iter().flat_map(|pair| track.iter().map(move |c| pair + c)).collect();
    let seqlets = call_seqlets(&track, &settings);
    assert_eq!(seqlets.len(), 2);
    for seqlet in seqlets {
        let as_far =
            |sum: &f32| if seqlet.sign == Sign::Positive { *sum >= seqlet.total } else { *sum <= seqlet.total };
        let expected = draws.iter().filter(|sum| as_far(sum)).count() as f64 / 343.0;
        assert!((seqlet.p_value - expected).abs() < 1e-9, "{seqlet:?}: {expected}");
    }
}

#[test]
fn a_shuffled_track_has_few_seqlets() {
    let mut random = StdRng::seed_from_u64(5);
    let mut shuffled = track();
    let calls: usize = (0..50)
        .map(|_| {
            shuffled.shuffle(&mut random);
            call_seqlets(&shuffled, &SeqletSettings::default()).len()
        })
        .sum();
    // 600 places and two signs at 0.001, neighbours not independent.
    assert!(calls < 50, "{calls} on 50 shuffled tracks");
}

#[test]
fn tracks_without_a_peak_have_none() {
    let settings = SeqletSettings::default();
    for track in [vec![], vec![1.0; 50], vec![0.0, f32::NAN, 1.0, 0.0, 0.0], vec![0.0, f32::INFINITY], vec![1.0, 0.0]] {
        assert_eq!(call_seqlets(&track, &settings), [], "{track:?}");
    }
}
