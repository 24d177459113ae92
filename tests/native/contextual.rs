//! Contextual regression: responses, features, weights, gradients and mutants against PyTorch
//! (`tests/fixtures/contextual_regression.py`); edits against whole windows; contributions against differences.

use crate::numbers::{largest, numbers, values};
use burn::tensor::Device;
use cisight::architecture::{
    Array, ContextualConfig, Edit, ExplanationTarget, FeatureKernel, Features, Network, NetworkInput, Node, Parameters,
    Profile, Rule, build,
};
use cisight::backend::Backend;
use cisight::model::{Checkpoint, fit};
use cisight::motif::Kernel;
use cisight::sequence::{Alphabet, PADDING, Strand, Window};
use proptest::prelude::*;
use serde_json::Value;

type Failure = Box<dyn std::error::Error>;

const NAME: &str = "contextual-regression";

/// What the project promises.
const TOLERANCE: f32 = 1e-4;

/// What an edit may differ by from the whole window's answer.
const ROUNDING: f32 = 1e-5;

struct Fixture {
    json: Value,
    network: Box<dyn Network>,
}

impl Fixture {
    fn read(device: &Device) -> Result<Self, Failure> {
        let json: Value = serde_json::from_slice(&std::fs::read("tests/fixtures/contextual-tiny.json")?)?;
        let weights = Checkpoint::parse(std::fs::read("tests/fixtures/contextual-tiny.pt")?)?;
        let network = fit(&weights, NAME, &json["config"], device)?.network;
        Ok(Self { json, network })
    }

    fn on_cpu() -> Result<Self, Failure> {
        Self::read(&pollster::block_on(Backend::Cpu.open())?)
    }

    fn windows(&self) -> Vec<Window> {
        let texts = self.json["sequences"].as_array().into_iter().flatten().filter_map(Value::as_str);
        texts.map(|bases| Window::from_bases(bases.as_bytes(), 61, &Alphabet::ACGT)).collect()
    }

    fn respond(&self, samples: Features) -> Vec<f32> {
        values(self.network.respond(&[samples], &Features::none()))
    }

    fn point(window: &Window) -> NetworkInput {
        NetworkInput::of_profile(Profile::of_window(window, 4), Vec::new())
    }
}

