use std::collections::BTreeMap;

use serde::Serialize;

use super::errors::quantile;
use super::{Measured, Value};
use crate::schema::{Calibration, Intervals};

/// The share of measured values that lie in their intervals.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Coverage {
    /// Values that were compared.
    pub values: usize,
    /// In the interval that should hold 68 of 100.
    pub within_68: f64,
    /// In the interval that should hold 90 of 100.
    pub within_90: f64,
    /// Mean width of the first, in the output's unit.
    pub width_68: f64,
    /// Mean width of the second.
    pub width_90: f64,
}

/// The same for responses of some size.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Stratum {
    /// From that distance between a response and their median on.
    pub from: f32,
    /// Up to that.
    pub to: f32,
    /// What lies in the intervals of such responses.
    #[serde(flatten)]
    pub coverage: Coverage,
}

/// How well intervals hold what they should, on genes that nothing was fitted to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IntervalCoverage {
    /// All responses.
    pub all: Coverage,
    /// The same where each family counts once, however many genes it has.
    pub families: Coverage,
    /// By how far responses lie from their median: the half nearest to it, then the next 30, 15, 4 and 1 %.
    pub by_size: Vec<Stratum>,
    /// By spread, in quarters.
    pub by_spread: Vec<Stratum>,
    /// Differences between two promoters in one condition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promoters: Option<Coverage>,
    /// The root mean square error of such differences, over that of two promoters whose errors have nothing in
    /// common: below 1 where errors are shared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared_errors: Option<f64>,
}

const SIZES: [f64; 4] = [0.5, 0.8, 0.95, 0.99];
const SPREADS: [f64; 3] = [0.25, 0.5, 0.75];

impl Coverage {
    fn of(values: impl Iterator<Item = (Option<Intervals>, f32)>) -> Self {
        let mut own = Self::default();
        for (intervals, measured) in values {
            let Some(Intervals { likely, wide }) = intervals else { continue };
            own.values += 1;
            own.within_68 += f64::from(u8::from(likely.contains(measured)));
            own.within_90 += f64::from(u8::from(wide.contains(measured)));
            own.width_68 += f64::from(likely.upper - likely.lower);
            own.width_90 += f64::from(wide.upper - wide.lower);
        }
        let mean = |sum: f64| rounded(sum / own.values.max(1) as f64);
        Self {
            values: own.values,
            within_68: mean(own.within_68),
            within_90: mean(own.within_90),
            width_68: mean(own.width_68),
            width_90: mean(own.width_90),
        }
    }

    /// Of differences between versions of a sequence, given by the places of their genes.
    pub fn of_versions(calibration: &Calibration, genes: &Measured<'_>, versions: &[(usize, usize)]) -> Self {
        let differences = genes.differences(versions).into_iter();
        Self::of(differences.map(|(_, predicted, measured)| (calibration.between_versions(predicted), measured)))
    }
}

impl IntervalCoverage {
    /// Of genes that the calibration has not seen.
    pub fn new(calibration: &Calibration, genes: &Measured<'_>) -> Self {
        let values: Vec<Value> = genes.values().collect();
        let of = |own: &Value| (calibration.of_response(own.response, own.spread), own.measured);
        let mut responses: Vec<f32> = values.iter().map(|own| own.response).collect();
        let median = quantile(&mut responses, 0.5).unwrap_or(0.0);
        let strata = |shares: &[f64], place: &dyn Fn(&Value) -> f32| {
            let mut places: Vec<f32> = values.iter().map(place).collect();
            let ends: Vec<f32> = std::iter::once(0.0)
                .chain(shares.iter().copied())
                .chain([1.0])
                .filter_map(|share| quantile(&mut places, share))
                .collect();
            let last = ends.len().saturating_sub(2);
            let stratum = |(at, pair): (usize, &[f32])| {
                let (from, to) = (pair[0], pair[1]);
                let is_in = |own: &&Value| {
                    let place = place(own);
                    place >= from && (place < to || at == last)
                };
                Stratum { from, to, coverage: Coverage::of(values.iter().filter(is_in).map(of)) }
            };
            // A spread that is the same everywhere has no strata.
            ends.windows(2).enumerate().filter(|(_, pair)| pair[0] < pair[1]).map(stratum).collect::<Vec<_>>()
        };
        let pairs = genes.pairs();
        let between = |[a, b]: &[Value; 2]| {
            let intervals = calibration.between_promoters((a.response, a.spread), (b.response, b.spread));
            (intervals, a.measured - b.measured)
        };
        Self {
            all: Coverage::of(values.iter().map(of)),
            families: by_family(calibration, genes),
            by_size: strata(&SIZES, &|own| (own.response - median).abs()),
            by_spread: strata(&SPREADS, &|own| own.spread),
            promoters: calibration.promoters.as_ref().map(|_| Coverage::of(pairs.iter().map(between))),
            shared_errors: shared_errors(&pairs),
        }
    }
}

fn by_family(calibration: &Calibration, genes: &Measured<'_>) -> Coverage {
    let mut families: BTreeMap<usize, Vec<(Option<Intervals>, f32)>> = BTreeMap::new();
    for own in genes.values() {
        let (family, measured) = (genes.families[own.gene], own.measured);
        let own = (calibration.of_response(own.response, own.spread), measured);
        families.entry(family).or_default().push(own);
    }
    let each: Vec<Coverage> = families.into_values().map(|own| Coverage::of(own.into_iter())).collect();
    let mean = |of: fn(&Coverage) -> f64| rounded(each.iter().map(of).sum::<f64>() / each.len().max(1) as f64);
    Coverage {
        values: each.len(),
        within_68: mean(|own| own.within_68),
        within_90: mean(|own| own.within_90),
        width_68: mean(|own| own.width_68),
        width_90: mean(|own| own.width_90),
    }
}

fn rounded(number: f64) -> f64 {
    (number * 1e4).round() / 1e4
}

fn shared_errors(pairs: &[[Value; 2]]) -> Option<f64> {
    let error = |own: &Value| f64::from(own.measured - own.response);
    let (mut together, mut apart) = (0.0, 0.0);
    for [a, b] in pairs {
        together += (error(a) - error(b)).powi(2);
        apart += error(a).powi(2) + error(b).powi(2);
    }
    (apart > 0.0).then(|| rounded((together / apart).sqrt()))
}
