use burn_cubecl::tensor::CubeTensor;

use super::{for_a_unit, in_order, sizes, vectors, written};
use crate::architecture::layers::shaders::changes::{
    changes_of_columns, columns_with_changes, maxima_of_changes, means_of_changes,
};
use crate::architecture::layers::shaders::extension::PatchSizes;
use crate::architecture::layers::shaders::product::product_of_changes as changes_through;

pub(in crate::architecture::layers::shaders) fn changes(
    columns: CubeTensor,
    reference: CubeTensor,
    starts: CubeTensor,
    shift: i64,
) -> CubeTensor {
    let ([variants, touched, channels], [all, _]) = (sizes(&columns), sizes(&reference));
    let units = variants * touched * channels;
    written(&columns.clone(), &[variants, touched, channels], units, |client, count, group, output| {
        changes_of_columns::launch(
            client,
            count,
            group,
            in_order(columns),
            in_order(reference),
            in_order(starts),
            output,
            shift as i32,
            touched,
            all as i32,
            channels,
        );
    })
}

pub(in crate::architecture::layers::shaders) fn pooled_changes(
    columns: CubeTensor,
    [before, behind]: [CubeTensor; 2],
    [starts, firsts]: [CubeTensor; 2],
    sizes_of_pool: PatchSizes,
) -> CubeTensor {
    let PatchSizes { shift, windows, all_windows, width, step } = sizes_of_pool;
    let [variants, touched, channels] = sizes(&columns);
    let units = variants * windows * channels;
    written(&columns.clone(), &[variants, windows, channels], units, |client, count, group, output| {
        maxima_of_changes::launch(
            client,
            count,
            group,
            in_order(columns),
            in_order(before),
            in_order(behind),
            in_order(starts),
            in_order(firsts),
            output,
            shift as i32,
            touched as i32,
            windows,
            all_windows,
            channels,
            width as i32,
            step as i32,
        );
    })
}

pub(in crate::architecture::layers::shaders) fn averaged_changes(
    changes: CubeTensor,
    reference: CubeTensor,
    [starts, firsts]: [CubeTensor; 2],
    sizes_of_pool: PatchSizes,
) -> CubeTensor {
    let PatchSizes { shift, windows, all_windows, width, step } = sizes_of_pool;
    let [variants, touched, channels] = sizes(&changes);
    let units = variants * windows * channels;
    written(&changes.clone(), &[variants, windows, channels], units, |client, count, group, output| {
        means_of_changes::launch(
            client,
            count,
            group,
            in_order(changes),
            in_order(reference),
            in_order(starts),
            in_order(firsts),
            output,
            shift as i32,
            touched as i32,
            windows,
            all_windows as i32,
            channels,
            width as i32,
            step as i32,
        );
    })
}

pub(in crate::architecture::layers::shaders) fn added_changes(
    columns: CubeTensor,
    changes: CubeTensor,
    layer: CubeTensor,
    starts: CubeTensor,
    [shift, later]: [i64; 2],
) -> CubeTensor {
    let ([variants, touched, channels], [_, changed, _]) = (sizes(&columns), sizes::<3>(&changes));
    let [all, _] = sizes(&layer);
    let units = variants * touched * channels;
    written(&columns.clone(), &[variants, touched, channels], units, |client, count, group, output| {
        columns_with_changes::launch(
            client,
            count,
            group,
            in_order(columns),
            in_order(changes),
            in_order(layer),
            in_order(starts),
            output,
            shift as i32,
            later as i32,
            touched,
            changed as i32,
            all as i32,
            channels,
        );
    })
}

pub(in crate::architecture::layers::shaders) fn product_of_changes(
    changes: CubeTensor,
    weight: CubeTensor,
    starts: CubeTensor,
    shift: i64,
    all: usize,
) -> CubeTensor {
    let ([variants, touched, channels], [_, outputs]) = (sizes(&changes), sizes(&weight));
    let ([read, vector], [vectors_read, vectors]) = vectors(channels, outputs);
    let rows = for_a_unit(variants, vectors, 1);
    let units = variants.div_ceil(rows) * vectors;
    written(&changes.clone(), &[variants, outputs], units, |client, count, group, output| {
        changes_through::launch(
            client,
            count,
            group,
            read,
            vector,
            in_order(changes),
            in_order(starts),
            in_order(weight),
            output,
            variants,
            shift as i32,
            touched as i32,
            all as i32,
            vectors_read,
            vectors,
            rows,
        );
    })
}
