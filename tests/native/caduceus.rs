//! Caduceus against PyTorch (`tests/fixtures/caduceus.py` made the answers, in 64 bits), both strands against each other,
//! and the ways through the positions against the one that defines them.

use crate::numbers::{largest, numbers, values as values_of};
use burn::tensor::Device;
use cisight::architecture::{Array, Caduceus, CaduceusConfig, Parameters, Scan};
use cisight::backend::Backend;
use cisight::model::read_safetensors;
use cisight::sequence::reverse_complement;
use proptest::prelude::*;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};

type Failure = Box<dyn std::error::Error>;

/// What the project promises.
const TOLERANCE: f32 = 1e-4;

struct Fixture {
    json: Value,
    weights: Parameters,
}

impl Fixture {
    fn read(name: &str) -> Result<Self, Failure> {
        let read = |ending: &str| std::fs::read(format!("tests/fixtures/caduceus-{name}.{ending}"));
        let json = serde_json::from_slice(&read("json")?)?;
        let weights = read_safetensors(&read("safetensors")?)?.with_prefix("caduceus.backbone.");
        Ok(Self { json, weights })
    }

    fn network(&self, device: &Device) -> Result<Caduceus, Failure> {
        Ok(Caduceus::new(CaduceusConfig::from_json(&self.json["config"])?, self.weights.clone(), device)?)
    }

    /// Each sequence with its hidden states, row-major.
    fn answers(&self) -> impl Iterator<Item = (&str, Vec<f32>)> {
        let list = |name: &str| self.json[name].as_array().map_or(&[][..], Vec::as_slice);
        let rows = |rows: &Value| rows.as_array().map_or(&[][..], Vec::as_slice).iter().flat_map(numbers).collect();
        list("sequences").iter().map(|own| own.as_str().unwrap_or_default()).zip(list("hidden_states").iter().map(rows))
    }
}

fn values(network: &Caduceus, sequence: &[u8]) -> Vec<f32> {
    values_of(network.hidden_states(&[sequence]))
}

fn parity(device: &Device, scans: &[Option<Scan>]) -> Result<(), Failure> {
    let mut compared = 0;
    for name in ["fused", "plain"] {
        let fixture = Fixture::read(name)?;
        for scan in scans {
            let network = fixture.network(device)?;
            let network = if let Some(scan) = scan { network.with_scan(*scan) } else { network };
            for (sequence, expected) in fixture.answers() {
                let off = largest(&values(&network, sequence.as_bytes()), &expected);
                println!("{name}, {scan:?}, {} bases: {off:.1e}", sequence.len());
                assert!(off < TOLERANCE, "{name}, {scan:?}, {} bases: {off}", sequence.len());
                compared += expected.len();
            }
        }
    }
    // 105 and 54 bases of 40 numbers each.
    assert_eq!(compared, (105 + 54) * 40 * scans.len());
    Ok(())
}

#[test]
fn hidden_states_are_those_of_pytorch() -> Result<(), Failure> {
    parity(&Device::flex(), &[None, Some(Scan::Steps), Some(Scan::Chunks(16)), Some(Scan::Chunks(1000))])
}

#[test]
fn hidden_states_on_a_graphics_device_are_those_of_pytorch() -> Result<(), Failure> {
    match pollster::block_on(Backend::WebGpu.open()) {
        Ok(device) => parity(&device, &[None]),
        Err(error) => {
            println!("skipped: {error}");
            Ok(())
        }
    }
}

