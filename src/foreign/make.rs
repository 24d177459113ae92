use std::collections::BTreeMap;

use burn::tensor::Device;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde::Serialize;
use thiserror::Error;

use super::naming::{named_inputs, named_outputs};
use super::seen::Question;
use super::{Answers, ForeignError, ForeignNetwork, Seen};
use crate::model::{
    AnswerError, ImportError, Model, ModelError, Precision, WeightsError, check_name, read_safetensors,
    write_safetensors,
};
use crate::sample::{Part, Sample, SampleSet};
use crate::schema::{FORMAT, FastShare, InputSpec, Manifest, NumberSpec, WeightsFile, sha256_hex};
use crate::sequence::{AlphabetError, Window};

/// How far predictions may move where weights are kept in 16 bits.
const NEAR: f32 = 1e-3;

/// Random samples that both kinds of weights are asked about.
const PROBES: usize = 16;

/// A model that was made of a file.
#[derive(Debug)]
pub struct Made {
    /// What it is.
    pub manifest: Manifest,
    /// Its weights file.
    pub weights: Vec<u8>,
    /// The model, ready to answer.
    pub model: Model,
    /// How its weights are kept.
    pub precision: Precision,
    /// How far 16 bits moved the predictions of random sequences; nothing where they cannot hold the weights.
    pub moved: Option<f32>,
}

