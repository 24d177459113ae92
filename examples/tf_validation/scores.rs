//! What pairs of a gene and a TF may be ranked by.

use std::path::Path;

use cisight::condition::TfList;
use cisight::evidence::Evidence;
use cisight::sample::Part;
use cisight::sample::{Sample, SampleSet, Subject};
use cisight::training::regulons::{Cells, Occupancies, RegulonsRecipe, log_odds, scan};

use crate::measures::pearson;
use crate::study::Study;
use crate::{Outcome, text};

/// A score of every pair, `genes x TFs`.
pub struct Score {
    pub name: String,
    pub values: Vec<f64>,
}

pub fn of_pairs(
    study: &Study,
    recipe: Option<(&RegulonsRecipe, &Path)>,
    conserved: Option<&Evidence>,
    other: Option<&Study>,
) -> Outcome<Vec<Score>> {
    let mut scores = contributed(study, study.model.tfs())?;
    if recipe.is_some() {
        scores.extend(sites(study, conserved)?);
    }
    if let Some((recipe, folder)) = recipe {
        scores.push(Score {
            name: "bare occupancy of the TF's own motif, nothing learnt".to_owned(),
            values: bare(study, recipe, folder)?,
        });
    }
    if let Some(other) = other {
        let id = &other.model.manifest().id;
        let own = contributed(other, study.model.tfs())?;
        scores.extend(own.into_iter().map(|Score { name, values }| Score { name: format!("{id}: {name}"), values }));
    }
    scores.push(Score { name: "correlation of TF and gene".to_owned(), values: correlation(study) });
    Ok(scores)
}

/// The mean size over all arrays of what a TF contributes, and of the gene's own part of it, for each of `tfs`;
/// nothing for one that the model does not read.
fn contributed(study: &Study, tfs: &TfList) -> Outcome<Vec<Score>> {
    let (genes, width) = (study.genes.len(), study.model.tfs().len());
    let (mut size, mut own) = (vec![0.0_f64; genes * width], vec![0.0_f64; genes * width]);
    let reference = study.model.scaling().mean.clone();
    for condition in 0..study.data.columns.len() {
        let contributions = study.contributions(&study.data.filled_levels(condition), &reference)?;
        for tf in 0..width {
            let of = |gene: usize| contributions[gene * width + tf];
            let mean = (0..genes).map(of).sum::<f64>() / genes as f64;
            for gene in 0..genes {
                size[gene * width + tf] += of(gene).abs();
                own[gene * width + tf] += (of(gene) - mean).abs();
            }
        }
    }
    let read: Vec<Option<usize>> = tfs.factors().iter().map(|tf| study.model.tfs().position(&tf.id)).collect();
    let asked = |values: Vec<f64>| {
        let of = |gene: usize| read.iter().map(move |tf| (gene, tf)).collect::<Vec<_>>();
        let value = |(gene, tf): (usize, &Option<usize>)| tf.map_or(0.0, |tf| values[gene * width + tf]);
        (0..genes).flat_map(of).map(value).collect()
    };
    let scores = [("size of contribution", size), ("size of the gene's own part", own)];
    Ok(scores.map(|(name, values)| Score { name: name.to_owned(), values: asked(values) }).into())
}

