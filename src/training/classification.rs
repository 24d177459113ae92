use serde::Serialize;

use super::ranks::ranks;

/// Bins of predicted probabilities, of equal widths.
const BINS: usize = 10;

/// How predicted probabilities agree with what is positive and what is not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Classification {
    /// How many are positive.
    pub positives: usize,
    /// How many are not.
    pub negatives: usize,
    /// The chance that a positive is predicted above a negative, ties as a half: area under the ROC curve. NaN where
    /// all are of one kind.
    pub auroc: f64,
    /// The mean precision over the recall of positives (average precision): area under the precision-recall curve. A
    /// prediction that knows nothing has the share of positives. NaN where there are none.
    pub auprc: f64,
    /// The mean square of how far a prediction is from 1 or 0.
    pub brier: f64,
    /// The same where the share of positives is predicted for all.
    pub brier_of_share: f64,
    /// The mean distance between predicted probabilities and shares of positives, over bins.
    pub calibration_error: f64,
    /// Bins that are not empty, by probability.
    pub reliability: Vec<ReliabilityBin>,
}

/// Predictions of about one probability.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ReliabilityBin {
    /// Probabilities from this one on.
    pub from: f64,
    /// Up to this one.
    pub to: f64,
    /// How many predictions.
    pub count: usize,
    /// Their mean.
    pub mean_predicted: f64,
    /// How many of them are positive, as a share.
    pub positive_share: f64,
}

/// Of predicted probabilities, each with whether it is positive. None where there are none.
pub fn classification(pairs: &[(f64, bool)]) -> Option<Classification> {
    let count = pairs.len() as f64;
    let positives = pairs.iter().filter(|(_, is_positive)| *is_positive).count();
    let negatives = pairs.len() - positives;
    let share = positives as f64 / count;
    let bins = reliability(pairs);
    let square = |(predicted, is_positive): &(f64, bool)| (predicted - f64::from(u8::from(*is_positive))).powi(2);
    let error = |bin: &ReliabilityBin| bin.count as f64 * (bin.mean_predicted - bin.positive_share).abs();
    (!pairs.is_empty()).then(|| Classification {
        positives,
        negatives,
        auroc: auroc(pairs, positives, negatives),
        auprc: average_precision(pairs, positives),
        brier: pairs.iter().map(square).sum::<f64>() / count,
        brier_of_share: share * (1.0 - share),
        calibration_error: bins.iter().map(error).sum::<f64>() / count,
        reliability: bins,
    })
}

/// By the ranks of the positives (Mann and Whitney).
fn auroc(pairs: &[(f64, bool)], positives: usize, negatives: usize) -> f64 {
    let ranks = ranks(&pairs.iter().map(|(predicted, _)| *predicted).collect::<Vec<_>>());
    let sum: f64 = ranks.iter().zip(pairs).filter(|(_, (_, is_positive))| *is_positive).map(|(rank, _)| rank).sum();
    let least = positives as f64 * (positives as f64 + 1.0) / 2.0;
    (sum - least) / (positives as f64 * negatives as f64)
}

/// Predictions that tie are taken together, as no threshold lies between them.
fn average_precision(pairs: &[(f64, bool)], positives: usize) -> f64 {
    let mut sorted = pairs.to_vec();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut found, mut taken, mut sum) = (0_usize, 0_usize, 0.0);
    for tied in sorted.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let own = tied.iter().filter(|(_, is_positive)| *is_positive).count();
        found += own;
        taken += tied.len();
        sum += own as f64 * (found as f64 / taken as f64);
    }
    sum / positives as f64
}

fn reliability(pairs: &[(f64, bool)]) -> Vec<ReliabilityBin> {
    let mut sums = [(0_usize, 0.0, 0_usize); BINS];
    for (predicted, is_positive) in pairs {
        let bin = ((predicted * BINS as f64) as usize).min(BINS - 1);
        sums[bin].0 += 1;
        sums[bin].1 += predicted;
        sums[bin].2 += usize::from(*is_positive);
    }
    let bin = |(at, (count, sum, positives)): (usize, (usize, f64, usize))| ReliabilityBin {
        from: at as f64 / BINS as f64,
        to: (at + 1) as f64 / BINS as f64,
        count,
        mean_predicted: sum / count as f64,
        positive_share: positives as f64 / count as f64,
    };
    sums.into_iter().enumerate().filter(|(_, (count, ..))| *count > 0).map(bin).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_those_worked_out_by_hand() -> Result<(), Box<dyn std::error::Error>> {
        // Of 3 x 2 pairs of a positive and a negative 4 are in order and one ties; precisions at the positives: 1, then
        // 2 of 3 (a tie of one each is taken together), then 3 of 5.
        let pairs = [(0.9, true), (0.6, true), (0.6, false), (0.3, false), (0.1, true)];
        let found = classification(&pairs).ok_or("nothing")?;
        assert_eq!((found.positives, found.negatives), (3, 2));
        assert!((found.auroc - 3.5 / 6.0).abs() < 1e-12, "{}", found.auroc);
        assert!((found.auprc - (1.0 + 2.0 / 3.0 + 3.0 / 5.0) / 3.0).abs() < 1e-12, "{}", found.auprc);
        assert!((found.brier - (0.01 + 0.16 + 0.36 + 0.09 + 0.81) / 5.0).abs() < 1e-12);
        assert!((found.brier_of_share - 0.24).abs() < 1e-12);
        let counts: Vec<(f64, usize, f64)> =
            found.reliability.iter().map(|bin| (bin.from, bin.count, bin.positive_share)).collect();
        assert_eq!(counts, [(0.1, 1, 1.0), (0.3, 1, 0.0), (0.6, 2, 0.5), (0.9, 1, 1.0)]);
        let error = (0.9 + 0.3 + 2.0 * 0.1 + 0.1) / 5.0;
        assert!((found.calibration_error - error).abs() < 1e-12, "{}", found.calibration_error);
        Ok(())
    }

    #[test]
    fn what_is_of_one_kind_has_no_order() -> Result<(), Box<dyn std::error::Error>> {
        assert_eq!(classification(&[]), None);
        let negatives = classification(&[(0.2, false), (1.0, false)]).ok_or("nothing")?;
        assert!(negatives.auroc.is_nan() && negatives.auprc.is_nan());
        assert_eq!(negatives.reliability.last().map(|bin| (bin.to, bin.count)), Some((1.0, 1)));
        let perfect = classification(&[(0.0, false), (1.0, true)]).ok_or("nothing")?;
        assert_eq!((perfect.auroc, perfect.auprc, perfect.brier, perfect.calibration_error), (1.0, 1.0, 0.0, 0.0));
        Ok(())
    }
}
