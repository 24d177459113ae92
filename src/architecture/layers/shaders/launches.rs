use burn_cubecl::cubecl::calculate_cube_count_elemwise;
use burn_cubecl::cubecl::client::Client;
use burn_cubecl::cubecl::prelude::*;
use burn_cubecl::cubecl::server::CubeCountSelection;
use burn_cubecl::kernel::into_contiguous;
use burn_cubecl::ops::numeric::empty_device_contiguous_dtype;
use burn_cubecl::tensor::CubeTensor;

use super::changes::{changes_of_columns, columns_with_changes, maxima_of_changes, means_of_changes};
use super::columns::{
    Steps, convolution_of_columns, maxima_of_parts as parts_of_windows, maxima_of_windows, pointwise_of_values,
};
use super::extension::{ConvolutionSizes, PatchSizes, WindowSizes};
use super::function::Function;
use super::product::{Tile, product_of_changes as changes_through, product_of_rows};

/// Rows or columns that a unit computes where enough units are left: it reads the weights once for all of them.
const SEVERAL: usize = 4;

/// How many are enough for that.
const ENOUGH: usize = 128;

/// Units up to which several of them share the inputs of an output, as most of an adapter would have nothing to do.
const FEW: usize = 4096;

/// Inputs from which on that pays.
const LONG: usize = 64;

/// Units of a group that share the inputs, and groups of them side by side.
const SHARED: [usize; 2] = [8, 8];

/// Units of a group side by side otherwise.
const ALONE: usize = 64;

/// Groups for that many units, one after the other, and how many are in one.
fn one_by_one(client: &Client, units: usize) -> (CubeCount, CubeDim) {
    let group = CubeDim::new(client, units);
    (calculate_cube_count_elemwise(client, units, group), group)
}

