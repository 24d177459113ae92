//! From trained members to a model folder: half-precision weights, the spread's calibration, presets, and
//! what the held-out genes say.

use std::collections::HashMap;
use std::path::Path;
use std::rc::Rc;

use anyhow::Result;
use cisight::architecture::{FunProseConfig, Parameters};
use cisight::backend::Backend;
use cisight::condition::TranscriptionFactor;
use cisight::model::{Model, Precision, Preset, Presets, read_safetensors, write_safetensors};
use cisight::schema::{BasesInput, ConditionSpec, FORMAT, InputSpec, Manifest, OutputSpec, WeightsFile, sha256_hex};
use cisight::sequence::{Alphabet, Catalogue};
use cisight::training::{Accuracy, Dataset, Part, Recipe, SpreadSample, fit_spread};
use serde_json::{Value, json};

use crate::common::accuracy::{Coverage, accuracy, by_series, mean_profile, responses};
use crate::common::files;

const WEIGHTS: &str = "weights.safetensors";
const PRESETS: &str = "presets.json";
const CATALOGUE: &str = "catalogue.safetensors";
const EXAMPLE: &str = "example.fa";
const MOTIFS: &str = "motifs.meme";

pub fn write(
    recipe: &Recipe,
    config: &FunProseConfig,
    data: &Dataset,
    (members, weights): (usize, Parameters),
    aliases: &HashMap<String, Vec<String>>,
    folder: &Path,
) -> Result<()> {
    let file = write_safetensors(&weights, Precision::Half)?;
    // What ships is evaluated: the weights after rounding.
    let weights = read_safetensors(&file)?;
    let mut manifest = Manifest {
        format: FORMAT,
        id: recipe.model.id.clone(),
        version: recipe.model.version.clone(),
        title: recipe.model.title.clone(),
        species: recipe.model.species.clone(),
        architecture: recipe.model.architecture.clone(),
        config: serde_json::to_value(config)?,
        members,
        inputs: vec![InputSpec::Bases(BasesInput {
            name: "promoter".into(),
            window: config.seq_length,
            alphabet: Alphabet::ACGNT,
            anchor: recipe.model.anchor.clone(),
            downstream: 0,
            frame: None,
        })],
        conditions: Some(ConditionSpec {
            tfs: named_tfs(&data.tfs, aliases, &folder.join(CATALOGUE)),
            scaling: Some(data.scaling.clone()),
        }),
        outputs: vec![OutputSpec {
            name: recipe.model.output.clone(),
            unit: recipe.model.unit.clone(),
            relative: None,
            spread: None,
        }],
        weights: WeightsFile { file: WEIGHTS.into(), bytes: file.len(), sha256: sha256_hex(&file) },
        presets: Some(PRESETS.into()),
        catalogue: folder.join(CATALOGUE).exists().then(|| CATALOGUE.into()),
        motifs: folder.join(MOTIFS).exists().then(|| MOTIFS.into()),
        example: folder.join(EXAMPLE).exists().then(|| EXAMPLE.into()),
        genome: recipe.model.genome.clone(),
        limits: recipe.model.limits.clone(),
        data: recipe.model.data.clone(),
        licence: recipe.model.licence.clone(),
        metrics: Value::Null,
    };
    let device = pollster::block_on(Backend::Cpu.open())?;
    let uncalibrated = Rc::new(Model::new(manifest.clone(), &weights, &device)?);
    manifest.outputs[0].spread = Some(fit_spread(&spread_samples(&uncalibrated, data)?));
    let model = Rc::new(Model::new(manifest.clone(), &weights, &device)?);
    manifest.metrics = metrics(&model, data)?;
    eprintln!("{}", serde_json::to_string_pretty(&manifest.metrics)?);
    let presets = serde_json::to_vec(&presets_of(recipe, data))?;
    files::write_model(folder, &manifest, &file, &[(PRESETS, &presets)])
}

/// Standard names come from the promoter catalogue, where the folder has one, or are the first alias.
fn named_tfs(ids: &[String], aliases: &HashMap<String, Vec<String>>, catalogue: &Path) -> Vec<TranscriptionFactor> {
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
    // Without calibration a grid's spread is the standard deviation between the members; a single one agrees
    // with itself.
    let grid = responses(model, data, &genes)?;
    let measured = genes.iter().flat_map(|&gene| data.profile(gene));
    let pairs = grid.responses.iter().zip(&grid.spreads).zip(measured);
    Ok(pairs
        .filter_map(|((&response, &spread), measured)| {
            let error = (*measured)? - response;
            Some(SpreadSample { response, between: spread.max(0.0).powi(2), error })
        })
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
        "coverage_test": Coverage::of_genes(model, data, &test_genes)?,
    }))
}

fn presets_of(recipe: &Recipe, data: &Dataset) -> Presets {
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
        source: recipe.model.presets.clone(),
        unit: recipe.model.unit.clone(),
        tfs: data.tfs.clone(),
        conditions: conditions.collect(),
    }
}