/// The two kinds of norms make networks of their own: neither fixture could be mistaken for the other.
#[test]
fn crosswise_norms_make_another_network() -> Result<(), Failure> {
    let fixture = Fixture::read("fused")?;
    let mut other = Parameters::default();
    for (name, array) in fixture.weights.iter() {
        let name = if let Some(begin) = name.strip_suffix("norm.weight") {
            format!("{begin}norm.submodule.weight")
        } else if name == "norm_f.weight" {
            "norm_f.submodule.weight".to_owned()
        } else {
            name.clone()
        };
        other.insert(name, array.clone());
    }
    let config = CaduceusConfig { fused_add_norm: false, ..CaduceusConfig::from_json(&fixture.json["config"])? };
    let network = Caduceus::new(config, other, &Device::flex())?;
    let (sequence, expected) = fixture.answers().next().ok_or("no sequence")?;
    assert!(largest(&values(&network, sequence.as_bytes()), &expected) > 0.1);
    Ok(())
}

/// A network of random weights, of whatever shape.
fn random(fused: bool, layers: usize, [width, state, convolution]: [usize; 3], seed: u64) -> Caduceus {
    let complements = json!({ "3": 6, "4": 5, "5": 4, "6": 3 });
    let json = json!({
        "d_model": width, "n_layer": layers, "vocab_size": 8, "complement_map": complements, "rcps": true,
        "fused_add_norm": fused, "ssm_cfg": { "d_state": state, "d_conv": convolution, "expand": 2, "dt_rank": 2 },
    });
    let config = CaduceusConfig::from_json(&json).expect("a configuration");
    let mut random = StdRng::seed_from_u64(seed);
    let mut weights = Parameters::default();
    let mut add = |name: String, shape: &[usize], middle: f32, spread: f32| {
        let count: usize = shape.iter().product();
        let values = (0..count).map(|_| middle + spread * random.random_range(-1.0..1.0)).collect();
        weights.insert(name, Array { shape: shape.to_vec(), values });
    };
    let (inner, wrapper) = (2 * width, if fused { "" } else { ".submodule" });
    add("embeddings.word_embeddings.embedding.weight".into(), &[8, width], 0.0, 1.0);
    for layer in 0..layers {
        add(format!("layers.{layer}.norm{wrapper}.weight"), &[width], 1.0, 0.5);
        let mixer = format!("layers.{layer}.mixer.submodule.");
        add(format!("{mixer}mamba_fwd.in_proj.weight"), &[2 * inner, width], 0.0, 0.6);
        add(format!("{mixer}mamba_fwd.out_proj.weight"), &[width, inner], 0.0, 0.4);
        for direction in ["mamba_fwd", "mamba_rev"] {
            let own = format!("{mixer}{direction}.");
            add(format!("{own}A_log"), &[inner, state], 0.5, 2.0);
            add(format!("{own}D"), &[inner], 1.0, 0.5);
            add(format!("{own}conv1d.weight"), &[inner, 1, convolution], 0.0, 0.7);
            add(format!("{own}conv1d.bias"), &[inner], 0.0, 0.3);
            add(format!("{own}x_proj.weight"), &[2 + 2 * state, inner], 0.0, 0.5);
            add(format!("{own}dt_proj.weight"), &[inner, 2], 0.0, 1.0);
            add(format!("{own}dt_proj.bias"), &[inner], -2.0, 2.0);
        }
    }
    add(format!("norm_f{wrapper}.weight"), &[width], 1.0, 0.5);
    Caduceus::new(config, weights, &Device::flex()).expect("weights that fit")
}

