//! `cisight import`

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use cisight::architecture::build;
use cisight::backend::Backend;
use cisight::condition::{Scaling, TranscriptionFactor};
use cisight::model::{
    FORMAT, InputSpec, Manifest, Model, OutputSpec, Precision, WeightsFile, read_checkpoint, sha256_hex, write_model,
    write_safetensors,
};
use cisight::sequence::Frame;
use serde_json::Value;

use crate::input;

#[derive(clap::Args)]
pub struct Args {
    /// The published network
    #[arg(long, value_name = "NAME")]
    architecture: String,
    /// Its hyperparameters as JSON, with `tfs` (names), `scaling` (mean, sd) and `frame` (left, right) where known
    #[arg(long, value_name = "JSON")]
    config: PathBuf,
    /// The weights (.pt or .safetensors); nothing in them is executed
    #[arg(long, value_name = "FILE")]
    checkpoint: PathBuf,
    /// The model folder to make
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

pub fn run(args: &Args) -> Result<()> {
    let named = || args.config.display().to_string();
    let json: Value = serde_json::from_slice(&input::read(&args.config)?).with_context(named)?;
    let described = Described::parse(json).with_context(named)?;
    let device = pollster::block_on(Backend::Cpu.open())?;
    let checkpoint = || args.checkpoint.display().to_string();
    let weights = read_checkpoint(&args.checkpoint).with_context(checkpoint)?;
    let network = build(&args.architecture, &described.config, weights, &device).with_context(checkpoint)?;
    let (declaration, weights) = (network.declaration(), network.parameters());
    let tfs = described.tfs.unwrap_or_else(|| (1..=declaration.tfs).map(|number| format!("TF{number}")).collect());
    let file = write_safetensors(&weights, Precision::Single)?;
    let id = args.out.file_name().map_or_else(|| "imported".into(), |name| name.to_string_lossy().into_owned());
    let manifest = Manifest {
        format: FORMAT,
        title: id.clone(),
        id,
        version: "1.0.0".into(),
        species: "unknown".into(),
        architecture: args.architecture.clone(),
        config: described.config,
        members: 1,
        input: InputSpec {
            window: declaration.window,
            alphabet: String::from_utf8_lossy(declaration.alphabet.letters()).into_owned(),
            anchor: if described.frame.is_some() { "end of the construct" } else { "start codon" }.into(),
            frame: described.frame,
        },
        tfs: tfs.into_iter().map(|name| TranscriptionFactor { id: name.clone(), name }).collect(),
        scaling: described.scaling,
        output: OutputSpec { name: "response".into(), unit: "the unit that the model was trained on".into() },
        spread: None,
        weights: WeightsFile { file: "weights.safetensors".into(), bytes: file.len(), sha256: sha256_hex(&file) },
        presets: None,
        motifs: None,
        catalogue: None,
        example: None,
        data: String::new(),
        licence: String::new(),
        metrics: Value::Null,
    };
    Model::new(manifest.clone(), &weights, &device).with_context(named)?;
    write_model(&args.out, &manifest, &file)?;
    eprintln!(
        "{}: {} weights of {} TFs and {} bases",
        args.out.display(),
        args.architecture,
        declaration.tfs,
        declaration.window
    );
    Ok(())
}

/// What the JSON file says: hyperparameters at the top, or under `config` as in the reference fixtures.
struct Described {
    config: Value,
    tfs: Option<Vec<String>>,
    scaling: Option<Scaling>,
    frame: Option<Frame>,
}

impl Described {
    fn parse(mut json: Value) -> Result<Self> {
        let Some(top) = json.as_object_mut() else { bail!("a JSON object with the hyperparameters is needed") };
        let tfs =
            top.remove("tfs").map(serde_json::from_value).transpose().context("\"tfs\" has to be a list of names")?;
        let scaling = top.remove("scaling").map(serde_json::from_value).transpose();
        let scaling = scaling.context("\"scaling\" has to hold the lists \"mean\" and \"sd\"")?;
        let frame = top.remove("frame").map(serde_json::from_value).transpose();
        let frame = frame.context("\"frame\" has to hold the constant bases \"left\" and \"right\" of the insert")?;
        let config = top.remove("config").unwrap_or(json);
        Ok(Self { config, tfs, scaling, frame })
    }
}
