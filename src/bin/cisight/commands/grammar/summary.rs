//! All of it as one file of a model's folder, which the page shows.

use std::path::Path;

use anyhow::Result;
use cisight::motif::{Comparison, Motif, MotifFile, SitePair, Spacing, consensus};
use cisight::schema::BasesInput;
use serde::Serialize;

use super::Found;
use super::profile::Profile;
use crate::common::files;

/// Pairs that are listed: the surest company, and the surest distances.
const LISTED: usize = 25;

#[derive(Serialize)]
struct Summary {
    promoters: usize,
    share: f32,
    known: String,
    /// Of how many kernels of a first convolution those that are listed are.
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<usize>,
    window: usize,
    downstream: usize,
    /// Bases of a bin of places.
    bin: usize,
    kernels: Vec<Kernel>,
    pairs: Vec<Pair>,
}

#[derive(Serialize)]
struct Kernel {
    name: String,
    sites: f64,
    promoters: usize,
    consensus: String,
    probabilities: Vec<[f64; 4]>,
    /// Sites by place, in bins from the window's beginning on.
    places: Vec<u64>,
    #[serde(rename = "match", skip_serializing_if = "Option::is_none")]
    alike: Option<Alike>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Alike {
    id: String,
    name: String,
    q_value: f64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Pair {
    first: String,
    second: String,
    promoters: usize,
    with_first: usize,
    with_second: usize,
    with_both: usize,
    expected: f64,
    odds_ratio: f64,
    q_value: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    spacing: Option<Distances>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Distances {
    distance: [usize; 2],
    first_upstream: [f64; 2],
    q_value: f64,
    counts: Vec<u32>,
    by_chance: Vec<f64>,
}

/// What the file is made of.
pub struct Parts<'a> {
    pub promoters: usize,
    pub share: f32,
    /// Known motifs, and the name of their file.
    pub known: Option<(&'a MotifFile, &'a Path)>,
    /// Each with the known motif that is most like it, and its q-value.
    pub found: Vec<(&'a Found, Option<(Comparison, f64)>)>,
    /// Of how many kernels of a first convolution these are; nothing for what features are read from.
    pub of: Option<usize>,
    pub reads: &'a BasesInput,
    pub profile: &'a Profile,
    /// Names of what the pairs are of.
    pub names: &'a [String],
    /// The surest company first.
    pub pairs: &'a [SitePair],
}

/// Writes the file.
pub fn write(path: &Path, parts: &Parts<'_>) -> Result<()> {
    let known = parts.known.map_or_else(String::new, |(file, path)| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        format!("{} motifs of {name}", file.motifs.len())
    });
    let kernel = |(found, alike): &(&Found, Option<(Comparison, f64)>)| {
        let target = |own: &Comparison| parts.known.and_then(|(file, _)| file.motifs.get(own.target));
        let alike = alike.as_ref().and_then(|(own, q_value)| Some((target(own)?, *q_value)));
        entry(found, parts.profile.of(found.source).to_vec(), alike)
    };
    // The surest distances may be of pairs that do not keep company.
    let mut by_distance: Vec<usize> = (0..parts.pairs.len()).filter(|at| parts.pairs[*at].spacing.is_some()).collect();
    let chance = |at: &usize| parts.pairs[*at].spacing.as_ref().map_or(1.0, |own| own.p_value);
    by_distance.sort_by(|one, other| chance(one).total_cmp(&chance(other)));
    let is_listed = |at: &usize| *at < LISTED || by_distance.iter().take(LISTED).any(|own| own == at);
    let listed = (0..parts.pairs.len()).filter(is_listed);
    let summary = Summary {
        promoters: parts.promoters,
        share: parts.share,
        known,
        of: parts.of,
        window: parts.reads.window,
        downstream: parts.reads.downstream,
        bin: parts.profile.bin,
        kernels: parts.found.iter().map(kernel).collect(),
        pairs: listed.map(|at| pair(&parts.pairs[at], parts.names)).collect(),
    };
    files::write(Some(path), serde_json::to_string(&summary)?.as_bytes())
}

fn entry(found: &Found, places: Vec<u64>, alike: Option<(&Motif, f64)>) -> Kernel {
    let Found { motif, promoters, .. } = found;
    let round = |row: &[f64; 4]| row.map(|share| rounded(share, 4));
    Kernel {
        name: motif.name.clone(),
        sites: motif.sites.unwrap_or(0.0),
        promoters: *promoters,
        places,
        consensus: consensus(motif),
        probabilities: motif.probabilities.iter().map(round).collect(),
        alike: alike.map(|(target, q_value)| Alike {
            id: target.id.clone(),
            name: target.name.clone(),
            q_value: significant(q_value),
        }),
    }
}

fn pair(pair: &SitePair, names: &[String]) -> Pair {
    let company = pair.company;
    let [first, second] = [pair.first, pair.second].map(|at| names[at].clone());
    let distances = |own: &Spacing| Distances {
        distance: own.medians(),
        first_upstream: own.first_upstream.map(|share| rounded(share, 3)),
        q_value: significant(pair.spacing_q_value.unwrap_or(1.0)),
        counts: own.counts.clone(),
        by_chance: own.by_chance.iter().map(|count| rounded(*count, 1)).collect(),
    };
    Pair {
        first,
        second,
        promoters: company.promoters,
        with_first: company.with_first,
        with_second: company.with_second,
        with_both: company.with_both,
        expected: rounded(company.expected(), 1),
        odds_ratio: rounded(company.odds_ratio(), 3),
        q_value: significant(pair.q_value),
        spacing: pair.spacing.as_ref().map(distances),
    }
}

fn rounded(value: f64, digits: i32) -> f64 {
    let scale = 10_f64.powi(digits);
    (value * scale).round() / scale
}

/// Three digits, whatever the size.
fn significant(value: f64) -> f64 {
    format!("{value:.2e}").parse().unwrap_or(value)
}
