use std::ops::Range;

use burn::tensor::module::max_pool1d;
use burn::tensor::ops::MaxPoolOptions;
use burn::tensor::{Device, Tensor};

use super::word_tables::larger_or_none;
use crate::architecture::Activation;
#[cfg(feature = "webgpu")]
use crate::architecture::layers::shaders;
use crate::architecture::layers::{
    Matrix, OfNumbers, Panels, change_in_place, convolution, in_one_piece, is_in_memory, made_from, numbers,
};

/// One step of a trunk, local along the sequence.
#[derive(Debug, Clone)]
pub enum Stage {
    /// A convolution of stride one with zero padding.
    Convolution(Convolution),
    /// A max pool.
    Pool(Pool),
    /// A mean pool.
    Mean(Pool),
    /// What is done to every column alike.
    Pointwise(Pointwise),
    /// Adds what an earlier stage reads, given by its index: the end of a residual branch. Both have the same
    /// shape.
    Add(usize),
}

/// A convolution of stride one.
#[derive(Debug, Clone)]
pub struct Convolution {
    /// `outputs x inputs x width`.
    pub(super) kernels: Tensor<3>,
    pub(super) bias: Tensor<1>,
    /// One `inputs x outputs` matrix a tap, one below the other.
    by_tap: Matrix,
    pub(super) left: usize,
    pub(super) right: usize,
}

/// The windows of a pool without padding; columns that fill none are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pool {
    /// Columns of a window.
    pub width: usize,
    /// Columns between two windows' beginnings.
    pub stride: usize,
}

/// An activation, then a scale and a shift for each channel (a batch norm with its running statistics).
#[derive(Debug, Clone)]
pub struct Pointwise {
    /// The activation.
    pub activation: Activation,
    /// By channel.
    pub scale: Tensor<1>,
    /// By channel.
    pub shift: Tensor<1>,
}

impl Stage {
    /// Whether it is computed in plain memory where it can be: all but activations that are burn's.
    pub(super) fn is_of_numbers(&self) -> bool {
        match self {
            Self::Pointwise(pointwise) => pointwise.activation.of_numbers().is_some(),
            Self::Convolution(_) | Self::Pool(_) | Self::Mean(_) | Self::Add(_) => true,
        }
    }

    /// Columns after the stage for that many before it.
    pub fn columns(&self, columns: usize) -> usize {
        match self {
            Self::Convolution(convolution) => columns + convolution.left + convolution.right + 1 - convolution.width(),
            Self::Pool(pool) | Self::Mean(pool) => pool.columns(columns),
            Self::Pointwise(_) | Self::Add(_) => columns,
        }
    }
}

impl Convolution {
    /// A convolution of `kernels` (`outputs x inputs x width`) with that many zero columns on the left and on
    /// the right.
    pub fn new(kernels: Tensor<3>, bias: Tensor<1>, left: usize, right: usize) -> Self {
        let [outputs, inputs, width] = kernels.dims();
        let by_tap = in_one_piece(kernels.clone().permute([2, 1, 0])).reshape([width * inputs, outputs]);
        Self { kernels, bias, by_tap: Matrix::new(by_tap), left, right }
    }

    /// Columns under a kernel.
    pub(super) fn width(&self) -> usize {
        self.kernels.dims()[2]
    }

    /// Zero columns on the left.
    pub(super) fn left(&self) -> usize {
        self.left
    }

    /// The matrix of a tap, `inputs x outputs`.
    pub(super) fn tap(&self, tap: usize) -> Tensor<2> {
        let inputs = self.kernels.dims()[1];
        self.by_tap.values().narrow(0, tap * inputs, inputs)
    }

    /// All taps, `(width * inputs) x outputs`, for products in plain memory.
    pub(super) fn panels(&self) -> &Panels {
        self.by_tap.panels()
    }

    /// One `inputs x outputs` matrix a tap, one below the other.
    #[cfg(feature = "webgpu")]
    pub(super) fn by_tap(&self) -> Tensor<2> {
        self.by_tap.values()
    }

    /// All columns on a graphics adapter, with what is done to each of them behind.
    #[cfg(feature = "webgpu")]
    pub(super) fn in_shader(&self, input: Tensor<3>, norm: Option<shaders::Norm>) -> Tensor<3> {
        shaders::convolution(input, self.by_tap(), self.bias.clone(), [self.left, self.right], norm)
    }

    /// What its input contributes, from what its output does.
    pub(super) fn backward(&self, output: Tensor<3>, columns: usize) -> Tensor<3> {
        transposed(output, self.kernels.clone(), self.left, columns)
    }

    /// All columns, `N x inputs x columns`.
    pub(super) fn apply(&self, input: Tensor<3>) -> Tensor<3> {
        #[cfg(feature = "webgpu")]
        if shaders::run_on(&input.device()) {
            return self.in_shader(input, None);
        }
        convolution(input, self.kernels.clone(), Some(self.bias.clone()), self.left, self.right)
    }
}

/// The transpose of a convolution of stride one with `left` zero columns on its left, `N x outputs x columns`
/// to `N x inputs x columns`: a convolution with the kernels turned round, which is fast wherever
/// convolutions are.
pub(super) fn transposed(output: Tensor<3>, kernels: Tensor<3>, left: usize, columns: usize) -> Tensor<3> {
    let around = kernels.dims()[2] - 1;
    convolution(output, kernels.swap_dims(0, 1).flip([2]), None, around, around).narrow(2, left, columns)
}

