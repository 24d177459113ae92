//! From trained members to a model folder: half-precision weights, the spread's calibration, presets, and
//! what the held-out genes say.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::rc::Rc;

use anyhow::Result;
use cisight::architecture::Parameters;
use cisight::backend::Backend;
use cisight::condition::TranscriptionFactor;
use cisight::model::{Model, Precision, Preset, Presets, read_safetensors, write_safetensors};
use cisight::schema::{BasesInput, ConditionSpec, FORMAT, InputSpec, Manifest, OutputSpec, WeightsFile, sha256_hex};
use cisight::sequence::{Alphabet, Catalogue};
use cisight::training::{Accuracy, Dataset, ModelSection, Part, SpreadSample, fit_spread};
use serde_json::{Value, json};

use crate::common::accuracy::{Coverage, accuracy, by_series, mean_profile, responses};
use crate::common::baselines;
use crate::common::calibration::{self, Genes};
use crate::common::files;

const WEIGHTS: &str = "weights.safetensors";
const PRESETS: &str = "presets.json";
pub const CATALOGUE: &str = "catalogue.safetensors";
const EVIDENCE: &str = "evidence.safetensors";
const EXAMPLE: &str = "example.fa";
const MOTIFS: &str = "motifs.meme";

/// A trained network, and how it reads a promoter.
pub struct Trained {
    /// The architecture's hyperparameters.
    pub config: Value,
    /// Bases that it reads.
    pub window: usize,
    /// Letters that it knows.
    pub alphabet: Alphabet,
    /// How many members, and their weights.
    pub members: (usize, Parameters),
    /// The TFs, in input order.
    pub tfs: Vec<TranscriptionFactor>,
}

pub fn write(section: &ModelSection, data: &Dataset, trained: Trained, folder: &Path) -> Result<()> {
    let Trained { config, window, alphabet, members: (members, weights), tfs } = trained;
    let file = write_safetensors(&weights, Precision::Half)?;
    // What ships is evaluated: the weights after rounding.
    let weights = read_safetensors(&file)?;
    let mut manifest = Manifest {
        format: FORMAT,
        id: section.id.clone(),
        version: section.version.clone(),
        title: section.title.clone(),
        species: section.species.clone(),
        architecture: section.architecture.clone(),
        config,
        members,
        inputs: vec![InputSpec::Bases(BasesInput {
            name: "promoter".into(),
            window,
            alphabet,
            anchor: section.anchor.clone(),
            downstream: 0,
            frame: None,
        })],
        conditions: Some(ConditionSpec { tfs, scaling: Some(data.scaling.clone()) }),
        outputs: vec![OutputSpec::new(&section.output, &section.unit)],
        domain: None,
        weights: WeightsFile { file: WEIGHTS.into(), bytes: file.len(), sha256: sha256_hex(&file) },
        presets: Some(PRESETS.into()),
        catalogue: further(section, folder, CATALOGUE),
        evidence: further(section, folder, EVIDENCE),
        grammar: None,
        authors: String::new(),
        motifs: further(section, folder, MOTIFS),
        example: further(section, folder, EXAMPLE),
        example_inputs: BTreeMap::new(),
        genome: section.genome.clone(),
        limits: section.limits.clone(),
        data: section.data.clone(),
        licence: section.licence.clone(),
        metrics: Value::Null,
    };
    let device = pollster::block_on(Backend::Cpu.open())?;
    let uncalibrated = Rc::new(Model::new(manifest.clone(), &weights, &device)?);
    manifest.outputs[0].spread = Some(fit_spread(&spread_samples(&uncalibrated, data)?));
    let model = Rc::new(Model::new(manifest.clone(), &weights, &device)?);
    manifest.metrics = metrics(&model, data)?;
    calibration::run(&mut manifest, &model, &Genes::of_dataset(&model, data)?)?;
    eprintln!("{}", serde_json::to_string_pretty(&manifest.metrics)?);
    let presets = serde_json::to_vec(&presets_of(section, data))?;
    match shared(section, PRESETS) {
        Some(known) if std::fs::read(folder.join(&known)).is_ok_and(|own| own == presets) => {
            manifest.presets = Some(known);
            files::write_model(folder, &manifest, &file, &[])
        }
        _ => files::write_model(folder, &manifest, &file, &[(PRESETS, &presets)]),
    }
}

