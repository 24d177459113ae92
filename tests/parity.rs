//! FUN-PROSE against PyTorch's own answers, on every backend of the build. What the reference values are: `tests/fixtures/README.md`.

use std::path::{Path, PathBuf};

use burn::tensor::Device;
use cisight::architecture::{Activation, FunProse, FunProseConfig, Mutant, Network, build};
use cisight::backend::Backend;
use cisight::model::read_checkpoint;
use cisight::sequence::{Alphabet, Window};
use serde_json::Value;

type Failure = Box<dyn std::error::Error>;

/// What the project promises; PyTorch answered in 64 bits.
const TOLERANCE: f32 = 1e-4;

fn numbers(json: &Value) -> Vec<f32> {
    json.as_array().into_iter().flatten().filter_map(Value::as_f64).map(|number| number as f32).collect()
}

fn largest_error(folder: &Path, name: &str, checkpoint: &str, device: &Device) -> Result<f32, Failure> {
    let json: Value = serde_json::from_slice(&std::fs::read(folder.join(format!("{name}.json")))?)?;
    let weights = read_checkpoint(&folder.join(format!("{name}.{checkpoint}")))?;
    let network = build(FunProse::NAME, &json["config"], weights, device)?;
    let window = network.declaration().window;
    let alphabet = Alphabet::parse("ACGNT")?;
    let sequences: Vec<&str> = json["sequences"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let vectors: Vec<f32> = json["tf_vectors"].as_array().into_iter().flatten().flat_map(numbers).collect();
    let expected: Vec<f32> =
        json["predictions[sequence][condition]"].as_array().into_iter().flatten().flat_map(numbers).collect();
    let conditions = network.encode_conditions(&vectors);
    let mut responses = Vec::new();
    // Two at a time, as the page does it on WebGPU.
    for pair in sequences.chunks(2) {
        let windows: Vec<Window> =
            pair.iter().map(|bases| Window::from_bases(bases.as_bytes(), window, &alphabet)).collect();
        let answer = network.respond(&network.encode_promoters(&windows), &conditions).into_data();
        responses.extend(answer.iter::<f32>());
    }
    assert_eq!((responses.len(), expected.is_empty()), (expected.len(), false));
    Ok(responses.iter().zip(&expected).map(|(ours, theirs)| (ours - theirs).abs()).fold(0.0, f32::max))
}

fn check(backend: Backend) -> Result<(), Failure> {
    let own = PathBuf::from("tests/fixtures");
    let device = pollster::block_on(backend.open())?;
    let mut cases = vec![(own.clone(), "fun-prose-tiny", "safetensors"), (own, "fun-prose-tiny", "pt")];
    let shared = PathBuf::from("../shared/fixtures");
    if shared.is_dir() {
        cases.extend(["safetensors", "pt"].map(|checkpoint| (shared.clone(), "fun-prose-full", checkpoint)));
    } else {
        eprintln!("the full-size fixtures are not here; only the tiny ones are checked");
    }
    for (folder, name, checkpoint) in cases {
        let error = largest_error(&folder, name, checkpoint, &device)?;
        println!("{} {name}.{checkpoint}: largest error {error:.1e}", backend.name());
        assert!(error < TOLERANCE, "{name}.{checkpoint} on {}: {error}", backend.name());
    }
    Ok(())
}

/// The largest difference between mutants that are encoded by what they change and mutants that are encoded whole.
#[test]
fn mutants_are_what_whole_encoding_gives() -> Result<(), Failure> {
    let device = pollster::block_on(Backend::Cpu.open())?;
    let config = |conv1_ksize, pool1, conv2_ksize, pool2| FunProseConfig {
        seq_length: 97,
        num_tfs: 3,
        conv1_knum: 6,
        conv1_ksize,
        pool1,
        conv2_knum: 5,
        conv2_ksize,
        pool2,
        xt_hidden: 4,
        conv_activation: Activation::Relu,
        fc_activation: Activation::Elu,
    };
    let alphabet = Alphabet::parse("ACGNT")?;
    let mut state = 7_u32;
    let mut draw = |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) % below
    };
    for shape in [(9, 5, 5, 4), (15, 7, 9, 3), (3, 10, 13, 2), (1, 4, 1, 5), (21, 3, 3, 8)] {
        let network = FunProse::init(config(shape.0, shape.1, shape.2, shape.3), &device);
        let bases: Vec<u8> = (0..90).map(|_| b"ACGTN"[draw(5) as usize]).collect();
        let window = Window::from_bases(&bases, 97, &alphabet);
        let mutants: Vec<Mutant> =
            (7..97).map(|position| Mutant { position, code: [0, 1, 2, 4][draw(4) as usize] }).collect();
        let whole: Vec<Window> = mutants.iter().map(|mutant| window.with_code(mutant.position, mutant.code)).collect();
        let whole: Vec<f32> = network.encode_promoters(&whole).0.into_data().iter().collect();
        let fast: Vec<f32> = network.encode_mutants(&window, &mutants).0.into_data().iter().collect();
        let error = whole.iter().zip(&fast).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        assert!(whole.len() == fast.len() && error < 1e-5, "{shape:?}: {error}");
    }
    Ok(())
}

#[test]
fn flex_answers_as_pytorch_does() -> Result<(), Failure> {
    check(Backend::Cpu)
}

#[test]
fn wgpu_answers_as_pytorch_does() -> Result<(), Failure> {
    check(Backend::WebGpu)
}
