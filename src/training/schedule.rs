use std::f64::consts::PI;

use thiserror::Error;

/// A pass has fewer examples than a batch, so that nothing would be learnt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "a pass has {examples} examples for training and a batch takes {batch}; make the batch smaller in the recipe's [training]"
)]
pub struct BatchTooLarge {
    /// Examples of a pass.
    pub examples: usize,
    /// Examples of a batch.
    pub batch: usize,
}

/// Whole batches of a pass; what is left over goes into none.
pub fn steps_of_a_pass(examples: usize, batch: usize) -> Result<usize, BatchTooLarge> {
    match examples.checked_div(batch) {
        Some(steps) if steps > 0 => Ok(steps),
        _ => Err(BatchTooLarge { examples, batch }),
    }
}

/// How far below its peak the learning rate starts.
const START: f64 = 0.1;

/// How far below its peak the learning rate ends.
const END: f64 = 0.001;

/// The one-cycle schedule's share of the peak learning rate at `step` of `total`: a cosine up over `warm_up`
/// of the steps, a cosine down.
pub fn one_cycle(step: usize, total: usize, warm_up: f64) -> f64 {
    let progress = step as f64 / total.max(1) as f64;
    let ease = |from: f64, to: f64, part: f64| to + (from - to) * 0.5 * (1.0 + (PI * part).cos());
    if progress < warm_up {
        ease(START, 1.0, progress / warm_up)
    } else {
        ease(1.0, END, ((progress - warm_up) / (1.0 - warm_up)).min(1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pass_has_a_batch_at_least() {
        assert_eq!(steps_of_a_pass(10, 4), Ok(2));
        assert_eq!(steps_of_a_pass(3, 4), Err(BatchTooLarge { examples: 3, batch: 4 }));
        assert!(steps_of_a_pass(3, 0).is_err());
    }

    #[test]
    fn rises_to_one_and_falls_to_almost_nothing() {
        assert!((one_cycle(0, 100, 0.2) - START).abs() < 1e-9);
        assert!((one_cycle(20, 100, 0.2) - 1.0).abs() < 1e-9);
        assert!((one_cycle(100, 100, 0.2) - END).abs() < 1e-9);
    }
}
