//! Regulon networks: answers, named contributions and mutants against `tests/fixtures/regulons.py`, which
//! goes site by site in 64 bits; edits against whole windows; a TF that is taken out against its term.

use crate::numbers::{largest, numbers, values};
use burn::tensor::Device;
use cisight::architecture::{Edit, Features, Network, TfChange, build};
use cisight::backend::Backend;
use cisight::model::read_safetensors;
use cisight::sequence::{Alphabet, PADDING, Window};
use proptest::prelude::*;
use serde_json::Value;

type Failure = Box<dyn std::error::Error>;

/// What the project promises.
const TOLERANCE: f32 = 1e-4;

/// What an edit may differ by from the whole window's answer.
const ROUNDING: f32 = 2e-6;

pub struct Fixture {
    json: Value,
    pub network: Box<dyn Network>,
}

impl Fixture {
    pub fn read(device: &Device) -> Result<Self, Failure> {
        let json: Value = serde_json::from_slice(&std::fs::read("tests/fixtures/regulons-tiny.json")?)?;
        let weights = read_safetensors(&std::fs::read("tests/fixtures/regulons-tiny.safetensors")?)?;
        let network = build("regulons", &json["config"], weights, device)?;
        Ok(Self { json, network })
    }

    /// The hyperparameters.
    pub fn config(&self) -> &Value {
        &self.json["config"]
    }

    fn windows(&self) -> Vec<Window> {
        let texts = self.json["sequences"].as_array().into_iter().flatten().filter_map(Value::as_str);
        texts.map(|bases| Window::from_bases(bases.as_bytes(), 60, &Alphabet::ACGT)).collect()
    }

    pub fn levels(&self) -> Vec<f32> {
        numbers(&self.json["tf_vectors"])
    }

    fn respond(&self, samples: Features, levels: &[f32]) -> Vec<f32> {
        values(self.network.respond(&[samples], &self.network.encode_conditions(levels)))
    }
}

fn check(backend: Backend) -> Result<(), Failure> {
    let fixture = Fixture::read(&pollster::block_on(backend.open())?)?;
    let network = fixture.network.as_ref();
    let samples = network.encode_windows(&fixture.windows())?;
    let levels = fixture.levels();
    let found = fixture.respond(samples.clone(), &levels);
    let whole = largest(&found, &numbers(&fixture.json["predictions[sequence][condition]"]));

    let reader = network.features().ok_or("no features")?;
    assert_eq!(reader.names(), ["A/C", "B", "D", "(all promoters)"]);
    let terms = reader.terms(&[samples], &network.encode_conditions(&levels));
    let contributions = values(terms.values.unsqueeze_dim::<3>(1) * terms.weights);
    let named = largest(&contributions, &numbers(&fixture.json["contributions[sequence][condition][feature]"]));
    let sums: Vec<f32> = contributions.chunks(4).map(|own| own.iter().sum()).collect();
    let additive = largest(&sums, &found);

    let edits: Vec<Edit> = (0..60).flat_map(|at| (0..4).map(move |code| Edit::single(at, code))).collect();
    let window = &fixture.windows()[0];
    let mutants = fixture.respond(network.encode_edits(0, window, &edits)?, &levels[4..8]);
    let standing = fixture.respond(network.encode_windows(std::slice::from_ref(window))?, &levels[4..8])[0];
    let deltas: Vec<f32> = mutants.iter().map(|mutant| mutant - standing).collect();
    let mutant = largest(&deltas, &numbers(&fixture.json["ism"]["delta[position][base]"]));
    println!(
        "{}: responses {whole:.1e}, contributions {named:.1e} (sum {additive:.1e}), mutants {mutant:.1e}",
        backend.name()
    );
    assert!(whole < TOLERANCE && named < TOLERANCE && additive < TOLERANCE && mutant < TOLERANCE);
    Ok(())
}

#[test]
fn flex_answers_as_the_description_says() -> Result<(), Failure> {
    check(Backend::Cpu)
}

#[test]
fn wgpu_answers_as_the_description_says() -> Result<(), Failure> {
    check(Backend::WebGpu)
}

