//! A table of clusters.

use std::collections::BTreeMap;

use anyhow::Result;

use super::Contributions;
use crate::common::table::Table;

pub const COLUMNS: [&str; 7] =
    ["cluster", "promoters", "mean_response", "sd_response", "mean_measured", "sd_measured", "features"];

/// Features that a cluster is described by.
const NAMED: usize = 5;

/// Clusters by their mean response, the highest first.
pub struct Clusters {
    /// Indices of each cluster's promoters.
    members: Vec<Vec<usize>>,
    /// By promoter.
    places: Vec<usize>,
}

impl Clusters {
    /// From the group of each promoter and its response.
    pub fn new(groups: &[usize], responses: &[f32]) -> Self {
        let mut by_group: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        groups.iter().enumerate().for_each(|(promoter, group)| by_group.entry(*group).or_default().push(promoter));
        let mut members: Vec<Vec<usize>> = by_group.into_values().collect();
        let mean = |own: &Vec<usize>| spread(own.iter().map(|at| responses[*at])).0;
        members.sort_by(|a, b| mean(b).total_cmp(&mean(a)));
        let mut places = vec![0; groups.len()];
        for (place, own) in members.iter().enumerate() {
            own.iter().for_each(|promoter| places[*promoter] = place);
        }
        Self { members, places }
    }

    /// The number of a promoter's cluster, from 1.
    pub fn of(&self, promoter: usize) -> usize {
        self.places[promoter] + 1
    }

    /// Writes a row for each cluster.
    pub fn write(&self, mut table: Table, own: &Contributions, measured: Option<&[Option<f32>]>) -> Result<()> {
        let everyone: Vec<usize> = (0..self.places.len()).collect();
        let width = own.names.len();
        let mean =
            |feature: usize, promoters: &[usize]| spread(promoters.iter().map(|at| own.values[at * width + feature])).0;
        let means: Vec<f64> = (0..width).map(|feature| mean(feature, &everyone)).collect();
        for (place, promoters) in self.members.iter().enumerate() {
            let (response, deviation) = spread(promoters.iter().map(|at| own.responses[*at]));
            let known = promoters.iter().filter_map(|at| measured.and_then(|all| all[*at]));
            let cells = |(mean, deviation): (f64, f64)| [format!("{mean:.4}"), format!("{deviation:.4}")];
            let measured = if known.clone().next().is_some() { cells(spread(known)) } else { Default::default() };
            let mut apart: Vec<(usize, f64)> =
                (0..width).map(|feature| (feature, mean(feature, promoters) - means[feature])).collect();
            apart.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
            let named = apart.iter().take(NAMED).map(|(feature, by)| format!("{} {by:+.4}", own.names[*feature]));
            let [mean, sd] = cells((response, deviation));
            let [known_mean, known_sd] = measured;
            let features = named.collect::<Vec<_>>().join("; ");
            let number = (place + 1).to_string();
            table.row([number, promoters.len().to_string(), mean, sd, known_mean, known_sd, features])?;
        }
        table.finish()
    }
}

/// Mean and standard deviation.
fn spread(values: impl Iterator<Item = f32> + Clone) -> (f64, f64) {
    let count = values.clone().count().max(1) as f64;
    let mean = values.clone().map(f64::from).sum::<f64>() / count;
    let variance = values.map(|value| (f64::from(value) - mean).powi(2)).sum::<f64>() / count;
    (mean, variance.sqrt())
}
