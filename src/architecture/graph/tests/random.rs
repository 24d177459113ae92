//! Random graphs: what is computed fast is what is computed whole, and what is passed back adds up.

use burn::tensor::Device;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use super::super::GraphNetwork;
use super::random_graphs::{Block, Head, blocks, heads, random, smooth_heads};
use super::window_of;
use crate::architecture::{Edit, ExplanationTarget, InputValue, Network, NetworkInput, Node, Profile, Rule};
use crate::sequence::Window;

fn edits(window: &Window, seed: u64) -> Vec<Edit> {
    let length = window.codes().len();
    let code = |at: usize| (window.codes()[at] + 1 + ((seed as usize + at) % 3) as u8) % 4;
    let mut edits: Vec<Edit> = (0..length).map(|at| Edit::single(at, code(at))).collect();
    edits.push(Edit::insertion(length - 3, vec![1, 2]));
    edits.push(Edit::deletion(length - 4, 2));
    edits.push(Edit::insertion(length / 2, vec![3]));
    edits.push(Edit::replacement(length / 3, 4, vec![0, 1]));
    edits.push(Edit::substitution(length / 4, vec![2, 2, 0, 3, 1]));
    edits.push(Edit::substitution(length - 1, vec![window.codes()[length - 1]]));
    edits
}

/// The largest difference, in units of what is compared.
fn distance(left: &[f32], right: &[f32]) -> f32 {
    let scale = right.iter().fold(1.0_f32, |most, own| most.max(own.abs()));
    left.iter().zip(right).map(|(a, b)| (a - b).abs() / scale).fold(0.0, f32::max)
}

fn check_edits(network: &GraphNetwork, window: &Window, seed: u64) -> Result<(), TestCaseError> {
    let edits = edits(window, seed);
    let editor = network.editor(0, window);
    prop_assert!(editor.is_some());
    let Some(editor) = editor else { return Ok(()) };
    let numbers = |features: &crate::architecture::Features| {
        features.strand(0).and_then(|rows| rows.clone().into_data().try_to_vec::<f32>().ok()).unwrap_or_default()
    };
    let fast = numbers(&editor.encode(&edits));
    let windows: Vec<Window> = edits.iter().map(|edit| edit.apply(window)).collect();
    let whole =
        (network as &dyn Network).encode_windows(&windows).map_err(|error| TestCaseError::fail(error.to_string()))?;
    let whole = numbers(&whole);
    prop_assert_eq!(fast.len(), whole.len());
    let most = distance(&fast, &whole);
    prop_assert!(most < 1e-4, "{most}");
    Ok(())
}

/// The bases' multipliers, `letters x length`, and both outputs.
fn explained(network: &GraphNetwork, target: Profile, reference: Profile, rule: &Rule) -> (Vec<f32>, f32, f32) {
    let input = |profile| NetworkInput { values: vec![InputValue::Bases(profile)], levels: Vec::new() };
    let question = ExplanationTarget { input: 0, output: 1 };
    let explainer = network.explainer().expect("all operators have rules");
    let own = explainer.explain(&input(target), &[input(reference)], rule, question).expect("windows fit");
    let numbers = |tensor: burn::tensor::Tensor<2>| tensor.into_data().try_to_vec::<f32>().expect("floats")[0];
    (own.bases.into_data().try_to_vec().expect("floats"), numbers(own.target), numbers(own.references))
}

