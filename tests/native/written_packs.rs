//! Packs that `cisight export-czpack` writes, read as packs again: they answer as the models that they were made of.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use burn::tensor::Device;
use cisight::backend::Backend;
use cisight::export::{czpack, to_scan};
use cisight::foreign::{Answers, Pack, Seen, make_model, read_network};
use cisight::model::{Checkpoint, Import, Model, import, open_model};
use cisight::sample::{Part, Sample, SampleSet};
use cisight::schema::{InputSpec, Scale};
use cisight::sequence::{Alphabet, Window};
use serde_json::{Value, json};

use crate::foreign::{Expected, FOLDER, answers, sample};

type Failure = Box<dyn Error>;
type Outcome = Result<(), Failure>;

fn device() -> Result<Device, Failure> {
    Ok(pollster::block_on(Backend::Cpu.open())?)
}

/// The model of the pack of a model, and the bases on either side of the one that it answers.
fn read_again(model: &Model) -> Result<(Model, usize), Failure> {
    let scan = to_scan(model)?;
    let pack = czpack(model.manifest(), &scan, "network.onnx", "sacCer3").to_string();
    let packed = Pack::parse(pack.as_bytes())?.network(&scan.onnx, None)?;
    assert_eq!(packed.left_out, 0);
    let answers = Answers { scale: packed.answers.scale.or(Some(Scale::Linear)), ..packed.answers };
    let made = pollster::block_on(make_model(&packed.network, &answers, "again", &device()?))?;
    Ok((Model::new(made.manifest, &packed.network.parameters, &device()?)?, scan.flank))
}

/// The mean of the members' answers, all outputs of every sample.
fn means(model: &Model, samples: Vec<Sample>) -> Result<Vec<f32>, Failure> {
    let set = SampleSet::new(samples, model.signature().inputs.len());
    let responses = pollster::block_on(model.respond(&model.encode(&set)?, &model.encode_conditions(&[])))?;
    let count = responses.members()[0].len();
    Ok((0..count).map(|at| responses.summary(at).0).collect())
}

/// The largest difference between what both say of the same places.
fn apart(model: &Model) -> Result<f32, Failure> {
    let (again, flank) = read_again(model)?;
    let [own, other] = [model, &again].map(|model| model.signature().outputs.len());
    assert_eq!(own, other);
    let bases = model.sequence()?.clone();
    let anchor = bases.window - bases.downstream.max(1);
    assert_eq!(again.sequence()?.window, 2 * flank + 1);
    let mut state = 7_u64;
    let mut base = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        b"ACGT"[(state >> 60) as usize % 4]
    };
    let (mut given, mut expected) = (Vec::new(), Vec::new());
    for _ in 0..2 {
        let fetched: Vec<u8> = (0..=2 * flank).map(|_| base()).collect();
        let window = Window::from_bases(&fetched, fetched.len(), &Alphabet::ACGT);
        given.push(Sample { name: String::new(), parts: vec![Part::Bases(window)] });
        let own = &fetched[flank - anchor..][..bases.window];
        let defaults = model.signature().inputs.iter().find_map(|input| match input {
            InputSpec::Numbers(own) => Some(own.numbers.iter().map(|own| own.default).collect()),
            _ => None,
        });
        expected.push(sample(model, std::str::from_utf8(own)?, &defaults.unwrap_or_else(Vec::new)));
    }
    let [given, expected] = [means(&again, given)?, means(model, expected)?];
    assert!(expected.iter().any(|own| (own - expected[0]).abs() > 1e-6), "these places tell nothing apart");
    Ok(given.iter().zip(&expected).map(|(a, b)| (a - b).abs() / b.abs().max(1.0)).fold(0.0, f32::max))
}

/// Every network of operators among the fixtures, with the anchor behind its window and within it, and with numbers
/// that the pack takes as they are where nothing is known.
#[test]
fn graphs_answer_the_same_as_packs() -> Outcome {
    let mut faults = Vec::new();
    let mut files = 0;
    for (listing, extension) in [("onnx.json", ".onnx"), ("keras-2.json", ""), ("keras-3.json", "")] {
        let known: BTreeMap<String, Expected> = serde_json::from_slice(&fs::read(format!("{FOLDER}/{listing}"))?)?;
        for name in known.keys() {
            let network = read_network(fs::read(Path::new(FOLDER).join(format!("{name}{extension}")))?, None)?;
            let mut said = answers(&Seen::of(&network)?);
            said.downstream = if files % 2 == 0 { 0 } else { 15 };
            let numbers = said.numbers.values_mut().flatten().enumerate();
            numbers.for_each(|(at, own)| own.default = Some(0.25 * at as f32 - 0.4));
            let made = pollster::block_on(make_model(&network, &said, "fixture", &device()?))?;
            let model = Model::new(made.manifest, &network.parameters, &device()?)?;
            match apart(&model) {
                Ok(found) if found < 1e-4 => {}
                Ok(found) => faults.push(format!("{name}: {found:.1e} apart")),
                Err(error) => faults.push(format!("{name}: {error}")),
            }
            files += 1;
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(files >= 31, "{files}");
    Ok(())
}

/// Networks of towers: a shipped ensemble of both strands' means, and one with numbers that may be absent.
#[test]
fn towers_answer_the_same_as_packs() -> Outcome {
    let mut config: Value = serde_json::from_slice(&fs::read("tests/fixtures/joint-numbers.json")?)?;
    config["inputs"][1]["optional"] = json!(true);
    let checkpoint = Checkpoint::parse(fs::read("tests/fixtures/joint-numbers.safetensors")?)?;
    let made = import(
        Import {
            architecture: "joint",
            config: config.to_string().as_bytes(),
            tfs: None,
            checkpoint: &checkpoint,
            id: "numbers",
            title: "numbers",
        },
        &device()?,
    )?;
    let manifest = serde_json::to_vec(&made.manifest)?;
    for model in [Model::load(&manifest, &made.weights, &device()?)?, open_model("plant-core-promoters", &device()?)?] {
        let found = apart(&model)?;
        assert!(found < 1e-4, "{}: {found:.1e} apart", model.manifest().id);
    }
    Ok(())
}
