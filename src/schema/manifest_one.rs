use std::collections::BTreeMap;

use serde::Deserialize;

use super::{BasesInput, ConditionSpec, FORMAT, InputSpec, Manifest, OutputSpec, Spread, WeightsFile};
use crate::condition::{Scaling, TranscriptionFactor};
use crate::sequence::{Alphabet, Frame};

/// A manifest of format 1: one window of bases, TFs or none, one output.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ManifestOne {
    #[expect(dead_code, reason = "it is known to be 1")]
    format: u32,
    id: String,
    version: String,
    title: String,
    species: String,
    architecture: String,
    config: serde_json::Value,
    members: usize,
    input: Input,
    tfs: Vec<TranscriptionFactor>,
    #[serde(default)]
    scaling: Option<Scaling>,
    output: Output,
    #[serde(default)]
    spread: Option<Spread>,
    weights: WeightsFile,
    #[serde(default)]
    presets: Option<String>,
    #[serde(default)]
    catalogue: Option<String>,
    #[serde(default)]
    evidence: Option<String>,
    #[serde(default)]
    grammar: Option<String>,
    #[serde(default)]
    motifs: Option<String>,
    #[serde(default)]
    example: Option<String>,
    #[serde(default)]
    genome: Option<String>,
    #[serde(default)]
    limits: Vec<String>,
    #[serde(default)]
    data: String,
    #[serde(default)]
    licence: String,
    #[serde(default)]
    metrics: serde_json::Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    window: usize,
    alphabet: Alphabet,
    anchor: String,
    #[serde(default)]
    frame: Option<Frame>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Output {
    name: String,
    unit: String,
    #[serde(default)]
    relative: Option<bool>,
}

/// What the only input of a model of format 1 is called.
const PROMOTER: &str = "promoter";

impl From<ManifestOne> for Manifest {
    fn from(old: ManifestOne) -> Self {
        let Input { window, alphabet, anchor, frame } = old.input;
        let input = BasesInput { name: PROMOTER.to_owned(), window, alphabet, anchor, downstream: 0, frame };
        let conditions = ConditionSpec { tfs: old.tfs, scaling: old.scaling };
        let Output { name, unit, relative } = old.output;
        let output = OutputSpec { relative, spread: old.spread, ..OutputSpec::new(name, unit) };
        Self {
            format: FORMAT,
            id: old.id,
            version: old.version,
            title: old.title,
            species: old.species,
            architecture: old.architecture,
            config: old.config,
            members: old.members,
            inputs: vec![InputSpec::Bases(input)],
            conditions: (!conditions.tfs.is_empty()).then_some(conditions),
            outputs: vec![output],
            domain: None,
            weights: old.weights,
            presets: old.presets,
            catalogue: old.catalogue,
            evidence: old.evidence,
            grammar: old.grammar,
            authors: String::new(),
            motifs: old.motifs,
            example: old.example,
            example_inputs: BTreeMap::new(),
            genome: old.genome,
            limits: old.limits,
            data: old.data,
            licence: old.licence,
            metrics: old.metrics,
        }
    }
}
