//! Do attributions to TFs recover known regulation? On genes whose promoters the model has not seen:
//!
//! 1. known TF-gene edges (YEASTRACT) and peaks of binding (ChIP-exo), against bare motif matches, plain
//!    correlation of expression, another model's contributions and shuffled genes;
//! 2. knock-outs and overexpression of MSN2, MSN4 and YAP1, against the arrays that measured them, the same of
//!    each member of the ensemble, and other TFs' changes;
//! 3. whether the members agree about the signs of activities;
//! 4. the mean of the model's responses and another model's.
//!
//! ```text
//! cargo run --release --example tf_validation -- recipes/regulons-s-cerevisiae.toml recipes/evidence-s-cerevisiae.toml DATA [OTHER-MODEL [validation]]
//! ```
//! A model with terms of each TF's own is judged by what taking a TF out changes, and by the TFs that it has
//! terms of; any other by DeepLIFT contributions of TF levels, and by levels that are set. Choices are made with
//! `validation`; without it the genes are those of the test.
//!
//! Writes the tables of docs/tf-validation.md and docs/tf-attribution.md to standard output.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod edges;
mod measures;
mod members;
mod mutants;
mod scores;
mod study;

use std::error::Error;
use std::io::Read;
use std::path::Path;
use std::rc::Rc;

use cisight::backend::Backend;
use cisight::condition::read_table;
use cisight::evidence::{Evidence, Network, read_peaks};
use cisight::model::find_model;
use cisight::training::regulons::RegulonsRecipe;
use cisight::training::{Dataset, EvidenceRecipe, ExpressionSource, Part, Recipe, Tables};

use edges::Known;
use study::Study;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn read(path: &Path) -> Outcome<Vec<u8>> {
    let raw = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut text = Vec::new();
    if raw.starts_with(&[0x1f, 0x8b]) {
        flate2::read::MultiGzDecoder::new(raw.as_slice()).read_to_end(&mut text)?;
        return Ok(text);
    }
    Ok(raw)
}

fn text(path: &Path) -> Outcome<String> {
    Ok(String::from_utf8(read(path)?)?)
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [recipe_path, evidence, folder, others @ ..] = arguments.as_slice() else {
        return Err("give RECIPE EVIDENCE-RECIPE DATA, then perhaps another model and the word validation".into());
    };
    let recipe = text(Path::new(recipe_path))?;
    let regulons = RegulonsRecipe::parse(&recipe).ok();
    let (id, section, split) = match regulons.clone() {
        Some(recipe) => (recipe.model.id, recipe.data, recipe.split),
        None => {
            let recipe = Recipe::parse(&recipe)?;
            (recipe.model.id, recipe.data, recipe.split)
        }
    };
    let evidence = EvidenceRecipe::parse(&text(Path::new(evidence))?)?;
    let folder = Path::new(folder);
    let beside = Path::new(recipe_path).parent().unwrap_or(Path::new("."));
    let tables = Tables {
        promoters: read(&folder.join(&section.promoters))?,
        expression: match &section.expression {
            ExpressionSource::Table(file) => read_table(&read(&folder.join(file))?)?,
            ExpressionSource::Counts(_) => return Err("known edges are compared with a table of log ratios".into()),
        },
        tfs: text(&folder.join(&section.tfs))?,
        conditions: read(&beside.join(&section.conditions))?,
    };
    let data = Dataset::join(&section, &split, &tables)?;
    let device = pollster::block_on(Backend::Cpu.open())?;
    let model_folder = find_model(&id)?;
    let part = if others.get(1).is_some_and(|word| word == "validation") { Part::Validation } else { Part::Test };
    let genes: Vec<usize> = data.genes(part);
    let model = model_folder.open(&device)?;
    let conserved = model_folder.manifest.evidence.as_ref().map(|file| model_folder.file(file)).transpose()?;
    let conserved = conserved.map(|file| Evidence::read(&file)).transpose()?;
    let study = Study::new(model, Rc::new(data), genes)?;
    let network = Network::parse(&text(&folder.join(&evidence.edges.file))?)?;
    let within = i32::try_from(evidence.peaks.within)?;
    let peaks = read_peaks(&text(&folder.join(&evidence.peaks.file))?)?;
    let other = others.first().map(|id| -> Outcome<Study> {
        Study::new(find_model(id)?.open(&device)?, Rc::clone(&study.data), study.genes.clone())
    });
    let other = other.transpose()?;
    let motifs = regulons.as_ref().map(|recipe| (recipe, folder));
    let scores = scores::of_pairs(&study, motifs, conserved.as_ref(), other.as_ref())?;
    edges::table(&study, "YEASTRACT, binding and expression", &Known::of_network(&study, &network), &scores);
    edges::table(&study, "ChIP-exo, a peak on the promoter", &Known::of_peaks(&study, &peaks, within), &scores);
    let members = members::alone(&study, &model_folder, &device)?;
    mutants::table(&study, &members)?;
    members::signs(&study, &members)?;
    if let Some(other) = &other {
        members::mixture(&study, other)?;
    }
    Ok(())
}
