//! `cisight train` on several sequences of each gene, or embeddings of them: from a recipe to a model folder, with what
//! the held-out stretches of the genome say.

use std::collections::HashMap;
use std::path::Path;
use std::rc::Rc;

use anyhow::{Context, Result};
use cisight::architecture::{JointConfig, Parameters};
use cisight::backend::Backend;
use cisight::model::{Model, Precision, read_safetensors, write_safetensors};
use cisight::prediction::{Grid, GridJob};
use cisight::schema::{FORMAT, InputSpec, Manifest, OutputSpec, Spread, WeightsFile, sha256_hex};
use cisight::training::joint::{GeneData, JointRecipe, JointRun, train_member};
use cisight::training::reporter::MemberState;
use cisight::training::{Part, SpreadSample, fit_spread};
use serde_json::{Value, json};

use super::args::Args;
use super::expression::{progress_line, write_parts};
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
    if let Some(path) = &args.split {
        return write_parts("gene", data.names.iter(), &data.parts, path);
    }
    if let Some(path) = &args.trained {
        return write(&recipe, &config, &data, members::of_file(path)?, &args.out);
    }
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
    let inputs = recipe.specs(config);
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
    let made = |manifest: &Manifest| Made::new(manifest, &weights, data, recipe.split.folds);
    let unseen = made(&manifest)?.unseen(data)?;
    manifest.outputs[0].spread = Some(unseen.spread(data));
    let own = made(&manifest)?;
    let validation = data.of(Part::Validation);
    let agreement = |part| -> Result<Value> {
        let asked = data.of(part);
        let predicted = responses(&own.model, &own.genes, &asked)?.responses;
        Ok(compared(data, &asked, &predicted))
    };
    manifest.metrics = json!({
        "split": {
            "families": data.families,
            "left_out": data.left_out,
            "without_embedding": data.lacking,
            "training_genes": data.of(Part::Training).len(),
            "validation_genes": validation.len(),
            "test_genes": data.of(Part::Test).len(),
        },
        "training": agreement(Part::Training)?,
        "validation": unseen.among(data, &validation),
        "test": agreement(Part::Test)?,
        "baselines": baselines::beside(&Rows::of_table(data)),
    });
    if recipe.split.folds > 0 {
        manifest.metrics["folds"] = unseen.among(data, &unseen.genes);
        manifest.metrics["split"]["folds"] = json!(recipe.split.folds);
    }
    let own = made(&manifest)?;
    calibration::run(&mut manifest, &own.model, &own.genes)?;
    eprintln!("{}", serde_json::to_string_pretty(&manifest.metrics)?);
    files::write_model(folder, &manifest, &file, &[])
}

fn responses(model: &Rc<Model>, genes: &Genes, own: &[usize]) -> Result<Grid> {
    let mut job = GridJob::new(Rc::clone(model), genes.samples(own), &[]);
    job::run(&mut job, "genes")?;
    Ok(job.take_rows())
}

/// The model, and what it is calibrated on.
struct Made {
    model: Rc<Model>,
    genes: Genes,
}

impl Made {
    /// Where there are folds, with each member by itself.
    fn new(manifest: &Manifest, weights: &Parameters, data: &GeneData, folds: usize) -> Result<Self> {
        let device = pollster::block_on(Backend::Cpu.open())?;
        let model = Rc::new(Model::new(manifest.clone(), weights, &device)?);
        let mut genes = Genes::of_table(&model, data);
        for fold in 0..folds {
            let alone = Manifest { members: 1, ..manifest.clone() };
            let own = weights.with_prefix(&format!("{fold}."));
            genes.folds.push((Rc::new(Model::new(alone, &own, &device)?), data.of_fold(fold)));
        }
        Ok(Self { model, genes })
    }

    /// What is said of genes that nothing was fitted to: validation genes by the model, or each fold by the member that
    /// has not seen it.
    fn unseen(&self, data: &GeneData) -> Result<Unseen> {
        let whole = [(Rc::clone(&self.model), data.of(Part::Validation))];
        let sides = if self.genes.folds.is_empty() { whole.as_slice() } else { self.genes.folds.as_slice() };
        let mut own = Unseen { genes: Vec::new(), grid: Grid::default(), is_of_members: !self.genes.folds.is_empty() };
        for (model, asked) in sides {
            let rows = responses(model, &self.genes, asked)?;
            own.genes.extend(asked);
            own.grid.responses.extend(rows.responses);
            own.grid.spreads.extend(rows.spreads);
        }
        Ok(own)
    }
}

/// What is said of genes that nothing was fitted to.
struct Unseen {
    genes: Vec<usize>,
    grid: Grid,
    /// Whether single members said it, of which none disagrees with itself.
    is_of_members: bool,
}

impl Unseen {
    fn spread(&self, data: &GeneData) -> Spread {
        let said = self.genes.iter().zip(self.grid.responses.iter().zip(&self.grid.spreads));
        let samples: Vec<SpreadSample> =
            said.map(|(&at, (&response, &spread))| SpreadSample::of(response, spread, data.values[at])).collect();
        let own = fit_spread(&samples);
        // The disagreement was not there to be weighed.
        if self.is_of_members { Spread { ensemble: 0.0, ..own } } else { own }
    }

    /// How it agrees with what was measured of some of the genes.
    fn among(&self, data: &GeneData, asked: &[usize]) -> Value {
        let said: HashMap<usize, f32> = self.genes.iter().copied().zip(self.grid.responses.iter().copied()).collect();
        let predicted: Vec<f32> = asked.iter().filter_map(|at| said.get(at)).copied().collect();
        compared(data, asked, &predicted)
    }
}

fn compared(data: &GeneData, asked: &[usize], predicted: &[f32]) -> Value {
    let predicted: Vec<f64> = predicted.iter().copied().map(f64::from).collect();
    let measured: Vec<f64> = asked.iter().map(|&at| f64::from(data.values[at])).collect();
    baselines::agreement(&predicted, &measured)
}