#[test]
fn a_tf_that_is_taken_out_takes_its_term_along() -> Result<(), Failure> {
    let fixture = Fixture::read(&pollster::block_on(Backend::Cpu.open())?)?;
    let regulators = fixture.network.regulators().ok_or("no regulators")?;
    assert_eq!([0, 1, 2, 3].map(|tf| regulators.has_terms(tf)), [true, true, true, false]);
    let samples = fixture.network.encode_windows(&fixture.windows())?;
    let levels = &fixture.levels()[..4];
    let contributions = numbers(&fixture.json["contributions[sequence][condition][feature]"]);
    let term = |sample: usize, family: usize| contributions[sample * 3 * 4 + family];
    // 0 and 1 are of one family, so that taking out either, or both, is the same.
    let changes = [
        vec![(0, TfChange::Removed)],
        vec![(1, TfChange::Removed)],
        vec![(0, TfChange::Removed), (1, TfChange::Removed)],
        vec![(2, TfChange::Removed)],
        vec![(2, TfChange::Scaled(-1.0))],
        vec![(3, TfChange::Removed), (3, TfChange::Scaled(2.0))],
        vec![(2, TfChange::Scaled(1.0))],
        vec![(2, TfChange::Scaled(3.0))],
    ];
    let whole = fixture.respond(samples.clone(), levels);
    let changed = values(fixture.network.respond(&[samples], &regulators.encode_changed(levels, &changes)));
    for (sample, changed) in changed.chunks(changes.len()).enumerate() {
        let effects: Vec<f32> = changed.iter().map(|response| response - whole[sample]).collect();
        let (first, second) = (-term(sample, 0), -term(sample, 1));
        assert!(largest(&effects[..6], &[first, first, first, second, second / 2.0, 0.0]) < TOLERANCE);
        assert!(effects[6] >= 0.0 && (effects[7] - 3.0 * effects[6]).abs() < TOLERANCE, "raised: {effects:?}");
    }
    Ok(())
}

#[test]
fn a_configuration_that_contradicts_itself_is_refused() -> Result<(), Failure> {
    let fixture = Fixture::read(&pollster::block_on(Backend::Cpu.open())?)?;
    let cases = [
        ("/bins", Value::from(7), "7 bins do not divide a window of 60 bases"),
        ("/motifs/1/family", Value::from(9), "motif M2 belongs to family 9 of 3"),
        ("/motifs/1/tfs/0", Value::from(4), "motif M2 belongs to TF 4 of 4"),
        ("/motifs/0/width", Value::from(61), "motif M1 has 61 bases, but has to have between 1 and 60"),
        ("/motifs/3/family", Value::from(1), "the family \"D\" has no motif"),
        ("/thresholds/0", Value::from(1.5), "thresholds have to lie between 0 and 1"),
        ("/state", Value::from(0), "state is 0, but has to lie between 1 and 16384"),
        (
            "/motifs/1/width",
            Value::from(6),
            "\"motifs.matrices\" has the shape [22, 4] where the configuration asks for [21, 4]",
        ),
    ];
    for (pointer, value, reason) in cases {
        let mut config = fixture.json["config"].clone();
        *config.pointer_mut(pointer).ok_or(pointer)? = value;
        let weights = fixture.network.parameters();
        let refused = build("regulons", &config, weights, &fixture.network.device());
        let message = refused.err().ok_or(pointer)?.to_string();
        assert!(message.ends_with(reason), "{pointer}: {message}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn edits_are_whole_windows(
        codes in prop::collection::vec(prop_oneof![20 => 0_u8..4, 1 => Just(PADDING)], 60),
        edits in prop::collection::vec((0_usize..64, 0_usize..30, prop::collection::vec(0_u8..4, 0..30), 0_u8..3), 1..8),
    ) {
        let fixture = Fixture::read(&pollster::block_on(Backend::Cpu.open()).unwrap()).unwrap();
        let window = Window::from_codes(codes);
        let edits: Vec<Edit> = edits
            .into_iter()
            .map(|(position, length, codes, kind)| match kind {
                0 => Edit::substitution(position, codes),
                1 => Edit::insertion(position, codes),
                _ => Edit::deletion(position, length),
            })
            .collect();
        let levels = fixture.levels();
        let fast = fixture.respond(fixture.network.encode_edits(0, &window, &edits).unwrap(), &levels);
        let whole: Vec<Window> = edits.iter().map(|edit| edit.apply(&window)).collect();
        let plain = fixture.respond(fixture.network.encode_windows(&whole).unwrap(), &levels);
        for (fast, plain) in fast.iter().zip(&plain) {
            prop_assert!((fast - plain).abs() <= ROUNDING * plain.abs().max(1.0), "{fast} is not {plain}");
        }
    }
}