fn check(backend: Backend) -> Result<(), Failure> {
    let fixture = Fixture::read(&pollster::block_on(backend.open())?)?;
    let network = fixture.network.as_ref();
    let samples = network.encode_windows(&fixture.windows())?;
    let found = fixture.respond(samples.clone());
    let whole = largest(&found, &numbers(&fixture.json["predictions"]));

    let reader = network.features().ok_or("no features")?;
    assert_eq!(reader.names(), ["kernel 1", "kernel 2", "kernel 3", "kernel 4", "kernel 5", "(all promoters)"]);
    let terms = reader.terms(&[samples], &Features::none());
    let own = |all: Vec<f32>| all.chunks(6).flat_map(|row| row[..5].to_vec()).collect::<Vec<f32>>();
    let features = largest(&own(values(terms.values.clone())), &numbers(&fixture.json["features[sequence][kernel]"]));
    let weights = largest(&own(values(terms.weights.clone())), &numbers(&fixture.json["weights[sequence][kernel]"]));
    let contributions = values(terms.values.unsqueeze_dim::<3>(1) * terms.weights);
    let sums: Vec<f32> = contributions.chunks(6).map(|own| own.iter().sum()).collect();
    let additive = largest(&sums, &found);

    let edits: Vec<Edit> = (0..61).flat_map(|at| (0..4).map(move |code| Edit::single(at, code))).collect();
    let window = &fixture.windows()[0];
    let mutants = fixture.respond(network.encode_edits(0, window, &edits)?);
    let deltas: Vec<f32> = mutants.iter().map(|mutant| mutant - found[0]).collect();
    let mutant = largest(&deltas, &numbers(&fixture.json["ism"]["delta[position][base]"]));

    let point = Fixture::point(window);
    let explained = network.explainer().ok_or("no backward pass")?.explain(
        &point,
        std::slice::from_ref(&point),
        &Rule::Gradient,
        ExplanationTarget::default(),
    )?;
    let gradient =
        largest(&values(explained.bases), &numbers(&fixture.json["gradient"]["d_output/d_onehot[ACGT][position]"]));
    println!(
        "{}: responses {whole:.1e}, features {features:.1e}, weights {weights:.1e}, their sum {additive:.1e}, mutants {mutant:.1e}, gradient {gradient:.1e}",
        backend.name()
    );
    for error in [whole, features, weights, additive, mutant, gradient] {
        assert!(error < TOLERANCE);
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

/// Weights of the published sizes, by their names and shapes.
fn published() -> Parameters {
    let shapes: [(&str, &[usize]); 12] = [
        ("motifs.weight", &[64, 4, 8]),
        ("context.convolutions.0.weight", &[16, 64, 7]),
        ("context.convolutions.0.bias", &[16]),
        ("context.convolutions.1.weight", &[8, 16, 7]),
        ("context.convolutions.1.bias", &[8]),
        ("context.dense.0.weight", &[64, 8]),
        ("context.dense.0.bias", &[64]),
        ("context.dense.1.weight", &[64, 64]),
        ("context.dense.1.bias", &[64]),
        ("context.weights.weight", &[64, 64]),
        ("context.weights.bias", &[64]),
        ("bias", &[1]),
    ];
    let mut weights = Parameters::default();
    for (name, shape) in shapes {
        weights.insert(name, Array { shape: shape.to_vec(), values: vec![0.01; shape.iter().product()] });
    }
    weights
}

#[test]
fn the_published_network_has_its_number_of_weights() -> Result<(), Failure> {
    let device = pollster::block_on(Backend::Cpu.open())?;
    let config = serde_json::to_value(ContextualConfig::default())?;
    let network = build(NAME, &config, published(), &device)?;
    let counted = |own: &Parameters| own.iter().map(|(_, array)| array.values.len()).sum::<usize>();
    // The number that the authors' network is described with, and what is added to the sum.
    assert_eq!(counted(&network.parameters()), 19_032 + 1);
    assert_eq!(network.declaration().sequence().map(|(window, _)| window), Some(400));
    Ok(())
}

/// Steps of a line; each counts the kinks in it once.
const STEPS: usize = 4000;

#[test]
fn contributions_add_up_to_the_difference_from_the_reference() -> Result<(), Failure> {
    let fixture = Fixture::on_cpu()?;
    let explainer = fixture.network.explainer().ok_or("no backward pass")?;
    let windows = fixture.windows();
    let mut profiles: Vec<Profile> = windows.iter().map(|window| Profile::of_window(window, 4)).collect();
    profiles.push(Profile::even(&windows[0], [0, 1, 2, 3], 4));
    // Letters outermost, as multipliers are.
    let by_letter = |profile: &Profile| -> Vec<f32> {
        (0..4).flat_map(|letter| profile.rows().map(move |row| row[letter]).collect::<Vec<f32>>()).collect()
    };
    let points: Vec<NetworkInput> =
        profiles.iter().map(|profile| NetworkInput::of_profile(profile.clone(), Vec::new())).collect();
    // The gradient on small steps of a line: together they are the difference between its ends.
    let share = 1.0 / STEPS as f32;
    let nodes = (0..STEPS).map(|step| Node { at: (step as f32 + 0.5) * share, weight: share }).collect();
    for (rule, tolerance) in [(Rule::Rescale, 1e-4), (Rule::Integrated(nodes), 1e-2)] {
        let own = explainer.explain(&points[0], &points[1..], &rule, ExplanationTarget::default())?;
        let (target, references) = (values(own.target)[0], values(own.references));
        for (row, multipliers) in values(own.bases).chunks(4 * 61).enumerate() {
            let (own, other) = (by_letter(&profiles[0]), by_letter(&profiles[row + 1]));
            let sum: f32 =
                multipliers.iter().zip(own.iter().zip(&other)).map(|(unit, (own, other))| unit * (own - other)).sum();
            let difference = target - references[row];
            assert!((sum - difference).abs() < tolerance, "row {row}: {sum} is not {difference}");
        }
    }
    Ok(())
}

#[test]
fn a_configuration_that_contradicts_itself_is_refused() -> Result<(), Failure> {
    let fixture = Fixture::on_cpu()?;
    let cases = [
        ("/kernels", Value::from(0), "kernels is 0, but has to lie between 1 and 8192"),
        ("/kernel_width", Value::from(62), "kernels of 62 bases do not fit a window of 61"),
        ("/pool", Value::from(59), "the pools leave nothing of the sequence"),
        ("/convolutions/1/pool", Value::from(5), "the pools leave nothing of the sequence"),
        ("/convolutions/0/width", Value::from(0), "width is 0, but has to lie between 1 and 8192"),
        ("/dense", Value::Array(Vec::new()), "dense has to have at least one entry"),
        ("/dense/0", Value::from("seven"), "invalid type: string \"seven\", expected usize"),
        (
            "/dense/1",
            Value::from(9),
            "\"context.dense.1.weight\" has the shape [6, 7] where the configuration asks for [9, 7]",
        ),
    ];
    for (pointer, value, reason) in cases {
        let mut config = fixture.json["config"].clone();
        *config.pointer_mut(pointer).ok_or(pointer)? = value;
        let refused = build(NAME, &config, fixture.network.parameters(), &fixture.network.device());
        let message = refused.err().ok_or(pointer)?.to_string();
        assert!(message.ends_with(reason), "{pointer}: {message}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn edits_are_whole_windows(
        codes in prop::collection::vec(prop_oneof![20 => 0_u8..4, 1 => Just(PADDING)], 61),
        downstream in 0_usize..61,
        edits in prop::collection::vec((0_usize..64, 0_usize..30, prop::collection::vec(0_u8..4, 0..30), 0_u8..3), 1..8),
    ) {
        let fixture = Fixture::on_cpu().unwrap();
        let window = Window::from_codes(codes).with_downstream(downstream);
        let edits: Vec<Edit> = edits
            .into_iter()
            .map(|(position, length, codes, kind)| match kind {
                0 => Edit::substitution(position, codes),
                1 => Edit::insertion(position, codes),
                _ => Edit::deletion(position, length),
            })
            .collect();
        let fast = fixture.respond(fixture.network.encode_edits(0, &window, &edits).unwrap());
        let whole: Vec<Window> = edits.iter().map(|edit| edit.apply(&window)).collect();
        let plain = fixture.respond(fixture.network.encode_windows(&whole).unwrap());
        for (fast, plain) in fast.iter().zip(&plain) {
            prop_assert!((fast - plain).abs() <= ROUNDING * plain.abs().max(1.0), "{fast} is not {plain}");
        }
    }
}

/// What a window's kernels add to their features, place by place, is all of them; those that are listed come near
/// the largest activation, and no other place does.
#[test]
fn places_of_kernels_are_those_that_come_near_the_largest_activation() -> Result<(), Failure> {
    let fixture = Fixture::on_cpu()?;
    let reader = fixture.network.features().ok_or("no features")?;
    let (kernels, names) = (reader.kernels(), reader.names());
    let mut listed = 0;
    for window in fixture.windows() {
        let samples = fixture.network.encode_windows(std::slice::from_ref(&window))?;
        let features = values(reader.terms(&[samples], &Features::none()).values);
        let own = reader.sites(0, &window).ok_or("no places")?;
        let parts = values(own.values);
        let mut sums = vec![0.0; names.len()];
        for (site, part) in own.sites.iter().zip(&parts) {
            assert_eq!((site.strand, site.range.len()), (Strand::Forward, 4));
            sums[reader.motifs()[site.motif].feature] += part;
        }
        for (kernel, FeatureKernel { feature, values }) in kernels.iter().enumerate() {
            assert!(
                sums[*feature] <= features[*feature] * (1.0 + ROUNDING),
                "{} {}",
                sums[*feature],
                features[*feature]
            );
            let expected =
                Kernel { name: String::new(), values: values.clone() }.sites(window.codes(), 0.8).into_iter();
            let found = own.sites.iter().filter(|site| site.motif == kernel).map(|site| site.range.start);
            assert!(found.eq(expected), "kernel {kernel}");
        }
        listed += own.sites.len();
    }
    assert!(listed > 5, "{listed}");
    assert!(reader.sites(1, &fixture.windows()[0]).is_none());
    Ok(())
}
