//! What a model was trained on, and how many sequences and conditions of which kind it would warn of.

use anyhow::Result;
use cisight::model::Model;
use cisight::schema::{BasesInput, Domain, DomainNote, Manifest};
use cisight::sequence::{Window, shuffle_stretch};
use cisight::training::{Part, condition_domain, sequence_domain};
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};

use super::Genes;

/// What the training genes and conditions looked like.
pub fn of(model: &Model, genes: &Genes) -> Domain {
    let windows = |own: Vec<usize>| own.into_iter().map(|at| genes.windows[at].clone()).collect::<Vec<Window>>();
    let first = model.signature().first_sequence();
    let (levels, courses): (Vec<Vec<f32>>, Vec<String>) = conditions(model, genes)
        .into_iter()
        .zip(&genes.courses)
        .filter_map(|(levels, course)| Some((levels, course.clone()?)))
        .unzip();
    Domain {
        sequences: first.and_then(|(_, reads)| sequence_domain(&windows(genes.of(Part::Training)), reads)),
        conditions: condition_domain(&levels, &courses),
    }
}

/// Normalised levels of each condition.
fn conditions(model: &Model, genes: &Genes) -> Vec<Vec<f32>> {
    let width = model.tfs().len();
    genes.levels.chunks(width.max(1)).map(|levels| model.scaling().apply(levels)).collect()
}

/// Shares that are warned of: validation and test genes, test genes shuffled with their pairs of neighbours kept,
/// random bases; conditions as they are, and their levels given to other TFs.
pub fn warned(manifest: &Manifest, model: &Model, genes: &Genes) -> Result<Value> {
    let mut report = serde_json::Map::new();
    let domain = manifest.domain.as_ref();
    let mut random = StdRng::seed_from_u64(1);
    if let Some(known) = domain.and_then(|own| own.sequences.as_ref()) {
        let reads = model.sequence()?;
        let windows = |part| genes.of(part).into_iter().map(|at| &genes.windows[at]).collect::<Vec<_>>();
        let share = |own: &[Window]| {
            let notes = own.iter().filter_map(|window| known.note(&reads.own_bases(window)));
            rounded(notes.count(), own.len())
        };
        let owned = |part| windows(part).into_iter().cloned().collect::<Vec<Window>>();
        let test = owned(Part::Test);
        let shuffled: Vec<Window> = test
            .iter()
            .zip(0..)
            .map(|(window, seed)| shuffle_stretch(window, reads.free_stretch(window), seed))
            .collect();
        let drawn: Vec<Window> = test.iter().map(|window| random_bases(window, reads, &mut random)).collect();
        report.insert("validation".into(), share(&owned(Part::Validation)));
        report.insert("test".into(), share(&test));
        report.insert("test_shuffled".into(), share(&shuffled));
        report.insert("random_bases".into(), share(&drawn));
    }
    if let Some(known) = domain.and_then(|own| own.conditions.as_ref()) {
        let share = |own: &[Vec<f32>]| {
            let notes = |levels: &&Vec<f32>| !known.notes(levels, |_| String::new()).is_empty();
            rounded(own.iter().filter(notes).count(), own.len())
        };
        let own = conditions(model, genes);
        let moved: Vec<Vec<f32>> = own.iter().map(|levels| permuted(levels, &mut random)).collect();
        let is_pattern = |levels: &&Vec<f32>| {
            known.notes(levels, |_| String::new()).iter().any(|note| matches!(note, DomainNote::Pattern { .. }))
        };
        report.insert("conditions".into(), share(&own));
        report.insert("conditions_of_other_tfs".into(), rounded(moved.iter().filter(is_pattern).count(), moved.len()));
    }
    Ok(report.into())
}

fn rounded(count: usize, of: usize) -> Value {
    json!((count as f64 / of.max(1) as f64 * 1e4).round() / 1e4)
}

fn random_bases(window: &Window, reads: &BasesInput, random: &mut StdRng) -> Window {
    let bases = reads.alphabet.base_codes();
    let mut codes = window.codes().to_vec();
    codes[reads.free_stretch(window)].fill_with(|| bases[random.random_range(0..4)]);
    window.with_codes(codes)
}

fn permuted(levels: &[f32], random: &mut StdRng) -> Vec<f32> {
    let mut own = levels.to_vec();
    own.shuffle(random);
    own
}
