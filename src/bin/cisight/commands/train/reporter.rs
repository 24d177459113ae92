//! `cisight train` for reporter assays: from a recipe to a model folder, with what the held-out families say.

use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;

use anyhow::{Context, Result, bail};
use cisight::architecture::{Camformer, Parameters};
use cisight::backend::Backend;
use cisight::model::{Model, Precision, read_safetensors, write_safetensors};
use cisight::prediction::{Grid, GridJob};
use cisight::schema::{BasesInput, FORMAT, InputSpec, Manifest, OutputSpec, WeightsFile, sha256_hex};
use cisight::sequence::Alphabet;
use cisight::training::reporter::step::StepNetwork;
use cisight::training::reporter::{
    MemberProgress, MemberRun, MemberState, ReporterData, ReporterRecipe, scores, train_member,
};
use cisight::training::{Part, SpreadSample, fit_spread};
use serde_json::{Value, json};

use super::args::Args;
use super::expression::write_parts;
use super::{members, teacher};
use crate::common::baselines::{self, Rows};
use crate::common::calibration::{self, Genes};
use crate::common::{assays, files, input, job};

const WEIGHTS: &str = "weights.safetensors";
const EXAMPLE: &str = "example.fa";
const MOTIFS: &str = "motifs.meme";

pub fn run(args: &Args, recipe: &str) -> Result<()> {
    let named = || args.recipe.display().to_string();
    let recipe = ReporterRecipe::parse(recipe).with_context(named)?;
    let network = recipe.network().with_context(named)?;
    if recipe.model.architecture == Camformer::NAME && args.trained.is_none() && args.split.is_none() {
        bail!("{}: networks of this architecture are trained elsewhere; give their weights with --trained", named());
    }
    let mut data = assays::read(&recipe, &args.data)?;
    let measured = |part| data.measured(part).len();
    eprintln!(
        "{} sequences in {} families; with a measurement of an output: {} for training, {} for validation, {} for the test",
        data.rows.len(),
        data.families,
        measured(Part::Training),
        measured(Part::Validation),
        measured(Part::Test)
    );
    if let Some(path) = &args.split {
        let rows = || data.rows.iter();
        return write_parts("row", rows().map(|row| row.number.to_string()), rows().map(|row| row.part), path);
    }
    if let Some(path) = &args.trained {
        return write(&recipe, network, &data, members::of_file(path)?, &args.out);
    }
    let config = recipe.config().with_context(named)?;
    if !StepNetwork::can_train(&config) {
        bail!("{}: training knows the activations relu and silu", named());
    }
    let motifs = match &recipe.motifs {
        Some(section) => input::motifs(&args.data.join(&section.file))?.motifs,
        None => Vec::new(),
    };
    let state = args.state_folder(&recipe.model.id);
    teacher::teach(&recipe, config.length, &mut data, &state)?;
    let run = MemberRun { recipe: &recipe, config: &config, data: &data, motifs: &motifs };
    let member = |seed| {
        let report = |progress| eprintln!("{}", progress_line(seed, progress));
        Ok(train_member(&run, seed, &MemberState::new(&state, seed), report)?)
    };
    match members::train(&recipe.training.seeds, args.seed, member)? {
        None => Ok(()),
        Some(weights) => write(&recipe, network, &data, weights, &args.out),
    }
}

fn progress_line(seed: u64, progress: MemberProgress) -> String {
    let MemberProgress { pass, passes, loss, validation, seconds } = progress;
    let left = seconds / pass as f64 * (passes - pass) as f64;
    let validation = validation.map_or(String::new(), |score| {
        format!(", validation r² {:.4}, Spearman {:.4}", score.pearson_squared, score.spearman)
    });
    format!("member {seed}, pass {pass} of {passes}: loss {loss:.4}{validation}; {seconds:.0} s, {left:.0} s left")
}

