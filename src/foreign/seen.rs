use std::collections::BTreeMap;

use serde::Serialize;

use super::{Answers, ForeignError, ForeignNetwork};
use crate::architecture::graph::ir::Graph;
use crate::schema::Scale;

/// What a file says of its network, for whoever has to say the rest.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Seen {
    /// What the file is, such as `Keras 2.10.0`.
    pub format: String,
    /// What the network reads.
    pub inputs: Vec<SeenInput>,
    /// What it answers with: the values' names in the file and their shapes.
    pub outputs: Vec<(String, Vec<usize>)>,
    /// Operators and how often each stands in the graph, the most frequent first.
    pub operators: Vec<(String, usize)>,
    /// Multiply-adds of one sample.
    pub multiply_adds: u64,
    /// Numbers of all weights.
    pub weights: usize,
    /// What its last operator suggests of the scale of what it predicts.
    #[serde(skip)]
    pub scale: Option<Scale>,
}

/// One input of a network.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct SeenInput {
    /// Its name in the file.
    pub name: String,
    /// Its shape, without the axis of the samples.
    pub shape: Vec<usize>,
    /// What it looks like.
    pub looks: Looks,
}

/// What an input looks like by its shape. Only whoever made the file knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Looks {
    /// An axis of four or five letters, and one along a sequence.
    Bases {
        /// The axis of the letters.
        letters: usize,
        /// The axis along the sequence.
        positions: usize,
    },
    /// Another pair of axes.
    Vectors {
        /// The axis along a vector.
        width: usize,
        /// The axis along the sequence.
        positions: usize,
    },
    /// Numbers.
    Numbers,
}

/// What a file does not say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Question {
    /// Which letter each place on an axis stands for.
    Letters {
        /// The input.
        input: String,
        /// Places on the axis.
        extent: usize,
    },
    /// What the window is placed by.
    Anchor {
        /// The input.
        input: String,
        /// Bases of the window.
        window: usize,
    },
    /// What the numbers of an input are.
    Numbers {
        /// The input.
        input: String,
        /// How many.
        count: usize,
    },
    /// What is predicted.
    Outputs {
        /// How many numbers.
        count: usize,
    },
    /// Whether answers are logarithms, probabilities or neither.
    Scale,
}

impl std::fmt::Display for Question {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Letters { input, extent: 4 } => {
                write!(f, "the order of the letters of \"{input}\" (--letters ACGT, --letters AGCT, ...)")
            }
            Self::Letters { input, .. } => {
                write!(f, "the order of the letters of \"{input}\" (--letters ACGTN, --letters ACGNT, ...)")
            }
            Self::Anchor { input, window } => write!(
                f,
                "what the {window} bases of \"{input}\" are placed by (--anchor \"transcription start\", --anchor \"start codon\", ..., with --downstream BASES where they reach beyond it)"
            ),
            Self::Numbers { input, count } => {
                write!(f, "names of the {count} numbers of \"{input}\" (--numbers {input}=FIRST,SECOND,...)")
            }
            Self::Outputs { count: 1 } => write!(f, "name and unit of what it predicts (--output NAME=UNIT)"),
            Self::Outputs { count } => {
                write!(f, "names and units of the {count} numbers that it predicts (--output NAME=UNIT, once for each)")
            }
            Self::Scale => {
                write!(f, "the scale of what it predicts (--scale log, --scale linear or --scale probability)")
            }
        }
    }
}

impl SeenInput {
    fn of(name: &str, shape: &[usize]) -> Self {
        let long: Vec<usize> = (0..shape.len()).filter(|axis| shape[*axis] > 1).collect();
        let looks = match (shape, long.as_slice()) {
            // A window of four bases would be no sequence; of two axes that fit, the first holds the letters.
            (_, [a, b]) if matches!(shape[*a], 4 | 5) => Looks::Bases { letters: *a, positions: *b },
            (_, [a, b]) if matches!(shape[*b], 4 | 5) => Looks::Bases { letters: *b, positions: *a },
            (_, [a, b]) => Looks::Vectors { width: *b, positions: *a },
            _ => Looks::Numbers,
        };
        Self { name: name.to_owned(), shape: shape.to_vec(), looks }
    }

    /// How many numbers it reads.
    pub fn numbers(&self) -> usize {
        self.shape.iter().product()
    }
}

impl Seen {
    /// What there is to see of a network.
    ///
    /// # Errors
    /// [`ForeignError::Graph`] where it cannot be computed.
    pub fn of(network: &ForeignNetwork) -> Result<Self, ForeignError> {
        let inferred = network.graph.inferred()?;
        let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
        for node in &network.graph.nodes {
            *counts.entry(node.op.operator()).or_default() += 1;
        }
        let mut operators: Vec<(String, usize)> =
            counts.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
        operators.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let shape =
            |(name, value): (&String, &String)| (name.clone(), inferred.shape(value).unwrap_or_default().to_vec());
        Ok(Self {
            format: network.format.clone(),
            inputs: network.graph.inputs.iter().map(|input| SeenInput::of(&input.name, &input.shape)).collect(),
            outputs: network.outputs.iter().zip(&network.graph.outputs).map(shape).collect(),
            operators,
            multiply_adds: inferred.multiply_adds.iter().sum(),
            weights: network.parameters.iter().map(|(_, array)| array.values.len()).sum(),
            scale: scale_of(&network.graph),
        })
    }

    /// How many numbers the network answers with.
    pub fn answers(&self) -> usize {
        self.outputs.iter().map(|(_, shape)| shape.iter().product::<usize>()).sum()
    }

    /// What is still to be said.
    pub fn questions(&self, answers: &Answers) -> Vec<Question> {
        let mut open = Vec::new();
        let mut is_first = true;
        for input in &self.inputs {
            let name = || input.name.clone();
            match input.looks {
                _ if answers.numbers.contains_key(&input.name) => {}
                Looks::Bases { letters, positions } => {
                    if answers.letters_of(&input.name).is_none() {
                        open.push(Question::Letters { input: name(), extent: input.shape[letters] });
                    }
                    if answers.anchor_of(&input.name).is_none() && is_first {
                        open.push(Question::Anchor { input: name(), window: input.shape[positions] });
                    }
                    is_first = false;
                }
                Looks::Vectors { .. } => {}
                Looks::Numbers => open.push(Question::Numbers { input: name(), count: input.numbers() }),
            }
        }
        if answers.outputs.is_empty() {
            open.push(Question::Outputs { count: self.answers() });
        }
        // What ends in a sigmoid lies between 0 and 1.
        if answers.scale.is_none() && self.scale != Some(Scale::Probability) {
            open.push(Question::Scale);
        }
        open
    }
}

/// The scale of what ends in an operator that nothing else ends in.
fn scale_of(graph: &Graph) -> Option<Scale> {
    let mut last = graph.outputs.first()?;
    // Nodes stand in the order in which they are computed.
    for node in graph.nodes.iter().rev() {
        if node.output != *last {
            continue;
        }
        match node.op.operator() {
            // Shapes say nothing of values.
            "Reshape" | "Transpose" | "Identity" => last = node.inputs.first()?,
            "Sigmoid" | "Softmax" => return Some(Scale::Probability),
            "Exp" => return Some(Scale::Linear),
            _ => return None,
        }
    }
    None
}
