//! Tables of pairs: which keep company, and how far apart they stand.

use std::path::{Path, PathBuf};

use anyhow::Result;
use cisight::motif::{PairsJob, PlacedSite, SitePair, Spacing};

use crate::common::job;
use crate::common::table::Table;

#[derive(clap::Args)]
pub struct PairArgs {
    /// Where to write the pairs that keep company, the surest first: first, second, promoters (without those where
    /// the two have sites on the same bases alone: `same_bases`), with_first, with_second, with_both, expected,
    /// odds_ratio, p_value (Fisher, one-sided), q_value; and of their nearest sites distance (median, in bases
    /// between the two), in_excess (the distance that is most above chance), first_upstream and same_strand (shares of promoters), each beside what chance makes of
    /// it, distance_p_value, distance_q_value
    #[arg(long, value_name = "TSV")]
    pairs: Option<PathBuf>,
    /// Where to write, for the pairs whose distances are surest, a row for each distance: first, second, distance,
    /// promoters, by_chance
    #[arg(long, value_name = "TSV")]
    distances: Option<PathBuf>,
    /// Pairs whose distances are written
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..))]
    top: u16,
    /// Seed of what chance makes of distances
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

const COLUMNS: [&str; 20] = [
    "first",
    "second",
    "promoters",
    "same_bases",
    "with_first",
    "with_second",
    "with_both",
    "expected",
    "odds_ratio",
    "p_value",
    "q_value",
    "distance",
    "distance_by_chance",
    "in_excess",
    "first_upstream",
    "first_upstream_by_chance",
    "same_strand",
    "same_strand_by_chance",
    "distance_p_value",
    "distance_q_value",
];

impl PairArgs {
    /// Whether pairs are asked for.
    pub fn are_wanted(&self) -> bool {
        self.pairs.is_some() || self.distances.is_some()
    }

    /// Compares all elements with each other; `sites` holds a list for each element and promoter. The pairs that
    /// most surely keep company come first.
    pub fn compare(&self, sites: Vec<Vec<Vec<PlacedSite>>>) -> Vec<SitePair> {
        let mut pairs = PairsJob::new(sites, self.seed);
        let bar = job::progress(pairs.total(), "pairs");
        while pairs.done() < pairs.total() {
            pairs.step();
            bar.set_position(pairs.done() as u64);
        }
        bar.finish_and_clear();
        let mut own = pairs.pairs().to_vec();
        own.sort_by(|one, other| one.p_value.total_cmp(&other.p_value));
        own
    }

    /// Writes what was asked for.
    pub fn write(&self, names: &[String], pairs: &[SitePair]) -> Result<()> {
        let mut own: Vec<&SitePair> = pairs.iter().collect();
        if let Some(path) = &self.pairs {
            write_pairs(path, names, &own)?;
        }
        own.retain(|pair| pair.spacing.is_some());
        own.sort_by(|one, other| chance(one).total_cmp(&chance(other)));
        own.truncate(usize::from(self.top));
        match &self.distances {
            Some(path) => write_distances(path, names, &own),
            None => Ok(()),
        }
    }
}

fn chance(pair: &SitePair) -> f64 {
    pair.spacing.as_ref().map_or(1.0, |own| own.p_value)
}

fn write_pairs(path: &Path, names: &[String], pairs: &[&SitePair]) -> Result<()> {
    let mut table = Table::create(Some(path), COLUMNS)?;
    for pair in pairs {
        let company = pair.company;
        let counts = [company.promoters, company.same_bases, company.with_first, company.with_second];
        let counts = counts.into_iter().chain([company.with_both]).map(|count| count.to_string());
        let odds = [format!("{:.1}", company.expected()), format!("{:.3}", company.odds_ratio())];
        let chances = [pair.p_value, pair.q_value].map(|value| format!("{value:.3e}"));
        let start = [pair.first, pair.second].map(|at| names[at].clone());
        let cells = start.into_iter().chain(counts).chain(odds).chain(chances);
        table.row(cells.chain(spacing_cells(pair)))?;
    }
    table.finish()
}

/// Empty where too few promoters have both.
fn spacing_cells(pair: &SitePair) -> Vec<String> {
    let Some(spacing) = &pair.spacing else { return vec![String::new(); 9] };
    let medians = spacing.medians().map(|own| own.to_string());
    let shares = [spacing.first_upstream, spacing.same_strand].concat();
    let chances = [Some(spacing.p_value), pair.spacing_q_value];
    let chances = chances.map(|value| value.map_or_else(String::new, |value| format!("{value:.3e}")));
    let shares = shares.into_iter().map(|share| format!("{share:.3}"));
    medians.into_iter().chain([in_excess(spacing)]).chain(shares).chain(chances).collect()
}

/// The distance that is most above what chance makes of it.
fn in_excess(spacing: &Spacing) -> String {
    let above = |at: usize| f64::from(spacing.counts.get(at).copied().unwrap_or(0)) - spacing.by_chance[at];
    let distances = 0..spacing.by_chance.len();
    distances.max_by(|one, other| above(*one).total_cmp(&above(*other))).map_or_else(String::new, |at| at.to_string())
}

fn write_distances(path: &Path, names: &[String], pairs: &[&SitePair]) -> Result<()> {
    let mut table = Table::create(Some(path), ["first", "second", "distance", "promoters", "by_chance"])?;
    for pair in pairs {
        let Some(spacing) = &pair.spacing else { continue };
        for (distance, by_chance) in spacing.by_chance.iter().enumerate() {
            let promoters = spacing.counts.get(distance).copied().unwrap_or(0);
            let [first, second] = [pair.first, pair.second].map(|at| names[at].clone());
            table.row([first, second, distance.to_string(), promoters.to_string(), format!("{by_chance:.2}")])?;
        }
    }
    table.finish()
}
