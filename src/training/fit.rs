use crate::schema::Spread;

/// One validation pair: what the ensemble said, how far its members were apart, how far off it was.
#[derive(Debug, Clone, Copy)]
pub struct SpreadSample {
    /// Mean of the members.
    pub response: f32,
    /// Variance between the members.
    pub between: f32,
    /// Measured minus predicted.
    pub error: f32,
}

impl SpreadSample {
    /// From a grid's response and its spread without calibration, which is the standard deviation between the
    /// members; a single one agrees with itself.
    pub fn of(response: f32, spread: f32, measured: f32) -> Self {
        Self { response, between: spread.max(0.0).powi(2), error: measured - response }
    }
}

/// Halvings of the search's step; the likelihood is flat near its optimum.
const ROUNDS: usize = 12;

/// Fits the spread's constants to validation errors by Gaussian likelihood (coordinate descent on the three
/// constants).
pub fn fit_spread(samples: &[SpreadSample]) -> Spread {
    let mut best = [0.5_f64, 1.0, 0.5];
    let mut loss = negative_log_likelihood(samples, best);
    let mut step = 0.5;
    for _ in 0..ROUNDS {
        let mut moved = true;
        while moved {
            moved = false;
            for axis in 0..best.len() {
                for direction in [step, -step] {
                    let mut candidate = best;
                    candidate[axis] = (candidate[axis] + direction).max(0.0);
                    let found = negative_log_likelihood(samples, candidate);
                    if found < loss - 1e-9 {
                        (best, loss, moved) = (candidate, found, true);
                    }
                }
            }
        }
        step /= 2.0;
    }
    let [noise, ensemble, size] = best.map(|constant| (constant * 1e4).round() as f32 / 1e4);
    Spread { noise, ensemble, size }
}

fn negative_log_likelihood(samples: &[SpreadSample], [noise, ensemble, size]: [f64; 3]) -> f64 {
    let loss = |sample: &SpreadSample| {
        let response = f64::from(sample.response);
        let variance =
            noise * noise + ensemble * ensemble * f64::from(sample.between) + size * size * response * response;
        let variance = variance.max(1e-6);
        0.5 * (variance.ln() + f64::from(sample.error).powi(2) / variance)
    };
    samples.iter().map(loss).sum::<f64>() / samples.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_constants_that_made_the_errors() {
        let sample = |i: usize| {
            let (between, response) = ((i % 10) as f32 * 0.1, ((i % 17) as f32 - 8.0) * 0.1);
            // Errors of alternating sign with exactly the variance that the constants 0.4 and 1.5 give.
            let error = (0.16 + 2.25 * between).sqrt() * if i.is_multiple_of(2) { 1.0 } else { -1.0 };
            SpreadSample { response, between, error }
        };
        let fitted = fit_spread(&(0..1700).map(sample).collect::<Vec<_>>());
        assert!(
            (fitted.noise - 0.4).abs() < 0.02 && (fitted.ensemble - 1.5).abs() < 0.02 && fitted.size < 0.1,
            "{fitted:?}"
        );
    }
}
