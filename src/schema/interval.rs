use serde::{Deserialize, Serialize};

/// Shares of measured values that intervals are made to hold, the narrower first.
pub const LEVELS: [f32; 2] = [0.68, 0.9];

/// A stretch of an output's unit, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Interval {
    /// Its lower end.
    pub lower: f32,
    /// Its upper end.
    pub upper: f32,
}

/// Where a measured value is to be expected: an interval for each of [`LEVELS`], the second around the first.
///
/// ```
/// use cisight::schema::{Interval, Intervals};
///
/// let of = |lower, upper| Interval { lower, upper };
/// let Intervals { likely, wide } = Intervals { likely: of(0.2, 1.0), wide: of(-0.3, 2.0) };
/// assert!(!likely.contains(0.0) && wide.contains(0.0));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Intervals {
    /// Holds 68 of 100 measured values.
    pub likely: Interval,
    /// Holds 90 of 100.
    pub wide: Interval,
}

impl Interval {
    /// Whether a value lies in it.
    pub fn contains(&self, value: f32) -> bool {
        (self.lower..=self.upper).contains(&value)
    }

    /// The same, `factor` times as far from nought and then `centre` further up.
    pub(super) fn scaled(self, factor: f32, centre: f32) -> Self {
        Self { lower: centre + factor * self.lower, upper: centre + factor * self.upper }
    }

    /// Its mirror image about nought.
    pub(super) fn negated(self) -> Self {
        Self { lower: -self.upper, upper: -self.lower }
    }
}

impl Intervals {
    /// In the order of [`LEVELS`].
    pub fn by_level(&self) -> [Interval; 2] {
        [self.likely, self.wide]
    }

    pub(super) fn map(self, change: impl Fn(Interval) -> Interval) -> Self {
        Self { likely: change(self.likely), wide: change(self.wide) }
    }
}
