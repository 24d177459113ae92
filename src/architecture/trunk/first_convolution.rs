use std::ops::Range;

use super::pool_prefix_maxima::PoolPrefixMaxima;
use super::stage::Pool;
use super::word_tables::{WordTables, Words, larger};
#[cfg(not(target_arch = "wasm32"))]
use crate::architecture::FirstKernel;
use crate::architecture::Profile;
use crate::sequence::PADDING;

/// The first convolution of a network that reads one-hot bases, with the max pool after it, if there is one.
///
/// On one-hot input a convolution is no product but a table look-up: each column is the sum of the rows that
/// the words under the kernel have in a few tables. That needs no more than memory, so it runs on the
/// processor whatever the device; what goes on is the pooled columns.
#[derive(Debug, Clone)]
pub struct FirstConvolution {
    channels: usize,
    width: usize,
    left: usize,
    right: usize,
    letters: usize,
    bias: Vec<f32>,
    /// `channels x letters x width`, as given.
    kernels: Vec<f32>,
    tables: WordTables,
    pool: Option<Pool>,
}

impl FirstConvolution {
    /// A convolution of `kernels` (`channels x letters x width`, row-major) with that many zero columns on
    /// the left and on the right.
    pub fn new(kernels: &[f32], bias: &[f32], letters: usize, [left, right]: [usize; 2], pool: Option<Pool>) -> Self {
        let channels = bias.len();
        let width = kernels.len() / (channels * letters).max(1);
        let tables = WordTables::new(kernels, channels, letters);
        Self { channels, width, left, right, letters, bias: bias.to_vec(), kernels: kernels.to_vec(), tables, pool }
    }

    /// Channels.
    pub fn channels(&self) -> usize {
        self.channels
    }

    /// The pool after the convolution.
    pub(super) fn pool(&self) -> Option<Pool> {
        self.pool
    }

    /// The kernels, `channels x letters x width` row-major, with this shape.
    pub(super) fn kernels(&self) -> (&[f32], [usize; 3]) {
        (&self.kernels, [self.channels, self.letters, self.width])
    }

    /// What each kernel makes of A, C, G and T, whose codes are given.
    #[cfg(not(target_arch = "wasm32"))]
    pub(in crate::architecture) fn of_bases(&self, bases: [u8; 4]) -> Vec<FirstKernel> {
        let kernels = self.kernels.chunks_exact((self.letters * self.width).max(1));
        let kernel = |(kernel, bias): (&[f32], &f32)| {
            let weight = |tap: usize| bases.map(|base| kernel.get(usize::from(base) * self.width + tap).copied());
            let values = (0..self.width).map(|tap| weight(tap).map(Option::unwrap_or_default)).collect();
            FirstKernel { values, bias: *bias }
        };
        kernels.zip(&self.bias).map(kernel).collect()
    }

