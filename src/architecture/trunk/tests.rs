//! Edits in all ways that there are, beside whole windows.

use burn::tensor::{Device, Distribution, Tensor};
use proptest::prelude::*;

use super::patch_by_column::PatchByColumn;
use super::patch_in_memory::PatchInMemory;
use super::patch_in_one::PatchInOne;
use super::reference::PoolParts;
use super::{Convolution, FirstConvolution, Pointwise, Pool, Stage, Trunk};
use crate::architecture::{Activation, Edit};
use crate::sequence::{Alphabet, Promoter, Window};

const WINDOW: usize = 61;

fn random<const D: usize>(shape: [usize; D]) -> Tensor<D> {
    Tensor::random(shape, Distribution::Normal(0.0, 0.5), &Device::flex())
}

fn numbers<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().iter::<f32>().collect()
}

fn convolution(inputs: usize, outputs: usize, width: usize, [left, right]: [usize; 2]) -> Stage {
    Stage::Convolution(Convolution::new(random([outputs, inputs, width]), random([outputs]), left, right))
}

fn pointwise(channels: usize) -> Stage {
    let [scale, shift] = [random([channels]), random([channels])];
    Stage::Pointwise(Pointwise { activation: Activation::Relu, scale, shift })
}

fn trunk(channels: usize, width: usize, pool: Option<Pool>, stages: Vec<Stage>) -> Trunk {
    let kernels = numbers(random([channels, 4, width]));
    let first = FirstConvolution::new(&kernels, &numbers(random([channels])), 4, [width / 2; 2], pool);
    let columns = stages.iter().fold(first.columns(WINDOW), |columns, stage| stage.columns(columns));
    Trunk::new(WINDOW, first, stages, random([7 * columns, 5]), random([5]))
}

/// Trunks with everything that one can have.
fn trunks() -> Vec<Trunk> {
    let pool = |width, stride| Pool { width, stride };
    let last = |channels| convolution(channels, 7, 3, [1, 1]);
    vec![
        trunk(6, 9, Some(pool(5, 5)), vec![pointwise(6), last(6), pointwise(7), Stage::Pool(pool(2, 2))]),
        trunk(33, 4, None, vec![Stage::Mean(pool(7, 4)), convolution(33, 40, 5, [0, 3]), pointwise(40), last(40)]),
        trunk(7, 16, Some(pool(4, 3)), vec![convolution(7, 7, 5, [2, 2]), pointwise(7), Stage::Add(0), last(7)]),
        trunk(12, 3, None, vec![last(12), Stage::Pool(pool(9, 2))]),
        trunk(7, 20, Some(pool(2, 2)), vec![]),
    ]
}

#[test]
fn parts_of_pools_are_the_same_in_both_ways() {
    for (width, stride, columns) in [(8, 8, 50), (5, 2, 31), (2, 3, 9)] {
        let (pool, layer) = (Pool { width, stride }, random([columns, 6]));
        let [one, other] = [PoolParts::step_by_step(pool, &layer), PoolParts::at_once(pool, &layer)];
        assert_eq!(one.windows, other.windows);
        for (one, other) in [(one.before, other.before), (one.behind, other.behind)] {
            // What stands for no column need not be the same number.
            let [one, other] = [one, other].map(|part| numbers(part.clamp_min(-1e30)));
            assert_eq!(one, other);
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn edits_are_those_of_whole_windows(bases in "[ACGTN]{40,61}", edits in edits()) {
        let promoter = Promoter::parse("p", &bases).unwrap();
        let window = Window::new(&promoter, WINDOW, &Alphabet::ACGT);
        for trunk in trunks() {
            let whole: Vec<Window> = edits.iter().map(|edit| edit.apply(&window)).collect();
            let expected = numbers(trunk.encode(&whole.iter().collect::<Vec<_>>()));
            let stretches: Vec<Edit> = edits.iter().map(|edit| edit.as_substitution(&window)).collect();
            let reference = trunk.reference(&window);
            let by_column = numbers(trunk.patched::<PatchByColumn>(&reference, &stretches));
            let in_one = numbers(trunk.patched::<PatchInOne>(&reference, &stretches));
            let largest = expected.iter().fold(1.0_f32, |largest, value| largest.max(value.abs()));
            let in_memory = numbers(trunk.patched::<PatchInMemory>(&reference, &stretches));
            let whole_in_memory = numbers(trunk.encode_in_memory(&whole.iter().collect::<Vec<_>>()));
            for found in [by_column, in_one, in_memory, whole_in_memory] {
                prop_assert_eq!(found.len(), expected.len());
                for (found, expected) in found.iter().zip(&expected) {
                    prop_assert!((found - expected).abs() < 1e-4 * largest, "{} {}", found, expected);
                }
            }
        }
    }
}
