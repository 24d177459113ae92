//! Pairs that were planted are found; pairs that were not come out at the rate that is promised.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::{PairsJob, PlacedSite, SitePair};
use crate::sequence::Strand;

const PROMOTERS: usize = 1500;
const WINDOW: usize = 400;
const WIDTH: usize = 8;

fn site(start: usize) -> PlacedSite {
    PlacedSite { start, end: start + WIDTH, strand: Strand::Forward }
}

/// Elements that each like a stretch of their own and stand wherever they like in it, by promoter; `rich` says how
/// many times as many sites a promoter has of all of them.
fn independent(elements: usize, rich: impl Fn(usize) -> f64, random: &mut StdRng) -> Vec<Vec<Vec<PlacedSite>>> {
    let element = |at: usize, random: &mut StdRng| {
        let from = 40 * (at % 6);
        let promoter = |promoter: usize, random: &mut StdRng| {
            let count = (0..3).filter(|_| random.random_bool(0.15 * rich(promoter))).count();
            (0..count).map(|_| site(random.random_range(from..from + 150))).collect()
        };
        (0..PROMOTERS).map(|own| promoter(own, random)).collect()
    };
    (0..elements).map(|at| element(at, random)).collect()
}

fn pairs(sites: Vec<Vec<Vec<PlacedSite>>>) -> Vec<SitePair> {
    let mut job = PairsJob::new(sites, 7);
    while job.done() < job.total() {
        job.step();
    }
    job.pairs().to_vec()
}

fn share(values: impl Iterator<Item = f64> + Clone, below: f64) -> f64 {
    values.clone().filter(|value| *value < below).count() as f64 / values.count().max(1) as f64
}

#[test]
fn chance_finds_as_many_as_it_says() {
    let mut random = StdRng::seed_from_u64(3);
    let found = pairs(independent(32, |_| 1.0, &mut random));
    assert_eq!(found.len(), 32 * 31 / 2);
    let company = found.iter().map(|pair| pair.p_value);
    // One-sided and of counts: never more than it says.
    assert!((0.005..0.075).contains(&share(company, 0.05)), "{}", share(found.iter().map(|pair| pair.p_value), 0.05));
    let spaced = found.iter().filter_map(|pair| pair.spacing.as_ref()).map(|own| own.p_value);
    assert_eq!(spaced.clone().count(), found.len());
    let [at_5, at_50] = [0.05, 0.5].map(|below| share(spaced.clone(), below));
    assert!((0.025..0.08).contains(&at_5) && (0.43..0.57).contains(&at_50), "{at_5} {at_50}");
    let false_ones = found.iter().filter(|pair| pair.q_value < 0.05 || pair.spacing_q_value.is_some_and(|q| q < 0.05));
    assert!(false_ones.count() <= 1);
}

#[test]
fn promoters_that_are_rich_in_all_do_not_make_distances_short() {
    let mut random = StdRng::seed_from_u64(5);
    let found = pairs(independent(24, |promoter| if promoter % 2 == 0 { 2.5 } else { 0.5 }, &mut random));
    let spaced = found.iter().filter_map(|pair| pair.spacing.as_ref()).map(|own| own.p_value);
    let at_5 = share(spaced, 0.05);
    assert!(at_5 < 0.08, "{at_5}");
    // They do make all of them keep company, which they do.
    assert!(share(found.iter().map(|pair| pair.q_value), 0.05) > 0.9);
}

#[test]
fn planted_pairs_are_found() -> Result<(), &'static str> {
    let mut random = StdRng::seed_from_u64(9);
    let mut sites = independent(12, |_| 1.0, &mut random);
    // 0 and 6 keep company and stand 12 bases apart, the first upstream; 1 and 7 keep company wherever they stand.
    for promoter in 0..300 {
        let start = random.random_range(0..WINDOW - 60);
        sites[0][promoter] = vec![site(start)];
        sites[6][promoter] = vec![site(start + WIDTH + 12)];
        for element in [1, 7] {
            sites[element][promoter + 300].push(site(random.random_range(40..190)));
        }
    }
    let found = pairs(sites);
    let of = |first, second| found.iter().find(|pair| (pair.first, pair.second) == (first, second)).ok_or("no pair");
    let near = of(0, 6)?;
    let spacing = near.spacing.as_ref().ok_or("no distances")?;
    assert!(near.q_value < 1e-6 && near.spacing_q_value.is_some_and(|q| q < 1e-4), "{near:?}");
    assert!(near.company.odds_ratio() > 1.3 && near.company.with_both as f64 > near.company.expected());
    assert!(spacing.counts[12] >= 300 && spacing.by_chance[12] < 20.0);
    assert!(spacing.medians()[0] < spacing.medians()[1]);
    assert!(spacing.first_upstream[0] > spacing.first_upstream[1] && spacing.same_strand == [1.0, 1.0]);
    let loose = of(1, 7)?;
    assert!(loose.q_value < 1e-6 && loose.spacing_q_value.is_some_and(|q| q > 0.05), "{loose:?}");
    // Nothing else.
    let others = found.iter().filter(|pair| ![(0, 6), (1, 7)].contains(&(pair.first, pair.second)));
    assert!(others.clone().filter(|pair| pair.spacing_q_value.is_some_and(|q| q < 0.05)).count() <= 1);
    assert!(others.filter(|pair| pair.q_value < 0.05).count() <= 2);
    Ok(())
}

#[test]
fn sites_on_the_same_bases_are_no_company() -> Result<(), &'static str> {
    // Two names for one motif: every promoter that has the one has the other, on the same bases.
    let own: Vec<Vec<PlacedSite>> =
        (0..100).map(|promoter| if promoter % 4 == 0 { vec![site(promoter)] } else { Vec::new() }).collect();
    let found = pairs(vec![own.clone(), own]);
    let pair = found.first().ok_or("no pair")?;
    assert_eq!((pair.company.same_bases, pair.company.with_both, pair.company.promoters), (25, 0, 75));
    assert!((pair.p_value - 1.0).abs() < 1e-12 && pair.spacing.is_none() && pair.spacing_q_value.is_none());
    Ok(())
}
