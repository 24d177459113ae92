//! Networks out of ONNX and Keras files predict what the programs that made them do.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::Path;

use cisight::backend::Backend;
use cisight::foreign::{Answers, Looks, NumberAnswer, OutputAnswer, Seen, make_model, read_network};
use cisight::model::{Model, Precision};
use cisight::sample::{Part, Sample, SampleSet};
use cisight::schema::{InputSpec, Scale};
use cisight::sequence::Window;
use serde::Deserialize;

use crate::shared::shared;

type Outcome = Result<(), Box<dyn Error>>;

pub const FOLDER: &str = "tests/fixtures/foreign";

/// How far a prediction may lie from that of the program that made the file, for numbers around 1.
const NEAR: f64 = 1e-4;

#[derive(Deserialize)]
pub struct Expected {
    pub sequences: Vec<String>,
    pub numbers: Vec<Vec<f32>>,
    pub outputs: Vec<Vec<f64>>,
}

/// What the fixtures' makers know and their files do not say.
pub fn answers(seen: &Seen) -> Answers {
    let mut answers = Answers {
        letters: Some("ACGT".into()),
        anchor: Some("start codon".into()),
        scale: Some(Scale::Linear),
        ..Answers::default()
    };
    for input in seen.inputs.iter().filter(|input| input.looks == Looks::Numbers) {
        let number = |at: usize| NumberAnswer { name: format!("number {at}"), default: Some(0.0) };
        answers.numbers.insert(input.name.clone(), (0..input.numbers()).map(number).collect());
    }
    let output = |at: usize| OutputAnswer { name: format!("output {at}"), unit: "none".into(), relative: None };
    answers.outputs = (0..seen.answers()).map(output).collect();
    answers
}

pub fn sample(model: &Model, sequence: &str, numbers: &[f32]) -> Sample {
    let part = |input: &InputSpec| match input {
        InputSpec::Bases(own) => Part::Bases(Window::from_bases(sequence.as_bytes(), own.window, &own.alphabet)),
        _ => Part::Numbers(numbers.to_vec()),
    };
    Sample { name: String::new(), parts: model.signature().inputs.iter().map(part).collect() }
}

/// All outputs of every sample.
pub fn predictions(model: &Model, samples: Vec<Sample>) -> Result<Vec<Vec<f32>>, Box<dyn Error>> {
    let set = SampleSet::new(samples, model.signature().inputs.len());
    let responses = pollster::block_on(model.respond(&model.encode(&set)?, &model.encode_conditions(&[])))?;
    Ok(responses.members()[0].chunks(model.signature().outputs.len()).map(<[f32]>::to_vec).collect())
}

/// The model of a file in 32 bits, and what its file says.
pub fn opened(path: &Path) -> Result<(Model, Seen), Box<dyn Error>> {
    let device = pollster::block_on(Backend::Cpu.open())?;
    let network = read_network(fs::read(path)?, None)?;
    let seen = Seen::of(&network)?;
    let weights = network.parameters.clone();
    let made = pollster::block_on(make_model(&network, &answers(&seen), "fixture", &device))?;
    Ok((Model::new(made.manifest, &weights, &device)?, seen))
}

