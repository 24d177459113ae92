//! Published networks against PyTorch's own answers, on every backend of the build. What the reference values
//! are: `tests/fixtures/README.md`.

use std::path::{Path, PathBuf};

use burn::tensor::Device;
use cisight::architecture::{Edit, Network};
use cisight::backend::Backend;
use cisight::model::{Checkpoint, fit};
use cisight::sequence::Window;
use serde_json::Value;

use crate::numbers::numbers;
use crate::shared::shared;

type Failure = Box<dyn std::error::Error>;

/// What the project promises; PyTorch answered in 64 bits.
const TOLERANCE: f32 = 1e-4;

/// A fixture's network: its name begins with the architecture's.
fn network(folder: &Path, name: &str, checkpoint: &str, device: &Device) -> Result<(Value, Box<dyn Network>), Failure> {
    let json: Value = serde_json::from_slice(&std::fs::read(folder.join(format!("{name}.json")))?)?;
    let weights = Checkpoint::parse(std::fs::read(folder.join(format!("{name}.{checkpoint}")))?)?;
    let (architecture, _) = name.rsplit_once('-').ok_or("no architecture")?;
    let network = fit(&weights, architecture, &json["config"], device)?.network;
    Ok((json, network))
}

fn largest_error(folder: &Path, name: &str, checkpoint: &str, device: &Device) -> Result<f32, Failure> {
    let (json, network) = network(folder, name, checkpoint, device)?;
    let (window, alphabet) = network.declaration().sequence().ok_or("no sequence")?;
    let sequences: Vec<&str> = json["sequences"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let vectors: Vec<f32> = json["tf_vectors"].as_array().into_iter().flatten().flat_map(numbers).collect();
    let expected: Vec<f32> = match json["predictions[sequence][condition]"].as_array() {
        Some(rows) => rows.iter().flat_map(numbers).collect(),
        None => numbers(&json["predictions"]),
    };
    let conditions = network.encode_conditions(&vectors);
    let mut responses = Vec::new();
    // Two at a time, as the page does it on WebGPU.
    for pair in sequences.chunks(2) {
        let windows: Vec<Window> =
            pair.iter().map(|bases| Window::from_bases(bases.as_bytes(), window, alphabet)).collect();
        let answer = network.respond(&[network.encode_windows(&windows)?], &conditions).into_data();
        responses.extend(answer.iter::<f32>());
    }
    assert_eq!((responses.len(), expected.is_empty()), (expected.len(), false));
    Ok(responses.iter().zip(&expected).map(|(ours, theirs)| (ours - theirs).abs()).fold(0.0, f32::max))
}

fn check(backend: Backend) -> Result<(), Failure> {
    let own = PathBuf::from("tests/fixtures");
    let device = pollster::block_on(backend.open())?;
    let both = |folder: &PathBuf, name| ["safetensors", "pt"].map(|checkpoint| (folder.clone(), name, checkpoint));
    let mut cases = [both(&own, "fun-prose-tiny"), both(&own, "camformer-tiny")].concat();
    if let Some(folder) = shared("fixtures") {
        cases.extend([both(&folder, "fun-prose-full"), both(&folder, "camformer-mini")].concat());
    }
    for (folder, name, checkpoint) in cases {
        let error = largest_error(&folder, name, checkpoint, &device)?;
        println!("{} {name}.{checkpoint}: largest error {error:.1e}", backend.name());
        assert!(error < TOLERANCE, "{name}.{checkpoint} on {}: {error}", backend.name());
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

/// PyTorch's own in-silico mutagenesis, mutant by mutant through the whole network, against the path that
/// computes what a change reaches.
fn largest_mutant_error(folder: &Path, name: &str, device: &Device) -> Result<f32, Failure> {
    let (json, network) = network(folder, name, "pt", device)?;
    let (length, alphabet) = network.declaration().sequence().ok_or("no sequence")?;
    let scan = &json["ism"];
    let index = |field: &str| scan[field].as_u64().map_or(0, |index| index as usize);
    let bases = json["sequences"][index("sequence")].as_str().ok_or("no sequence")?;
    let window = Window::from_bases(bases.as_bytes(), length, alphabet);
    let conditions = network.encode_conditions(&numbers(&json["tf_vectors"][index("condition")]));
    let codes = alphabet.base_codes();
    let (mut variants, mut expected) = (Vec::new(), Vec::new());
    // A short window's scan has every position and does not list them.
    let listed = scan["positions"].as_array().map(|positions| positions.iter().filter_map(Value::as_u64).collect());
    let positions: Vec<u64> = listed.unwrap_or_else(|| (0..window.codes().len() as u64).collect());
    for (position, deltas) in positions.into_iter().zip(scan["delta[position][base]"].as_array().into_iter().flatten())
    {
        let position = position as usize;
        for (code, delta) in codes.into_iter().zip(numbers(deltas)) {
            variants.push(Edit::single(position, code));
            expected.push(delta);
        }
    }
    let respond = |features| network.respond(&[features], &conditions).into_data().iter::<f32>().collect::<Vec<f32>>();
    let standing = respond(network.encode_windows(std::slice::from_ref(&window))?)[0];
    let found = respond(network.encode_edits(0, &window, &variants)?);
    assert_eq!((found.len(), expected.is_empty()), (expected.len(), false));
    Ok(found.iter().zip(&expected).map(|(found, delta)| (found - standing - delta).abs()).fold(0.0, f32::max))
}

#[test]
fn fast_mutants_are_pytorchs() -> Result<(), Failure> {
    let device = pollster::block_on(Backend::Cpu.open())?;
    let own = ["fun-prose-tiny", "camformer-tiny"].map(|name| (PathBuf::from("tests/fixtures"), name));
    let full = shared("fixtures").map(|folder| ["fun-prose-full", "camformer-mini"].map(|name| (folder.clone(), name)));
    for (folder, name) in own.into_iter().chain(full.into_iter().flatten()) {
        let error = largest_mutant_error(&folder, name, &device)?;
        println!("{name}: largest error of a mutant {error:.1e}");
        assert!(error < TOLERANCE, "{name}: {error}");
    }
    Ok(())
}
