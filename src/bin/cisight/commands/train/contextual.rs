//! `cisight train` for contextual regressions: from a recipe to a model folder, with what the held-out families
//! say.

use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;

use anyhow::{Context, Result};
use cisight::architecture::{ContextualConfig, Parameters};
use cisight::backend::Backend;
use cisight::model::{Model, Precision, read_safetensors, write_safetensors};
use cisight::prediction::{Grid, GridJob};
use cisight::schema::{BasesInput, FORMAT, InputSpec, Manifest, OutputSpec, WeightsFile, sha256_hex};
use cisight::sequence::{Alphabet, Promoter, Window};
use cisight::training::contextual::{AbundanceData, ContextualRecipe, ContextualRun, train_member};
use cisight::training::{CheckpointFolder, Part, SpreadSample, correlations, fit_spread};
use serde_json::{Value, json};

use super::args::Args;
use super::expression::{progress_line, write_parts};
use super::members;
use crate::common::baselines::{self, Rows};
use crate::common::calibration::{self, Genes};
use crate::common::{abundances, files, job};

const WEIGHTS: &str = "weights.safetensors";
const EXAMPLE: &str = "example.fa";
const MOTIFS: &str = "motifs.meme";
const GRAMMAR: &str = "grammar.json";

pub fn run(args: &Args, recipe: &str) -> Result<()> {
    let named = || args.recipe.display().to_string();
    let recipe = ContextualRecipe::parse(recipe).with_context(named)?;
    let config = recipe.config().with_context(named)?;
    let data = AbundanceData::split(abundances::rows(&recipe.data, &config, &args.data)?, &recipe.split)?;
    let count = |part| data.of(part).len();
    eprintln!(
        "{} promoters in {} families: {} for training, {} for validation, {} for the test",
        data.promoters.len(),
        data.families,
        count(Part::Training),
        count(Part::Validation),
        count(Part::Test)
    );
    if let Some(path) = &args.split {
        return write_parts("gene", data.promoters.iter().map(Promoter::name), &data.parts, path);
    }
    let device = pollster::block_on(Backend::Cpu.open())?;
    let run = ContextualRun { recipe: &recipe, config: &config, data: &data, device: &device };
    let state = args.state_folder(&recipe.model.id);
    let member = |seed| {
        let report = |progress| eprintln!("{}", progress_line(seed, progress));
        Ok(train_member(&run, seed, &CheckpointFolder::new(&state, seed), report)?)
    };
    match members::train(&recipe.training.seeds, args.seed, member)? {
        None => Ok(()),
        Some(members) => write(&recipe, &config, &data, members, &args.out),
    }
}

fn write(
    recipe: &ContextualRecipe,
    config: &ContextualConfig,
    data: &AbundanceData,
    (members, weights): (usize, Parameters),
    folder: &Path,
) -> Result<()> {
    let file = write_safetensors(&weights, Precision::Single)?;
    let weights = read_safetensors(&file)?;
    let section = &recipe.model;
    let there = |name: &str| folder.join(name).exists().then(|| name.to_owned());
    let mut manifest = Manifest {
        format: FORMAT,
        id: section.id.clone(),
        version: section.version.clone(),
        title: section.title.clone(),
        species: section.species.clone(),
        architecture: section.architecture.clone(),
        config: serde_json::to_value(config)?,
        members,
        inputs: vec![InputSpec::Bases(BasesInput {
            name: "promoter".into(),
            window: config.window,
            alphabet: Alphabet::ACGT,
            anchor: section.anchor.clone(),
            downstream: recipe.data.downstream,
            frame: None,
        })],
        conditions: None,
        outputs: vec![OutputSpec::new(&section.output, &section.unit)],
        domain: None,
        weights: WeightsFile { file: WEIGHTS.into(), bytes: file.len(), sha256: sha256_hex(&file) },
        presets: None,
        catalogue: None,
        evidence: None,
        grammar: there(GRAMMAR),
        motifs: there(MOTIFS),
        example: there(EXAMPLE),
        example_inputs: BTreeMap::new(),
        genome: None,
        limits: section.limits.clone(),
        data: section.data.clone(),
        authors: String::new(),
        licence: section.licence.clone(),
        metrics: Value::Null,
    };
    let device = pollster::block_on(Backend::Cpu.open())?;
    let model = Rc::new(Model::new(manifest.clone(), &weights, &device)?);
    let validation = data.of(Part::Validation);
    let grid = responses(&model, data, &validation)?;
    manifest.outputs[0].spread = Some(fit_spread(&spread_samples(data, &validation, &grid)));
    let r = |part| -> Result<f64> {
        let genes = data.of(part);
        let measured: Vec<Option<f32>> = genes.iter().map(|&at| Some(data.values[at])).collect();
        Ok(correlations(&responses(&model, data, &genes)?.responses, &measured, 1, &[0]).overall)
    };
    manifest.metrics = json!({
        "split": {
            "families": data.families,
            "training_promoters": data.of(Part::Training).len(),
            "validation_promoters": validation.len(),
            "test_promoters": data.of(Part::Test).len(),
        },
        "pearson": {
            "training": r(Part::Training)?,
            "validation": r(Part::Validation)?,
            "test": r(Part::Test)?,
        },
        "baselines": baselines::beside(&Rows::of_abundances(data, config.window)),
    });
    let model = Rc::new(Model::new(manifest.clone(), &weights, &device)?);
    calibration::run(&mut manifest, &model, &Genes::of_abundances(&model, data)?)?;
    eprintln!("{}", serde_json::to_string_pretty(&manifest.metrics)?);
    files::write_model(folder, &manifest, &file, &[])
}

fn responses(model: &Rc<Model>, data: &AbundanceData, genes: &[usize]) -> Result<Grid> {
    let reads = model.sequence()?;
    let (length, downstream) = (reads.window, reads.downstream);
    let window = |&at: &usize| Window::new(&data.promoters[at], length, &Alphabet::ACGT).with_downstream(downstream);
    let mut job = GridJob::new(Rc::clone(model), genes.iter().map(window).collect::<Vec<Window>>(), &[]);
    job::run(&mut job, "promoters")?;
    Ok(job.take_rows())
}

fn spread_samples(data: &AbundanceData, genes: &[usize], grid: &Grid) -> Vec<SpreadSample> {
    let pairs = genes.iter().zip(grid.responses.iter().zip(&grid.spreads));
    pairs.map(|(&at, (&response, &spread))| SpreadSample::of(response, spread, data.values[at])).collect()
}
