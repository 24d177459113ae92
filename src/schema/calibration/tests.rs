use proptest::prelude::*;

use super::*;

fn interval(lower: f32, upper: f32) -> Interval {
    Interval { lower, upper }
}

fn errors() -> ErrorQuantiles {
    let of = |a, b, c, d| Intervals { likely: interval(b, c), wide: interval(a, d) };
    ErrorQuantiles { at: vec![0.5, 1.5], intervals: vec![of(-2.0, -1.0, 1.0, 2.0), of(-1.0, -0.5, 2.0, 4.0)] }
}

fn calibration() -> Calibration {
    Calibration { response: errors(), promoters: Some(errors()), versions: Some(errors()) }
}

#[test]
fn quantiles_are_interpolated_and_hold_beyond_their_ends() {
    let likely = |place| errors().at(place).map(|own| own.likely);
    assert_eq!(likely(-9.0), Some(interval(-1.0, 1.0)));
    assert_eq!(likely(1.0), Some(interval(-0.75, 1.5)));
    assert_eq!(likely(9.0), Some(interval(-0.5, 2.0)));
    let own = calibration().of_response(1.5, 0.5).map(|own| own.wide);
    assert_eq!(own, Some(interval(1.0, 3.5)));
    assert_eq!(calibration().of_response(1.0, f32::NAN), None);
}

#[test]
fn what_cannot_be_an_interval_is_a_fault() {
    let mut own = calibration();
    assert_eq!(own.fault(), None);
    own.response.at = vec![1.0, 1.0];
    assert!(own.fault().is_some_and(|fault| fault.contains("rise")));
    own.response = ErrorQuantiles { at: vec![], intervals: vec![] };
    assert!(own.fault().is_some());
    own.response = errors();
    own.response.intervals[0].likely.lower = -3.0;
    assert!(own.fault().is_some_and(|fault| fault.contains("within")));
}

proptest! {
    #[test]
    fn a_swapped_pair_has_the_mirrored_interval(
        (a, s) in (-4.0_f32..4.0, 0.0_f32..2.0), (b, t) in (-4.0_f32..4.0, 0.0_f32..2.0),
    ) {
        let own = calibration();
        let there = own.between_promoters((a, s), (b, t));
        let back = own.between_promoters((b, t), (a, s)).map(|own| own.map(Interval::negated));
        prop_assert_eq!(there, back);
        let there = own.between_versions(a);
        prop_assert_eq!(there, own.between_versions(-a).map(|own| own.map(Interval::negated)));
    }

    #[test]
    fn the_wide_interval_holds_the_likely_one(response in -9.0_f32..9.0, spread in 0.0_f32..5.0) {
        let own = calibration().of_response(response, spread).map(|own| (own.likely, own.wide));
        prop_assert!(own.is_some_and(|(likely, wide)| wide.lower <= likely.lower && likely.upper <= wide.upper));
    }
}
