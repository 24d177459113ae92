use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use thiserror::Error;

use super::seen::Looks;
use super::{Answers, BasesAnswer, NumberAnswer, OutputAnswer, Seen, SeenInput};
use crate::schema::Scale;
use crate::sequence::Frame;

/// What the window is placed by where nobody says anything: true of every sequence.
const ANCHOR: &str = "end of the sequence";

/// The unit where nobody says one.
const UNIT: &str = "the unit that the model was trained on";

/// Answers as somebody types them: a text for each field of a form, empty where there is nothing to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Said {
    /// About each input, in the file's order.
    pub inputs: Vec<SaidInput>,
    /// The constant bases before a reporter's insert.
    pub frame_left: String,
    /// Those after it.
    pub frame_right: String,
    /// `NAME = UNIT`, a line for each number that is predicted.
    pub outputs: String,
    /// What kind of numbers these are.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Scale"))]
    pub scale: Scale,
    /// Readable name of the model.
    pub title: String,
    /// Species that it was trained on.
    pub species: String,
    /// Whose network it is.
    pub authors: String,
    /// What it was trained on.
    pub data: String,
    /// Licence of the weights.
    pub licence: String,
    /// What it can and cannot tell, a line each.
    pub limits: String,
    /// Held-out accuracy.
    pub accuracy: String,
    /// According to whom.
    pub by: String,
}

/// What is said about one input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SaidInput {
    /// What it is called.
    pub name: String,
    /// The letters of bases in the order of their places.
    pub letters: String,
    /// What a window of bases is placed by.
    pub anchor: String,
    /// Bases of the window from the anchor on.
    pub downstream: String,
    /// `NAME:DEFAULT`, with commas or lines between the numbers.
    pub numbers: String,
}

/// What was typed is no answer.
#[derive(Debug, Error, Serialize)]
pub enum SaidError {
    /// A number without a name.
    #[error("a number of a further input has no name; write NAME or NAME:DEFAULT, with commas between the numbers")]
    NumberName,
    /// What stands in for a missing number is none.
    #[error("the default of \"{name}\" is no number: {text}")]
    Default {
        /// The number's name.
        name: String,
        /// What was typed.
        text: String,
    },
    /// An output without a name or a unit.
    #[error("\"{text}\" is not a name and a unit; write NAME = UNIT for each number that the network predicts")]
    Output {
        /// What was typed.
        text: String,
    },
    /// No output at all.
    #[error("nothing says what the network predicts; write NAME = UNIT, {count} in all")]
    NoOutput {
        /// How many numbers it predicts.
        count: usize,
    },
    /// A count of bases that is none.
    #[error("\"{text}\" is no number of bases; say how many bases of \"{input}\" lie from its anchor on, or 0")]
    Downstream {
        /// The input.
        input: String,
        /// What was typed.
        text: String,
    },
    /// An input that nothing is placed by.
    #[error(
        "nothing says what the bases of \"{input}\" are placed by; write \"start codon\", \"transcription start\" or something else"
    )]
    Anchor {
        /// The input.
        input: String,
    },
    /// Another number of inputs.
    #[error("{given} inputs are described where the network has {needed}; choose the file again")]
    Inputs {
        /// Those described.
        given: usize,
        /// Those of the file.
        needed: usize,
    },
}

impl Said {
    /// What was said, and where nothing was, what is likely: the letters in alphabetical order, names of the
    /// file, and the end of the sequence to place it by.
    pub fn proposed(seen: &Seen, answers: &Answers) -> Self {
        let mut is_first = true;
        let input = |input: &SeenInput| {
            let own = SaidInput::proposed(input, answers, is_first);
            is_first &= own.letters.is_empty();
            own
        };
        let inputs = seen.inputs.iter().map(input).collect();
        let outputs: Vec<String> = if answers.outputs.is_empty() {
            proposed_outputs(seen)
        } else {
            answers.outputs.iter().map(|own| format!("{} = {}", own.name, own.unit)).collect()
        };
        let text = |own: &Option<String>| own.clone().unwrap_or_default();
        let metric = |name: &str| answers.metrics.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let flank =
            |side: fn(&Frame) -> &String| answers.frame.as_ref().map_or_else(String::new, |own| side(own).clone());
        Self {
            inputs,
            frame_left: flank(|own| &own.left),
            frame_right: flank(|own| &own.right),
            outputs: outputs.join("\n"),
            scale: answers.scale.or(seen.scale).unwrap_or(Scale::Linear),
            title: text(&answers.title),
            species: text(&answers.species),
            authors: text(&answers.authors),
            data: text(&answers.data),
            licence: text(&answers.licence),
            limits: answers.limits.join("\n"),
            accuracy: metric("accuracy"),
            by: metric("by"),
        }
    }

