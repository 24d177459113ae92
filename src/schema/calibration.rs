use serde::{Deserialize, Serialize};

use super::{Interval, Intervals};

/// How far measured values lay from predictions of validation genes: what intervals are made of.
///
/// All three are quantiles of errors (measured minus predicted), so that an interval is asymmetric where errors are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// Of a response: its error in units of its spread, along the response.
    pub response: ErrorQuantiles,
    /// Of the difference between two promoters in one condition: its error in units of both spreads together,
    /// positive away from nought, along the size of the difference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promoters: Option<ErrorQuantiles>,
    /// Of the difference between two versions of a sequence: its error in the output's unit, positive away from
    /// nought, along the size of the difference. Absent where no versions were measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub versions: Option<ErrorQuantiles>,
}

/// Quantiles of errors at some places: between them interpolated, beyond them those of the nearest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(deny_unknown_fields)]
pub struct ErrorQuantiles {
    /// The places, rising.
    pub at: Vec<f32>,
    /// The quantiles at each of them.
    pub intervals: Vec<Intervals>,
}

impl Calibration {
    /// Where the measured value of a response is to be expected.
    pub fn of_response(&self, response: f32, spread: f32) -> Option<Intervals> {
        let own = self.response.at(response)?.map(|interval| interval.scaled(spread, response));
        (response.is_finite() && spread.is_finite()).then_some(own)
    }

    /// Where the measured difference `first - second` of two promoters in one condition is to be expected, by
    /// the response and the spread of each. Swapped promoters have the mirrored intervals.
    pub fn between_promoters(&self, first: (f32, f32), second: (f32, f32)) -> Option<Intervals> {
        let spread = first.1.hypot(second.1);
        between(self.promoters.as_ref()?, first.0 - second.0, spread)
    }

    /// Where the measured difference between two versions of a sequence is to be expected, by the predicted one.
    pub fn between_versions(&self, difference: f32) -> Option<Intervals> {
        between(self.versions.as_ref()?, difference, 1.0)
    }

    /// What is wrong with it.
    pub(super) fn fault(&self) -> Option<&'static str> {
        let all = [Some(&self.response), self.promoters.as_ref(), self.versions.as_ref()];
        all.into_iter().flatten().find_map(ErrorQuantiles::fault)
    }
}

fn between(errors: &ErrorQuantiles, difference: f32, spread: f32) -> Option<Intervals> {
    if !difference.is_finite() || !spread.is_finite() {
        return None;
    }
    let own = errors.at(difference.abs())?;
    let own = if difference < 0.0 { own.map(Interval::negated) } else { own };
    Some(own.map(|interval| interval.scaled(spread, difference)))
}

impl ErrorQuantiles {
    /// The quantiles at a place.
    pub fn at(&self, place: f32) -> Option<Intervals> {
        let above = self.at.partition_point(|own| *own < place);
        let high = *self.intervals.get(above.min(self.intervals.len().checked_sub(1)?))?;
        let Some((low, [from, to])) = above
            .checked_sub(1)
            .and_then(|below| Some((*self.intervals.get(below)?, [*self.at.get(below)?, *self.at.get(above)?])))
        else {
            return Some(high);
        };
        let share = ((place - from) / (to - from)).clamp(0.0, 1.0);
        let mix = |a: f32, b: f32| a + share * (b - a);
        let of = |a: Interval, b: Interval| Interval { lower: mix(a.lower, b.lower), upper: mix(a.upper, b.upper) };
        Some(Intervals { likely: of(low.likely, high.likely), wide: of(low.wide, high.wide) })
    }

    fn fault(&self) -> Option<&'static str> {
        if self.at.is_empty() || self.at.len() != self.intervals.len() {
            return Some("needs as many intervals as places, and at least one");
        }
        if self.at.iter().any(|place| !place.is_finite()) || self.at.windows(2).any(|two| two[0] >= two[1]) {
            return Some("needs places that rise");
        }
        let is_nested = |Intervals { likely, wide }: &Intervals| {
            let rising = [wide.lower, likely.lower, likely.upper, wide.upper];
            rising.iter().all(|end| end.is_finite()) && rising.windows(2).all(|two| two[0] <= two[1])
        };
        (!self.intervals.iter().all(is_nested)).then_some("needs intervals that lie within each other")
    }
}

#[cfg(test)]
mod tests;
