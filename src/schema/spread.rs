use serde::{Deserialize, Serialize};

/// How far a prediction may be off: one standard deviation of the error, `sqrt(noise² + (ensemble * s)² +
/// (size * response)²)`, where `s` is the standard deviation between the members of the ensemble. The
/// constants are fitted on validation genes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spread {
    /// What no member can know (noise of the measurement, regulation outside the window), in the output's
    /// unit.
    pub noise: f32,
    /// What each unit of disagreement between members stands for.
    pub ensemble: f32,
    /// What each unit of predicted response adds.
    pub size: f32,
}

impl Spread {
    /// Whether its constants can be computed with.
    pub fn is_finite(&self) -> bool {
        [self.noise, self.ensemble, self.size].iter().all(|constant| constant.is_finite())
    }

    /// Mean and calibrated spread of the members' responses to one pair. Without calibration the spread is
    /// the members' own, and that of a single member is not known: NaN.
    pub fn summarise(calibration: Option<&Self>, members: impl ExactSizeIterator<Item = f32> + Clone) -> (f32, f32) {
        let count = members.len().max(1) as f32;
        let mean = members.clone().sum::<f32>() / count;
        if calibration.is_none() && members.len() < 2 {
            return (mean, f32::NAN);
        }
        let between = members.map(|response| (response - mean).powi(2)).sum::<f32>() / (count - 1.0).max(1.0);
        let variance = calibration.map_or(between, |known| {
            known.noise.powi(2) + known.ensemble.powi(2) * between + (known.size * mean).powi(2)
        });
        (mean, variance.sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spread_adds_noise_to_disagreement() {
        let calibration = Spread { noise: 3.0, ensemble: 2.0, size: 0.0 };
        let (mean, spread) = Spread::summarise(Some(&calibration), [1.0, 3.0].into_iter());
        assert_eq!(mean, 2.0);
        assert!((spread - (9.0_f32 + 4.0 * 2.0).sqrt()).abs() < 1e-6);
        assert_eq!(Spread::summarise(None, [5.0, 7.0].into_iter()), (6.0, 2.0_f32.sqrt()));
        let (mean, spread) = Spread::summarise(None, [5.0].into_iter());
        assert!(mean == 5.0 && spread.is_nan(), "one member without calibration does not know how far it may be off");
    }
}
