use serde::Serialize;

/// Pearson correlations between predicted and measured responses, missing values left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Correlations {
    /// Over all (gene, condition) pairs.
    pub overall: f64,
    /// Mean over genes of the correlation across conditions.
    pub mean_per_gene: f64,
    /// Mean over conditions of the correlation across genes.
    pub mean_per_condition: f64,
    /// Pairs that were measured.
    pub pairs: usize,
}

/// Correlations on the parts that are reported apart.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Accuracy {
    /// Genes that were evaluated.
    pub genes: usize,
    /// All conditions.
    pub all_conditions: Correlations,
    /// Conditions that were trained on.
    pub trained_conditions: Correlations,
    /// Conditions that were not, where there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_out_conditions: Option<Correlations>,
}

/// Fewer measured values than this make no correlation of a gene or a condition.
const FEWEST: usize = 8;

/// Correlations of `rows x columns` predictions (row-major) with measurements, in the chosen columns only.
pub fn correlations(predicted: &[f32], measured: &[Option<f32>], columns: usize, chosen: &[usize]) -> Correlations {
    let rows = predicted.len().checked_div(columns).unwrap_or(0);
    let pair = |row: usize, column: usize| {
        let at = row * columns + column;
        measured[at].map(|value| (f64::from(predicted[at]), f64::from(value)))
    };
    let all: Vec<(f64, f64)> =
        (0..rows).flat_map(|row| chosen.iter().filter_map(move |&column| pair(row, column))).collect();
    let per_gene = (0..rows).map(|row| chosen.iter().filter_map(|&column| pair(row, column)).collect::<Vec<_>>());
    let per_condition = chosen.iter().map(|&column| (0..rows).filter_map(|row| pair(row, column)).collect::<Vec<_>>());
    Correlations {
        overall: pearson(&all).unwrap_or(f64::NAN),
        mean_per_gene: mean(per_gene.filter_map(|pairs| pearson(&pairs))),
        mean_per_condition: mean(per_condition.filter_map(|pairs| pearson(&pairs))),
        pairs: all.len(),
    }
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0_usize), |(sum, count), value| (sum + value, count + 1));
    sum / count as f64
}

/// Mean and standard deviation, which is never 0: what values are trained in units of.
pub(super) fn scale(values: impl Iterator<Item = f32>) -> (f32, f32) {
    let own: Vec<f64> = values.map(f64::from).collect();
    let count = own.len().max(1) as f64;
    let mean = own.iter().sum::<f64>() / count;
    let variance = own.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count;
    (mean as f32, variance.sqrt().max(1e-6) as f32)
}

pub(super) fn pearson(pairs: &[(f64, f64)]) -> Option<f64> {
    if pairs.len() < FEWEST {
        return None;
    }
    let count = pairs.len() as f64;
    let (x_mean, y_mean) = pairs.iter().fold((0.0, 0.0), |(x, y), pair| (x + pair.0 / count, y + pair.1 / count));
    let (mut xy, mut xx, mut yy) = (0.0, 0.0, 0.0);
    for (x, y) in pairs {
        let (x, y) = (x - x_mean, y - y_mean);
        (xy, xx, yy) = (xy + x * y, xx + x * x, yy + y * y);
    }
    let scale = (xx * yy).sqrt();
    (scale > 0.0).then(|| xy / scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn perfect_and_opposite_predictions() {
        let measured: Vec<Option<f32>> = (0..100).map(|i| (i % 7 != 0).then(|| (i as f32 * 0.7).sin())).collect();
        let same: Vec<f32> = measured.iter().map(|value| value.unwrap_or(9.0) * 2.0 + 1.0).collect();
        let columns: Vec<usize> = (0..10).collect();
        let found = correlations(&same, &measured, 10, &columns);
        assert!((found.overall - 1.0).abs() < 1e-6 && (found.mean_per_gene - 1.0).abs() < 1e-6);
        let opposite: Vec<f32> = same.iter().map(|value| -value).collect();
        assert!((correlations(&opposite, &measured, 10, &columns).mean_per_condition + 1.0).abs() < 1e-6);
    }
}
