//! How the shaders are launched: sizes, groups of units, and what each of them reads.

mod changes;
mod columns;
mod product;

use burn_cubecl::cubecl::calculate_cube_count_elemwise;
use burn_cubecl::cubecl::client::Client;
use burn_cubecl::cubecl::prelude::*;
use burn_cubecl::kernel::into_contiguous;
use burn_cubecl::ops::numeric::empty_device_contiguous_dtype;
use burn_cubecl::tensor::CubeTensor;

pub(super) use changes::{added_changes, averaged_changes, changes, pooled_changes, product_of_changes};
pub(super) use columns::{convolution, convolved_changes, maxima, maxima_of_parts, pointwise};
pub(super) use product::product;

/// Rows or columns that a unit computes where there are as many and enough units are left: it reads the weights once for
/// all of them.
const SEVERAL: usize = 4;

/// How many are enough for that.
const ENOUGH: usize = 128;

/// Rows or columns that a unit computes, of so many, with so many vectors of outputs for each of `times` such rows.
fn for_a_unit(rows: usize, vectors: usize, times: usize) -> usize {
    let is_worth_it = rows >= SEVERAL && rows.div_ceil(SEVERAL) * vectors * times >= ENOUGH;
    if is_worth_it { SEVERAL } else { 1 }
}

/// Groups for that many units, one after the other, and how many are in one.
fn one_by_one(client: &Client, units: usize) -> (CubeCount, CubeDim) {
    let group = CubeDim::new(client, units);
    (calculate_cube_count_elemwise(client, units, group), group)
}

/// A tensor of the same kind on the same device.
fn made_beside(like: &CubeTensor, shape: &[usize]) -> CubeTensor {
    empty_device_contiguous_dtype(like.client.clone(), like.device.clone(), shape.to_vec().into(), like.dtype)
}

/// Such a tensor, which `launch` has that many units write; without any there is nothing to write.
fn written(
    like: &CubeTensor,
    shape: &[usize],
    units: usize,
    launch: impl FnOnce(&Client, CubeCount, CubeDim, BufferArg),
) -> CubeTensor {
    let output = made_beside(like, shape);
    if units > 0 {
        let (count, group) = one_by_one(&output.client, units);
        launch(&output.client, count, group, output.clone().into_buffer_arg());
    }
    output
}

/// Numbers of a layer's input and output that are read at once, and how many such vectors there are.
fn vectors(inputs: usize, outputs: usize) -> ([usize; 2], [usize; 2]) {
    let [read, written] = [inputs, outputs].map(|numbers| if numbers.is_multiple_of(4) { 4 } else { 1 });
    ([read, written], [inputs / read, outputs / written])
}

fn sizes<const D: usize>(tensor: &CubeTensor) -> [usize; D] {
    let shape = tensor.meta.shape();
    std::array::from_fn(|at| shape[at])
}

fn windows_of(columns: usize, width: usize, step: usize) -> usize {
    if columns < width { 0 } else { (columns - width) / step + 1 }
}

/// Values in the order of their dimensions.
fn in_order(tensor: CubeTensor) -> BufferArg {
    into_contiguous(tensor).into_buffer_arg()
}