    /// By channel.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn bias(&self) -> &[f32] {
        &self.bias
    }

    /// Zero columns on the right.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn right(&self) -> usize {
        self.right
    }

    /// Zero columns on the left.
    pub(super) fn left(&self) -> usize {
        self.left
    }

    /// Columns after the pool for that many bases.
    pub fn columns(&self, bases: usize) -> usize {
        let columns = self.unpooled_columns(bases);
        self.pool.map_or(columns, |pool| pool.columns(columns))
    }

    /// Columns before the pool for that many bases.
    pub(super) fn unpooled_columns(&self, bases: usize) -> usize {
        (bases + self.left + self.right + 1).saturating_sub(self.width)
    }

    /// The columns after the pool that a change of the bases in `changed` can touch.
    pub(super) fn reached(&self, changed: &Range<usize>, bases: usize) -> Range<usize> {
        let convolved = self.convolved(changed, bases);
        self.pool.map_or(convolved.clone(), |pool| pool.reached(&convolved, self.unpooled_columns(bases)))
    }

    /// The columns before the pool that a change of the bases in `changed` can touch.
    fn convolved(&self, changed: &Range<usize>, bases: usize) -> Range<usize> {
        let start = (changed.start + self.left).saturating_sub(self.width - 1);
        start..(changed.end + self.left).min(self.unpooled_columns(bases))
    }

    /// Appends a window's columns after the pool, `columns x channels`.
    pub(in crate::architecture) fn encode(&self, codes: &[u8], output: &mut Vec<f32>) {
        self.encode_through(self.pool, codes, output);
    }

    /// The same with a pool that is not the convolution's own.
    pub(in crate::architecture) fn encode_through(&self, pool: Option<Pool>, codes: &[u8], output: &mut Vec<f32>) {
        let padded = self.padded(codes);
        let mut words = Words::default();
        let columns = self.unpooled_columns(codes.len());
        self.tables.words(&padded, 0..columns, &mut words);
        let Some(pool) = pool else { return self.append_all(&words, columns, output) };
        for column in 0..pool.columns(columns) {
            self.append_maximum(&words, &pool.window(column), None, output);
        }
    }

    /// A profile's columns before the pool, `columns x channels`. Equal neighbourhoods give equal columns to
    /// the last bit.
    pub(super) fn unpooled(&self, profile: &Profile) -> Vec<f32> {
        let rows: Vec<&[f32]> = profile.rows().collect();
        let (channels, taps) = (self.channels, self.letters * self.width);
        // Row (letter, tap): that weight of every kernel.
        let by_tap: Vec<Vec<f32>> =
            (0..taps).map(|tap| self.kernels.iter().skip(tap).step_by(taps).copied().collect()).collect();
        let count = self.unpooled_columns(rows.len());
        let mut columns = Vec::with_capacity(count * channels);
        for column in 0..count {
            let begin = columns.len();
            columns.extend_from_slice(&self.bias);
            for tap in 0..self.width {
                let Some(row) = (column + tap).checked_sub(self.left).and_then(|at| rows.get(at)) else { continue };
                for (letter, &weight) in row.iter().enumerate().filter(|(_, weight)| **weight != 0.0) {
                    let taps = &by_tap[letter * self.width + tap];
                    columns[begin..].iter_mut().zip(taps).for_each(|(sum, kernel)| *sum += weight * kernel);
                }
            }
        }
        columns
    }

    /// The codes with the convolution's padding around them, and padding as a letter of its own.
    pub(in crate::architecture) fn padded(&self, codes: &[u8]) -> Vec<u8> {
        let mut padded = vec![self.letters as u8; self.left + codes.len() + self.right];
        self.write_codes(codes, &mut padded[self.left..self.left + codes.len()]);
        padded
    }

    /// Where a stretch of codes lies among the padded ones.
    pub(in crate::architecture) fn padded_range(&self, codes: &Range<usize>) -> Range<usize> {
        codes.start + self.left..codes.end + self.left
    }

    /// Writes codes as [`FirstConvolution::padded`] has them.
    pub(in crate::architecture) fn write_codes(&self, codes: &[u8], padded: &mut [u8]) {
        let letter = |code: u8| if code == PADDING { self.letters as u8 } else { code };
        padded.iter_mut().zip(codes).for_each(|(slot, code)| *slot = letter(*code));
    }

    /// Appends some columns after the pool, all that a changed stretch touches among them. `padded` holds the changed
    /// codes; `maxima` those of the reference, from which all others are taken.
    pub(super) fn encode_changed(
        &self,
        padded: &[u8],
        changed: &Range<usize>,
        columns: Range<usize>,
        maxima: &PoolPrefixMaxima,
        words: &mut Words,
        output: &mut Vec<f32>,
    ) {
        let Some(pool) = self.pool else {
            let count = columns.len();
            self.tables.words(padded, columns, words);
            return self.append_all(words, count, output);
        };
        let convolved = self.convolved(changed, maxima.bases);
        for column in columns {
            let window = pool.window(column);
            let inside =
                window.start.max(convolved.start).min(window.end)..window.end.min(convolved.end).max(window.start);
            let outside = maxima.maximum(&window, &inside, self.channels);
            let columns = 0..inside.len();
            self.tables.words(padded, inside, words);
            self.append_maximum(words, &columns, outside, output);
        }
    }

    /// Appends some columns of the convolution before any pool; `padded` as [`FirstConvolution::padded`] has it.
    #[cfg(feature = "graphs")]
    pub(in crate::architecture) fn append_columns(
        &self,
        padded: &[u8],
        columns: Range<usize>,
        words: &mut Words,
        output: &mut Vec<f32>,
    ) {
        let count = columns.len();
        self.tables.words(padded, columns, words);
        self.append_all(words, count, output);
    }

    /// Appends each of the columns over `words`, which are so many.
    fn append_all(&self, words: &Words, count: usize, output: &mut Vec<f32>) {
        for column in 0..count {
            self.append_maximum(words, &(column..column + 1), None, output);
        }
    }

    /// Appends the maximum over some of the columns over `words`, and over `floor`, which has no bias yet.
    fn append_maximum(&self, words: &Words, columns: &Range<usize>, floor: Option<[&[f32]; 2]>, output: &mut Vec<f32>) {
        let begin = output.len();
        match floor {
            Some([left, right]) => output.extend(left.iter().zip(right).map(|(a, b)| larger(*a, *b))),
            None => output.resize(begin + self.channels, f32::NEG_INFINITY),
        }
        self.tables.raise(words, columns, &mut output[begin..]);
        output[begin..].iter_mut().zip(&self.bias).for_each(|(value, bias)| *value += bias);
    }

    /// What changed stretches of this window share.
    pub(super) fn prefix_maxima(&self, codes: &[u8]) -> PoolPrefixMaxima {
        let padded = self.padded(codes);
        let (bases, channels) = (codes.len(), self.channels);
        let Some(pool) = self.pool else {
            return PoolPrefixMaxima { bases, pool: None, before: Vec::new(), behind: Vec::new() };
        };
        let columns = self.columns(bases);
        let row = pool.width + 1;
        let lowest = vec![f32::NEG_INFINITY; columns * row * channels];
        let (mut before, mut behind) = (lowest.clone(), lowest);
        let mut words = Words::default();
        for window in 0..columns {
            self.tables.words(&padded, pool.window(window), &mut words);
            let slot = |offset: usize| (window * row + offset) * channels;
            for offset in 0..pool.width {
                let column = offset..offset + 1;
                self.tables.raise(&words, &column, &mut behind[slot(offset)..slot(offset + 1)]);
                let (known, next) = before.split_at_mut(slot(offset + 1));
                next[..channels].copy_from_slice(&known[slot(offset)..]);
                self.tables.raise(&words, &column, &mut next[..channels]);
            }
            for offset in (0..pool.width).rev() {
                let (known, next) = behind.split_at_mut(slot(offset + 1));
                let maxima = known[slot(offset)..].iter_mut().zip(&next[..channels]);
                maxima.for_each(|(maximum, value)| *maximum = larger(*maximum, *value));
            }
        }
        PoolPrefixMaxima { bases, pool: Some(pool), before, behind }
    }
}
