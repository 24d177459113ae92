//! Fully connected layers in plain memory: some rows at a time go through all of them, so that what lies between stays in
//! the caches, and sums of rows are never written out.

use burn::tensor::{Tensor, TensorData};

use super::panels::Rows;
use super::processor::numbers;
use super::{DenseLayer, OfNumbers};

/// Rows that go through all layers at once.
const AT_ONCE: usize = 48;

/// `N x inputs` through layers, `N x outputs`; none where an activation is not one of plain numbers.
pub fn rows_through(layers: &[DenseLayer], input: &Tensor<2>) -> Option<Tensor<2>> {
    let functions = functions(layers)?;
    let [count, width] = input.dims();
    let values = numbers(input);
    let row = |row: usize, slot: &mut [f32]| slot.copy_from_slice(&values[row * width..(row + 1) * width]);
    Some(through(layers, &functions, [count, width], input, row))
}

/// The sum of each row of `samples` (`P x inputs`) and each of `conditions` (`C x inputs`) through layers, `(P * C) x
/// outputs`; none where an activation is not one of plain numbers.
pub fn sums_through(layers: &[DenseLayer], samples: &Tensor<2>, conditions: &Tensor<2>) -> Option<Tensor<2>> {
    let functions = functions(layers)?;
    let ([p, width], [c, _]) = (samples.dims(), conditions.dims());
    let (own, other) = (numbers(samples), numbers(conditions));
    let row = |row: usize, slot: &mut [f32]| {
        let [own, other] = [(&own, row / c), (&other, row % c)].map(|(all, at)| &all[at * width..(at + 1) * width]);
        slot.iter_mut().zip(own.iter().zip(other)).for_each(|(slot, (own, other))| *slot = own + other);
    };
    Some(through(layers, &functions, [p * c, width], samples, row))
}

fn functions(layers: &[DenseLayer]) -> Option<Vec<OfNumbers>> {
    layers.iter().map(|layer| layer.activation.of_numbers()).collect()
}

fn through(
    layers: &[DenseLayer],
    functions: &[OfNumbers],
    [count, width]: [usize; 2],
    input: &Tensor<2>,
    row: impl Fn(usize, &mut [f32]),
) -> Tensor<2> {
    let biases: Vec<Option<Vec<f32>>> = layers.iter().map(|layer| layer.bias.as_ref().map(numbers)).collect();
    let outputs = layers.last().map_or(width, |layer| layer.weight.panels().outputs());
    let mut output = Vec::with_capacity(count * outputs);
    let (mut hidden, mut next) = (Vec::new(), Vec::new());
    for begin in (0..count).step_by(AT_ONCE) {
        let own = AT_ONCE.min(count - begin);
        hidden.resize(own * width, 0.0);
        hidden.chunks_mut(width.max(1)).enumerate().for_each(|(at, slot)| row(begin + at, slot));
        for ((layer, function), bias) in layers.iter().zip(functions).zip(&biases) {
            function.apply(&mut hidden, 1.0, 0.0);
            let panels = layer.weight.panels();
            let stride = hidden.len() / own;
            next.clear();
            match bias {
                Some(bias) => (0..own).for_each(|_| next.extend_from_slice(bias)),
                None => next.resize(own * panels.outputs(), 0.0),
            }
            let rows = Rows { values: &hidden, stride, count: own };
            panels.add_products(&(0..stride), rows, &mut next, panels.outputs());
            std::mem::swap(&mut hidden, &mut next);
        }
        output.extend_from_slice(&hidden);
    }
    Tensor::from_data(TensorData::new(output, [count, outputs]), &input.device())
}

#[cfg(test)]
mod tests {
    use burn::tensor::{Device, Distribution};

    use super::*;
    use crate::architecture::{Activation, layers::DenseStack};

    fn random<const D: usize>(shape: [usize; D]) -> Tensor<D> {
        Tensor::random(shape, Distribution::Normal(0.0, 0.5), &Device::flex())
    }

    #[test]
    fn rows_go_through_as_through_burns_layers() {
        let layer = |activation, [inputs, outputs]: [usize; 2], bias: bool| {
            DenseLayer::new(activation, random([inputs, outputs]), bias.then(|| random([outputs])))
        };
        let layers = vec![
            layer(Activation::Silu, [13, 21], true),
            layer(Activation::Relu, [21, 8], false),
            layer(Activation::Identity, [8, 1], true),
        ];
        let (samples, conditions) = (random([7, 13]), random([9, 13]));
        let sums = samples.clone().reshape([7, 1, 13]) + conditions.clone().reshape([1, 9, 13]);
        let all = sums.reshape([63, 13]);
        let expected = DenseStack { layers: layers.clone() }.apply(all.clone());
        for found in [rows_through(&layers, &all), sums_through(&layers, &samples, &conditions)] {
            let found = found.unwrap();
            assert_eq!(found.dims(), [63, 1]);
            assert!((found - expected.clone()).abs().max().into_scalar::<f32>() < 1e-5);
        }
        assert!(rows_through(&[layer(Activation::Gelu, [13, 2], true)], &all).is_none());
    }
}
