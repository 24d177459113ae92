//! `cisight train` on several sequences of each gene: from a recipe to a model folder, with what the held-out
//! stretches of the genome say.

use std::path::Path;
use std::rc::Rc;

use anyhow::{Context, Result};
use cisight::architecture::{JointConfig, Parameters};
use cisight::backend::Backend;
use cisight::model::{Model, Precision, read_safetensors, write_safetensors};
use cisight::prediction::{Grid, GridJob};
use cisight::schema::{FORMAT, InputSpec, Manifest, OutputSpec, WeightsFile, sha256_hex};
use cisight::training::joint::{GeneData, JointRecipe, JointRun, train_member};
use cisight::training::reporter::MemberState;
use cisight::training::{Part, SpreadSample, fit_spread};
use serde_json::{Value, json};

use super::args::Args;
use super::expression::progress_line;
use super::members;
use crate::common::baselines::{self, Rows};
use crate::common::calibration::{self, Genes};
use crate::common::{files, gene_table, job};

const WEIGHTS: &str = "weights.safetensors";
const EXAMPLE: &str = "example.fa";
const MOTIFS: &str = "motifs.meme";
const GRAMMAR: &str = "grammar.json";

pub fn run(args: &Args, recipe: &str) -> Result<()> {
    let named = || args.recipe.display().to_string();
    let recipe = JointRecipe::parse(recipe).with_context(named)?;
    let config = recipe.config().with_context(named)?;
    let data = gene_table::read(&recipe, &args.data).with_context(named)?;
    let count = |part| data.of(part).len();
    eprintln!(
        "{} genes in {} families: {} for training, {} for validation, {} for the test; {} left out, as a relative is held out",
        data.names.len(),
        data.families,
        count(Part::Training),
        count(Part::Validation),
        count(Part::Test),
        data.left_out
    );
    let run = JointRun { recipe: &recipe, config: &config, data: &data };
    let state = args.state_folder(&recipe.model.id);
    let member = |seed| {
        let report = |progress| eprintln!("{}", progress_line(seed, progress));
        Ok(train_member(&run, seed, &MemberState::new(&state, seed), report)?)
    };
    match members::train(&recipe.training.seeds, args.seed, member)? {
        None => Ok(()),
        Some(weights) => write(&recipe, &config, &data, weights, &args.out),
    }
}

fn write(
    recipe: &JointRecipe,
    config: &JointConfig,
    data: &GeneData,
    (members, weights): (usize, Parameters),
    folder: &Path,
) -> Result<()> {
    let file = write_safetensors(&weights, Precision::Half)?;
    // What ships is evaluated: the weights after rounding.
    let weights = read_safetensors(&file)?;
    let section = &recipe.model;
    let there = |name: &str| folder.join(name).exists().then(|| name.to_owned());
    let inputs = recipe.specs(&gene_table::lengths(config));
    let example_of = |spec: &InputSpec| Some((spec.name().to_owned(), there(&files::example_name(spec))?));
    let mut manifest = Manifest {
        format: FORMAT,
        id: section.id.clone(),
        version: section.version.clone(),
        title: section.title.clone(),
        species: section.species.clone(),
        architecture: section.architecture.clone(),
        config: serde_json::to_value(config)?,
        members,
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
        example_inputs: inputs.iter().skip(1).filter_map(example_of).collect(),
        inputs,
        genome: None,
        limits: section.limits.clone(),
        data: section.data.clone(),
        authors: String::new(),
        licence: section.licence.clone(),
        metrics: Value::Null,
    };
    let device = pollster::block_on(Backend::Cpu.open())?;
    let model = Rc::new(Model::new(manifest.clone(), &weights, &device)?);
    let genes = Genes::of_table(&model, data);
    let validation = data.of(Part::Validation);
    let grid = responses(&model, &genes, &validation)?;
    let samples = validation.iter().zip(grid.responses.iter().zip(&grid.spreads));
    let samples: Vec<SpreadSample> =
        samples.map(|(&at, (&response, &spread))| SpreadSample::of(response, spread, data.values[at])).collect();
    manifest.outputs[0].spread = Some(fit_spread(&samples));
    let agreement = |part| -> Result<Value> {
        let own = data.of(part);
        let predicted: Vec<f64> = responses(&model, &genes, &own)?.responses.into_iter().map(f64::from).collect();
        let measured: Vec<f64> = own.iter().map(|&at| f64::from(data.values[at])).collect();
        Ok(baselines::agreement(&predicted, &measured))
    };
    manifest.metrics = json!({
        "split": {
            "families": data.families,
            "left_out": data.left_out,
            "training_genes": data.of(Part::Training).len(),
            "validation_genes": validation.len(),
            "test_genes": data.of(Part::Test).len(),
        },
        "training": agreement(Part::Training)?,
        "validation": agreement(Part::Validation)?,
        "test": agreement(Part::Test)?,
        "baselines": baselines::beside(&Rows::of_table(data)),
    });
    let model = Rc::new(Model::new(manifest.clone(), &weights, &device)?);
    calibration::run(&mut manifest, &model, &genes)?;
    eprintln!("{}", serde_json::to_string_pretty(&manifest.metrics)?);
    files::write_model(folder, &manifest, &file, &[])
}

fn responses(model: &Rc<Model>, genes: &Genes, own: &[usize]) -> Result<Grid> {
    let mut job = GridJob::new(Rc::clone(model), genes.samples(own), &[]);
    job::run(&mut job, "genes")?;
    Ok(job.take_rows())
}
