use burn::backend::tensor::{FloatTensor, IntTensor};
use burn::backend::{Backend, backend_extension};
use burn_cubecl::Cube;
use burn_cubecl::kernel::into_contiguous;

use super::function::Function;
use super::launches;

/// Zero columns on both sides of a convolution.
#[derive(Debug, Clone, Copy)]
pub struct ConvolutionSizes {
    pub(super) left: usize,
    pub(super) right: usize,
}

/// Columns of a window, and between two windows' beginnings.
#[derive(Debug, Clone, Copy)]
pub struct WindowSizes {
    pub(super) width: usize,
    pub(super) step: usize,
}

/// A pool of the columns of variants.
#[derive(Debug, Clone, Copy)]
pub struct PatchSizes {
    pub(super) shift: i64,
    /// Windows of a variant.
    pub(super) windows: usize,
    /// Windows of the reference.
    pub(super) all_windows: usize,
    pub(super) width: usize,
    pub(super) step: usize,
}

/// The shaders, as operations that burn hands on to the backend of their tensors.
#[backend_extension(Cube)]
pub trait Shaders: Backend {
    fn activated(input: FloatTensor<Self>, function: Function) -> FloatTensor<Self>;

    fn normed(
        input: FloatTensor<Self>,
        scale: FloatTensor<Self>,
        shift: FloatTensor<Self>,
        function: Function,
        channels_at: usize,
    ) -> FloatTensor<Self>;

    fn product(rows: FloatTensor<Self>, weight: FloatTensor<Self>, around: [Function; 2]) -> FloatTensor<Self>;

    fn product_with_bias(
        rows: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        around: [Function; 2],
    ) -> FloatTensor<Self>;

    fn product_of_sums(
        left: FloatTensor<Self>,
        right: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        around: [Function; 2],
    ) -> FloatTensor<Self>;

    fn product_of_sums_with_bias(
        left: FloatTensor<Self>,
        right: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        around: [Function; 2],
    ) -> FloatTensor<Self>;

    fn convolution(
        input: FloatTensor<Self>,
        by_tap: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        sizes: ConvolutionSizes,
    ) -> FloatTensor<Self>;

    fn normed_convolution(
        input: FloatTensor<Self>,
        by_tap: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        scale: FloatTensor<Self>,
        shift: FloatTensor<Self>,
        function: Function,
        sizes: ConvolutionSizes,
    ) -> FloatTensor<Self>;

    fn maxima(input: FloatTensor<Self>, sizes: WindowSizes) -> FloatTensor<Self>;

    fn changes(
        columns: FloatTensor<Self>,
        reference: FloatTensor<Self>,
        starts: IntTensor<Self>,
        shift: i64,
    ) -> FloatTensor<Self>;

    fn convolved_changes(
        changes: FloatTensor<Self>,
        by_tap: FloatTensor<Self>,
        reference: FloatTensor<Self>,
        starts: IntTensor<Self>,
        shift: i64,
    ) -> FloatTensor<Self>;

    fn pooled_changes(
        columns: FloatTensor<Self>,
        before: FloatTensor<Self>,
        behind: FloatTensor<Self>,
        starts: IntTensor<Self>,
        firsts: IntTensor<Self>,
        sizes: PatchSizes,
    ) -> FloatTensor<Self>;

    fn averaged_changes(
        changes: FloatTensor<Self>,
        reference: FloatTensor<Self>,
        starts: IntTensor<Self>,
        firsts: IntTensor<Self>,
        sizes: PatchSizes,
    ) -> FloatTensor<Self>;

    fn added_changes(
        columns: FloatTensor<Self>,
        changes: FloatTensor<Self>,
        layer: FloatTensor<Self>,
        starts: IntTensor<Self>,
        shifts: [i64; 2],
    ) -> FloatTensor<Self>;

    fn maxima_of_parts(
        layer: FloatTensor<Self>,
        sizes: WindowSizes,
        lowest: f32,
    ) -> (FloatTensor<Self>, FloatTensor<Self>);

    fn in_order(tensor: FloatTensor<Self>) -> FloatTensor<Self>;

    fn product_of_changes(
        changes: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        starts: IntTensor<Self>,
        shift: i64,
        all: usize,
    ) -> FloatTensor<Self>;
}