fn shapes() -> impl Strategy<Value = (bool, usize, [usize; 3], u64)> {
    (any::<bool>(), 1..4_usize, (1..12_usize, 1..18_usize, 1..6_usize).prop_map(<[usize; 3]>::from), any::<u64>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// The other strand's hidden states are the same numbers from the other end, channels in reverse.
    #[test]
    fn both_strands_are_read_alike(shape in shapes(), sequence in "[ACGTN]{1,60}") {
        let (fused, layers, sizes, seed) = shape;
        let network = random(fused, layers, sizes, seed);
        let own = values(&network, sequence.as_bytes());
        let mut other = values(&network, &reverse_complement(sequence.as_bytes()));
        other.reverse();
        prop_assert!(largest(&own, &other) < TOLERANCE);
        // And their mean is the same numbers from the other end.
        let mean = |bases: &[u8]| values_of(network.mean_of_strands(&[bases]));
        let (own, other) = (mean(sequence.as_bytes()), mean(&reverse_complement(sequence.as_bytes())));
        let rows: Vec<f32> = other.chunks(sizes[0]).rev().flatten().copied().collect();
        prop_assert!(largest(&own, &rows) < TOLERANCE);
    }

    /// The ways through the positions give the same numbers, and a sequence the same in any company.
    #[test]
    fn every_scan_is_the_one_step_by_step(shape in shapes(), chunk in 1..40_usize, sequence in "[ACGTN]{1,60}") {
        let (fused, layers, sizes, seed) = shape;
        let network = || random(fused, layers, sizes, seed);
        let expected = values(&network().with_scan(Scan::Steps), sequence.as_bytes());
        for scan in [Scan::Fused, Scan::Chunks(chunk)] {
            let network = network().with_scan(scan);
            let off = largest(&values(&network, sequence.as_bytes()), &expected);
            prop_assert!(off < TOLERANCE, "{scan:?}: {off}");
            let other = reverse_complement(sequence.as_bytes());
            let together = network.hidden_states(&[&other, sequence.as_bytes()]).narrow(0, 1, 1);
            prop_assert!(largest(&values_of(together), &expected) < TOLERANCE);
        }
    }
}

/// A configuration of another kind of network is refused in a sentence.
#[test]
fn other_kinds_of_caduceus_are_refused() -> Result<(), Failure> {
    let config = Fixture::read("fused")?.json["config"].clone();
    let cases = [
        (json!({ "rcps": false }), "\"rcps\" has to be true; other kinds"),
        (json!({ "bidirectional_strategy": "ew_multiply" }), "\"bidirectional_strategy\" has to be \"add\""),
        (json!({ "bidirectional_weight_tie": false }), "\"bidirectional_weight_tie\" has to be true"),
        (json!({ "rms_norm": false }), "\"rms_norm\" has to be true"),
        (json!({ "d_model": 0 }), "\"d_model\" has to lie between 1 and 8192"),
        (json!({ "norm_epsilon": -1 }), "\"norm_epsilon\" has to lie between 0 and 1"),
        (json!({ "ssm_cfg": { "dt_rank": "some" } }), "\"dt_rank\" has to be \"auto\" or a number"),
        (json!({ "complement_map": { "3": 6 } }), "name pairs of tokens"),
        (json!({ "complement_map": {} }), "pair four tokens in a row"),
        (json!({ "tokens": [3, 4, 5, 6, 9] }), "have to be complements"),
        (json!({ "n_layer": "three" }), "invalid type"),
    ];
    for (change, expected) in cases {
        let mut json = config.clone();
        for (name, value) in change.as_object().ok_or("no change")? {
            json[name] = value.clone();
        }
        let error = CaduceusConfig::from_json(&json).map(|_| ()).map_err(|error| error.to_string());
        assert!(error.as_ref().is_err_and(|text| text.contains(expected)), "{change}: {error:?}");
    }
    Ok(())
}

/// What the authors' configuration says nothing of has their default.
#[test]
fn the_configuration_of_plantcaduceus_is_read() -> Result<(), Failure> {
    let complements = json!({ "0": 0, "1": 1, "2": 2, "3": 6, "4": 5, "5": 4, "6": 3, "7": 7 });
    let json = json!({ "d_model": 384, "n_layer": 20, "vocab_size": 8, "complement_map": complements, "rcps": true });
    let config = CaduceusConfig::from_json(&json)?;
    assert_eq!((config.dt_rank(), config.vocabulary(), config.letters()), (24, 8, Some([3, 4, 5, 6, 2])));
    assert!(config.fused_add_norm);
    Ok(())
}
