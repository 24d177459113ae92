use std::collections::BTreeMap;

use rand::rngs::StdRng;
use rand::seq::{SliceRandom, index};
use statrs::distribution::{ContinuousCDF, StudentsT};

use super::sites::{Nearest, PlacedSite, nearest};

/// Times that promoters are exchanged.
const EXCHANGES: usize = 100;

/// Promoters that are exchanged each time, drawn anew where there are more.
const DRAWN: usize = 512;

/// Fewer promoters with both tell nothing of distances.
const FEWEST: usize = 10;

/// How far apart the nearest sites of a pair stand, beside what chance makes of them.
///
/// Chance is the sites of the first in one promoter beside those of the second in another one. That keeps where
/// along the promoter each of the two likes to stand, and so what would otherwise make two that both like one
/// stretch seem to seek each other. Only promoters with alike numbers of sites (by powers of two, of both)
/// are exchanged, so that promoters that are rich in both, for their composition say, do not make distances
/// seem short.
#[derive(Debug, Clone, PartialEq)]
pub struct Spacing {
    /// By distance, from 0: promoters whose nearest sites are so far apart.
    pub counts: Vec<u32>,
    /// By distance: such promoters by chance, the mean over all exchanges.
    pub by_chance: Vec<f64>,
    /// Share of promoters in which the first stands upstream, and the same by chance.
    pub first_upstream: [f64; 2],
    /// Share of promoters in which both read on one strand, and the same by chance.
    pub same_strand: [f64; 2],
    /// Probability that exchanged promoters have distances that rank as far from chance's mean on either side.
    /// The mean rank over all exchanges is compared with its spread among them by Student's t.
    pub p_value: f64,
}

/// Distances of one arrangement.
#[derive(Default)]
struct Distances {
    counts: Vec<u32>,
    first_upstream: u32,
    same_strand: u32,
}

impl Distances {
    fn add(&mut self, found: Nearest) {
        if self.counts.len() <= found.distance {
            self.counts.resize(found.distance + 1, 0);
        }
        self.counts[found.distance] += 1;
        self.first_upstream += u32::from(found.first_upstream);
        self.same_strand += u32::from(found.same_strand);
    }

    fn total(&self) -> f64 {
        self.counts.iter().map(|count| f64::from(*count)).sum()
    }

    /// The mean of what `ranks` says of each distance.
    fn mean(&self, ranks: &[f64]) -> f64 {
        let sum: f64 = self.counts.iter().zip(ranks).map(|(count, rank)| f64::from(*count) * rank).sum();
        sum / self.total().max(1.0)
    }
}

impl Spacing {
    /// Of promoters that have sites of both; nothing where they are too few. Sites are in the order of their
    /// starts.
    pub fn of(promoters: &[[&[PlacedSite]; 2]], random: &mut StdRng) -> Option<Self> {
        let mut own = Distances::default();
        promoters.iter().filter_map(|[first, second]| nearest(first, second)).for_each(|found| own.add(found));
        if own.total() < FEWEST as f64 {
            return None;
        }
        let exchanged: Vec<Distances> = (0..EXCHANGES).map(|_| exchange(promoters, random)).collect();
        Some(Self::compared(own, &exchanged))
    }

    fn compared(own: Distances, exchanged: &[Distances]) -> Self {
        let count = exchanged.len().max(1) as f64;
        let longest = exchanged.iter().map(|other| other.counts.len()).max().unwrap_or(0).max(own.counts.len());
        let mut by_chance = vec![0.0; longest];
        for other in exchanged {
            by_chance.iter_mut().zip(&other.counts).for_each(|(sum, own)| *sum += f64::from(*own));
        }
        let all: f64 = by_chance.iter().sum();
        by_chance.iter_mut().for_each(|sum| *sum *= own.total() / all.max(1.0));
        let ranks = middle_ranks(&own.counts, &by_chance);
        let means: Vec<f64> = exchanged.iter().map(|other| other.mean(&ranks)).collect();
        let share = |of: fn(&Distances) -> u32| {
            let share = |own: &Distances| f64::from(of(own)) / own.total().max(1.0);
            [share(&own), exchanged.iter().map(share).sum::<f64>() / count]
        };
        Self {
            p_value: tail(own.mean(&ranks), &means, all / count / own.total().max(1.0)),
            first_upstream: share(|own| own.first_upstream),
            same_strand: share(|own| own.same_strand),
            by_chance,
            counts: own.counts,
        }
    }

    /// The distance that half of the promoters do not exceed, and the same by chance.
    pub fn medians(&self) -> [usize; 2] {
        let counts: Vec<f64> = self.counts.iter().map(|count| f64::from(*count)).collect();
        [median(&counts), median(&self.by_chance)]
    }
}

/// Distances with the second's sites taken from other promoters.
fn exchange(promoters: &[[&[PlacedSite]; 2]], random: &mut StdRng) -> Distances {
    let drawn = index::sample(random, promoters.len(), promoters.len().min(DRAWN));
    let mut alike: BTreeMap<[u32; 2], Vec<usize>> = BTreeMap::new();
    for at in drawn {
        alike.entry(promoters[at].map(|own| own.len().max(1).ilog2())).or_default().push(at);
    }
    let mut distances = Distances::default();
    for standing in alike.into_values() {
        let mut others = standing.clone();
        others.shuffle(random);
        let pairs = standing.into_iter().zip(others);
        let found = pairs.filter_map(|(one, other)| nearest(promoters[one][0], promoters[other][1]));
        found.for_each(|found| distances.add(found));
    }
    distances
}

/// By distance, its rank from 0 to 1 among what is and what is by chance, ties in the middle.
fn middle_ranks(own: &[u32], by_chance: &[f64]) -> Vec<f64> {
    let at = |distance: usize| f64::from(own.get(distance).copied().unwrap_or(0)) + by_chance[distance];
    let all: f64 = (0..by_chance.len()).map(at).sum();
    let mut below = 0.0;
    let rank = |distance: usize| {
        let own = at(distance);
        below += own;
        (below - own / 2.0) / all.max(1.0)
    };
    (0..by_chance.len()).map(rank).collect()
}

/// Two-sided, of a mean beside a sample of what it would be by chance, each of which is a mean over a share of
/// as many: its variance is larger by as much.
fn tail(value: f64, chance: &[f64], share: f64) -> f64 {
    let count = chance.len() as f64;
    let mean = chance.iter().sum::<f64>() / count;
    let variance = chance.iter().map(|own| (own - mean).powi(2)).sum::<f64>() / (count - 1.0);
    let spread = (variance * (share + 1.0 / count)).sqrt();
    // What cannot be exchanged tells nothing.
    if spread.is_nan() || spread < 1e-12 {
        return 1.0;
    }
    let t = ((value - mean) / spread).abs();
    StudentsT::new(0.0, 1.0, count - 1.0).map_or(1.0, |own| (2.0 * own.sf(t)).min(1.0))
}

fn median(counts: &[f64]) -> usize {
    let half = counts.iter().sum::<f64>() / 2.0;
    let mut below = 0.0;
    let reached = counts.iter().position(|count| {
        below += count;
        below >= half
    });
    reached.unwrap_or(0)
}
