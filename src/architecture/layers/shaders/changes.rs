use burn_cubecl::cubecl;
use cubecl::prelude::*;

/// Columns of variants minus the reference's at the same place; zero beyond its ends.
#[cube(launch)]
pub(super) fn changes_of_columns(
    columns: &[f32],
    reference: &[f32],
    starts: &[i32],
    output: &mut [f32],
    shift: i32,
    touched: usize,
    all: i32,
    channels: usize,
) {
    if ABSOLUTE_POS >= output.len() {
        terminate!();
    }
    let channel = ABSOLUTE_POS % channels;
    let column = (ABSOLUTE_POS / channels) % touched;
    let at = starts[ABSOLUTE_POS / (channels * touched)] + shift + column as i32;
    let standing = reference[min(max(at, 0), all - 1) as usize * channels + channel];
    output[ABSOLUTE_POS] = select(at >= 0 && at < all, columns[ABSOLUTE_POS] - standing, 0.0);
}

/// After a max pool, the windows of each variant from the one that `firsts` says on: the larger of its own columns'
/// maximum in the window and of the reference's before and behind them.
#[cube(launch)]
#[allow(clippy::too_many_arguments)]
pub(super) fn maxima_of_changes(
    columns: &[f32],
    before: &[f32],
    behind: &[f32],
    starts: &[i32],
    firsts: &[i32],
    output: &mut [f32],
    shift: i32,
    touched: i32,
    windows: usize,
    all_windows: usize,
    channels: usize,
    width: i32,
    step: i32,
) {
    if ABSOLUTE_POS >= output.len() {
        terminate!();
    }
    let channel = ABSOLUTE_POS % channels;
    let variant = ABSOLUTE_POS / (channels * windows);
    let window = firsts[variant] + ((ABSOLUTE_POS / channels) % windows) as i32;
    let start = starts[variant] + shift - window * step;
    let kept_before = min(max(start, 0), width);
    let kept_behind = min(max(start + touched, 0), width);
    let row_before = kept_before as usize * all_windows + window as usize;
    let row_behind = kept_behind as usize * all_windows + window as usize;
    let mut largest = max(before[row_before * channels + channel], behind[row_behind * channels + channel]);
    for column in kept_before..kept_behind {
        let own = variant as i32 * touched + column - start;
        largest = max(largest, columns[own as usize * channels + channel]);
    }
    output[ABSOLUTE_POS] = largest;
}

/// The same after a mean pool: what the reference has there, and each own column's share of the window.
#[cube(launch)]
#[allow(clippy::too_many_arguments)]
pub(super) fn means_of_changes(
    changes: &[f32],
    reference: &[f32],
    starts: &[i32],
    firsts: &[i32],
    output: &mut [f32],
    shift: i32,
    touched: i32,
    windows: usize,
    all_windows: i32,
    channels: usize,
    width: i32,
    step: i32,
) {
    if ABSOLUTE_POS >= output.len() {
        terminate!();
    }
    let channel = ABSOLUTE_POS % channels;
    let variant = ABSOLUTE_POS / (channels * windows);
    let window = firsts[variant] + ((ABSOLUTE_POS / channels) % windows) as i32;
    let start = starts[variant] + shift - window * step;
    let mut sum = 0.0f32;
    for column in min(max(start, 0), width)..min(max(start + touched, 0), width) {
        let own = variant as i32 * touched + column - start;
        sum += changes[own as usize * channels + channel];
    }
    let standing = reference[min(max(window, 0), all_windows - 1) as usize * channels + channel];
    output[ABSOLUTE_POS] = standing + sum / f32::cast_from(width);
}

/// Columns of variants plus an earlier layer's at the same place, whose changes begin `later` columns further.
#[cube(launch)]
#[allow(clippy::too_many_arguments)]
pub(super) fn columns_with_changes(
    columns: &[f32],
    changes: &[f32],
    layer: &[f32],
    starts: &[i32],
    output: &mut [f32],
    shift: i32,
    later: i32,
    touched: usize,
    changed: i32,
    all: i32,
    channels: usize,
) {
    if ABSOLUTE_POS >= output.len() {
        terminate!();
    }
    let channel = ABSOLUTE_POS % channels;
    let column = ((ABSOLUTE_POS / channels) % touched) as i32;
    let variant = ABSOLUTE_POS / (channels * touched);
    let at = starts[variant] + shift + column;
    let mut sum = columns[ABSOLUTE_POS] + layer[min(max(at, 0), all - 1) as usize * channels + channel];
    let own = column - later;
    if own >= 0 && own < changed {
        sum += changes[(variant as i32 * changed + own) as usize * channels + channel];
    }
    output[ABSOLUTE_POS] = sum;
}
