use serde::{Deserialize, Serialize};
use std::ops::Range;

use super::{Calibration, Capabilities, EffectScale, Intervals, Spread};
use crate::condition::{Scaling, TranscriptionFactor};
use crate::sequence::{Alphabet, Frame, Promoter, Window};

/// What a model reads, what it predicts, and what it can do beyond that.
#[derive(Debug, Clone, PartialEq)]
pub struct Signature {
    /// What it reads of a sample, in this order.
    pub inputs: Vec<InputSpec>,
    /// What it reads of a condition; none for a model that has none.
    pub conditions: Option<ConditionSpec>,
    /// What it predicts; at least one.
    pub outputs: Vec<OutputSpec>,
    /// What it can do.
    pub capabilities: Capabilities,
}

impl Signature {
    /// The first input that reads bases, and its place among the inputs.
    pub fn first_sequence(&self) -> Option<(usize, &BasesInput)> {
        self.inputs.iter().enumerate().find_map(|(at, input)| Some((at, input.bases()?)))
    }

    /// The place of the input of that name.
    pub fn input(&self, name: &str) -> Option<usize> {
        self.inputs.iter().position(|input| input.name() == name)
    }

    /// The place of the output of that name.
    pub fn output(&self, name: &str) -> Option<usize> {
        self.outputs.iter().position(|output| output.name == name)
    }

    /// The output of a column of the map, counted over conditions and outputs.
    pub fn output_of(&self, column: usize) -> Option<&OutputSpec> {
        self.outputs.get(column.checked_rem(self.outputs.len())?)
    }

    /// Names of the map's columns: the conditions (none for a model without), the outputs, or each output in
    /// each condition.
    ///
    /// ```
    /// # use cisight::schema::{Capabilities, OutputSpec, Signature};
    /// let output = |name: &str| OutputSpec::new(name, "none");
    /// let outputs = vec![output("leaf"), output("root")];
    /// let signature = Signature { inputs: vec![], conditions: None, outputs, capabilities: Capabilities::default() };
    /// assert_eq!(signature.columns(&[]), ["leaf", "root"]);
    /// assert_eq!(signature.columns(&["heat".into()]), ["heat: leaf", "heat: root"]);
    /// ```
    pub fn columns(&self, conditions: &[String]) -> Vec<String> {
        let outputs = || self.outputs.iter().map(|output| output.name.clone());
        if conditions.is_empty() {
            return outputs().collect();
        }
        if self.outputs.len() == 1 {
            return conditions.to_vec();
        }
        conditions.iter().flat_map(|condition| outputs().map(move |output| format!("{condition}: {output}"))).collect()
    }
}

/// One thing that a model reads of a sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum InputSpec {
    /// Bases around an anchor.
    Bases(BasesInput),
    /// Vectors along a sequence, made by another network.
    Embedding(EmbeddingInput),
    /// Named numbers.
    Numbers(NumbersInput),
}

/// A window of bases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(deny_unknown_fields)]
pub struct BasesInput {
    /// The input's name, as in `--input NAME=FILE`.
    pub name: String,
    /// Bases.
    pub window: usize,
    /// Channels, such as `ACGNT`.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
    pub alphabet: Alphabet,
    /// What the window is placed by, such as `start codon`.
    pub anchor: String,
    /// Bases of the window from the anchor on; 0 where the anchor lies after the last base.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub downstream: usize,
    /// The constant stretches around the insert, for a reporter assay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frame: Option<Frame>,
}

/// An embedding of `positions x width` numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(deny_unknown_fields)]
pub struct EmbeddingInput {
    /// The input's name, as in `--input NAME=FILE`.
    pub name: String,
    /// Vectors.
    pub positions: usize,
    /// Numbers of a vector.
    pub width: usize,
}

/// Named numbers in an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(deny_unknown_fields)]
pub struct NumbersInput {
    /// The input's name, as in `--input NAME=FILE`.
    pub name: String,
    /// The numbers.
    pub numbers: Vec<NumberSpec>,
    /// Whether samples may go without them: every number is its default then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
}

/// One number: normalised to `(value - mean) / sd` as in training.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(deny_unknown_fields)]
pub struct NumberSpec {
    /// The heading of its column.
    pub name: String,
    /// What stands in for a missing value.
    pub default: f32,
    /// What is taken off.
    #[serde(default)]
    pub mean: f32,
    /// What it is divided by then.
    #[serde(default = "one")]
    pub sd: f32,
}

