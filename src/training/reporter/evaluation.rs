use std::collections::BTreeMap;

use serde::Serialize;

use super::dataset::ReporterData;
use crate::training::evaluation::pearson;
use crate::training::ranks::ranks;

/// How predictions agree with measurements.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Score {
    /// Rows, or pairs of rows.
    pub count: usize,
    /// Pearson's correlation, squared.
    pub pearson_squared: f64,
    /// Spearman's correlation.
    pub spearman: f64,
}

/// Scores of a task over those of `rows` that have its measurement: all of them, each stratum, and the
/// differences of pairs among them. `predicted` is in the order of `rows`.
pub fn scores(data: &ReporterData, task: usize, rows: &[usize], predicted: &[f32]) -> BTreeMap<String, Score> {
    let measured = |row: usize| data.rows[row].targets[task].map(f64::from);
    let places: BTreeMap<usize, f64> =
        rows.iter().copied().zip(predicted.iter().map(|value| f64::from(*value))).collect();
    let mut groups: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
    for (&row, &predicted) in &places {
        let Some(measured) = measured(row) else { continue };
        let strata = std::iter::once("all").chain(data.rows[row].strata.iter().map(String::as_str));
        for stratum in strata {
            groups.entry(stratum.to_owned()).or_default().push((predicted, measured));
        }
    }
    let mut scores: BTreeMap<String, Score> =
        groups.iter().filter_map(|(name, pairs)| Some((name.clone(), score(pairs)?))).collect();
    let mut differences: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
    for pair in &data.pairs {
        let (Some(alternative), Some(reference)) = (places.get(&pair.alternative), places.get(&pair.reference)) else {
            continue;
        };
        let (Some(after), Some(before)) = (measured(pair.alternative), measured(pair.reference)) else { continue };
        differences.entry(pair.stratum.clone()).or_default().push((alternative - reference, after - before));
    }
    scores.extend(differences.iter().filter_map(|(name, pairs)| Some((name.clone(), score(pairs)?))));
    scores
}

fn score(pairs: &[(f64, f64)]) -> Option<Score> {
    let pearson_of = pearson(pairs)?;
    let (predicted, measured): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    let ranked: Vec<(f64, f64)> = ranks(&predicted).into_iter().zip(ranks(&measured)).collect();
    Some(Score { count: pairs.len(), pearson_squared: pearson_of * pearson_of, spearman: pearson(&ranked)? })
}
