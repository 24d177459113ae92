//! Shaders of our own for a graphics adapter. Every operation there costs its dispatch, however small it is, and burn has
//! several for what networks do most: a convolution copies its kernels and its input into another order first, and an
//! activation with a norm is seven. Here each is one. What they compute is what burn computes, as the tests say.

mod changes;
mod columns;
mod extension;
mod function;
mod launches;
mod product;
#[cfg(test)]
mod tests;

use burn::backend::Dispatch;
use burn::tensor::{Device, Int, Tensor};

use extension::{ConvolutionSizes, PatchSizes, Shaders, WindowSizes};
pub use function::Function;

use super::{OfNumbers, is_processor};

/// Whether tensors of a device go through these shaders: those of a graphics adapter, if they need not record their
/// gradients.
pub fn run_on(device: &Device) -> bool {
    !device.is_autodiff() && !is_processor(device)
}

/// An activation, then a scale and a shift for each channel: of one that shaders know.
#[derive(Debug, Clone, Copy)]
pub struct Norm<'a> {
    pub function: Function,
    /// By channel.
    pub scale: &'a Tensor<1>,
    /// By channel.
    pub shift: &'a Tensor<1>,
}

/// Where the changed columns of each variant begin: `starts` and `shift` columns further.
#[derive(Debug, Clone)]
pub struct Starts {
    pub starts: Tensor<1, Int>,
    pub shift: i64,
}

/// The function of every element.
pub fn activated<const D: usize>(input: Tensor<D>, function: Function) -> Tensor<D> {
    Tensor::from_dispatch(<Dispatch as Shaders>::activated(input.into_dispatch(), function))
}

/// The function of every element, then a scale and a shift for each channel, which are in dimension `channels`.
pub fn normed<const D: usize>(input: Tensor<D>, norm: Norm, channels: usize) -> Tensor<D> {
    let [scale, shift] = [norm.scale, norm.shift].map(|own| own.clone().into_dispatch());
    Tensor::from_dispatch(<Dispatch as Shaders>::normed(input.into_dispatch(), scale, shift, norm.function, channels))
}

/// Rows through a fully connected layer: `rows x inputs` and a weight of `inputs x outputs` to `rows x outputs`, with the
/// activations in front of it and behind.
pub fn product(rows: Tensor<2>, weight: Tensor<2>, bias: Option<Tensor<1>>, around: [Function; 2]) -> Tensor<2> {
    let (rows, weight) = (rows.into_dispatch(), weight.into_dispatch());
    Tensor::from_dispatch(match bias {
        Some(bias) => <Dispatch as Shaders>::product_with_bias(rows, weight, bias.into_dispatch(), around),
        None => <Dispatch as Shaders>::product(rows, weight, around),
    })
}

/// The same for the sum of each row of `left` and each of `right`, `(left rows * right rows) x outputs`.
pub fn product_of_sums(
    [left, right]: [Tensor<2>; 2],
    weight: Tensor<2>,
    bias: Option<Tensor<1>>,
    around: [Function; 2],
) -> Tensor<2> {
    let (left, right, weight) = (left.into_dispatch(), right.into_dispatch(), weight.into_dispatch());
    Tensor::from_dispatch(match bias {
        Some(bias) => {
            <Dispatch as Shaders>::product_of_sums_with_bias(left, right, weight, bias.into_dispatch(), around)
        }
        None => <Dispatch as Shaders>::product_of_sums(left, right, weight, around),
    })
}

/// A convolution of stride one of `rows x channels x columns`, with one `channels x outputs` matrix a tap, one below the
/// other, and what is done to every column behind it.
pub fn convolution(
    input: Tensor<3>,
    by_tap: Tensor<2>,
    bias: Tensor<1>,
    [left, right]: [usize; 2],
    norm: Option<Norm>,
) -> Tensor<3> {
    let sizes = ConvolutionSizes { left, right };
    let (input, by_tap, bias) = (input.into_dispatch(), by_tap.into_dispatch(), bias.into_dispatch());
    let columns = match norm {
        Some(Norm { function, scale, shift }) => {
            let [scale, shift] = [scale, shift].map(|own| own.clone().into_dispatch());
            <Dispatch as Shaders>::normed_convolution(input, by_tap, bias, scale, shift, function, sizes)
        }
        None => <Dispatch as Shaders>::convolution(input, by_tap, bias, sizes),
    };
    Tensor::<3>::from_dispatch(columns).swap_dims(1, 2)
}

/// The maximum of each window of `rows x channels x columns`.
pub fn maxima(input: Tensor<3>, width: usize, step: usize) -> Tensor<3> {
    let maxima = <Dispatch as Shaders>::maxima(input.into_dispatch(), WindowSizes { width, step });
    Tensor::<3>::from_dispatch(maxima).swap_dims(1, 2)
}