impl Pool {
    /// The largest of each window, `N x channels x columns`.
    pub(in crate::architecture) fn apply(self, input: Tensor<3>) -> Tensor<3> {
        if is_in_memory(&input) {
            let [rows, channels, columns] = input.dims();
            let shape = [rows, channels, self.columns(columns)];
            return made_from(input, shape, |values| self.maxima(values, columns));
        }
        #[cfg(feature = "webgpu")]
        if shaders::run_on(&input.device()) {
            return shaders::maxima(input, self.width, self.stride);
        }
        max_pool1d(input, MaxPoolOptions::new([self.width]).with_stride([self.stride]))
    }

    /// The largest of each window of rows of that many columns. burn's own also finds out where it stands.
    fn maxima(self, values: &[f32], columns: usize) -> Vec<f32> {
        let count = self.columns(columns);
        let rows = values.chunks_exact(columns.max(1));
        let mut maxima = Vec::with_capacity(rows.len() * count);
        for row in rows {
            let maximum = |window: &[f32]| window.iter().copied().fold(f32::NEG_INFINITY, larger_or_none);
            if self.stride == self.width {
                maxima.extend(row.chunks_exact(self.width).map(maximum));
            } else {
                maxima.extend((0..count).map(|window| maximum(&row[self.window(window)])));
            }
        }
        maxima
    }

    /// The mean of each window, of the same shape. burn's own mean pool would make the browser's build larger.
    pub(super) fn mean(self, input: Tensor<3>) -> Tensor<3> {
        self.unfolded(input).mean_dim(3).squeeze_dim::<3>(3)
    }

    /// Windows of that many columns.
    pub fn columns(self, columns: usize) -> usize {
        if columns < self.width { 0 } else { (columns - self.width) / self.stride + 1 }
    }

    /// The columns of a window.
    pub(super) fn window(self, window: usize) -> Range<usize> {
        window * self.stride..window * self.stride + self.width
    }

    /// The windows that some of `columns` columns lie in.
    pub(super) fn reached(self, touched: &Range<usize>, columns: usize) -> Range<usize> {
        let first = (touched.start + self.stride).saturating_sub(self.width) / self.stride;
        let end = (touched.end.saturating_sub(1) / self.stride + 1).min(self.columns(columns));
        first.min(end)..end
    }
}

impl Pointwise {
    /// An activation and nothing else.
    pub fn of(activation: Activation, channels: usize, device: &Device) -> Self {
        Self { activation, scale: Tensor::ones([channels], device), shift: Tensor::zeros([channels], device) }
    }

    /// The same for shaders; none where they do not know the activation.
    #[cfg(feature = "webgpu")]
    pub(super) fn in_shaders(&self) -> Option<shaders::Norm<'_>> {
        let function = self.activation.of_numbers()?.in_shaders()?;
        Some(shaders::Norm { function, scale: &self.scale, shift: &self.shift })
    }

    /// Columns that lie one after the other, channel by channel; as they are where the activation is burn's.
    pub(super) fn change_columns(&self, values: &mut [f32]) {
        if let Some(function) = self.activation.of_numbers() {
            self.change(values, function, 1);
        }
    }

    /// In one pass. The channels follow one another, each with `inner` values.
    fn change(&self, values: &mut [f32], function: OfNumbers, inner: usize) {
        let (scale, shift) = (numbers(&self.scale), numbers(&self.shift));
        if inner == 1 {
            for row in values.chunks_mut(scale.len().max(1)) {
                function.apply_to_row(row, &scale, &shift);
            }
            return;
        }
        for channels in values.chunks_mut((inner * scale.len()).max(1)) {
            for (channel, (scale, shift)) in channels.chunks_mut(inner).zip(scale.iter().zip(&shift)) {
                function.apply(channel, *scale, *shift);
            }
        }
    }

    /// Any tensor that has the channels in dimension `channels`.
    pub(super) fn apply<const D: usize>(&self, input: Tensor<D>, channels: usize) -> Tensor<D> {
        if let Some(function) = self.activation.of_numbers()
            && is_in_memory(&input)
        {
            let inner = input.dims()[channels + 1..].iter().product();
            return change_in_place(input, |values| self.change(values, function, inner));
        }
        #[cfg(feature = "webgpu")]
        if let Some(norm) = self.in_shaders()
            && shaders::run_on(&input.device())
        {
            return shaders::normed(input, norm, channels);
        }
        let mut shape = [1; D];
        shape[channels] = self.scale.dims()[0];
        let activated = self.activation.apply(input);
        activated * self.scale.clone().reshape(shape) + self.shift.clone().reshape(shape)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pool_reaches_the_windows_that_hold_a_column() {
        for (width, stride, columns) in [(5, 5, 33), (7, 2, 40), (10, 4, 31), (3, 5, 29)] {
            let pool = Pool { width, stride };
            for start in 0..columns {
                for end in start + 1..=columns.min(start + 9) {
                    let holds = |window: &usize| {
                        let own = pool.window(*window);
                        own.start < end && start < own.end
                    };
                    let expected: Vec<usize> = (0..pool.columns(columns)).filter(holds).collect();
                    let found: Vec<usize> = pool.reached(&(start..end), columns).collect();
                    // A pool with gaps may name a window next to the columns; it never leaves one out.
                    if stride <= width {
                        assert_eq!(found, expected, "{pool:?} {start}..{end}");
                    } else {
                        assert!(expected.iter().all(|window| found.contains(window)));
                    }
                }
            }
        }
    }
}
