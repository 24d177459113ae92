//! Edits in all ways that there are, beside whole windows.

use burn::tensor::{Device, Distribution, Tensor};
use proptest::prelude::*;

use super::patch_by_column::PatchByColumn;
use super::patch_in_memory::PatchInMemory;
#[cfg(feature = "webgpu")]
use super::patch_in_one::PatchInOne;
#[cfg(feature = "webgpu")]
use super::reference::PoolParts;
use super::{Convolution, FirstConvolution, Pointwise, Pool, Stage, Trunk, TrunkReference};
use crate::architecture::{Activation, Edit};
use crate::sequence::{Alphabet, Promoter, Window};

const WINDOW: usize = 61;

fn random<const D: usize>(shape: [usize; D], device: &Device) -> Tensor<D> {
    Tensor::random(shape, Distribution::Normal(0.0, 0.5), device)
}

#[cfg(feature = "webgpu")]
fn adapter() -> Device {
    Device::wgpu(burn::tensor::DeviceKind::default())
}

fn numbers<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().iter::<f32>().collect()
}

fn convolution(device: &Device, inputs: usize, outputs: usize, width: usize, [left, right]: [usize; 2]) -> Stage {
    let kernels = random([outputs, inputs, width], device);
    Stage::Convolution(Convolution::new(kernels, random([outputs], device), left, right))
}

fn pointwise(device: &Device, channels: usize) -> Stage {
    let [scale, shift] = [random([channels], device), random([channels], device)];
    Stage::Pointwise(Pointwise { activation: Activation::Relu, scale, shift })
}

fn trunk(device: &Device, channels: usize, width: usize, pool: Option<Pool>, stages: Vec<Stage>) -> Trunk {
    let own = Device::flex();
    let kernels = numbers(random([channels, 4, width], &own));
    let first = FirstConvolution::new(&kernels, &numbers(random([channels], &own)), 4, [width / 2; 2], pool);
    let columns = stages.iter().fold(first.columns(WINDOW), |columns, stage| stage.columns(columns));
    Trunk::new(WINDOW, first, stages, random([7 * columns, 5], device), random([5], device))
}

/// Trunks with everything that one can have.
fn trunks(device: &Device) -> Vec<Trunk> {
    let pool = |width, stride| Pool { width, stride };
    let trunk = |channels, width, pool, stages| trunk(device, channels, width, pool, stages);
    let pointwise = |channels| pointwise(device, channels);
    let convolution = |inputs, outputs, width, around| convolution(device, inputs, outputs, width, around);
    let last = |channels| convolution(channels, 7, 3, [1, 1]);
    vec![
        trunk(6, 9, Some(pool(5, 5)), vec![pointwise(6), last(6), pointwise(7), Stage::Pool(pool(2, 2))]),
        trunk(33, 4, None, vec![Stage::Mean(pool(7, 4)), convolution(33, 40, 5, [0, 3]), pointwise(40), last(40)]),
        trunk(7, 16, Some(pool(4, 3)), vec![convolution(7, 7, 5, [2, 2]), pointwise(7), Stage::Add(0), last(7)]),
        trunk(12, 3, None, vec![last(12), Stage::Pool(pool(9, 2))]),
        trunk(7, 20, Some(pool(2, 2)), vec![]),
    ]
}

#[cfg(feature = "webgpu")]
#[test]
fn parts_of_pools_are_the_same_on_an_adapter() {
    let adapter = adapter();
    for (width, stride, columns) in [(8, 8, 50), (5, 2, 31), (2, 3, 9)] {
        let (pool, layer) = (Pool { width, stride }, random([columns, 6], &Device::flex()));
        let there = Tensor::from_data(layer.clone().into_data(), &adapter);
        let [one, other] = [PoolParts::new(pool, &layer), PoolParts::new(pool, &there)];
        assert_eq!(one.windows, other.windows);
        for (one, other) in [(one.before, other.before), (one.behind, other.behind)] {
            assert_eq!(numbers(one), numbers(other));
        }
    }
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let codes = || prop::collection::vec(0u8..4, 1..5);
    let edit = prop_oneof![
        (0..WINDOW, codes()).prop_map(|(position, codes)| Edit::substitution(position, codes)),
        (0..WINDOW, codes()).prop_map(|(position, codes)| Edit::insertion(position, codes)),
        (0..WINDOW - 4, 1usize..4).prop_map(|(position, length)| Edit::deletion(position, length)),
    ];
    prop::collection::vec(edit, 1..30)
}

/// What edits make of a window, beside the same encoded whole; all numbers within 1e-4 of the largest.
fn assert_edited(bases: &str, edits: &[Edit], trunk: &Trunk, ways: &[Way]) -> Result<(), TestCaseError> {
    let promoter = Promoter::parse("p", bases).unwrap();
    let window = Window::new(&promoter, WINDOW, &Alphabet::ACGT);
    let whole: Vec<Window> = edits.iter().map(|edit| edit.apply(&window)).collect();
    let whole: Vec<&Window> = whole.iter().collect();
    let expected = numbers(trunk.encode(&whole));
    let stretches: Vec<Edit> = edits.iter().map(|edit| edit.as_substitution(&window)).collect();
    let reference = trunk.reference(&window);
    let largest = expected.iter().fold(1.0_f32, |largest, value| largest.max(value.abs()));
    for way in ways {
        let found = numbers(way(trunk, &reference, &stretches, &whole));
        prop_assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(&expected) {
            prop_assert!((found - expected).abs() < 1e-4 * largest, "{} {}", found, expected);
        }
    }
    Ok(())
}

/// Of a trunk, its reference, edits as substitutions, and the windows that they make.
type Way = fn(&Trunk, &TrunkReference, &[Edit], &[&Window]) -> Tensor<2>;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn edits_are_those_of_whole_windows(bases in "[ACGTN]{40,61}", edits in edits()) {
        let ways: [Way; 3] = [
            |trunk, reference, edits, _| trunk.patched::<PatchByColumn>(reference, edits),
            |trunk, reference, edits, _| trunk.patched::<PatchInMemory>(reference, edits),
            |trunk, _, _, whole| trunk.encode_in_memory(whole),
        ];
        for trunk in trunks(&Device::flex()) {
            assert_edited(&bases, &edits, &trunk, &ways)?;
        }
    }
}

#[cfg(feature = "webgpu")]
proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn edits_on_an_adapter_are_those_of_whole_windows(bases in "[ACGTN]{40,61}", edits in edits()) {
        let ways: [Way; 1] = [|trunk, reference, edits, _| trunk.patched::<PatchInOne>(reference, edits)];
        for trunk in trunks(&adapter()) {
            assert_edited(&bases, &edits, &trunk, &ways)?;
        }
    }
}