/// Columns of variants, `variants x columns x channels`, minus the reference's (`columns x channels`); zero beyond its
/// ends.
pub fn changes(columns: Tensor<3>, reference: &Tensor<2>, starts: &Starts) -> Tensor<3> {
    let (reference, places) = (reference.clone().into_dispatch(), starts.starts.clone().into_dispatch());
    Tensor::from_dispatch(<Dispatch as Shaders>::changes(columns.into_dispatch(), reference, places, starts.shift))
}

/// After a convolution: what the reference has there (`columns x outputs`) and what the kernels make of the changes,
/// from the column that the first tap reaches on; `starts` is where that is.
pub fn convolved_changes(changes: Tensor<3>, by_tap: Tensor<2>, reference: &Tensor<2>, starts: &Starts) -> Tensor<3> {
    let (changes, by_tap) = (changes.into_dispatch(), by_tap.into_dispatch());
    let (reference, places) = (reference.clone().into_dispatch(), starts.starts.clone().into_dispatch());
    Tensor::from_dispatch(<Dispatch as Shaders>::convolved_changes(changes, by_tap, reference, places, starts.shift))
}

/// After a max pool, `variants x windows x channels` from the windows that `firsts` says on. `parts` are the reference's
/// maxima over the first columns of each window and over those behind them.
pub fn pooled_changes(
    columns: Tensor<3>,
    parts: [&Tensor<2>; 2],
    starts: &Starts,
    firsts: &Starts,
    [windows, all_windows]: [usize; 2],
    [width, step]: [usize; 2],
) -> Tensor<3> {
    let [before, behind] = parts.map(|own| own.clone().into_dispatch());
    let [places, firsts] = [starts, firsts].map(|own| own.starts.clone().into_dispatch());
    let sizes = PatchSizes { shift: starts.shift, windows, all_windows, width, step };
    let columns = columns.into_dispatch();
    Tensor::from_dispatch(<Dispatch as Shaders>::pooled_changes(columns, before, behind, places, firsts, sizes))
}

/// The same after a mean pool whose output in the reference is `reference`, from the columns' changes.
pub fn averaged_changes(
    changes: Tensor<3>,
    reference: &Tensor<2>,
    starts: &Starts,
    firsts: &Starts,
    windows: usize,
    [width, step]: [usize; 2],
) -> Tensor<3> {
    let [places, firsts] = [starts, firsts].map(|own| own.starts.clone().into_dispatch());
    let sizes = PatchSizes { shift: starts.shift, windows, all_windows: reference.dims()[0], width, step };
    let (changes, reference) = (changes.into_dispatch(), reference.clone().into_dispatch());
    Tensor::from_dispatch(<Dispatch as Shaders>::averaged_changes(changes, reference, places, firsts, sizes))
}

/// Columns of variants plus what an earlier layer (`columns x channels`) has at the same place, whose `changes` begin
/// `later` columns further.
pub fn added_changes(
    columns: Tensor<3>,
    changes: Tensor<3>,
    layer: &Tensor<2>,
    starts: &Starts,
    later: i64,
) -> Tensor<3> {
    let (columns, changes) = (columns.into_dispatch(), changes.into_dispatch());
    let (layer, places) = (layer.clone().into_dispatch(), starts.starts.clone().into_dispatch());
    Tensor::from_dispatch(<Dispatch as Shaders>::added_changes(columns, changes, layer, places, [starts.shift, later]))
}

/// The maxima over the first n columns of each window of a layer (`columns x channels`), and over all but these; row n *
/// windows + window, n from 0 to the window's width. `lowest` is that of no columns.
pub fn maxima_of_parts(layer: &Tensor<2>, [width, step]: [usize; 2], lowest: f32) -> [Tensor<2>; 2] {
    let layer = layer.clone().into_dispatch();
    let (before, behind) = <Dispatch as Shaders>::maxima_of_parts(layer, WindowSizes { width, step }, lowest);
    [before, behind].map(Tensor::from_dispatch)
}

/// The values in the order of their dimensions: a copy where they lie otherwise.
pub fn in_order<const D: usize>(tensor: Tensor<D>) -> Tensor<D> {
    Tensor::from_dispatch(<Dispatch as Shaders>::in_order(tensor.into_dispatch()))
}

/// What changes add after a fully connected layer on the `all` flattened columns, with a weight of
/// `(columns * channels) x outputs`.
pub fn product_of_changes(changes: Tensor<3>, weight: Tensor<2>, starts: &Starts, all: usize) -> Tensor<2> {
    let (changes, weight) = (changes.into_dispatch(), weight.into_dispatch());
    let places = starts.starts.clone().into_dispatch();
    Tensor::from_dispatch(<Dispatch as Shaders>::product_of_changes(changes, weight, places, starts.shift, all))
}

impl OfNumbers {
    /// The same for shaders; none where they do not know it.
    pub fn in_shaders(self) -> Option<Function> {
        Function::of(self)
    }
}
