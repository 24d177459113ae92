use burn_cubecl::kernel::into_contiguous;
use burn_cubecl::tensor::CubeTensor;

use super::{for_a_unit, in_order, made_beside, one_by_one, sizes, vectors, windows_of, written};
use crate::architecture::layers::shaders::columns::{
    Steps, convolution_of_columns, maxima_of_parts as parts_of_windows, maxima_of_windows, pointwise_of_values,
};
use crate::architecture::layers::shaders::extension::{ConvolutionSizes, WindowSizes};
use crate::architecture::layers::shaders::function::Function;

/// Values stay where they lie, in whatever order; `norm` comes with the dimension that the channels are in.
pub(in crate::architecture::layers::shaders) fn pointwise(
    input: CubeTensor,
    norm: Option<([CubeTensor; 2], usize)>,
    function: Function,
) -> CubeTensor {
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
    let own = for_a_unit(columns, vectors, rows);
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

pub(in crate::architecture::layers::shaders) fn convolution(
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

pub(in crate::architecture::layers::shaders) fn convolved_changes(
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

pub(in crate::architecture::layers::shaders) fn maxima(
    input: CubeTensor,
    WindowSizes { width, step }: WindowSizes,
) -> CubeTensor {
    let [rows, channels, columns] = sizes(&input);
    let windows = windows_of(columns, width, step);
    let strides: [usize; 3] = std::array::from_fn(|at| input.meta.strides()[at]);
    let units = rows * windows * channels;
    written(&input.clone(), &[rows, windows, channels], units, |client, count, group, output| {
        maxima_of_windows::launch(
            client,
            count,
            group,
            input.into_buffer_arg(),
            output,
            windows,
            channels,
            width,
            step,
            strides[0],
            strides[1],
            strides[2],
        );
    })
}

pub(in crate::architecture::layers::shaders) fn maxima_of_parts(
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
