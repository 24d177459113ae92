//! The backward pass against PyTorch, an independent computation in 64 bits, finite differences, and its own
//! sums.

use std::cell::RefCell;
use std::path::Path;

use burn::tensor::{Device, Tensor};
use cisight::architecture::trunk::{Convolution, FirstConvolution, Pointwise, Pool, Stage, Trunk};
use cisight::architecture::{Activation, ExplanationTarget, InputValue, Network, NetworkInput, Node, Profile, Rule};
use cisight::backend::Backend;
use cisight::model::{Checkpoint, fit};
use cisight::sequence::{Alphabet, Window};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::Value;

use crate::numbers::{numbers, values};
use crate::shared::shared;

type Failure = Box<dyn std::error::Error>;

const LETTERS: usize = 5;

struct Fixture {
    json: Value,
    network: Box<dyn Network>,
}

fn fixture(folder: &Path, name: &str, backend: Backend) -> Result<Fixture, Failure> {
    let device = pollster::block_on(backend.open())?;
    let json: Value = serde_json::from_slice(&std::fs::read(folder.join(format!("{name}.json")))?)?;
    let weights = Checkpoint::parse(std::fs::read(folder.join(format!("{name}.safetensors")))?)?;
    let network = fit(&weights, "fun-prose", &json["config"], &device)?.network;
    Ok(Fixture { json, network })
}

/// The tiny fixture, and the full one where it is there.
fn fixtures(backend: Backend) -> Result<Vec<Fixture>, Failure> {
    let mut found = vec![fixture(Path::new("tests/fixtures"), "fun-prose-tiny", backend)?];
    if let Some(folder) = shared("fixtures") {
        found.push(fixture(&folder, "fun-prose-full", backend)?);
    }
    Ok(found)
}

impl Fixture {
    fn window(&self, sequence: usize) -> Result<Window, Failure> {
        let bases = self.json["sequences"][sequence].as_str().ok_or("no sequence")?;
        Ok(Window::from_bases(bases.as_bytes(), self.length(), &Alphabet::parse("ACGNT")?))
    }

    fn length(&self) -> usize {
        self.network.declaration().sequence().unwrap().0
    }

    fn point(&self, sequence: usize, condition: Option<usize>) -> Result<NetworkInput, Failure> {
        let tfs = self.network.declaration().tfs.unwrap();
        let levels = condition.map_or(vec![0.0; tfs], |condition| numbers(&self.json["tf_vectors"][condition]));
        Ok(NetworkInput::of_profile(Profile::of_window(&self.window(sequence)?, LETTERS), levels))
    }
}

fn profile(input: &NetworkInput) -> &Profile {
    match &input.values[0] {
        InputValue::Bases(profile) => profile,
        InputValue::Part(part) => panic!("{part:?}"),
    }
}

/// The largest difference as a share of the largest expected value.
fn relative_error(ours: &[f32], expected: &[f32]) -> f32 {
    assert_eq!(ours.len(), expected.len());
    let largest = expected.iter().fold(0.0_f32, |largest, value| largest.max(value.abs()));
    ours.iter().zip(expected).map(|(ours, theirs)| (ours - theirs).abs()).fold(0.0, f32::max) / largest
}

/// Contributions of positions and of TFs, their sum, and the difference in output.
fn contributions(
    network: &dyn Network,
    target: &NetworkInput,
    reference: &NetworkInput,
    rule: &Rule,
) -> (Vec<f32>, Vec<f32>, f64, f64) {
    let explainer = network.explainer().unwrap();
    let explained =
        explainer.explain(target, std::slice::from_ref(reference), rule, ExplanationTarget::default()).unwrap();
    let length = network.declaration().sequence().unwrap().0;
    let multipliers = values(explained.bases);
    let rows = profile(target).rows().zip(profile(reference).rows()).enumerate();
    let bases: Vec<f32> = rows
        .map(|(position, (here, there))| {
            let letter = |letter: usize| multipliers[letter * length + position] * (here[letter] - there[letter]);
            (0..LETTERS).map(letter).sum()
        })
        .collect();
    let levels = target.levels.iter().zip(&reference.levels);
    let tfs: Vec<f32> =
        values(explained.tfs).iter().zip(levels).map(|(unit, (here, there))| unit * (here - there)).collect();
    let total = bases.iter().chain(&tfs).map(|value| f64::from(*value)).sum();
    let difference = f64::from(values(explained.target)[0]) - f64::from(values(explained.references)[0]);
    (bases, tfs, total, difference)
}