/// Why no model can be made of a network.
#[derive(Debug, Error, Serialize)]
pub enum MakeError {
    /// Something is still to be said.
    #[error("the file does not say everything; add {}", listed(.0))]
    Open(Vec<Question>),
    /// The letters are no alphabet.
    #[error(transparent)]
    Alphabet(#[from] AlphabetError),
    /// There are more or fewer letters than places.
    #[error("\"{letters}\" has not as many letters as \"{input}\" has places for them, which is {extent}")]
    Letters {
        /// What was said.
        letters: String,
        /// The input.
        input: String,
        /// Places on its axis.
        extent: usize,
    },
    /// An answer is about an input that is not there.
    #[error("the network has no input \"{name}\"; it has: {known}")]
    Input {
        /// What was said.
        name: String,
        /// What there is.
        known: String,
    },
    /// There are more or fewer names than numbers.
    #[error("{given} names are given for {needed} {what}; give one for each, in their order")]
    Count {
        /// Names.
        given: usize,
        /// Numbers.
        needed: usize,
        /// Of what.
        what: String,
    },
    /// The network cannot be read.
    #[error(transparent)]
    Foreign(#[from] ForeignError),
    /// It cannot be called so.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// It makes no model.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// Its weights cannot be kept.
    #[error(transparent)]
    Weights(#[from] WeightsError),
    /// It does not answer.
    #[error(transparent)]
    Answer(#[from] AnswerError),
}

fn listed(questions: &[Question]) -> String {
    questions.iter().map(Question::to_string).collect::<Vec<_>>().join("; ")
}

/// Makes a model of a network and of what was said about it. Weights are kept in 16 bits where that moves no
/// prediction of random sequences by more than a thousandth.
///
/// # Errors
/// [`MakeError`] says what is still to be said, or does not fit.
pub async fn make_model(
    network: &ForeignNetwork,
    answers: &Answers,
    id: &str,
    device: &Device,
) -> Result<Made, MakeError> {
    check_name(id)?;
    let single = write_safetensors(&network.parameters, Precision::Single)?;
    let mut manifest = Manifest { weights: weights_file(&single), ..manifest_of(network, answers, id)? };
    manifest.check().map_err(ModelError::from)?;
    let model = Model::new(manifest.clone(), &network.parameters, device)?;
    let (mut made, mut moved) = ((single, model, Precision::Single), None);
    if let Ok(half) = write_safetensors(&network.parameters, Precision::Half) {
        let probes = probes(&manifest);
        let rounded_manifest = Manifest { weights: weights_file(&half), ..manifest.clone() };
        let other = Model::new(rounded_manifest.clone(), &read_safetensors(&half)?, device)?;
        let [exact, rounded] = [answers_of(&made.1, &probes).await?, answers_of(&other, &probes).await?];
        let most = exact.iter().zip(&rounded).map(|(a, b)| (a - b).abs()).fold(0.0_f32, f32::max);
        moved = Some(most);
        if most <= NEAR {
            (manifest, made) = (rounded_manifest, (half, other, Precision::Half));
        }
    }
    let (weights, model, precision) = made;
    Ok(Made { manifest, weights, model, precision, moved })
}

/// Which part of a network edits go through, as it is said to read its inputs.
///
/// # Errors
/// [`MakeError`] says what is still to be said, or does not fit.
pub fn fast_share(
    network: &ForeignNetwork,
    answers: &Answers,
    device: &Device,
) -> Result<Option<FastShare>, MakeError> {
    let manifest = manifest_of(network, answers, "network")?;
    manifest.check().map_err(ModelError::from)?;
    Ok(Model::new(manifest, &network.parameters, device)?.fast_share())
}

/// What the network is, with no weights file yet.
fn manifest_of(network: &ForeignNetwork, answers: &Answers, id: &str) -> Result<Manifest, MakeError> {
    let seen = Seen::of(network)?;
    check_names(&seen, answers)?;
    let open = seen.questions(answers);
    if !open.is_empty() {
        return Err(MakeError::Open(open));
    }
    let mut graph = network.graph.clone();
    let inputs = named_inputs(&seen, answers, &mut graph)?;
    let graph = graph.simplified();
    graph.inferred().map_err(ForeignError::from)?;
    let outputs = named_outputs(&seen, answers)?;
    let config = serde_json::to_value(&graph).map_err(|error| ForeignError::Configuration(error.to_string()))?;
    let text = |own: &Option<String>, default: &str| own.clone().unwrap_or_else(|| default.to_owned());
    Ok(Manifest {
        format: FORMAT,
        id: id.to_owned(),
        title: text(&answers.title, id),
        version: text(&answers.version, "1.0.0"),
        species: text(&answers.species, "unknown"),
        architecture: "graph".into(),
        config,
        members: 1,
        inputs,
        conditions: None,
        outputs,
        domain: None,
        weights: weights_file(&[]),
        presets: None,
        motifs: None,
        catalogue: None,
        evidence: None,
        grammar: None,
        example: None,
        example_inputs: BTreeMap::new(),
        genome: None,
        limits: answers.limits.clone(),
        data: text(&answers.data, ""),
        authors: text(&answers.authors, ""),
        licence: text(&answers.licence, ""),
        metrics: answers.metrics.clone(),
    })
}

fn weights_file(bytes: &[u8]) -> WeightsFile {
    WeightsFile { file: "weights.safetensors".into(), bytes: bytes.len(), sha256: sha256_hex(bytes) }
}

/// All outputs of every sample, row-major.
///
/// # Errors
/// [`AnswerError`] where the model does not read them.
pub(super) async fn answers_of(model: &Model, samples: &[Sample]) -> Result<Vec<f32>, AnswerError> {
    let set = SampleSet::new(samples.iter().cloned(), model.signature().inputs.len());
    let responses = model.respond(&model.encode(&set)?, &model.encode_conditions(&[])).await?;
    Ok(responses.members().first().cloned().unwrap_or_default())
}

/// Random bases, defaults of numbers, and numbers around them.
fn probes(manifest: &Manifest) -> Vec<Sample> {
    let mut random = StdRng::seed_from_u64(17);
    let mut part = |input: &InputSpec, row: usize| match input {
        InputSpec::Bases(own) => {
            let codes = own.alphabet.base_codes();
            let codes = (0..own.window).map(|_| codes[random.random_range(0..codes.len())]).collect();
            Part::Bases(Window::from_codes(codes).with_downstream(own.downstream))
        }
        InputSpec::Numbers(own) => {
            let around = if row == 0 { 0.0 } else { 1.0 };
            let number = |spec: &NumberSpec| spec.default + around * spec.sd * random.random_range(-1.5..1.5_f32);
            Part::Numbers(own.numbers.iter().map(number).collect())
        }
        InputSpec::Embedding(own) => {
            let values = (0..own.positions * own.width).map(|_| random.random_range(-1.0..1.0_f32)).collect();
            crate::sample::Embedding::new(own.positions, own.width, values)
                .map_or(Part::Numbers(Vec::new()), Part::Embedding)
        }
    };
    let sample = |row: usize| Sample {
        name: format!("probe {row}"),
        parts: manifest.inputs.iter().map(|input| part(input, row)).collect(),
    };
    (0..PROBES).map(sample).collect()
}

/// Answers that are about inputs which are not there.
fn check_names(seen: &Seen, answers: &Answers) -> Result<(), MakeError> {
    let known = |name: &str| seen.inputs.iter().any(|input| input.name == name);
    let mut said = answers.names.keys().chain(answers.numbers.keys()).chain(answers.bases.keys());
    match said.find(|name| !known(name)) {
        None => Ok(()),
        Some(name) => {
            let known = seen.inputs.iter().map(|input| input.name.as_str()).collect::<Vec<_>>().join(", ");
            Err(MakeError::Input { name: name.clone(), known })
        }
    }
}
