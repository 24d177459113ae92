use std::collections::{BTreeMap, HashSet};

use burn::tensor::Device;
use serde_json::Value;

use super::{Checkpoint, ImportError, ImportNote, Model, ModelError, Precision, fit, write_safetensors};
use crate::architecture::{Declaration, FunProse, InputShape, hyperparameters};
use crate::condition::{Scaling, TranscriptionFactor};
use crate::schema::{
    BasesInput, ConditionSpec, EmbeddingInput, FORMAT, InputSpec, Manifest, NumberSpec, NumbersInput, OutputSpec,
    WeightsFile, sha256_hex,
};
use crate::sequence::Frame;

/// A checkpoint that somebody trained elsewhere, and what is known about it.
#[derive(Debug)]
pub struct Import<'a> {
    /// The architecture's name.
    pub architecture: &'a str,
    /// Hyperparameters as JSON, at the top or under `config`, with `tfs`, `scaling` and `frame` where known.
    pub config: &'a [u8],
    /// The TFs in input order, one per line (further names after tabs), where the configuration does not name
    /// them.
    pub tfs: Option<&'a str>,
    /// The weights by their published names, among whatever else was saved with them.
    pub checkpoint: &'a Checkpoint,
    /// What the model is to be called in links and options.
    pub id: &'a str,
    /// What the model is to be called for readers.
    pub title: &'a str,
}

/// A model that was made of a checkpoint.
#[derive(Debug)]
pub struct Imported {
    /// What it is.
    pub manifest: Manifest,
    /// Its weights file.
    pub weights: Vec<u8>,
    /// What was left out or made up.
    pub notes: Vec<ImportNote>,
}

/// Checks a checkpoint against its configuration and makes a model of it.
///
/// # Errors
/// [`ImportError`] names the entry or the weight that does not fit.
pub fn import(request: Import<'_>, device: &Device) -> Result<Imported, ImportError> {
    check_name(request.id)?;
    let mut described = Configuration::parse(serde_json::from_slice(request.config)?)?;
    let mut notes = described.simplify(request.architecture, request.checkpoint);
    if let Some(text) = request.tfs {
        described.tfs = Some(listed_tfs(text));
    }
    let fitted = fit(request.checkpoint, request.architecture, &described.config, device)?;
    notes.extend(fitted.notes);
    let network = fitted.network;
    let (declaration, weights) = (network.declaration(), network.parameters());
    let window = declaration.sequence().map_or(0, |(window, _)| window);
    described.check(window, declaration.tfs.unwrap_or(0))?;
    let tfs = named_tfs(described.tfs, declaration.tfs.unwrap_or(0), &mut notes)?;
    if described.scaling.is_none() && !tfs.is_empty() {
        notes.push(ImportNote::NoScaling);
    }
    let file = write_safetensors(&weights, Precision::Single)?;
    let manifest = Manifest {
        format: FORMAT,
        id: request.id.to_owned(),
        title: request.title.to_owned(),
        version: "1.0.0".into(),
        species: "unknown".into(),
        architecture: request.architecture.to_owned(),
        config: described.config,
        members: 1,
        inputs: described.inputs.unwrap_or_else(|| named_inputs(declaration, described.frame)),
        conditions: (!tfs.is_empty()).then_some(ConditionSpec { tfs, scaling: described.scaling }),
        outputs: described.outputs.unwrap_or_else(|| named_outputs(declaration.outputs)),
        domain: None,
        weights: WeightsFile { file: "weights.safetensors".into(), bytes: file.len(), sha256: sha256_hex(&file) },
        presets: None,
        motifs: None,
        catalogue: None,
        evidence: None,
        grammar: None,
        authors: String::new(),
        example: None,
        example_inputs: BTreeMap::new(),
        genome: None,
        limits: Vec::new(),
        data: String::new(),
        licence: String::new(),
        metrics: Value::Null,
    };
    manifest.check().map_err(ModelError::from)?;
    Model::new(manifest.clone(), &weights, device)?;
    Ok(Imported { manifest, weights: file, notes })
}

/// Inputs that nobody named: the first sequence is the promoter.
fn named_inputs(declaration: &Declaration, frame: Option<Frame>) -> Vec<InputSpec> {
    let mut frame = frame;
    let first = declaration.inputs.iter().position(|shape| matches!(shape, InputShape::Bases { .. }));
    let named = declaration.inputs.iter().enumerate().map(|(at, shape)| match shape {
        InputShape::Bases { window, alphabet } => {
            let frame = frame.take();
            InputSpec::Bases(BasesInput {
                name: if Some(at) == first { "promoter".into() } else { format!("sequence{}", at + 1) },
                window: *window,
                alphabet: alphabet.clone(),
                anchor: if frame.is_some() { "end of the construct" } else { "start codon" }.into(),
                downstream: 0,
                frame,
            })
        }
        InputShape::Embedding { positions, width } => InputSpec::Embedding(EmbeddingInput {
            name: format!("embedding{}", at + 1),
            positions: *positions,
            width: *width,
        }),
        InputShape::Numbers { count } => InputSpec::Numbers(NumbersInput {
            name: format!("numbers{}", at + 1),
            numbers: (1..=*count)
                .map(|number| NumberSpec { name: format!("number{number}"), default: 0.0, mean: 0.0, sd: 1.0 })
                .collect(),
            optional: false,
        }),
    });
    named.collect()
}

/// Outputs that nobody named.
fn named_outputs(count: usize) -> Vec<OutputSpec> {
    let name = |number: usize| if count == 1 { "response".to_owned() } else { format!("output{number}") };
    let output = |number: usize| OutputSpec::new(name(number), "the unit that the model was trained on");
    (1..=count).map(output).collect()
}