fn gauss_legendre(steps: usize) -> Vec<Node> {
    // Nodes by bisection between the extrema of cosines, a way of its own to check the library's.
    let legendre = |x: f64| {
        let (mut before, mut value) = (1.0, x);
        for n in 2..=steps {
            let n = n as f64;
            (before, value) = (value, ((2.0 * n - 1.0) * x * value - (n - 1.0) * before) / n);
        }
        (value, steps as f64 * (x * value - before) / (x * x - 1.0))
    };
    let node = |index: usize| {
        let at = |shift: f64| (std::f64::consts::PI * (index as f64 + shift) / (steps as f64 + 0.5)).cos();
        let (mut high, mut low) = (at(0.5), at(1.0));
        let above = legendre(high).0 > 0.0;
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if (legendre(middle).0 > 0.0) == above { high = middle } else { low = middle }
        }
        let slope = legendre(low).1;
        let weight = 1.0 / ((1.0 - low * low) * slope * slope);
        Node { at: (0.5 * (1.0 - low)) as f32, weight: weight as f32 }
    };
    (0..steps).map(node).collect()
}

fn check_gradients(fixture: &Fixture) -> Result<(), Failure> {
    let target = fixture.point(0, Some(0))?;
    let explainer = fixture.network.explainer().ok_or("no explanation")?;
    let explained =
        explainer.explain(&target, &[fixture.point(1, None)?], &Rule::Gradient, ExplanationTarget::default())?;
    let length = fixture.length();
    let by_base = values(explained.bases);
    // The fixture leaves out N, the fourth of five channels.
    let ours: Vec<f32> = by_base[..3 * length].iter().chain(&by_base[4 * length..]).copied().collect();
    let bases = relative_error(&ours, &numbers(&fixture.json["gradient"]["d_output/d_onehot[ACGT][position]"]));
    let tfs = relative_error(&values(explained.tfs), &numbers(&fixture.json["gradient"]["d_output/d_tf"]));
    println!("gradient, window {length}: bases {bases:.1e}, TFs {tfs:.1e} of the largest");
    assert!(bases < 1e-4 && tfs < 1e-4);
    Ok(())
}

fn check_integrated(fixture: &Fixture) -> Result<(), Failure> {
    let (target, reference) = (fixture.point(0, Some(0))?, fixture.point(1, None)?);
    let expected = &fixture.json["joint_attribution"]["integrated_gradients"];
    let steps = expected["steps"].as_u64().unwrap_or(300) as usize;
    let rule = Rule::Integrated(gauss_legendre(steps));
    let (bases, tfs, total, difference) = contributions(fixture.network.as_ref(), &target, &reference, &rule);
    let bases = relative_error(&bases, &numbers(&expected["sum_over_channels[position]"]));
    let tfs = relative_error(&tfs, &numbers(&expected["tf"]));
    println!(
        "integrated gradients, {steps} steps: bases {bases:.1e}, TFs {tfs:.1e} of the largest; sum {total:.6}, difference {difference:.6}"
    );
    assert!(bases < 1e-4 && tfs < 1e-4);
    Ok(())
}

fn check_deep_lift(fixture: &Fixture) -> Result<(), Failure> {
    let (target, reference) = (fixture.point(0, Some(0))?, fixture.point(1, None)?);
    let (bases, tfs, total, difference) = contributions(fixture.network.as_ref(), &target, &reference, &Rule::Rescale);
    let size: f64 = bases.iter().chain(&tfs).map(|value| f64::from(value.abs())).sum();
    let error = (total - difference).abs();
    println!(
        "DeepLIFT: error {error:.1e}, of the difference {:.1e}, of all contributions {:.1e}",
        error / difference.abs(),
        error / size
    );
    assert!(error / difference.abs() < 1e-4);
    // captum's max-pool rule is another one and not complete: the same picture, not the same digits.
    let captum = &fixture.json["joint_attribution"]["deep_lift_rescale"];
    assert!(correlation(&tfs, &numbers(&captum["tf"])) > 0.99);
    let agreement = correlation(&bases, &numbers(&captum["sum_over_channels[position]"]));
    println!("DeepLIFT: correlation with captum's by position {agreement:.3}");
    assert!(agreement > 0.5);
    Ok(())
}

