use super::seen::Looks;
use super::{Answers, MakeError, NumberAnswer, OutputAnswer, Seen};
use crate::architecture::graph::ir::{Graph, Node, Op, Reads};
use crate::schema::{BasesInput, EmbeddingInput, InputSpec, NumberSpec, NumbersInput, OutputSpec};
use crate::sequence::Alphabet;

/// What the network reads, by the names that were said; the graph is told which inputs are bases.
pub(super) fn named_inputs(seen: &Seen, answers: &Answers, graph: &mut Graph) -> Result<Vec<InputSpec>, MakeError> {
    let mut frame = answers.frame.clone();
    let mut named = Vec::with_capacity(seen.inputs.len());
    let mut is_first = true;
    for (at, input) in seen.inputs.iter().enumerate() {
        let name = answers.names.get(&input.name).unwrap_or(&input.name).clone();
        let listed = answers.numbers.get(&input.name);
        match (listed, input.looks) {
            (None, Looks::Bases { letters, positions }) => {
                let alphabet = Alphabet::parse(answers.letters_of(&input.name).unwrap_or_default())?;
                if alphabet.len() != input.shape[letters] {
                    let letters_said = String::from(alphabet);
                    return Err(MakeError::Letters {
                        letters: letters_said,
                        input: input.name.clone(),
                        extent: input.shape[letters],
                    });
                }
                named.push(InputSpec::Bases(BasesInput {
                    name,
                    window: input.shape[positions],
                    alphabet: alphabet.clone(),
                    anchor: answers.anchor_of(&input.name).unwrap_or_default().to_owned(),
                    downstream: answers.downstream_of(&input.name, is_first),
                    frame: frame.take(),
                }));
                is_first = false;
                channels_first(graph, at, [letters, positions], alphabet);
            }
            (None, Looks::Vectors { width, positions }) => {
                let (rows, columns) = (input.shape[positions], input.shape[width]);
                named.push(InputSpec::Embedding(EmbeddingInput { name, positions: rows, width: columns }));
                graph.inputs[at].reads = Reads::Embedding { width, positions };
            }
            (listed, _) => {
                let listed = listed.map_or(&[][..], Vec::as_slice);
                if listed.len() != input.numbers() {
                    let what = format!("numbers of \"{}\"", input.name);
                    return Err(MakeError::Count { given: listed.len(), needed: input.numbers(), what });
                }
                let number = |own: &NumberAnswer| NumberSpec {
                    name: own.name.clone(),
                    default: own.default.unwrap_or(0.0),
                    mean: 0.0,
                    sd: 1.0,
                };
                // Whoever says what stands in for missing numbers says that they may be missing.
                let optional = listed.iter().all(|own| own.default.is_some());
                let numbers = listed.iter().map(number).collect();
                named.push(InputSpec::Numbers(NumbersInput { name, numbers, optional }));
            }
        }
    }
    Ok(named)
}

/// Makes an input of bases one of `letters x positions`, and puts what gives the file's shape behind it: what
/// reads it channels first needs no more.
fn channels_first(graph: &mut Graph, at: usize, [letters, positions]: [usize; 2], alphabet: Alphabet) {
    let input = &mut graph.inputs[at];
    let (name, shape) = (input.name.clone(), input.shape.clone());
    input.shape = vec![shape[letters], shape[positions]];
    input.reads = Reads::Bases { alphabet, letters: 0, positions: 1 };
    let is_so = shape.len() == 2 && letters == 0;
    if is_so {
        return;
    }
    let (turned, shaped) = (free(graph, &format!("{name} turned")), free(graph, &format!("{name} shaped")));
    let mut own = Vec::new();
    let mut last = name.clone();
    if letters > positions {
        own.push(Node {
            name: name.clone(),
            op: Op::Transpose { order: vec![1, 0] },
            inputs: vec![last],
            output: turned.clone(),
        });
        last = turned;
    }
    if shape.len() > 2 {
        own.push(Node { name: name.clone(), op: Op::Reshape { shape }, inputs: vec![last], output: shaped.clone() });
        last = shaped;
    }
    for node in &mut graph.nodes {
        node.inputs.iter_mut().filter(|read| **read == name).for_each(|read| read.clone_from(&last));
    }
    graph.nodes.splice(0..0, own);
}

/// A name that no value has.
fn free(graph: &Graph, wished: &str) -> String {
    let taken = |name: &String| {
        graph.inputs.iter().any(|own| own.name == *name)
            || graph.constants.iter().any(|own| own.name == *name)
            || graph.nodes.iter().any(|own| own.output == *name)
    };
    let mut name = wished.to_owned();
    while taken(&name) {
        name.push('\'');
    }
    name
}

/// What it predicts, by the names that were said.
pub(super) fn named_outputs(seen: &Seen, answers: &Answers) -> Result<Vec<OutputSpec>, MakeError> {
    let needed = seen.answers();
    if answers.outputs.len() != needed {
        let what = "numbers that the network predicts".to_owned();
        return Err(MakeError::Count { given: answers.outputs.len(), needed, what });
    }
    let output = |own: &OutputAnswer| OutputSpec {
        relative: own.relative,
        scale: answers.scale.or(seen.scale),
        ..OutputSpec::new(own.name.clone(), own.unit.clone())
    };
    Ok(answers.outputs.iter().map(output).collect())
}
