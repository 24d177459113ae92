use std::collections::BTreeMap;

use super::families::alike;
use super::recipe::RegulonsRecipe;
use crate::architecture::{MotifConfig, MotifScan, RegulonsConfig};
use crate::condition::TfList;
use crate::motif::Motif;

/// Between the names of a heterodimer's parts.
const AND: &str = "::";

/// All words of `length` bases as motifs, each standing for its reverse complement too.
pub fn word_motifs(length: usize) -> Vec<Motif> {
    let base = |word: usize, at: usize| word >> (2 * (length - 1 - at)) & 3;
    let complement = |word: usize| (0..length).rev().fold(0, |other, at| other << 2 | (3 - base(word, at)));
    let motif = |word: usize| {
        let name: String = (0..length).map(|at| char::from(b"ACGT"[base(word, at)])).collect();
        let row = |at: usize| std::array::from_fn(|letter| if letter == base(word, at) { 1.0 } else { 0.0 });
        Motif { id: format!("w{name}"), name, probabilities: (0..length).map(row).collect(), sites: None }
    };
    (0..1 << (2 * length)).filter(|word| *word <= complement(*word)).map(motif).collect()
}

/// Log-odds in bits of all motifs, one after the other, four numbers a position.
pub fn log_odds(recipe: &RegulonsRecipe, motifs: &[Motif]) -> Vec<f32> {
    log_odds_of(motifs, recipe.sources.background, recipe.sources.pseudocount)
}

/// The same for motifs without a recipe: a pseudocount is added to each probability, `background` holds the
/// frequencies of A, C, G, T.
pub fn log_odds_of(motifs: &[Motif], background: [f64; 4], pseudocount: f64) -> Vec<f32> {
    let row = |row: &[f64; 4]| -> [f32; 4] {
        let sum = row.iter().sum::<f64>() + 4.0 * pseudocount;
        std::array::from_fn(|base| (((row[base] + pseudocount) / sum) / background[base]).log2() as f32)
    };
    motifs.iter().flat_map(|motif| motif.probabilities.iter()).flat_map(row).collect()
}

/// The scan of all motifs at the recipe's thresholds.
pub fn scan(recipe: &RegulonsRecipe, motifs: &[Motif], matrices: &[f32]) -> MotifScan {
    let widths: Vec<usize> = motifs.iter().map(|motif| motif.probabilities.len()).collect();
    MotifScan::new(matrices, &widths, &recipe.network.thresholds)
}

/// The network's configuration: families come from `features`, `promoters x motifs`, of the training
/// promoters.
pub fn config(recipe: &RegulonsRecipe, motifs: &[Motif], tfs: &TfList, features: &[f32]) -> RegulonsConfig {
    let groups = alike(features, motifs.len(), recipe.network.alike);
    let bound = |motif: &Motif| -> Vec<usize> {
        let names = &recipe.sources.names;
        motif.name.split(AND).filter_map(|part| tfs.position(names.get(part).map_or(part, String::as_str))).collect()
    };
    let bound: Vec<Vec<usize>> = motifs.iter().map(bound).collect();
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    groups.iter().enumerate().for_each(|(motif, group)| members.entry(*group).or_default().push(motif));
    let family = |own: &Vec<usize>| {
        // TFs of the model stand for the family; without one, whatever else binds the motifs.
        let known: Vec<&str> =
            own.iter().filter(|motif| !bound[**motif].is_empty()).map(|motif| motifs[*motif].name.as_str()).collect();
        let all = || own.iter().map(|motif| motifs[*motif].name.as_str()).collect();
        let mut names: Vec<&str> = if known.is_empty() { all() } else { known };
        names.dedup();
        names.join("/")
    };
    let network = &recipe.network;
    RegulonsConfig {
        window: network.window,
        bins: network.bins,
        thresholds: network.thresholds.clone(),
        num_tfs: tfs.len(),
        context: network.context,
        hidden: network.hidden,
        state: network.state,
        families: members.values().map(family).collect(),
        motifs: motifs
            .iter()
            .zip(&groups)
            .zip(&bound)
            .map(|((motif, group), tfs)| MotifConfig {
                id: motif.id.clone(),
                name: motif.name.clone(),
                width: motif.probabilities.len(),
                family: *group,
                tfs: tfs.clone(),
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_stands_for_its_reverse_complement() {
        let names = |length| word_motifs(length).into_iter().map(|motif| motif.name).collect::<Vec<_>>();
        assert_eq!(names(1), ["A", "C"]);
        assert_eq!(names(2), ["AA", "AC", "AG", "AT", "CA", "CC", "CG", "GA", "GC", "TA"]);
        assert_eq!([4, 5].map(|length| word_motifs(length).len()), [136, 512]);
        assert_eq!(word_motifs(2)[1].probabilities, [[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0]]);
    }
}