fn correlation(a: &[f32], b: &[f32]) -> f32 {
    let mean = |values: &[f32]| values.iter().sum::<f32>() / values.len() as f32;
    let (a_mean, b_mean) = (mean(a), mean(b));
    let sum = |f: &dyn Fn(f32, f32) -> f32| a.iter().zip(b).map(|(a, b)| f(a - a_mean, b - b_mean)).sum::<f32>();
    sum(&|a, b| a * b) / (sum(&|a, _| a * a) * sum(&|_, b| b * b)).sqrt()
}

#[test]
fn gradients_are_pytorchs() -> Result<(), Failure> {
    fixtures(Backend::Cpu)?.iter().try_for_each(check_gradients)
}

#[test]
fn integrated_gradients_are_pytorchs() -> Result<(), Failure> {
    fixtures(Backend::Cpu)?.iter().try_for_each(check_integrated)
}

#[test]
fn deep_lift_is_complete() -> Result<(), Failure> {
    fixtures(Backend::Cpu)?.iter().try_for_each(check_deep_lift)
}

/// `tests/fixtures/deeplift-tiny.json` was computed in NumPy, 64 bits, from the definition:
/// `tests/fixtures/deeplift.py`.
#[test]
fn deep_lift_is_that_of_an_independent_computation() -> Result<(), Failure> {
    let expected: Value = serde_json::from_slice(&std::fs::read("tests/fixtures/deeplift-tiny.json")?)?;
    let fixture = fixture(Path::new("tests/fixtures"), "fun-prose-tiny", Backend::Cpu)?;
    for case in expected.as_array().into_iter().flatten() {
        let sequence = |name: &str| case[name].as_u64().unwrap_or_default() as usize;
        let target = fixture.point(sequence("sequence"), Some(sequence("condition")))?;
        let reference = fixture.point(sequence("reference_sequence"), None)?;
        let (bases, tfs, ..) = contributions(fixture.network.as_ref(), &target, &reference, &Rule::Rescale);
        let error = relative_error(&bases, &numbers(&case["bases"])).max(relative_error(&tfs, &numbers(&case["tfs"])));
        println!("against NumPy: {error:.1e} of the largest");
        assert!(error < 1e-4, "{error}");
    }
    Ok(())
}

#[test]
fn wgpu_attributes_as_flex_does() -> Result<(), Failure> {
    let on = |backend| fixture(Path::new("tests/fixtures"), "fun-prose-tiny", backend);
    let (flex, wgpu) = (on(Backend::Cpu)?, on(Backend::WebGpu)?);
    check_gradients(&wgpu)?;
    check_deep_lift(&wgpu)?;
    let (target, reference) = (flex.point(0, Some(0))?, flex.point(1, None)?);
    for rule in [Rule::Gradient, Rule::Rescale, Rule::Integrated(gauss_legendre(5))] {
        let [(bases, tfs, ..), (other_bases, other_tfs, ..)] =
            [&flex, &wgpu].map(|fixture| contributions(fixture.network.as_ref(), &target, &reference, &rule));
        assert!(relative_error(&other_bases, &bases) < 1e-4 && relative_error(&other_tfs, &tfs) < 1e-4, "{rule:?}");
    }
    let promoters = |fixture: &Fixture| {
        fixture.network.encode_windows(&[fixture.window(0).unwrap(), fixture.window(1).unwrap()]).unwrap()
    };
    let tfs = |fixture: &Fixture| {
        let levels = [target.levels.as_slice(), reference.levels.as_slice()];
        let explainer = fixture.network.explainer().unwrap();
        values(explainer.explain_tfs(&[promoters(fixture)], levels, &Rule::Rescale, 0).unwrap().tfs)
    };
    assert!(relative_error(&tfs(&wgpu), &tfs(&flex)) < 1e-4);
    Ok(())
}

