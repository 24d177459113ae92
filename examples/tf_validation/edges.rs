//! Scores of pairs against what is known of them.

use cisight::evidence::{BindingPeak, Network};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;

use crate::measures::auroc;
use crate::scores::Score;
use crate::study::Study;

/// Orders of the genes that a score is compared with.
const SHUFFLES: usize = 20;

/// A TF is judged where so many of the genes are its own.
const FEWEST: usize = 3;

/// By TF of the model, which of the genes are its own; nothing for a TF that was not looked at or that the model
/// has no term of.
pub struct Known(Vec<Option<Vec<bool>>>);

impl Known {
    pub fn of_network(study: &Study, network: &Network) -> Self {
        Self::new(study, |tf| {
            let column = network.tfs().iter().position(|own| own == tf)?;
            let edge = |row: usize| network.row(study.name(row)).is_some_and(|edges| edges[column] != 0);
            Some((0..study.genes.len()).map(edge).collect())
        })
    }

    pub fn of_peaks(study: &Study, peaks: &[BindingPeak], within: i32) -> Self {
        Self::new(study, |tf| {
            let own = |peak: &&BindingPeak| peak.protein == tf && peak.position >= -within;
            let bound: Vec<&str> = peaks.iter().filter(own).map(|peak| peak.gene.as_str()).collect();
            let is_bound = |row: usize| bound.contains(&study.name(row));
            (!bound.is_empty()).then(|| (0..study.genes.len()).map(is_bound).collect())
        })
    }

    fn new(study: &Study, of: impl Fn(&str) -> Option<Vec<bool>>) -> Self {
        let factors = study.model.tfs().factors().iter().enumerate();
        Self(factors.map(|(tf, own)| of(&own.id).filter(|_| study.model.has_terms(tf) != Some(false))).collect())
    }

    fn judged(&self) -> impl Iterator<Item = (usize, &Vec<bool>)> {
        let own = self.0.iter().enumerate().filter_map(|(tf, own)| Some((tf, own.as_ref()?)));
        own.filter(|(_, own)| own.iter().filter(|edge| **edge).count() >= FEWEST)
    }
}

pub fn table(study: &Study, title: &str, known: &Known, scores: &[Score]) {
    let (tfs, edges) = known
        .judged()
        .fold((0, 0), |(tfs, edges), (_, own)| (tfs + 1, edges + own.iter().filter(|edge| **edge).count()));
    let looked_at = known.0.iter().flatten().count();
    println!(
        "\n**{title}.** {} genes, {looked_at} TFs, of which {tfs} have at least {FEWEST} of the genes: {edges} of {} pairs ({:.2} %).\n",
        study.genes.len(),
        tfs * study.genes.len(),
        100.0 * edges as f64 / (tfs * study.genes.len()) as f64
    );
    println!(
        "| score | AUROC within a TF | precision at 100 | at 500 | scores as they are, at 100 | all TFs, at 100 |\n|---|---|---|---|---|---|"
    );
    let mut random = StdRng::seed_from_u64(1);
    for Score { name, values } in scores {
        let mut order: Vec<usize> = (0..study.genes.len()).collect();
        let cells = measures(study, known, values, &order).map(|value| format!("{value:.3}"));
        println!("| {name} | {} |", cells.join(" | "));
        let shuffled: Vec<[f64; 5]> = (0..SHUFFLES)
            .map(|_| {
                order.shuffle(&mut random);
                measures(study, known, values, &order)
            })
            .collect();
        let cells: Vec<String> = (0..5)
            .map(|at| {
                let mean = shuffled.iter().map(|own| own[at]).sum::<f64>() / SHUFFLES as f64;
                let squares = shuffled.iter().map(|own| (own[at] - mean).powi(2)).sum::<f64>();
                format!("{mean:.3} ± {:.3}", (squares / SHUFFLES as f64).sqrt())
            })
            .collect();
        println!("| the same, genes shuffled | {} |", cells.join(" | "));
    }
}

/// AUROC within a TF, and how many of the first pairs are true: of the TFs that are judged, with scores
/// standardised within each TF, so that a TF with many or large scores is not all that is ranked; with the scores
/// as they are; and with these of all TFs.
fn measures(study: &Study, known: &Known, values: &[f64], order: &[usize]) -> [f64; 5] {
    let width = study.model.tfs().len();
    let (mut areas, mut standardised, mut plain, mut all) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let scored = |tf: usize, own: &[bool]| -> Vec<(f64, bool)> {
        order.iter().zip(own).map(|(gene, edge)| (values[gene * width + tf], *edge)).collect()
    };
    for (tf, own) in known.judged() {
        let pairs = scored(tf, own);
        areas.push(auroc(&pairs));
        let count = pairs.len() as f64;
        let mean = pairs.iter().map(|pair| pair.0).sum::<f64>() / count;
        let deviation = (pairs.iter().map(|pair| (pair.0 - mean).powi(2)).sum::<f64>() / count).sqrt();
        standardised.extend(pairs.iter().map(|(score, edge)| ((score - mean) / deviation.max(1e-9), *edge)));
        plain.extend(pairs);
    }
    for (tf, own) in known.0.iter().enumerate() {
        all.extend(own.iter().flat_map(|own| scored(tf, own)));
    }
    let precision = |pairs: &mut Vec<(f64, bool)>, k: usize| {
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
        pairs.iter().take(k).filter(|(_, edge)| *edge).count() as f64 / k as f64
    };
    let area = areas.iter().sum::<f64>() / areas.len().max(1) as f64;
    let [hundred, more] = [100, 500].map(|k| precision(&mut standardised, k));
    [area, hundred, more, precision(&mut plain, 100), precision(&mut all, 100)]
}
