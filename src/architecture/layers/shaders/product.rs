use burn_cubecl::cubecl;
use cubecl::prelude::*;

use super::function::{Kind, of_vector};

/// What a product's shader is compiled for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Tile {
    /// Rows that a unit computes.
    pub(super) rows: usize,
    /// Units that share the inputs of an output among them.
    pub(super) slices: usize,
    /// Outputs (vectors) that the units of a group compute side by side.
    pub(super) width: usize,
    /// The activation in front of the layer.
    pub(super) before: Kind,
    /// The one behind it.
    pub(super) after: Kind,
}

/// Rows through a fully connected layer with the activations on both of its sides. A row is one of `left`, or the sum of
/// one of `left` and one of `right`, each with each: these sums are never written out. A unit computes one vector of
/// outputs of a few rows; where there are few of them, several share the inputs. `inputs` and `outputs` count vectors.
#[cube(launch)]
#[allow(clippy::too_many_arguments)]
pub(super) fn product_of_rows<M: Size, N: Size>(
    left: &[Vector<f32, M>],
    right: ComptimeOption<&[Vector<f32, M>]>,
    weight: &[Vector<f32, N>],
    bias: ComptimeOption<&[Vector<f32, N>]>,
    output: &mut [Vector<f32, N>],
    rows: usize,
    inputs: usize,
    outputs: usize,
    conditions: usize,
    first_before: f32,
    second_before: f32,
    first_after: f32,
    second_after: f32,
    #[comptime] tile: Tile,
) {
    let slice = UNIT_POS_Y as usize;
    let item = CUBE_POS * tile.width + UNIT_POS_X as usize;
    let column = item % outputs;
    let begin = (item / outputs) * tile.rows;
    let mut sums = Array::<Vector<f32, N>>::new(tile.rows);
    let mut of_left = Array::<usize>::new(tile.rows);
    let mut of_right = Array::<usize>::new(tile.rows);
    #[unroll]
    for own in 0..tile.rows {
        sums[own] = Vector::new(0.0);
        // Beyond the last row the last one is computed again, and not written.
        let row = min(begin + own, rows - 1);
        of_left[own] = (row / conditions) * inputs;
        of_right[own] = (row % conditions) * inputs;
    }
    let mut values = Array::<Vector<f32, M>>::new(tile.rows);
    let mut input = slice;
    while input < inputs {
        #[unroll]
        for own in 0..tile.rows {
            let value = left[of_left[own] + input];
            let value = #[comptime]
            match right {
                ComptimeOption::Some(right) => value + right[of_right[own] + input],
                ComptimeOption::None => value,
            };
            values[own] = of_vector(value, first_before, second_before, tile.before);
        }
        #[unroll]
        for k in 0..M::value() {
            let factors = weight[(input * M::value() + k) * outputs + column];
            #[unroll]
            for own in 0..tile.rows {
                sums[own] += factors * Vector::new(values[own].extract(k));
            }
        }
        input += tile.slices;
    }
    if comptime![tile.slices > 1] {
        let place = UNIT_POS_X as usize * tile.rows;
        let mut shared = Shared::<[Vector<f32, N>]>::new_slice(tile.slices * tile.width * tile.rows);
        #[unroll]
        for own in 0..tile.rows {
            shared[slice * (tile.width * tile.rows) + place + own] = sums[own];
        }
        sync_cube();
        #[unroll]
        for own in 0..tile.rows {
            sums[own] = Vector::new(0.0);
            if slice == 0 {
                for other in 0..tile.slices {
                    sums[own] += shared[other * (tile.width * tile.rows) + place + own];
                }
            }
        }
    }
    if slice == 0 {
        #[unroll]
        for own in 0..tile.rows {
            if begin + own < rows {
                let sum = #[comptime]
                match bias {
                    ComptimeOption::Some(bias) => sums[own] + bias[column],
                    ComptimeOption::None => sums[own],
                };
                output[(begin + own) * outputs + column] = of_vector(sum, first_after, second_after, tile.after);
            }
        }
    }
}

/// What changes of some columns add after a fully connected layer on all columns and channels: `changes` holds each
/// variant's columns side by side, from the column that `starts` says on (`shift` later). Variants that begin at the same
/// column should follow one another: a unit that computes several of them reads the weight once. `channels` and `outputs` count vectors.
#[cube(launch)]
#[allow(clippy::too_many_arguments)]
pub(super) fn product_of_changes<M: Size, N: Size>(
    changes: &[Vector<f32, M>],
    starts: &[i32],
    weight: &[Vector<f32, N>],
    output: &mut [Vector<f32, N>],
    variants: usize,
    shift: i32,
    touched: i32,
    all: i32,
    channels: usize,
    outputs: usize,
    #[comptime] rows: usize,
) {
    let column = ABSOLUTE_POS % outputs;
    let begin = (ABSOLUTE_POS / outputs) * rows;
    if begin >= variants {
        terminate!();
    }
    let width = touched as usize * channels;
    let first = starts[begin] + shift;
    let mut values = Array::<Vector<f32, M>>::new(rows);
    let mut sums = Array::<Vector<f32, N>>::new(rows);
    let mut are_alike = true;
    #[unroll]
    for own in 0..rows {
        sums[own] = Vector::new(0.0);
        are_alike = are_alike && starts[min(begin + own, variants - 1)] + shift == first;
    }
    if are_alike {
        let skipped = min(max(-first, 0), touched);
        let end = max(min(all - first, touched), skipped);
        let below = (first + skipped) as usize * channels;
        let above = skipped as usize * channels;
        for input in 0..(end - skipped) as usize * channels {
            #[unroll]
            for own in 0..rows {
                values[own] = changes[min(begin + own, variants - 1) * width + above + input];
            }
            #[unroll]
            for k in 0..M::value() {
                let factors = weight[((below + input) * M::value() + k) * outputs + column];
                #[unroll]
                for own in 0..rows {
                    sums[own] += factors * Vector::new(values[own].extract(k));
                }
            }
        }
    } else {
        #[unroll]
        for own in 0..rows {
            let variant = min(begin + own, variants - 1);
            let start = starts[variant] + shift;
            let skipped = min(max(-start, 0), touched);
            let end = max(min(all - start, touched), skipped);
            let below = (start + skipped) as usize * channels;
            let above = variant * width + skipped as usize * channels;
            for input in 0..(end - skipped) as usize * channels {
                let value = changes[above + input];
                #[unroll]
                for k in 0..M::value() {
                    let factors = weight[((below + input) * M::value() + k) * outputs + column];
                    sums[own] += factors * Vector::new(value.extract(k));
                }
            }
        }
    }
    #[unroll]
    for own in 0..rows {
        if begin + own < variants {
            output[(begin + own) * outputs + column] = sums[own];
        }
    }
}
