use burn_cubecl::cubecl::prelude::*;
use burn_cubecl::cubecl::server::CubeCountSelection;
use burn_cubecl::tensor::CubeTensor;

use super::{for_a_unit, in_order, made_beside, sizes, vectors};
use crate::architecture::layers::shaders::function::Function;
use crate::architecture::layers::shaders::product::{Tile, product_of_rows};

/// Units up to which several of them share the inputs of an output, as most of an adapter would have nothing to do.
const FEW: usize = 4096;

/// Inputs from which on that pays.
const LONG: usize = 64;

/// Units of a group that share the inputs, and groups of them side by side.
const SHARED: [usize; 2] = [8, 8];

/// Units of a group side by side otherwise.
const ALONE: usize = 64;

pub(in crate::architecture::layers::shaders) fn product(
    left: CubeTensor,
    right: Option<CubeTensor>,
    weight: CubeTensor,
    bias: Option<CubeTensor>,
    [before, after]: [Function; 2],
) -> CubeTensor {
    let ([samples, inputs], [_, outputs]) = (sizes(&left), sizes(&weight));
    let conditions = right.as_ref().map_or(1, |right| sizes::<2>(right)[0]);
    let rows = samples * conditions;
    let output = made_beside(&left, &[rows, outputs]);
    if rows * outputs == 0 {
        return output;
    }
    let ([read, vector], [vectors_read, vectors]) = vectors(inputs, outputs);
    let own = for_a_unit(rows, vectors, 1);
    let units = rows.div_ceil(own) * vectors;
    let [slices, width] = if units < FEW && inputs >= LONG { SHARED } else { [1, ALONE] };
    let tile = Tile { rows: own, slices, width, before: before.kind, after: after.kind };
    let client = output.client.clone();
    let count = CubeCountSelection::new(&client, units.div_ceil(width) as u32).cube_count();
    product_of_rows::launch(
        &client,
        count,
        CubeDim::new_2d(width as u32, slices as u32),
        read,
        vector,
        in_order(left),
        right.map(in_order).into(),
        in_order(weight),
        bias.map(in_order).into(),
        output.clone().into_buffer_arg(),
        rows,
        vectors_read,
        vectors,
        conditions,
        before.numbers[0],
        before.numbers[1],
        after.numbers[0],
        after.numbers[1],
        tile,
    );
    output
}