fn write(
    recipe: &ReporterRecipe,
    (config, window): (Value, usize),
    data: &ReporterData,
    (members, weights): (usize, Parameters),
    folder: &Path,
) -> Result<()> {
    let file = write_safetensors(&weights, Precision::Half)?;
    // What ships is evaluated: the weights after rounding.
    let weights = read_safetensors(&file)?;
    let model = &recipe.model;
    let there = |name: &str| folder.join(name).exists().then(|| name.to_owned());
    let mut manifest = Manifest {
        format: FORMAT,
        id: model.id.clone(),
        version: model.version.clone(),
        title: model.title.clone(),
        species: model.species.clone(),
        architecture: model.architecture.clone(),
        config,
        members,
        inputs: vec![InputSpec::Bases(BasesInput {
            name: "promoter".into(),
            window,
            alphabet: Alphabet::ACGT,
            anchor: model.anchor.clone(),
            downstream: model.downstream,
            frame: model.frame.clone(),
        })],
        conditions: None,
        outputs: recipe.outputs().map(|output| OutputSpec::new(&output.name, &output.unit)).collect(),
        domain: None,
        weights: WeightsFile { file: WEIGHTS.into(), bytes: file.len(), sha256: sha256_hex(&file) },
        presets: None,
        catalogue: None,
        evidence: None,
        grammar: None,
        authors: String::new(),
        motifs: there(MOTIFS),
        example: there(EXAMPLE),
        example_inputs: BTreeMap::new(),
        genome: None,
        limits: Vec::new(),
        data: model.data.clone(),
        licence: model.licence.clone(),
        metrics: Value::Null,
    };
    let device = pollster::block_on(Backend::Cpu.open())?;
    let uncalibrated = Rc::new(Model::new(manifest.clone(), &weights, &device)?);
    let validation = data.measured(Part::Validation);
    let grid = responses(&uncalibrated, data, &validation)?;
    let outputs = manifest.outputs.len();
    for (at, output) in manifest.outputs.iter_mut().enumerate() {
        output.spread = Some(fit_spread(&spread_samples(data, (at, outputs), &validation, &grid)));
    }
    manifest.metrics = json!({
        "split": {
            "families": data.families,
            "training_sequences": data.rows.iter().filter(|row| row.part == Part::Training).count(),
            "validation_sequences": validation.len(),
            "test_sequences": data.measured(Part::Test).len(),
        },
        "validation": own_scores(recipe, data, &validation, &grid.responses),
        "test": test(recipe, &uncalibrated, data)?,
        "baselines": by_output(recipe, |task| baselines::beside(&Rows::of_reporter(data, task))),
    });
    let model = Rc::new(Model::new(manifest.clone(), &weights, &device)?);
    calibration::run(&mut manifest, &model, &Genes::of_reporter(&model, data))?;
    eprintln!("{}", serde_json::to_string_pretty(&manifest.metrics)?);
    files::write_model(folder, &manifest, &file, &[])
}

/// Scores on the test families, beside the published networks' on the same rows.
fn test(recipe: &ReporterRecipe, model: &Rc<Model>, data: &ReporterData) -> Result<Value> {
    let rows = data.measured(Part::Test);
    let own = responses(model, data, &rows)?.responses;
    let mut report = json!({ "own": own_scores(recipe, data, &rows, &own) });
    for (at, name) in data.published.iter().enumerate() {
        let known = |row: &usize| Some((*row, data.rows[*row].published[at]?));
        let (rows, theirs): (Vec<usize>, Vec<f32>) = rows.iter().filter_map(known).unzip();
        report[name] = by_output(recipe, |task| json!(scores(data, task, &rows, &theirs)));
    }
    Ok(report)
}

/// The scores of the responses (`rows x outputs`) by output.
fn own_scores(recipe: &ReporterRecipe, data: &ReporterData, rows: &[usize], responses: &[f32]) -> Value {
    let outputs = recipe.outputs().count();
    let own = |at: usize| responses.iter().skip(at).step_by(outputs).copied().collect::<Vec<_>>();
    by_output(recipe, |task| json!(scores(data, task, rows, &own(task))))
}

/// Scores by the outputs' names; those of an only output stand by themselves.
fn by_output(recipe: &ReporterRecipe, scores_of: impl Fn(usize) -> Value) -> Value {
    let names: Vec<&String> = recipe.outputs().map(|output| &output.name).collect();
    match names[..] {
        [_] => scores_of(0),
        _ => Value::Object(names.iter().enumerate().map(|(task, &name)| (name.clone(), scores_of(task))).collect()),
    }
}

fn responses(model: &Rc<Model>, data: &ReporterData, rows: &[usize]) -> Result<Grid> {
    let windows: Vec<_> = rows.iter().map(|&row| data.rows[row].window.clone()).collect();
    let mut job = GridJob::new(Rc::clone(model), windows, &[]);
    job::run(&mut job, "sequences")?;
    Ok(job.take_rows())
}

/// Of the output `at` of so many.
fn spread_samples(
    data: &ReporterData,
    (at, outputs): (usize, usize),
    rows: &[usize],
    grid: &Grid,
) -> Vec<SpreadSample> {
    let own = |values: &'_ [f32]| values.iter().skip(at).step_by(outputs).copied().collect::<Vec<_>>();
    let pairs = rows.iter().zip(own(&grid.responses).into_iter().zip(own(&grid.spreads)));
    let sample = |(&row, (response, spread)): (&usize, (f32, f32))| {
        Some(SpreadSample::of(response, spread, data.rows[row].targets[at]?))
    };
    pairs.filter_map(sample).collect()
}