/// Names end up in links, options and folders.
pub(crate) fn check_name(id: &str) -> Result<(), ImportError> {
    let known = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || b"-._".contains(&letter);
    let begins_well = id.bytes().next().is_some_and(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit());
    if begins_well && id.len() <= 64 && id.bytes().all(known) {
        return Ok(());
    }
    Err(ImportError::Name(id.to_owned()))
}

fn named_tfs(
    listed: Option<Vec<TranscriptionFactor>>,
    read: usize,
    notes: &mut Vec<ImportNote>,
) -> Result<Vec<TranscriptionFactor>, ImportError> {
    let tfs = listed.unwrap_or_else(|| {
        if read > 0 {
            notes.push(ImportNote::UnnamedTfs { count: read });
        }
        (1..=read).map(|number| TranscriptionFactor::named(format!("TF{number}"))).collect()
    });
    if tfs.len() != read {
        return Err(ImportError::TfCount { listed: tfs.len(), read });
    }
    let mut seen = HashSet::new();
    match tfs.iter().find(|tf| !seen.insert(tf.id.to_uppercase())) {
        Some(twice) => Err(ImportError::TfTwice(twice.id.clone())),
        None => Ok(tfs),
    }
}

/// A TF a line: its name, or with tabs between systematic name, standard name and aliases.
fn listed_tfs(text: &str) -> Vec<TranscriptionFactor> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let factor = |line: &str| {
        let mut names = line.split('\t').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
        let id = names.next().unwrap_or_default();
        let name = names.next().unwrap_or_else(|| id.clone());
        TranscriptionFactor { id, name, aliases: names.collect() }
    };
    lines.map(factor).collect()
}

/// What the JSON file says.
struct Configuration {
    config: Value,
    tfs: Option<Vec<TranscriptionFactor>>,
    scaling: Option<Scaling>,
    frame: Option<Frame>,
    inputs: Option<Vec<InputSpec>>,
    outputs: Option<Vec<OutputSpec>>,
}

impl Configuration {
    fn parse(mut json: Value) -> Result<Self, ImportError> {
        fn entry<T: serde::de::DeserializeOwned>(
            top: &mut serde_json::Map<String, Value>,
            name: &'static str,
            reason: &'static str,
        ) -> Result<Option<T>, ImportError> {
            let value = top.remove(name).map(serde_json::from_value).transpose();
            value.map_err(|_| ImportError::Entry { name, reason })
        }
        let top = json.as_object_mut().ok_or(ImportError::NoObject)?;
        let tfs: Option<Vec<String>> = entry(top, "tfs", "has to be a list of names")?;
        let tfs = tfs.map(|names| names.into_iter().map(TranscriptionFactor::named).collect());
        let scaling = entry(top, "scaling", "has to hold the lists \"mean\" and \"sd\"")?;
        let frame = entry(top, "frame", "has to hold the constant bases \"left\" and \"right\" of the insert")?;
        // A joint network's hyperparameters have entries of these names; beside them, under "config", they
        // are the manifest's.
        let (mut inputs, mut outputs) = (None, None);
        if top.contains_key("config") {
            inputs = entry(top, "inputs", "has to list inputs as a manifest does")?;
            outputs = entry(top, "outputs", "has to list outputs, each with \"name\" and \"unit\"")?;
        }
        let config = top.remove("config").unwrap_or(json);
        if !config.is_object() {
            return Err(ImportError::NoObject);
        }
        Ok(Self { config, tfs, scaling, frame, inputs, outputs })
    }

    /// What could be written, but not opened afterwards.
    fn check(&self, window: usize, tfs: usize) -> Result<(), ImportError> {
        if let Some(Scaling { mean, sd }) = self.scaling.as_ref().filter(|scaling| !scaling.fits(tfs)) {
            return Err(ImportError::Scaling { read: tfs, means: mean.len(), sds: sd.len() });
        }
        match &self.frame {
            Some(frame) if !frame.fits(window) => Err(ImportError::Frame(window)),
            _ => Ok(()),
        }
    }

    /// Leaves out what says how the network was trained, and takes the number of TFs from the weights where
    /// it is missing: FUN-PROSE's authors keep rates of learning and dropout in the same list, and for some
    /// species not that number.
    fn simplify(&mut self, architecture: &str, checkpoint: &Checkpoint) -> Vec<ImportNote> {
        let mut notes = Vec::new();
        let (Some(known), Some(config)) = (hyperparameters(architecture), self.config.as_object_mut()) else {
            return notes;
        };
        let others: Vec<String> = config.keys().filter(|name| !known.contains(&name.as_str())).cloned().collect();
        for name in &others {
            config.remove(name);
        }
        if !others.is_empty() {
            notes.push(ImportNote::EntriesLeftOut { names: others });
        }
        // Whatever stands before the name: what it has to be is said later.
        let layer = format!("{}.weight", FunProse::TF_LAYER);
        let is_layer =
            |name: &str| name.strip_suffix(&layer).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        let tf_layer = checkpoint.names().find(|name| is_layer(name)).and_then(|name| checkpoint.shape(name)?.get(1));
        if architecture == FunProse::NAME && !config.contains_key("num_tfs") {
            // Without that layer they are no weights of this network, which is what has to be said, whatever
            // the number.
            let count = tf_layer.copied().unwrap_or(1);
            config.insert("num_tfs".to_owned(), count.into());
            notes.push(ImportNote::CountedTfs { count });
        }
        notes
    }
}