/// What the differences of two profiles contribute by their multipliers.
fn total(multipliers: &[f32], target: &Profile, reference: &Profile) -> f32 {
    let length = target.rows().count();
    let rows = target.rows().zip(reference.rows()).enumerate();
    rows.flat_map(|(at, (a, b))| a.iter().zip(b).enumerate().map(move |(letter, (a, b))| (letter * length + at, a - b)))
        .map(|(place, change)| f64::from(multipliers[place]) * f64::from(change))
        .sum::<f64>() as f32
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn edits_are_what_whole_windows_are(
        window in 24_usize..70, blocks in blocks(false), head in heads(),
        letters_first in any::<bool>(), seed in any::<u64>(),
    ) {
        let network = random(window, &blocks, head, letters_first, seed, &Device::flex());
        check_edits(&network, &window_of(seed, window), seed)?;
    }

    #[test]
    fn multipliers_add_up(
        window in 24_usize..50, blocks in blocks(false), head in heads(), letters_first in any::<bool>(), seed in any::<u64>(),
    ) {
        let network = random(window, &blocks, head, letters_first, seed, &Device::flex());
        let target = Profile::of_window(&window_of(seed, window), 4);
        let reference = Profile::of_window(&window_of(seed ^ 0x4d, window), 4);
        let (multipliers, after, before) = explained(&network, target.clone(), reference.clone(), &Rule::Rescale);
        let sum = total(&multipliers, &target, &reference);
        prop_assert!((sum - (after - before)).abs() < 2e-3 * (1.0 + (after - before).abs()), "{sum} {}", after - before);
    }

    #[test]
    fn gradients_along_a_line_add_up_to_what_it_changes(
        window in 24_usize..50, blocks in blocks(true), head in smooth_heads(), letters_first in any::<bool>(), seed in any::<u64>(),
    ) {
        let network = random(window, &blocks, head, letters_first, seed, &Device::flex());
        let (own, other) = (window_of(seed, window), window_of(seed ^ 0x4d, window));
        // A few bases become mixtures.
        let changed = Edit::substitution(window / 3, other.codes()[window / 3..window / 3 + 5].to_vec()).apply(&own);
        let [target, reference] = [&own, &changed].map(|window| Profile::of_window(window, 4));
        let node = |at: usize| Node { at: (at as f32 + 0.5) / 48.0, weight: 1.0 / 48.0 };
        let rule = Rule::Integrated((0..48).map(node).collect());
        let (multipliers, after, before) = explained(&network, target.clone(), reference.clone(), &rule);
        let sum = total(&multipliers, &target, &reference);
        prop_assert!((sum - (after - before)).abs() < 2e-3 * (1.0 + (after - before).abs()), "{sum} {}", after - before);
    }
}

/// A network with a bit of everything.
fn rich(device: &Device) -> GraphNetwork {
    let blocks = [
        Block::Residual { width: 3, dilation: 2, strided: false },
        Block::MaxPool { width: 3, stride: 2, padding: 1 },
        Block::Conv { channels: 4, width: 3, stride: 1, dilation: 2, padding: [2, 2], by_channel: true },
        Block::Function(2),
        Block::AveragePool { width: 2, stride: 1, padding: 1, counts: false },
        Block::Branches,
    ];
    random(40, &blocks, Head::Flat, false, 11, device)
}

#[cfg(feature = "webgpu")]
#[test]
fn wgpu_edits_and_explains_as_flex_does() -> super::Test {
    // As burn opens it: a network knows nothing of how the program does.
    let device = Device::wgpu(burn::tensor::DeviceKind::default());
    let (flex, wgpu) = (rich(&Device::flex()), rich(&device));
    let window = window_of(3, 40);
    check_edits(&wgpu, &window, 3).map_err(|error| error.to_string())?;
    let profiles = || (Profile::of_window(&window, 4), Profile::of_window(&window_of(4, 40), 4));
    for rule in [Rule::Gradient, Rule::Rescale] {
        let both = [&flex, &wgpu].map(|network| explained(network, profiles().0, profiles().1, &rule).0);
        assert!(distance(&both[1], &both[0]) < 1e-4);
    }
    Ok(())
}

#[test]
fn what_is_fast_is_told() {
    let share = rich(&Device::flex()).fast_share().expect("a graph tells");
    let names: Vec<&str> = share.fast.iter().map(|own| own.operator.as_str()).collect();
    assert_eq!(names, ["Add", "AveragePool", "Concat", "Conv", "Gelu", "Gemm", "MaxPool", "Tanh", "Transpose"]);
    assert!(share.share > 0.95 && share.share < 1.0);
}