/// No pool after the first convolution, uneven padding, overlapping pools, a residual branch: shapes that
/// FUN-PROSE does not have.
fn odd_trunk(window: usize, seed: u64, device: &Device) -> Trunk {
    let source = RefCell::new(StdRng::seed_from_u64(seed));
    let random =
        |count: usize| -> Vec<f32> { (0..count).map(|_| source.borrow_mut().random_range(-0.5_f32..0.5)).collect() };
    let tensor = |count: usize| Tensor::<1>::from_floats(random(count).as_slice(), device);
    let pointwise = |activation| Stage::Pointwise(Pointwise { activation, scale: tensor(4), shift: tensor(4) });
    let first = FirstConvolution::new(&random(4 * 5 * 4), &random(4), 5, [1, 2], None);
    let stages = vec![
        pointwise(Activation::Gelu),
        Stage::Convolution(Convolution::new(tensor(4 * 4 * 5).reshape([4, 4, 5]), tensor(4), 1, 3)),
        Stage::Add(0),
        Stage::Pool(Pool { width: 7, stride: 3 }),
        pointwise(Activation::Elu),
        Stage::Pool(Pool { width: 2, stride: 2 }),
    ];
    let columns = stages.iter().fold(window, |columns, stage| stage.columns(columns));
    Trunk::new(window, first, stages, tensor(4 * columns * 3).reshape([4 * columns, 3]), tensor(3))
}

#[test]
fn any_trunk_passes_back_what_finite_differences_find() {
    (0..8).for_each(check_finite_differences);
}

fn check_finite_differences(seed: u64) {
    let device = Device::flex();
    let window = Window::from_codes((0..40_usize).map(|at| [0, 1, 2, 4, 3][at * at % 11 % 5]).collect());
    let other = Window::from_codes((0..40_usize).map(|at| [4, 2, 0, 1][at * 3 % 7 % 4]).collect());
    let trunk = odd_trunk(40, seed, &device);
    let profile = Profile::of_window(&window, LETTERS);
    let columns = trunk.unpooled(&[&profile]);
    let trace = trunk.trace(columns.clone());
    assert!(relative_error(&values(trace.output.clone()), &values(trunk.encode(&[&window]))) < 1e-5);
    let outputs = Tensor::<2>::from_floats([[1.0, -2.0, 0.5]], &device);
    let gradient = values(trunk.backward(&trace, None, outputs.clone()));
    let value = |columns: Tensor<3>| values((trunk.trace(columns).output * outputs.clone()).sum())[0];
    let (base, step) = (values(columns.clone()), 1e-2);
    let here = value(columns.clone());
    let largest = gradient.iter().fold(0.0_f32, |largest, value| largest.max(value.abs()));
    // A step may cross a kink of a pool; the step to the other side then does not, but for a few between two
    // kinks.
    let off = (0..base.len())
        .filter(|&index| {
            let slope = |offset: f32| {
                let mut moved = base.clone();
                moved[index] += offset;
                let there = Tensor::<1>::from_floats(moved.as_slice(), &device).reshape(columns.dims());
                (value(there) - here) / offset
            };
            let error = [step, -step].map(|offset| (gradient[index] - slope(offset)).abs());
            error[0].min(error[1]) > 2e-2 * largest
        })
        .count();
    assert!(off * 20 < gradient.len(), "seed {seed}: {off} of {}", gradient.len());
    // DeepLIFT through the same stages is complete.
    let before = trunk.trace(trunk.unpooled(&[&Profile::of_window(&other, LETTERS)]));
    let letters = values(trunk.by_letter(trunk.backward(&trace, Some(&before), outputs.clone())));
    let rows = profile.rows().zip(Profile::of_window(&other, LETTERS).rows().map(<[f32]>::to_vec).collect::<Vec<_>>());
    let sum: f32 = rows
        .enumerate()
        .flat_map(|(position, (here, there))| {
            let letters = &letters;
            (0..LETTERS).map(move |letter| letters[letter * 40 + position] * (here[letter] - there[letter]))
        })
        .sum();
    let difference = values(((trace.output - before.output) * outputs).sum())[0];
    assert!((sum - difference).abs() < 1e-4 * difference.abs().max(1.0), "{sum} {difference}");
}