/// A further file of the model: its own, or that of the model that it shares with.
fn further(section: &ModelSection, folder: &Path, name: &str) -> Option<String> {
    let mut candidates = std::iter::once(name.to_owned()).chain(shared(section, name));
    candidates.find(|file| folder.join(file).exists())
}

/// Where the model that it shares with has a file.
fn shared(section: &ModelSection, name: &str) -> Option<String> {
    section.shares.as_ref().map(|other| format!("../{other}/{name}"))
}

/// Standard names come from a promoter catalogue, where there is one, or are the first alias.
pub fn named_tfs(ids: &[String], aliases: &HashMap<String, Vec<String>>, catalogue: &Path) -> Vec<TranscriptionFactor> {
    let genes = std::fs::read(catalogue).ok().and_then(|bytes| Catalogue::from_bytes(&bytes).ok());
    let standard = |id: &str| genes.as_ref()?.find(id).and_then(|found| found.gene.standard.clone());
    ids.iter()
        .map(|id| TranscriptionFactor {
            id: id.clone(),
            name: standard(id).or_else(|| aliases.get(id)?.first().cloned()).unwrap_or_else(|| id.clone()),
            aliases: aliases.get(id).cloned().unwrap_or_default(),
        })
        .collect()
}

fn spread_samples(model: &Rc<Model>, data: &Dataset) -> Result<Vec<SpreadSample>> {
    let genes = data.genes(Part::Validation);
    let grid = responses(model, data, &genes)?;
    let measured = genes.iter().flat_map(|&gene| data.profile(gene));
    let pairs = grid.responses.iter().zip(&grid.spreads).zip(measured);
    Ok(pairs
        .filter_map(|((&response, &spread), measured)| Some(SpreadSample::of(response, spread, (*measured)?)))
        .collect())
}

fn metrics(model: &Rc<Model>, data: &Dataset) -> Result<Value> {
    let of = |part: Part, variable: bool| -> Result<Accuracy> {
        let genes: Vec<usize> = data.genes(part).into_iter().filter(|&gene| !variable || data.variable[gene]).collect();
        accuracy(model, data, &genes)
    };
    let test_genes = data.genes(Part::Test);
    Ok(json!({
        "split": {
            "training_genes": data.genes(Part::Training).len(),
            "validation_genes": data.genes(Part::Validation).len(),
            "test_genes": test_genes.len(),
            "families": data.families,
            "trained_conditions": data.conditions(false).len(),
            "held_out_conditions": data.conditions(true).len(),
        },
        "validation": { "all_genes": of(Part::Validation, false)?, "variable_genes": of(Part::Validation, true)? },
        "test": { "all_genes": of(Part::Test, false)?, "variable_genes": of(Part::Test, true)? },
        "test_by_series": by_series(model, data, &test_genes)?,
        "mean_profile_test": mean_profile(data, &test_genes),
        "baselines": baselines::beside_conditions(data, model.sequence()?.window),
        "coverage_test": Coverage::of_genes(model, data, &test_genes)?,
    }))
}

fn presets_of(section: &ModelSection, data: &Dataset) -> Presets {
    let width = data.tfs.len();
    let rounded = |level: &Option<f32>| level.map(|level| (level * 100.0).round() / 100.0);
    let conditions = data.columns.iter().zip(data.levels.chunks(width)).map(|(column, levels)| Preset {
        id: column.id.clone(),
        name: column.name.clone(),
        series: column.series.clone(),
        held_out: column.held_out,
        source_column: Some(column.source.clone()),
        values: levels.iter().map(rounded).collect(),
    });
    Presets {
        source: section.presets.clone(),
        unit: section.unit.clone(),
        tfs: data.tfs.clone(),
        conditions: conditions.collect(),
    }
}