    /// What was typed, as answers; `before` are those that it was [proposed](Self::proposed) with, of which that
    /// stays which has no field.
    ///
    /// # Errors
    /// [`SaidError`] names the field.
    pub fn answers(&self, seen: &Seen, before: &Answers) -> Result<Answers, SaidError> {
        if self.inputs.len() != seen.inputs.len() {
            return Err(SaidError::Inputs { given: self.inputs.len(), needed: seen.inputs.len() });
        }
        let mut answers = Answers { scale: Some(self.scale), version: before.version.clone(), ..Answers::default() };
        for (input, said) in seen.inputs.iter().zip(&self.inputs) {
            said.add_to(&mut answers, input)?;
        }
        let flank = |typed: &str| typed.split_whitespace().collect::<String>().to_ascii_uppercase();
        let frame = Frame { left: flank(&self.frame_left), right: flank(&self.frame_right) };
        answers.frame = Some(frame).filter(|own| !own.left.is_empty() || !own.right.is_empty());
        answers.outputs = lines(&self.outputs).map(str::parse::<OutputAnswer>).collect::<Result<_, _>>()?;
        for own in &mut answers.outputs {
            let same = before.outputs.iter().find(|other| (&other.name, &other.unit) == (&own.name, &own.unit));
            own.relative = same.and_then(|other| other.relative);
        }
        if answers.outputs.is_empty() {
            return Err(SaidError::NoOutput { count: seen.answers() });
        }
        let text = |typed: &str| Some(typed.trim().to_owned()).filter(|own| !own.is_empty());
        answers.title = text(&self.title);
        answers.species = text(&self.species);
        answers.authors = text(&self.authors);
        answers.data = text(&self.data);
        answers.licence = text(&self.licence);
        answers.limits = lines(&self.limits).map(str::to_owned).collect();
        let mut metrics = before.metrics.as_object().cloned().unwrap_or_default();
        for (name, typed) in [("accuracy", text(&self.accuracy)), ("by", text(&self.by))] {
            match typed {
                Some(typed) => metrics.insert(name.to_owned(), json!(typed)),
                None => metrics.remove(name),
            };
        }
        answers.metrics = if metrics.is_empty() { Value::Null } else { Value::Object(metrics) };
        Ok(answers)
    }
}

impl SaidInput {
    fn proposed(input: &SeenInput, answers: &Answers, is_first: bool) -> Self {
        let name = answers.names.get(&input.name).unwrap_or(&input.name).clone();
        let nothing = String::new;
        let mut own = Self { name, letters: nothing(), anchor: nothing(), downstream: nothing(), numbers: nothing() };
        match (answers.numbers.get(&input.name), input.looks) {
            (None, Looks::Bases { letters, .. }) => {
                let usual = if input.shape[letters] == 4 { "ACGT" } else { "ACGTN" };
                let said = answers.letters_of(&input.name).filter(|said| said.len() == usual.len());
                said.unwrap_or(usual).clone_into(&mut own.letters);
                answers.anchor_of(&input.name).unwrap_or(ANCHOR).clone_into(&mut own.anchor);
                own.downstream = answers.downstream_of(&input.name, is_first).to_string();
            }
            (None, Looks::Vectors { .. }) => {}
            (Some(numbers), _) => {
                let number = |own: &NumberAnswer| match own.default {
                    Some(default) => format!("{}:{default}", own.name),
                    None => own.name.clone(),
                };
                own.numbers = numbers.iter().map(number).collect::<Vec<_>>().join(", ");
            }
            (None, Looks::Numbers) => {
                let stem = &input.name;
                let named = (1..=input.numbers()).map(|number| format!("{stem}_{number}:0"));
                own.numbers = named.collect::<Vec<_>>().join(", ");
            }
        }
        own
    }

    fn add_to(&self, answers: &mut Answers, input: &SeenInput) -> Result<(), SaidError> {
        let name = self.name.trim();
        if !name.is_empty() && name != input.name {
            answers.names.insert(input.name.clone(), name.to_owned());
        }
        let numbers = self.numbers.split([',', '\n']).map(str::trim);
        let numbers: Vec<&str> = numbers.filter(|own| !own.is_empty()).collect();
        let is_bases = matches!(input.looks, Looks::Bases { .. }) && numbers.is_empty();
        if is_bases {
            let anchor = self.anchor.trim();
            if anchor.is_empty() {
                return Err(SaidError::Anchor { input: input.name.clone() });
            }
            let typed = self.downstream.trim();
            let named = |_| SaidError::Downstream { input: input.name.clone(), text: typed.to_owned() };
            let own = BasesAnswer {
                letters: Some(self.letters.trim().to_ascii_uppercase()),
                anchor: Some(anchor.to_owned()),
                downstream: Some(if typed.is_empty() { 0 } else { typed.parse().map_err(named)? }),
            };
            answers.bases.insert(input.name.clone(), own);
        } else if !matches!(input.looks, Looks::Vectors { .. }) {
            let numbers = numbers.into_iter().map(str::parse::<NumberAnswer>).collect::<Result<_, _>>()?;
            answers.numbers.insert(input.name.clone(), numbers);
        }
        Ok(())
    }
}

/// A name and a unit for each number that the network predicts.
fn proposed_outputs(seen: &Seen) -> Vec<String> {
    let named = |(name, shape): &(String, Vec<usize>)| match shape.iter().product::<usize>() {
        1 => vec![format!("{} = {UNIT}", plain(name))],
        count => (1..=count).map(|number| format!("{} {number} = {UNIT}", plain(name))).collect(),
    };
    seen.outputs.iter().flat_map(named).collect()
}

/// A value's name as a reader would say it: without the places of a file, and nothing that parts names from units.
fn plain(name: &str) -> String {
    let last = name.rsplit(['/', ':']).find(|part| part.chars().any(char::is_alphabetic)).unwrap_or(name);
    last.replace('=', " ").trim().to_owned()
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}
