//! Convolutions of columns in plain memory, channel by channel: `columns x channels`.

use super::panels::{Panels, Rows};

/// A convolution of stride one.
#[derive(Debug, Clone, Copy)]
pub struct ChannelLast<'a> {
    /// One `inputs x outputs` matrix a tap, one below the other.
    pub panels: &'a Panels,
    /// One for each output.
    pub bias: &'a [f32],
    /// Columns under a kernel.
    pub taps: usize,
    /// Columns between two taps.
    pub dilation: usize,
    /// Zero columns on the left and on the right.
    pub padding: [usize; 2],
}

impl ChannelLast<'_> {
    /// All columns, `columns x inputs` to `columns x outputs`.
    pub fn apply(self, columns: &[f32], inputs: usize) -> Vec<f32> {
        let [left, right] = self.padding.map(|columns| columns * inputs);
        let mut padded = vec![0.0; left];
        padded.extend_from_slice(columns);
        padded.resize(padded.len() + right, 0.0);
        let span = self.taps.saturating_sub(1) * self.dilation;
        let count = (padded.len() / inputs.max(1)).saturating_sub(span);
        let mut output = self.bias.repeat(count);
        let mut add = |taps: std::ops::Range<usize>| {
            let values = &padded[taps.start * self.dilation * inputs..];
            let rows = Rows { values, stride: inputs, count };
            let taps = taps.start * inputs..taps.end * inputs;
            self.panels.add_products(&taps, rows, &mut output, self.panels.outputs());
        };
        if count == 0 {
            return output;
        }
        if self.dilation == 1 {
            // The columns under a kernel follow one another, so that they are one row of a matrix whose rows overlap.
            add(0..self.taps);
        } else {
            (0..self.taps).for_each(|tap| add(tap..tap + 1));
        }
        output
    }
}

#[cfg(test)]
mod tests {
    use burn::tensor::module::conv1d;
    use burn::tensor::ops::ConvOptions;
    use burn::tensor::{Device, Distribution, Tensor};

    use super::*;
    use crate::architecture::layers::numbers;

    #[test]
    fn columns_are_burns() {
        let random = |shape: [usize; 3]| Tensor::<3>::random(shape, Distribution::Default, &Device::flex());
        for (columns, taps, dilation, padding) in
            [(18, 3, 1, [1, 1]), (17, 4, 3, [2, 5]), (5, 1, 1, [0, 0]), (6, 4, 2, [0, 0])]
        {
            let (input, kernels) = (random([1, 5, columns]), random([9, 5, taps]));
            let bias = random([1, 1, 9]).reshape([9]);
            let matrix = numbers(&kernels.clone().permute([2, 1, 0]));
            let own = ChannelLast { panels: &Panels::new(&matrix, 9), bias: &numbers(&bias), taps, dilation, padding };
            let found = own.apply(&numbers(&input.clone().swap_dims(1, 2)), 5);
            if columns + padding[0] + padding[1] <= (taps - 1) * dilation {
                assert!(found.is_empty());
                continue;
            }
            let options = ConvOptions::new_with_padding([1], [(padding[0], padding[1])], [dilation], 1);
            let expected = numbers(&conv1d(input, kernels, Some(bias), options).swap_dims(1, 2));
            assert_eq!(found.len(), expected.len());
            assert!(found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-4));
        }
    }
}