/// A tensor of the same kind on the same device.
fn made_beside(like: &CubeTensor, shape: &[usize]) -> CubeTensor {
    empty_device_contiguous_dtype(like.client.clone(), like.device.clone(), shape.to_vec().into(), like.dtype)
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

/// Values stay where they lie, in whatever order; `norm` comes with the dimension that the channels are in.
pub(super) fn pointwise(input: CubeTensor, norm: Option<([CubeTensor; 2], usize)>, function: Function) -> CubeTensor {
    let fills = input.is_nonoverlapping() && input.is_contiguous_buffer();
    let input = if fills { input } else { into_contiguous(input) };
    let shape: Vec<usize> = input.meta.shape().iter().copied().collect();
    let mut output = made_beside(&input, &shape);
    output.meta.clone_from(&input.meta);
    let units = shape.iter().product();
    if units == 0 {
        return output;
    }
    let [channels, inner] = norm.as_ref().map_or([1, 1], |(_, at)| [shape[*at], input.meta.strides()[*at]]);
    let [scale, shift] = norm.map_or([None, None], |(both, _)| both.map(|own| Some(in_order(own))));
    let client = output.client.clone();
    let (count, group) = one_by_one(&client, units);
    pointwise_of_values::launch(
        &client,
        count,
        group,
        input.into_buffer_arg(),
        scale.into(),
        shift.into(),
        output.clone().into_buffer_arg(),
        inner,
        channels,
        function.numbers[0],
        function.numbers[1],
        function.kind,
    );
    output
}

pub(super) fn product(
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
    let own = if rows.div_ceil(SEVERAL) * vectors >= ENOUGH { SEVERAL } else { 1 };
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

/// How a convolution reads and what it is read with.
struct Reading {
    /// What the sums begin with.
    under: CubeTensor,
    /// Where variants begin in what the sums begin with, and how much later.
    starts: Option<(CubeTensor, i64)>,
    norm: Option<(Function, [CubeTensor; 2])>,
    left: usize,
    columns: usize,
    /// The dimensions of rows, channels and columns in the input.
    order: [usize; 3],
}

fn convolved(input: CubeTensor, by_tap: CubeTensor, reading: Reading) -> CubeTensor {
    let Reading { under, starts, norm, left, columns, order } = reading;
    let size = |at: usize| input.meta.shape()[order[at]];
    let [rows, channels, read_columns] = [size(0), size(1), size(2)];
    let strides = order.map(|at| input.meta.strides()[at]);
    let [numbers, outputs] = sizes(&by_tap);
    let output = made_beside(&input, &[rows, columns, outputs]);
    if rows * columns * outputs == 0 {
        return output;
    }
    let ([read, vector], [vectors_read, vectors]) = vectors(channels, outputs);
    // Vectors of channels only where these lie side by side.
    let [read, vectors_read] = if strides[1] == 1 && strides[0].is_multiple_of(read) && strides[2].is_multiple_of(read)
    {
        [read, vectors_read]
    } else {
        [1, channels]
    };
    let strides = [strides[0] / read, strides[1], strides[2] / read];
    let own = if rows * columns.div_ceil(SEVERAL) * vectors >= ENOUGH { SEVERAL } else { 1 };
    let (function, norm) = norm.map_or((Function::IDENTITY, None), |(function, norm)| (function, Some(norm)));
    let [scale, moved] = norm.map_or([None, None], |both| both.map(|own| Some(in_order(own))));
    let all = under.meta.shape()[0];
    let (starts, shift) = starts.map_or((None, 0), |(starts, shift)| (Some(in_order(starts)), shift));
    let client = output.client.clone();
    let (count, group) = one_by_one(&client, rows * columns.div_ceil(own) * vectors);
    convolution_of_columns::launch(
        &client,
        count,
        group,
        read,
        vector,
        input.into_buffer_arg(),
        in_order(by_tap),
        in_order(under),
        starts.into(),
        scale.into(),
        moved.into(),
        output.clone().into_buffer_arg(),
        rows,
        vectors_read,
        columns,
        vectors,
        numbers / channels.max(1),
        left,
        read_columns,
        strides[0],
        strides[1],
        strides[2],
        shift as i32,
        all as i32,
        function.numbers[0],
        function.numbers[1],
        Steps { columns: own, after: function.kind },
    );
    output
}

pub(super) fn convolution(
    input: CubeTensor,
    by_tap: CubeTensor,
    bias: CubeTensor,
    norm: Option<(Function, [CubeTensor; 2])>,
    ConvolutionSizes { left, right }: ConvolutionSizes,
) -> CubeTensor {
    let ([_, channels, read], [numbers, _]) = (sizes(&input), sizes(&by_tap));
    let columns = (read + left + right + 1).saturating_sub(numbers / channels.max(1));
    convolved(input, by_tap, Reading { under: bias, starts: None, norm, left, columns, order: [0, 1, 2] })
}

pub(super) fn convolved_changes(
    changes: CubeTensor,
    by_tap: CubeTensor,
    reference: CubeTensor,
    starts: CubeTensor,
    shift: i64,
) -> CubeTensor {
    let ([_, touched, channels], [numbers, _]) = (sizes(&changes), sizes(&by_tap));
    let around = (numbers / channels.max(1)).saturating_sub(1);
    let reading = Reading {
        under: reference,
        starts: Some((starts, shift)),
        norm: None,
        left: around,
        columns: touched + around,
        order: [0, 2, 1],
    };
    convolved(changes, by_tap, reading)
}

pub(super) fn maxima(input: CubeTensor, WindowSizes { width, step }: WindowSizes) -> CubeTensor {
    let [rows, channels, columns] = sizes(&input);
    let windows = windows_of(columns, width, step);
    let output = made_beside(&input, &[rows, windows, channels]);
    let units = rows * windows * channels;
    if units == 0 {
        return output;
    }
    let strides: [usize; 3] = std::array::from_fn(|at| input.meta.strides()[at]);
    let client = output.client.clone();
    let (count, group) = one_by_one(&client, units);
    maxima_of_windows::launch(
        &client,
        count,
        group,
        input.into_buffer_arg(),
        output.clone().into_buffer_arg(),
        windows,
        channels,
        width,
        step,
        strides[0],
        strides[1],
        strides[2],
    );
    output
}

pub(super) fn changes(columns: CubeTensor, reference: CubeTensor, starts: CubeTensor, shift: i64) -> CubeTensor {
    let ([variants, touched, channels], [all, _]) = (sizes(&columns), sizes(&reference));
    let output = made_beside(&columns, &[variants, touched, channels]);
    let units = variants * touched * channels;
    if units == 0 {
        return output;
    }
    let client = output.client.clone();
    let (count, group) = one_by_one(&client, units);
    changes_of_columns::launch(
        &client,
        count,
        group,
        in_order(columns),
        in_order(reference),
        in_order(starts),
        output.clone().into_buffer_arg(),
        shift as i32,
        touched,
        all as i32,
        channels,
    );
    output
}

pub(super) fn pooled_changes(
    columns: CubeTensor,
    [before, behind]: [CubeTensor; 2],
    [starts, firsts]: [CubeTensor; 2],
    sizes_of_pool: PatchSizes,
) -> CubeTensor {
    let PatchSizes { shift, windows, all_windows, width, step } = sizes_of_pool;
    let [variants, touched, channels] = sizes(&columns);
    let output = made_beside(&columns, &[variants, windows, channels]);
    let units = variants * windows * channels;
    if units == 0 {
        return output;
    }
    let client = output.client.clone();
    let (count, group) = one_by_one(&client, units);
    maxima_of_changes::launch(
        &client,
        count,
        group,
        in_order(columns),
        in_order(before),
        in_order(behind),
        in_order(starts),
        in_order(firsts),
        output.clone().into_buffer_arg(),
        shift as i32,
        touched as i32,
        windows,
        all_windows,
        channels,
        width as i32,
        step as i32,
    );
    output
}

pub(super) fn averaged_changes(
    changes: CubeTensor,
    reference: CubeTensor,
    [starts, firsts]: [CubeTensor; 2],
    sizes_of_pool: PatchSizes,
) -> CubeTensor {
    let PatchSizes { shift, windows, all_windows, width, step } = sizes_of_pool;
    let [variants, touched, channels] = sizes(&changes);
    let output = made_beside(&changes, &[variants, windows, channels]);
    let units = variants * windows * channels;
    if units == 0 {
        return output;
    }
    let client = output.client.clone();
    let (count, group) = one_by_one(&client, units);
    means_of_changes::launch(
        &client,
        count,
        group,
        in_order(changes),
        in_order(reference),
        in_order(starts),
        in_order(firsts),
        output.clone().into_buffer_arg(),
        shift as i32,
        touched as i32,
        windows,
        all_windows as i32,
        channels,
        width as i32,
        step as i32,
    );
    output
}

pub(super) fn added_changes(
    columns: CubeTensor,
    changes: CubeTensor,
    layer: CubeTensor,
    starts: CubeTensor,
    [shift, later]: [i64; 2],
) -> CubeTensor {
    let ([variants, touched, channels], [_, changed, _]) = (sizes(&columns), sizes::<3>(&changes));
    let [all, _] = sizes(&layer);
    let output = made_beside(&columns, &[variants, touched, channels]);
    let units = variants * touched * channels;
    if units == 0 {
        return output;
    }
    let client = output.client.clone();
    let (count, group) = one_by_one(&client, units);
    columns_with_changes::launch(
        &client,
        count,
        group,
        in_order(columns),
        in_order(changes),
        in_order(layer),
        in_order(starts),
        output.clone().into_buffer_arg(),
        shift as i32,
        later as i32,
        touched,
        changed as i32,
        all as i32,
        channels,
    );
    output
}

pub(super) fn maxima_of_parts(
    layer: CubeTensor,
    WindowSizes { width, step }: WindowSizes,
    lowest: f32,
) -> (CubeTensor, CubeTensor) {
    let [columns, channels] = sizes(&layer);
    let windows = windows_of(columns, width, step);
    let [before, behind] = [(); 2].map(|()| made_beside(&layer, &[(width + 1) * windows, channels]));
    if windows * channels > 0 {
        let client = layer.client.clone();
        let (count, group) = one_by_one(&client, windows * channels);
        parts_of_windows::launch(
            &client,
            count,
            group,
            in_order(layer),
            before.clone().into_buffer_arg(),
            behind.clone().into_buffer_arg(),
            windows,
            channels,
            width,
            step,
            lowest,
        );
    }
    (before, behind)
}

pub(super) fn product_of_changes(
    changes: CubeTensor,
    weight: CubeTensor,
    starts: CubeTensor,
    shift: i64,
    all: usize,
) -> CubeTensor {
    let ([variants, touched, channels], [_, outputs]) = (sizes(&changes), sizes(&weight));
    let output = made_beside(&changes, &[variants, outputs]);
    if variants * outputs == 0 {
        return output;
    }
    let ([read, vector], [vectors_read, vectors]) = vectors(channels, outputs);
    let client = output.client.clone();
    let rows = if variants >= SEVERAL { SEVERAL } else { 1 };
    let (count, group) = one_by_one(&client, variants.div_ceil(rows) * vectors);
    changes_through::launch(
        &client,
        count,
        group,
        read,
        vector,
        in_order(changes),
        in_order(starts),
        in_order(weight),
        output.clone().into_buffer_arg(),
        variants,
        shift as i32,
        touched as i32,
        all as i32,
        vectors_read,
        vectors,
        rows,
    );
    output
}
