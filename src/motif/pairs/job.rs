use rand::SeedableRng;
use rand::rngs::StdRng;

use super::occurrence::CoOccurrence;
use super::sites::{PlacedSite, nearest};
use super::spacing::Spacing;
use crate::motif::q_values;

/// Two of what has sites, and what promoters say of them.
#[derive(Debug, Clone, PartialEq)]
pub struct SitePair {
    /// Index of the first.
    pub first: usize,
    /// Index of the second.
    pub second: usize,
    /// How often they keep company.
    pub company: CoOccurrence,
    /// Probability of that by chance, [`CoOccurrence::p_value`].
    pub p_value: f64,
    /// The share of false findings that it is found at, among all pairs (Benjamini and Hochberg).
    pub q_value: f64,
    /// How far apart they stand; nothing where too few promoters have both.
    pub spacing: Option<Spacing>,
    /// The share of false findings for their distances, among the pairs that have any.
    pub spacing_q_value: Option<f64>,
}

/// All pairs of what has sites, one with all that come after it each step.
#[derive(Debug)]
pub struct PairsJob {
    /// By element and promoter, in the order of their starts.
    sites: Vec<Vec<Vec<PlacedSite>>>,
    random: StdRng,
    found: Vec<SitePair>,
    done: usize,
}

impl PairsJob {
    /// Prepares all pairs; `sites` holds, for each of what has sites, a list for each promoter.
    pub fn new(mut sites: Vec<Vec<Vec<PlacedSite>>>, seed: u64) -> Self {
        for own in sites.iter_mut().flatten() {
            own.sort_by_key(|site| (site.start, site.end));
            own.dedup_by_key(|site| (site.start, site.end));
        }
        Self { sites, random: StdRng::seed_from_u64(seed), found: Vec::new(), done: 0 }
    }

    /// Elements to do.
    pub fn total(&self) -> usize {
        self.sites.len()
    }

    /// Elements done.
    pub fn done(&self) -> usize {
        self.done
    }

    /// Compares the next element with all that come after it.
    pub fn step(&mut self) {
        for second in self.done + 1..self.sites.len() {
            let pair = self.pair(self.done, second);
            self.found.push(pair);
        }
        self.done = (self.done + 1).min(self.sites.len());
        if self.done == self.sites.len() {
            self.correct();
        }
    }

    /// The pairs so far, by their indices; q-values are there once all pairs are.
    pub fn pairs(&self) -> &[SitePair] {
        &self.found
    }

    fn pair(&mut self, first: usize, second: usize) -> SitePair {
        let promoters = || self.sites[first].iter().zip(&self.sites[second]);
        let mut company =
            CoOccurrence { promoters: promoters().len(), with_first: 0, with_second: 0, with_both: 0, same_bases: 0 };
        let mut both: Vec<[&[PlacedSite]; 2]> = Vec::new();
        for (one, other) in promoters() {
            company.with_first += usize::from(!one.is_empty());
            company.with_second += usize::from(!other.is_empty());
            if one.is_empty() || other.is_empty() {
                continue;
            }
            both.push([one.as_slice(), other.as_slice()]);
            if nearest(one, other).is_some() {
                company.with_both += 1;
            } else {
                company.same_bases += 1;
            }
        }
        company.promoters -= company.same_bases;
        company.with_first -= company.same_bases;
        company.with_second -= company.same_bases;
        let spacing = Spacing::of(&both, &mut self.random);
        SitePair { first, second, company, p_value: company.p_value(), q_value: 1.0, spacing, spacing_q_value: None }
    }

    fn correct(&mut self) {
        let all: Vec<f64> = self.found.iter().map(|pair| pair.p_value).collect();
        self.found.iter_mut().zip(q_values(&all)).for_each(|(pair, q_value)| pair.q_value = q_value);
        let spaced: Vec<f64> =
            self.found.iter().filter_map(|own| own.spacing.as_ref()).map(|own| own.p_value).collect();
        let mut q_values = q_values(&spaced).into_iter();
        for pair in self.found.iter_mut().filter(|pair| pair.spacing.is_some()) {
            pair.spacing_q_value = q_values.next();
        }
    }
}
