use std::collections::BTreeMap;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::SaidError;
use crate::schema::Scale;
use crate::sequence::Frame;

/// What no file says of its network, and whoever brings it does.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Answers {
    /// The letters in the order of their places, such as `ACGT`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub letters: Option<String>,
    /// What the window of bases is placed by, such as `transcription start`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anchor: Option<String>,
    /// Bases of the first window from the anchor on.
    #[serde(skip_serializing_if = "is_zero")]
    pub downstream: usize,
    /// What else holds for single inputs of bases, by their names in the file.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub bases: BTreeMap<String, BasesAnswer>,
    /// The constant bases around the insert of a reporter construct.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frame: Option<Frame>,
    /// What inputs are to be called, by their names in the file.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<String, String>,
    /// The numbers of inputs that read numbers, by their names in the file.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub numbers: BTreeMap<String, Vec<NumberAnswer>>,
    /// What is predicted, in the order of the network's answers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub outputs: Vec<OutputAnswer>,
    /// The scale of what is predicted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<Scale>,
    /// Readable name of the model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Version of the weights.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Species that it was trained on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub species: Option<String>,
    /// Whose network it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authors: Option<String>,
    /// What it was trained on, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
    /// Licence of the weights.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// What it can and cannot tell, one sentence each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<String>,
    /// Held-out accuracy, and according to whom.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub metrics: Value,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// What holds for one input of bases and not for all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BasesAnswer {
    /// Its letters in the order of their places.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub letters: Option<String>,
    /// What its window is placed by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anchor: Option<String>,
    /// Bases of its window from the anchor on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub downstream: Option<usize>,
}

impl Answers {
    /// The letters of an input, as far as they were said.
    pub(super) fn letters_of(&self, input: &str) -> Option<&str> {
        let own = self.bases.get(input).and_then(|own| own.letters.as_deref());
        own.or(self.letters.as_deref())
    }

    /// What the window of an input is placed by, as far as that was said.
    pub(super) fn anchor_of(&self, input: &str) -> Option<&str> {
        let own = self.bases.get(input).and_then(|own| own.anchor.as_deref());
        own.or(self.anchor.as_deref())
    }

    /// Bases of an input from its anchor on; what is said of all holds for the first one.
    pub(super) fn downstream_of(&self, input: &str, is_first: bool) -> usize {
        let own = self.bases.get(input).and_then(|own| own.downstream);
        own.unwrap_or(if is_first { self.downstream } else { 0 })
    }
}

/// One number of an input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberAnswer {
    /// The heading of its column.
    pub name: String,
    /// What stands in for a missing value; 0 where nothing is said. Where every number has one, samples may go
    /// without them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relative: Option<bool>,
}

/// `NAME` or `NAME:DEFAULT`.
impl FromStr for NumberAnswer {
    type Err = SaidError;

    fn from_str(text: &str) -> Result<Self, SaidError> {
        let (name, default) = match text.rsplit_once(':') {
            Some((name, default)) => {
                let read = default.trim().parse().ok().filter(|value: &f32| value.is_finite());
                let named = || SaidError::Default { name: name.trim().into(), text: default.trim().into() };
                (name, Some(read.ok_or_else(named)?))
            }
            None => (text, None),
        };
        let name = name.trim();
        if name.is_empty() { Err(SaidError::NumberName) } else { Ok(Self { name: name.to_owned(), default }) }
    }
}

/// `NAME=UNIT`.
impl FromStr for OutputAnswer {
    type Err = SaidError;

    fn from_str(text: &str) -> Result<Self, SaidError> {
        match text.split_once('=').map(|(name, unit)| (name.trim(), unit.trim())) {
            Some((name, unit)) if !name.is_empty() && !unit.is_empty() => {
                Ok(Self { name: name.to_owned(), unit: unit.to_owned(), relative: None })
            }
            _ => Err(SaidError::Output { text: text.trim().to_owned() }),
        }
    }
}