/// What the model makes of a promoter's sites, whatever the condition.
fn sites(study: &Study, conserved: Option<&Evidence>) -> Outcome<Vec<Score>> {
    let Study { model, .. } = study;
    let (motifs, names) = (model.feature_motifs(), model.feature_names()?);
    let width = model.tfs().len();
    let conditions = model.encode_conditions(&model.scaling().mean);
    let families = pollster::block_on(model.feature_table(&study.encoded, &conditions))?;
    let of_tf = |tf: usize| (0..motifs.len()).filter(|&at| motifs[at].tfs.contains(&tf)).collect::<Vec<_>>();
    let of_tf: Vec<Vec<usize>> = (0..width).map(of_tf).collect();
    let cells = study.genes.len() * width;
    let [mut family, mut kept, mut motif, mut kept_motif] = [(); 4].map(|()| vec![0.0_f64; cells]);
    for (row, window) in study.windows()?.into_iter().enumerate() {
        let sample = Sample { name: String::new(), parts: vec![Part::Bases(window)] };
        let encoded = model.encode(&SampleSet::new([sample.clone()], 1))?;
        let subject = Subject::new(&sample, 0).ok_or("a sample without a sequence")?;
        let mut parts = vec![0.0_f64; motifs.len()];
        for site in pollster::block_on(model.feature_sites(&subject, &encoded, &conditions))? {
            parts[site.site.motif] += f64::from(site.value);
        }
        let values = &families.values()[row * names.len()..(row + 1) * names.len()];
        let evidence = conserved.and_then(|evidence| evidence.of(study.name(row)));
        for (tf, own) in of_tf.iter().enumerate() {
            let share = |feature: usize| {
                let score = evidence.and_then(|evidence| evidence.conservation(&names[feature]));
                f64::from(score.unwrap_or(1.0))
            };
            let at = row * width + tf;
            for &index in own {
                let feature = motifs[index].feature;
                let value = f64::from(values[feature]);
                family[at] = family[at].max(value);
                kept[at] = kept[at].max(value * share(feature));
                motif[at] = motif[at].max(parts[index]);
                kept_motif[at] = kept_motif[at].max(parts[index] * share(feature));
            }
        }
    }
    let mut scores = vec![
        Score { name: "gated sites of the TF's family".to_owned(), values: family },
        Score { name: "gated sites of the TF's own motif".to_owned(), values: motif },
    ];
    if conserved.is_some() {
        scores.push(Score { name: "gated sites of the family, times their conservation".to_owned(), values: kept });
        scores.push(Score {
            name: "gated sites of the own motif, times the family's conservation".to_owned(),
            values: kept_motif,
        });
    }
    Ok(scores)
}

/// How occupied sites of the TF's motifs are at the recipe's middle threshold, wherever they are.
fn bare(study: &Study, recipe: &RegulonsRecipe, folder: &Path) -> Outcome<Vec<f64>> {
    let motifs = cisight::motif::MotifFile::parse(&text(&folder.join(&recipe.sources.motifs))?)?.motifs;
    let matrices = log_odds(recipe, &motifs);
    let network = &recipe.network;
    let thresholds = network.thresholds.len();
    let cells = Cells { window: network.window, motifs: motifs.len(), bins: network.bins, thresholds };
    let occupancies = Occupancies::scan(&study.data, &[], &[], (&scan(recipe, &motifs, &matrices), cells), |_, _| ());
    let known = study.model.feature_motifs();
    let width = study.model.tfs().len();
    let mut scores = vec![0.0_f64; study.genes.len() * width];
    for (row, &gene) in study.genes.iter().enumerate() {
        let read = occupancies.cells(&occupancies.rows(gene)[..1]);
        for (motif, own) in motifs.iter().zip(read.chunks_exact(network.bins * thresholds)) {
            let sum: f32 = own.iter().skip(thresholds / 2).step_by(thresholds).sum();
            let tfs = known.iter().find(|known| known.id == motif.id).map_or(&[][..], |known| &known.tfs);
            for tf in tfs {
                let slot = &mut scores[row * width + tf];
                *slot = slot.max(f64::from(sum));
            }
        }
    }
    Ok(scores)
}

/// The size of the correlation of the TF's and the gene's measured log ratios over the arrays.
fn correlation(study: &Study) -> Vec<f64> {
    let width = study.model.tfs().len();
    let pair = |(row, tf): (usize, usize)| {
        let profile = study.data.profile(study.genes[row]).iter().enumerate();
        let pairs = profile.filter_map(|(condition, value)| {
            let level = study.data.levels[condition * width + tf]?;
            Some((f64::from(level), f64::from((*value)?)))
        });
        pearson(&pairs.collect::<Vec<_>>()).abs()
    };
    (0..study.genes.len()).flat_map(|row| (0..width).map(move |tf| (row, tf))).map(pair).collect()
}
