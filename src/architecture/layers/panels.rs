//! Matrix products in the browser.
//!
//! burn's are those of the crate gemm, whose tile of 12 x 4 numbers needs more registers than WebAssembly's engines
//! have, and which packs its operands anew for each product. Here a matrix is packed once, in panels as wide as two
//! registers, and its products go through a tile that fits: 4 x 8 (docs/benchmarks.md has what that gains).

use std::ops::Range;

use super::lanes::Lanes;

/// Columns of a panel.
const WIDTH: usize = 8;

/// Rows that go through all panels before the next ones: they stay in the innermost caches.
const ROWS_AT_ONCE: usize = 48;

/// A matrix, `inputs x outputs`, as panels of [`WIDTH`] of its columns, each row by row. The last one is filled up with
/// zeros.
#[derive(Debug, Clone)]
pub struct Panels {
    values: Vec<[f32; WIDTH]>,
    inputs: usize,
    outputs: usize,
}

/// Rows of numbers, which may overlap: row r begins at r times `stride`.
#[derive(Debug, Clone, Copy)]
pub struct Rows<'a> {
    pub values: &'a [f32],
    pub stride: usize,
    pub count: usize,
}

impl Panels {
    /// Of a row-major matrix with so many columns.
    pub fn new(matrix: &[f32], outputs: usize) -> Self {
        let rows = matrix.chunks_exact(outputs.max(1));
        let inputs = rows.len();
        let panel = |first: usize| {
            rows.clone().map(move |row| {
                let mut values = [0.0; WIDTH];
                values.iter_mut().zip(&row[first..]).for_each(|(slot, value)| *slot = *value);
                values
            })
        };
        Self { values: (0..outputs).step_by(WIDTH).flat_map(panel).collect(), inputs, outputs }
    }

    /// Columns of the matrix.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// How many panels there are.
    pub fn count(&self) -> usize {
        self.outputs.div_ceil(WIDTH)
    }

    /// Adds the products of rows with those rows of the matrix that `inputs` names, to rows of `output` that begin
    /// `stride` apart.
    pub fn add_products(&self, inputs: &Range<usize>, rows: Rows<'_>, output: &mut [f32], stride: usize) {
        for begin in (0..rows.count).step_by(ROWS_AT_ONCE) {
            let own = Rows {
                values: &rows.values[begin * rows.stride..],
                count: ROWS_AT_ONCE.min(rows.count - begin),
                ..rows
            };
            for panel in 0..self.count() {
                self.add_panel(panel, inputs, own, &mut output[begin * stride..], stride);
            }
        }
    }

    /// The same for the columns of one panel.
    pub fn add_panel(&self, panel: usize, inputs: &Range<usize>, rows: Rows<'_>, output: &mut [f32], stride: usize) {
        let first = panel * WIDTH;
        let width = WIDTH.min(self.outputs - first);
        let values = &self.values[panel * self.inputs..(panel + 1) * self.inputs][inputs.clone()];
        let mut row = 0;
        while row < rows.count {
            let (from, into) = (&rows.values[row * rows.stride..], &mut output[row * stride + first..]);
            let (from, into) = ((from, rows.stride), (into, stride));
            row += match rows.count - row {
                4.. => add_tile::<4>(from, values, into, width),
                2.. => add_tile::<2>(from, values, into, width),
                _ => add_tile::<1>(from, values, into, width),
            };
        }
    }
}

/// Adds the products of `ROWS` rows with a panel to as many rows of the output, and says how many these were. Rows come
/// with the distance between their beginnings.
#[inline(never)]
fn add_tile<const ROWS: usize>(
    (from, from_stride): (&[f32], usize),
    panel: &[[f32; WIDTH]],
    (into, into_stride): (&mut [f32], usize),
    width: usize,
) -> usize {
    let mut sums = [[Lanes::splat(0.0); 2]; ROWS];
    let rows: [&[f32]; ROWS] = std::array::from_fn(|row| &from[row * from_stride..][..panel.len()]);
    for (at, values) in panel.iter().enumerate() {
        let (halves, _) = values.as_chunks::<4>();
        let halves = [Lanes::of(&halves[0]), Lanes::of(&halves[1])];
        for (sums, row) in sums.iter_mut().zip(rows) {
            let value = Lanes::splat(row[at]);
            for (sum, half) in sums.iter_mut().zip(halves) {
                *sum = sum.plus_product(value, half);
            }
        }
    }
    if width == WIDTH {
        for (row, sums) in sums.iter().enumerate() {
            if let Some((into, _)) = into[row * into_stride..].split_first_chunk_mut::<WIDTH>() {
                let (halves, _) = into.as_chunks_mut::<4>();
                halves[0] = Lanes::of(&halves[0]).plus(sums[0]).values();
                halves[1] = Lanes::of(&halves[1]).plus(sums[1]).values();
            }
        }
        return ROWS;
    }
    for (row, sums) in sums.iter().enumerate() {
        let into = &mut into[row * into_stride..][..width];
        let (whole, left) = into.as_chunks_mut::<4>();
        for (values, sum) in whole.iter_mut().zip(sums) {
            *values = Lanes::of(values).plus(*sum).values();
        }
        if let Some(sum) = sums.get(whole.len()) {
            left.iter_mut().zip(sum.values()).for_each(|(value, sum)| *value += sum);
        }
    }
    ROWS
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn products_are_those_of_the_matrix(
            sizes in [1usize..23, 1usize..27, 1usize..60],
            [stride, gap] in [1usize..30, 0usize..4],
            cut in [0usize..23, 0usize..23],
            seed in any::<u64>(),
        ) {
            let [inputs, outputs, count] = sizes;
            let mut state = seed;
            let mut random = |count: usize| -> Vec<f32> {
                let next = |_| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    (state >> 40) as f32 / (1 << 24) as f32 - 0.5
                };
                (0..count).map(next).collect()
            };
            let (matrix, rows) = (random(inputs * outputs), random(count * stride + inputs));
            let before = random(count * (outputs + gap));
            let [from, to] = cut.map(|at| at % (inputs + 1));
            let cut = from.min(to)..from.max(to);
            let mut found = before.clone();
            let own = Rows { values: &rows, stride, count };
            Panels::new(&matrix, outputs).add_products(&cut, own, &mut found, outputs + gap);
            for (at, (found, before)) in found.iter().zip(before).enumerate() {
                let (row, column) = (at / (outputs + gap), at % (outputs + gap));
                let term = |input: usize| rows[row * stride + input - cut.start] * matrix[input * outputs + column];
                let sum: f32 = if column < outputs { cut.clone().map(term).sum() } else { 0.0 };
                prop_assert!((found - (before + sum)).abs() < 1e-5);
            }
        }
    }
}