/// What a model reads of a condition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConditionSpec {
    /// The TFs, in input order.
    pub tfs: Vec<TranscriptionFactor>,
    /// How their levels are normalised; the identity where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scaling: Option<Scaling>,
}

/// One number that a model predicts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutputSpec {
    /// Name of the quantity.
    pub name: String,
    /// Its unit, such as `log2 ratio to the reference sample`.
    pub unit: String,
    /// Whether a response is relative to a reference, so that its sign says something; told by the unit where
    /// it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relative: Option<bool>,
    /// Whether it is a logarithm, a probability or neither, where somebody said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<Scale>,
    /// Calibration of the predictive error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spread: Option<Spread>,
    /// Where measured values lie around predictions, in units of the spread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calibration: Option<Calibration>,
    /// What random single-base changes do, for a model without conditions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effects: Option<EffectScale>,
}

/// What a number that a model predicts can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scale {
    /// A logarithm, of whatever base: differences are ratios.
    Log,
    /// A quantity as it is.
    Linear,
    /// Between 0 and 1.
    Probability,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

fn one() -> f32 {
    1.0
}

impl OutputSpec {
    /// An output of which nothing more is known.
    pub fn new(name: impl Into<String>, unit: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            unit: unit.into(),
            relative: None,
            scale: None,
            spread: None,
            calibration: None,
            effects: None,
        }
    }

    /// Where the measured value of a response is to be expected, by its spread; nothing where that was not
    /// calibrated.
    pub fn intervals(&self, (response, spread): (f32, f32)) -> Option<Intervals> {
        self.calibration.as_ref()?.of_response(response, spread)
    }
}

impl InputSpec {
    /// The input's name.
    pub fn name(&self) -> &str {
        match self {
            Self::Bases(own) => &own.name,
            Self::Embedding(own) => &own.name,
            Self::Numbers(own) => &own.name,
        }
    }

    /// What it says of its window, where it reads bases.
    pub fn bases(&self) -> Option<&BasesInput> {
        match self {
            Self::Bases(own) => Some(own),
            Self::Embedding(_) | Self::Numbers(_) => None,
        }
    }
}

impl BasesInput {
    /// Bases before the anchor.
    pub fn upstream(&self) -> usize {
        self.window.saturating_sub(self.downstream)
    }

    /// What the model reads of a promoter: its last bases.
    pub fn window(&self, promoter: &Promoter) -> Window {
        Window::new(promoter, self.window, &self.alphabet).with_downstream(self.downstream)
    }

    /// The bases of a window that are a sequence's own ([`BasesInput::free_stretch`]): 0 to 3 for A, C, G, T, and
    /// 255 for what is none of them.
    pub fn own_bases(&self, window: &Window) -> Vec<u8> {
        let bases = self.alphabet.base_codes();
        let place = |code: &u8| bases.iter().position(|own| own == code).and_then(|at| u8::try_from(at).ok());
        window.codes()[self.free_stretch(window)].iter().map(|code| place(code).unwrap_or(u8::MAX)).collect()
    }

    /// The promoter as the model reads it: an insert is completed to its reporter construct.
    pub fn complete(&self, promoter: Promoter) -> Promoter {
        match &self.frame {
            Some(frame) => frame.complete(promoter, self.window),
            None => promoter,
        }
    }

    /// Bases at either end of the window that a reporter construct's constant frame takes; none for other
    /// models.
    pub fn constant_ends(&self) -> [usize; 2] {
        self.frame.as_ref().map_or([0, 0], |frame| [frame.left.len(), frame.right.len()])
    }

    /// The bases of a window that may change: padding and a constant frame are left out.
    pub fn free_stretch(&self, window: &Window) -> Range<usize> {
        let [left, right] = self.constant_ends();
        let (length, first) = (window.codes().len(), window.first_base());
        // A construct that an edit made shorter may have lost its left end.
        let has_left = first == 0 || self.begins_with_frame(&window.codes()[first..]);
        let begin = (first + if has_left { left } else { 0 }).min(length);
        begin..length.saturating_sub(right).max(begin)
    }

    fn begins_with_frame(&self, codes: &[u8]) -> bool {
        let left = self.frame.iter().flat_map(|frame| frame.left.bytes());
        let mut own = codes.iter();
        left.into_iter().all(|base| own.next().copied() == self.alphabet.code(base))
    }
}