impl Shaders for Cube {
    fn activated(input: FloatTensor<Self>, function: Function) -> FloatTensor<Self> {
        launches::pointwise(input, None, function)
    }

    fn normed(
        input: FloatTensor<Self>,
        scale: FloatTensor<Self>,
        shift: FloatTensor<Self>,
        function: Function,
        channels_at: usize,
    ) -> FloatTensor<Self> {
        launches::pointwise(input, Some(([scale, shift], channels_at)), function)
    }

    fn product(rows: FloatTensor<Self>, weight: FloatTensor<Self>, around: [Function; 2]) -> FloatTensor<Self> {
        launches::product(rows, None, weight, None, around)
    }

    fn product_with_bias(
        rows: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        around: [Function; 2],
    ) -> FloatTensor<Self> {
        launches::product(rows, None, weight, Some(bias), around)
    }

    fn product_of_sums(
        left: FloatTensor<Self>,
        right: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        around: [Function; 2],
    ) -> FloatTensor<Self> {
        launches::product(left, Some(right), weight, None, around)
    }

    fn product_of_sums_with_bias(
        left: FloatTensor<Self>,
        right: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        around: [Function; 2],
    ) -> FloatTensor<Self> {
        launches::product(left, Some(right), weight, Some(bias), around)
    }

    fn convolution(
        input: FloatTensor<Self>,
        by_tap: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        sizes: ConvolutionSizes,
    ) -> FloatTensor<Self> {
        launches::convolution(input, by_tap, bias, None, sizes)
    }

    fn normed_convolution(
        input: FloatTensor<Self>,
        by_tap: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        scale: FloatTensor<Self>,
        shift: FloatTensor<Self>,
        function: Function,
        sizes: ConvolutionSizes,
    ) -> FloatTensor<Self> {
        launches::convolution(input, by_tap, bias, Some((function, [scale, shift])), sizes)
    }

    fn maxima(input: FloatTensor<Self>, sizes: WindowSizes) -> FloatTensor<Self> {
        launches::maxima(input, sizes)
    }

    fn changes(
        columns: FloatTensor<Self>,
        reference: FloatTensor<Self>,
        starts: IntTensor<Self>,
        shift: i64,
    ) -> FloatTensor<Self> {
        launches::changes(columns, reference, starts, shift)
    }

    fn convolved_changes(
        changes: FloatTensor<Self>,
        by_tap: FloatTensor<Self>,
        reference: FloatTensor<Self>,
        starts: IntTensor<Self>,
        shift: i64,
    ) -> FloatTensor<Self> {
        launches::convolved_changes(changes, by_tap, reference, starts, shift)
    }

    fn pooled_changes(
        columns: FloatTensor<Self>,
        before: FloatTensor<Self>,
        behind: FloatTensor<Self>,
        starts: IntTensor<Self>,
        firsts: IntTensor<Self>,
        sizes: PatchSizes,
    ) -> FloatTensor<Self> {
        launches::pooled_changes(columns, [before, behind], [starts, firsts], sizes)
    }

    fn averaged_changes(
        changes: FloatTensor<Self>,
        reference: FloatTensor<Self>,
        starts: IntTensor<Self>,
        firsts: IntTensor<Self>,
        sizes: PatchSizes,
    ) -> FloatTensor<Self> {
        launches::averaged_changes(changes, reference, [starts, firsts], sizes)
    }

    fn added_changes(
        columns: FloatTensor<Self>,
        changes: FloatTensor<Self>,
        layer: FloatTensor<Self>,
        starts: IntTensor<Self>,
        shifts: [i64; 2],
    ) -> FloatTensor<Self> {
        launches::added_changes(columns, changes, layer, starts, shifts)
    }

    fn maxima_of_parts(
        layer: FloatTensor<Self>,
        sizes: WindowSizes,
        lowest: f32,
    ) -> (FloatTensor<Self>, FloatTensor<Self>) {
        launches::maxima_of_parts(layer, sizes, lowest)
    }

    fn in_order(tensor: FloatTensor<Self>) -> FloatTensor<Self> {
        into_contiguous(tensor)
    }

    fn product_of_changes(
        changes: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        starts: IntTensor<Self>,
        shift: i64,
        all: usize,
    ) -> FloatTensor<Self> {
        launches::product_of_changes(changes, weight, starts, shift, all)
    }
}
