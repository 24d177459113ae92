use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::{Coverage, IntervalCoverage, Measured, calibrate};

/// Genes whose errors are skewed, grow with the response and are ten times as large where the spread says so.
struct Genes {
    responses: Vec<f32>,
    spreads: Vec<f32>,
    measured: Vec<Option<f32>>,
    families: Vec<usize>,
}

const COLUMNS: usize = 20;

impl Genes {
    fn drawn(count: usize, seed: u64) -> Self {
        let mut random = StdRng::seed_from_u64(seed);
        let (mut responses, mut spreads, mut measured) = (Vec::new(), Vec::new(), Vec::new());
        for at in 0..count * COLUMNS {
            let response = random.random_range(-2.0..2.0_f32);
            let spread = if random.random_bool(0.5) { 0.1 } else { 1.0 };
            // Exponential, so that errors above reach further than those below.
            let skewed = -f32::ln(random.random_range(1e-6..1.0)) - 1.0;
            responses.push(response);
            spreads.push(spread);
            measured.push((at % 7 != 0).then_some(response + spread * (1.0 + response.max(0.0)) * skewed));
        }
        Self { responses, spreads, measured, families: (0..count).collect() }
    }

    fn as_measured(&self) -> Measured<'_> {
        let Self { responses, spreads, measured, families } = self;
        Measured { responses, spreads, measured, columns: COLUMNS, families }
    }
}

#[test]
fn intervals_hold_what_they_should_of_genes_that_were_not_seen() {
    let (own, others) = (Genes::drawn(300, 1), Genes::drawn(600, 2));
    let calibration = calibrate(&own.as_measured(), &[]).unwrap();
    let found = IntervalCoverage::new(&calibration, &others.as_measured());
    let holds = |coverage: &Coverage, within: f64| {
        (coverage.within_68 - 0.68).abs() < within && (coverage.within_90 - 0.9).abs() < within
    };
    assert!(holds(&found.all, 0.02), "{found:?}");
    assert!(found.promoters.is_some_and(|own| holds(&own, 0.02)), "{found:?}");
    assert!(found.by_spread.iter().all(|stratum| holds(&stratum.coverage, 0.04)), "{found:?}");
    assert!(found.by_size.iter().all(|stratum| holds(&stratum.coverage, 0.09)), "{found:?}");
    // Counted here again, by hand.
    let genes = others.as_measured();
    let (mut inside, mut all) = (0, 0);
    for ((response, spread), measured) in genes.responses.iter().zip(genes.spreads).zip(genes.measured) {
        let Some(measured) = measured else { continue };
        let own = calibration.of_response(*response, *spread).unwrap().wide;
        all += 1;
        inside += i32::from(own.lower <= *measured && *measured <= own.upper);
    }
    assert!((f64::from(inside) / f64::from(all) - found.all.within_90).abs() < 1e-4);
    // Errors above reach further.
    let own = calibration.of_response(1.0, 1.0).unwrap().wide;
    assert!(own.upper - 1.0 > 1.5 * (1.0 - own.lower), "{own:?}");
    assert!(found.shared_errors.is_some_and(|ratio| (ratio - 1.0).abs() < 0.05));
}

#[test]
fn versions_that_share_their_error_have_narrower_intervals_than_promoters() {
    let mut random = StdRng::seed_from_u64(3);
    let (mut responses, mut measured, mut versions) = (Vec::new(), Vec::new(), Vec::new());
    for family in 0..2000 {
        let (response, shared) = (random.random_range(-1.0..1.0_f32), random.random_range(-1.0..1.0_f32));
        for _ in 0..2 {
            let response = response + random.random_range(-0.2..0.2_f32);
            responses.push(response);
            measured.push(Some(response + shared + random.random_range(-0.1..0.1_f32)));
        }
        versions.push((2 * family, 2 * family + 1));
    }
    let families: Vec<usize> = (0..responses.len()).map(|at| at / 2).collect();
    let spreads = vec![0.5; responses.len()];
    let genes =
        Measured { responses: &responses, spreads: &spreads, measured: &measured, columns: 1, families: &families };
    let calibration = calibrate(&genes, &versions).unwrap();
    let [versions_own, promoters] =
        [calibration.between_versions(0.1).unwrap(), calibration.between_promoters((0.1, 0.5), (0.0, 0.5)).unwrap()]
            .map(|own| own.likely.upper - own.likely.lower);
    assert!(4.0 * versions_own < promoters, "{versions_own} {promoters}");
    let held = Coverage::of_versions(&calibration, &genes, &versions);
    assert!((held.within_68 - 0.68).abs() < 0.03 && (held.within_90 - 0.9).abs() < 0.03, "{held:?}");
    assert!(calibrate(&genes, &[]).unwrap().versions.is_none());
}