#[test]
fn files_of_other_programs_predict_what_these_do() -> Outcome {
    let mut operators = BTreeSet::new();
    let mut faults = Vec::new();
    let mut files = 0;
    for (listing, extension) in [("onnx.json", ".onnx"), ("keras-2.json", ""), ("keras-3.json", "")] {
        let expected: BTreeMap<String, Expected> = serde_json::from_slice(&fs::read(format!("{FOLDER}/{listing}"))?)?;
        for (name, expected) in expected {
            let file = format!("{name}{extension}");
            files += 1;
            let (model, seen) = match opened(&Path::new(FOLDER).join(&file)) {
                Ok(opened) => opened,
                Err(error) => {
                    faults.push(format!("{file}: {error}"));
                    continue;
                }
            };
            operators.extend(seen.operators.into_iter().map(|(operator, _)| operator));
            let rows = expected.sequences.iter().zip(&expected.numbers);
            let samples = rows.map(|(sequence, numbers)| sample(&model, sequence, numbers)).collect();
            let found = predictions(&model, samples)?;
            assert_eq!(found.len(), expected.outputs.len(), "{file}");
            let pairs = found.iter().flatten().zip(expected.outputs.iter().flatten());
            let worst = pairs.map(|(a, b)| (f64::from(*a) - b).abs() / b.abs().max(1.0)).fold(0.0_f64, f64::max);
            println!("{file}: {worst:.1e}");
            let counts = found.iter().zip(&expected.outputs).all(|(a, b)| a.len() == b.len());
            if !counts || worst.is_nan() || worst > NEAR {
                faults.push(format!("{file}: {found:?} where {:?} is expected", expected.outputs));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    println!("{files} files, operators: {operators:?}");
    assert!(files >= 31, "{files}");
    // What the list in docs/importing.md promises and no file here uses would be untested.
    let needed = [
        "Conv",
        "ConvTranspose",
        "BatchNormalization",
        "MaxPool",
        "AveragePool",
        "Relu",
        "LeakyRelu",
        "Elu",
        "Selu",
        "Gelu",
        "Sigmoid",
        "HardSigmoid",
        "Tanh",
        "Softplus",
        "Softsign",
        "Softmax",
        "Exp",
        "Log",
        "Sqrt",
        "Pow",
        "Clip",
        "Add",
        "Sub",
        "Mul",
        "Div",
        "MatMul",
        "Gemm",
        "Concat",
        "Slice",
        "Gather",
        "Pad",
        "Reshape",
        "Transpose",
        "ReduceMean",
        "ReduceSum",
        "ReduceMax",
        "ReduceMin",
        "LayerNormalization",
        "LSTM",
        "GRU",
        "Where",
        "Erf",
        "Abs",
        "Neg",
        "Max",
        "Min",
    ];
    let missing: Vec<_> = needed.iter().filter(|operator| !operators.contains(**operator)).collect();
    assert!(missing.is_empty(), "no file covers {missing:?}");
    Ok(())
}

#[derive(Deserialize)]
struct Reference {
    sequences: Vec<String>,
    further_inputs: Vec<Vec<f32>>,
    predictions: Vec<f64>,
    mutagenesis_of_the_first: Mutagenesis,
}

#[derive(Deserialize)]
struct Mutagenesis {
    positions: Vec<usize>,
    #[serde(rename = "delta[position][base]")]
    deltas: Vec<[f64; 4]>,
}

/// The published networks as their authors keep them: predictions and mutagenesis of a float64 port.
#[test]
fn published_networks_predict_what_their_references_say() -> Outcome {
    let Some(folder) = shared("data/published-weights") else { return Ok(()) };
    for name in ["xpresso-human", "xpresso-mouse", "deepatt-yeast", "plantcre-arabidopsis-leaf"] {
        let reference: Reference = serde_json::from_slice(&fs::read(folder.join(name).join("reference.json"))?)?;
        let (model, _) = opened(&folder.join(name).join("model.h5"))?;
        let near = |found: f32, expected: f64, what: &str| {
            let difference = (f64::from(found) - expected).abs();
            assert!(difference < NEAR, "{name}, {what}: {found} where {expected} is expected");
            difference
        };
        let mut worst = 0.0_f64;
        let numbers = |at: usize| &reference.further_inputs[at];
        let samples = reference.sequences.iter().enumerate().map(|(at, own)| sample(&model, own, numbers(at)));
        for (at, (found, expected)) in
            predictions(&model, samples.collect())?.iter().zip(&reference.predictions).enumerate()
        {
            worst = worst.max(near(found[0], *expected, &format!("sequence {at}")));
        }
        let first = reference.sequences[0].as_bytes();
        let mut changed = vec![sample(&model, &reference.sequences[0], numbers(0))];
        for position in &reference.mutagenesis_of_the_first.positions {
            for base in *b"ACGT" {
                let mut own = first.to_vec();
                own[*position] = base;
                changed.push(sample(&model, &String::from_utf8(own)?, numbers(0)));
            }
        }
        let found = predictions(&model, changed)?;
        let rows = found[1..].chunks(4).zip(&reference.mutagenesis_of_the_first.deltas);
        for (at, (found_row, deltas)) in rows.enumerate() {
            for (own, delta) in found_row.iter().zip(deltas) {
                worst = worst.max(near(own[0] - found[0][0], *delta, &format!("change {at}")));
            }
        }
        println!("{name}: {worst:.1e}");
    }
    Ok(())
}

/// A shipped model in 16 bits stays near its published weights.
#[test]
fn weights_are_kept_in_16_bits_only_where_predictions_stay() -> Outcome {
    let device = pollster::block_on(Backend::Cpu.open())?;
    for file in ["residual.onnx", "sequential-2.h5"] {
        let network = read_network(fs::read(Path::new(FOLDER).join(file))?, None)?;
        let answers = answers(&Seen::of(&network)?);
        let made = pollster::block_on(make_model(&network, &answers, "fixture", &device))?;
        let moved = made.moved.ok_or("16 bits hold these weights")?;
        assert_eq!(made.precision == Precision::Half, moved <= 1e-3, "{file}: {moved}");
        made.manifest.check_weights(&made.weights)?;
    }
    Ok(())
}

/// A Keras file of a chain of layers, in the order that `order` puts them.
fn chain(count: usize, order: impl Fn(&mut Vec<serde_json::Value>)) -> Result<Vec<u8>, Box<dyn Error>> {
    use serde_json::json;
    let mut layers = vec![
        json!({"class_name": "InputLayer", "name": "l0", "config": {"name": "l0", "batch_input_shape": [null, 20, 4]}, "inbound_nodes": []}),
    ];
    for at in 1..=count {
        // Each adds what the two before it give.
        let read = json!([[[format!("l{}", at - 1), 0, 0, {}], [format!("l{}", at.saturating_sub(2)), 0, 0, {}]]]);
        let name = format!("l{at}");
        layers.push(json!({"class_name": "Average", "name": name, "config": {"name": name}, "inbound_nodes": read}));
    }
    order(&mut layers);
    let config = json!({"class_name": "Functional", "config": {
        "layers": layers, "input_layers": [["l0", 0, 0]], "output_layers": [[format!("l{count}"), 0, 0]],
    }});
    let mut file = hdf5_pure::FileBuilder::new();
    file.set_attr("model_config", hdf5_pure::AttrValue::String(config.to_string()));
    file.set_attr("keras_version", hdf5_pure::AttrValue::String("2.10.0".into()));
    Ok(file.finish()?)
}

#[test]
fn layers_may_stand_in_any_order() -> Outcome {
    let sorted = read_network(chain(4000, |_| {})?, None)?;
    assert!(sorted.graph.nodes.len() >= 4000, "{}", sorted.graph.nodes.len());
    let reversed = read_network(chain(4000, |layers| layers.reverse())?, None)?;
    assert_eq!(reversed.graph, sorted.graph);
    let mixed = read_network(chain(4000, |layers| layers.sort_by_key(|layer| layer["name"].to_string()))?, None)?;
    assert_eq!(mixed.graph, sorted.graph);
    Ok(())
}
