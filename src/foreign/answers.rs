use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::schema::Scale;
use crate::sequence::Frame;

/// What no file says of its network, and whoever brings it does.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Answers {
    /// The letters in the order of their places, such as `ACGT`.
    pub letters: Option<String>,
    /// What the window of bases is placed by, such as `transcription start`.
    pub anchor: Option<String>,
    /// Bases of the window from the anchor on.
    pub downstream: usize,
    /// The constant bases around the insert of a reporter construct.
    pub frame: Option<Frame>,
    /// What inputs are to be called, by their names in the file.
    pub names: BTreeMap<String, String>,
    /// The numbers of inputs that read numbers, by their names in the file.
    pub numbers: BTreeMap<String, Vec<NumberAnswer>>,
    /// What is predicted, in the order of the network's answers.
    pub outputs: Vec<OutputAnswer>,
    /// The scale of what is predicted.
    pub scale: Option<Scale>,
    /// Readable name of the model.
    pub title: Option<String>,
    /// Version of the weights.
    pub version: Option<String>,
    /// Species that it was trained on.
    pub species: Option<String>,
    /// Whose network it is.
    pub authors: Option<String>,
    /// What it was trained on, in a sentence.
    pub data: Option<String>,
    /// Licence of the weights.
    pub licence: Option<String>,
    /// What it can and cannot tell, one sentence each.
    pub limits: Vec<String>,
    /// Held-out accuracy, and by whose word.
    pub metrics: Value,
}

/// One number of an input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberAnswer {
    /// The heading of its column.
    pub name: String,
    /// What stands in for a missing value; 0 where nothing is said. Where every number has one, samples may go
    /// without them.
    #[serde(default)]
    pub default: Option<f32>,
}

/// One number that a network answers with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutputAnswer {
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// Whether it is relative to a reference, so that its sign says something.
    #[serde(default)]
    pub relative: Option<bool>,
}
