/// What a design is after in one column of the map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Goal {
    /// The higher the better, by this weight.
    Raise(f32),
    /// The lower the better, by this weight.
    Lower(f32),
    /// Each unit away from the response of the natural sequence costs this weight.
    Keep(f32),
    /// Each unit away from a value, or outside of a range, costs this weight.
    Reach {
        /// The lowest response that is wanted.
        low: f32,
        /// The highest; the same where one value is wanted.
        high: f32,
        /// What a unit costs.
        weight: f32,
    },
    /// Of no concern; reported only.
    Ignore,
}

impl Goal {
    /// What a response is worth, in the model's output unit; 0 for the response of the natural sequence. What is searched for is
    /// the highest sum over all columns.
    pub fn worth(self, natural: f32, response: f32) -> f32 {
        let change = response - natural;
        match self {
            Self::Raise(weight) => weight * change,
            Self::Lower(weight) => -weight * change,
            Self::Keep(weight) => -weight * change.abs(),
            Self::Reach { low, high, weight } => weight * (outside(low, high, natural) - outside(low, high, response)),
            Self::Ignore => 0.0,
        }
    }

    /// Whether a response goes the wrong way, or not at all, where it was to rise or to fall, or lies outside of what was to be
    /// reached. The price of the other goals may be worth it; so it is reported.
    pub fn is_missed(self, natural: f32, response: f32) -> bool {
        match self {
            Self::Raise(_) => response <= natural,
            Self::Lower(_) => response >= natural,
            Self::Reach { low, high, .. } => outside(low, high, response) > 0.0,
            Self::Keep(_) | Self::Ignore => false,
        }
    }

    /// Whether something is wanted that the natural sequence may not have.
    pub fn is_aim(self) -> bool {
        matches!(self, Self::Raise(_) | Self::Lower(_) | Self::Reach { .. })
    }

    /// The same goal, counting so many times as much.
    #[must_use]
    pub(super) fn times(self, factor: f32) -> Self {
        match self {
            Self::Raise(weight) => Self::Raise(factor * weight),
            Self::Lower(weight) => Self::Lower(factor * weight),
            Self::Keep(weight) => Self::Keep(factor * weight),
            Self::Reach { low, high, weight } => Self::Reach { low, high, weight: factor * weight },
            Self::Ignore => Self::Ignore,
        }
    }
}

/// How far a response lies outside of a range; 0 inside.
fn outside(low: f32, high: f32, response: f32) -> f32 {
    (low - response).max(response - high).max(0.0)
}

/// What responses are worth together.
pub(super) fn worth(goals: &[Goal], natural: &[f32], responses: &[f32]) -> f32 {
    let pairs = goals.iter().zip(natural).zip(responses);
    pairs.map(|((goal, natural), response)| goal.worth(*natural, *response)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_is_worth_what_it_says() {
        let range = Goal::Reach { low: 1.0, high: 2.0, weight: 2.0 };
        let cases = [
            (Goal::Raise(2.0), 0.5, 1.5, 2.0, false),
            (Goal::Raise(2.0), 0.5, 0.5, 0.0, true),
            (Goal::Lower(1.0), 0.5, 1.5, -1.0, true),
            (Goal::Keep(3.0), 0.5, 0.0, -1.5, false),
            (range, 0.5, 1.5, 1.0, false),
            (range, 0.5, 2.25, 0.5, true),
            (range, 1.5, 0.5, -1.0, true),
            (Goal::Ignore, 0.5, 9.0, 0.0, false),
        ];
        for (goal, natural, response, worth, missed) in cases {
            assert_eq!((goal.worth(natural, response), goal.is_missed(natural, response)), (worth, missed), "{goal:?}");
        }
    }
}
