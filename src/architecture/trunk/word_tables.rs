use std::ops::Range;

/// Letters of a word: (5 + 1)³ rows of a few hundred numbers stay in a processor's second cache.
const WORD: usize = 3;

/// Sums of kernel columns for every word under a few taps of a convolution that reads one-hot letters: a column of the
/// convolution is the sum of one row of each table.
#[derive(Debug, Clone)]
pub(super) struct WordTables {
    letters: usize,
    tables: Vec<Table>,
}

/// The words under the kernel's taps from `tap` on.
#[derive(Debug, Clone)]
struct Table {
    tap: usize,
    span: usize,
    /// Whether it reads fewer letters than the first table.
    is_short: bool,
    /// `(letters + 1)^span`; the last letter stands for padding and adds nothing.
    words: usize,
    /// All words for the first [`WIDE`] channels, then for the next ones: what is read of the words that there are stays in a
    /// processor's innermost cache, where whole rows would take turns in a few of its places.
    wide: Vec<[f32; WIDE]>,
    /// The same for the channels that fill no such block; the last ones are filled up with channels that are zero.
    narrow: Vec<[f32; NARROW]>,
}

/// The words under some columns. One that is under the taps of several tables, column by column, stands here once.
#[derive(Debug, Default)]
pub struct Words {
    /// Those of as many letters as the first table reads, by where they begin.
    long: Vec<usize>,
    /// Those of the last table where it reads fewer, by column.
    short: Vec<usize>,
}

/// Channels that are summed together.
const WIDE: usize = 32;

/// The same of what is left.
const NARROW: usize = 8;

/// Kernels, `channels x letters x width`.
#[derive(Clone, Copy)]
struct Kernels<'a> {
    values: &'a [f32],
    letters: usize,
    width: usize,
}

impl Kernels<'_> {
    /// What the words under `span` taps from `tap` on add to the `N` channels from `from` on.
    fn words<const N: usize>(self, from: usize, tap: usize, span: usize) -> impl Iterator<Item = [f32; N]> {
        let letters = self.letters + 1;
        (0..letters.pow(span as u32)).map(move |word| {
            let (mut row, mut rest) = ([0.0; N], word);
            for offset in (0..span).rev() {
                let letter = rest % letters;
                rest /= letters;
                if letter < self.letters {
                    let first = (from * self.letters + letter) * self.width + tap + offset;
                    let taps = self.values.iter().skip(first).step_by(self.letters * self.width);
                    row.iter_mut().zip(taps).for_each(|(sum, weight)| *sum += weight);
                }
            }
            row
        })
    }
}

impl WordTables {
    /// Of `kernels`, `channels x letters x width` row-major.
    pub(super) fn new(kernels: &[f32], channels: usize, letters: usize) -> Self {
        let kernels = Kernels { values: kernels, letters, width: kernels.len() / (channels * letters).max(1) };
        let wide = channels - channels % WIDE;
        let tables = (0..kernels.width).step_by(WORD).map(|tap| {
            let span = WORD.min(kernels.width - tap);
            Table {
                tap,
                span,
                is_short: tap > 0 && span < WORD,
                words: (letters + 1).pow(span as u32),
                wide: (0..wide).step_by(WIDE).flat_map(|from| kernels.words(from, tap, span)).collect(),
                narrow: (wide..channels).step_by(NARROW).flat_map(|from| kernels.words(from, tap, span)).collect(),
            }
        });
        Self { letters, tables: tables.collect() }
    }

    /// The words under some columns; `padded` has padding as a letter of its own.
    pub(super) fn words(&self, padded: &[u8], columns: Range<usize>, words: &mut Words) {
        let word = |begin: usize, span: usize| {
            let letters = &padded[begin..begin + span];
            letters.iter().fold(0, |index, &code| index * (self.letters + 1) + usize::from(code))
        };
        words.long.clear();
        words.short.clear();
        let Some(span) = self.tables.first().map(|table| table.span).filter(|_| !columns.is_empty()) else { return };
        let last_tap = self.tables.iter().rfind(|table| !table.is_short).map(|table| table.tap);
        words.long.extend((columns.start..columns.end + last_tap.unwrap_or(0)).map(|begin| word(begin, span)));
        if let Some(last) = self.tables.last().filter(|table| table.is_short) {
            words.short.extend(columns.map(|column| word(column + last.tap, last.span)));
        }
    }

    /// Raises `maxima`, one a channel, to some of the columns over `words` where these are larger.
    ///
    /// By blocks of channels, whose maxima stay in registers while all columns go by.
    pub(super) fn raise(&self, words: &Words, columns: &Range<usize>, maxima: &mut [f32]) {
        let (wide, rest) = maxima.as_chunks_mut::<WIDE>();
        for (block, maxima) in wide.iter_mut().enumerate() {
            let mut largest = *maxima;
            self.each_column(|table| table.wide(block), words, columns, |sum| raised(&mut largest, sum));
            *maxima = largest;
        }
        for (block, maxima) in rest.chunks_mut(NARROW).enumerate() {
            let mut largest = [0.0; NARROW];
            largest[..maxima.len()].copy_from_slice(maxima);
            self.each_column(|table| table.narrow(block), words, columns, |sum| raised(&mut largest, sum));
            maxima.copy_from_slice(&largest[..maxima.len()]);
        }
    }

    /// Gives some channels of each column, summed over the tables, of which `block` has them.
    fn each_column<'a, const N: usize>(
        &'a self,
        block: impl Fn(&'a Table) -> &'a [[f32; N]],
        words: &Words,
        columns: &Range<usize>,
        mut give: impl FnMut([f32; N]),
    ) {
        let count = columns.len();
        let mut tables = self.tables.iter().map(|table| (block(table), words.under(table, columns)));
        /// Written out for a number of tables, as compilers then take several channels at a time.
        macro_rules! columns {
            ($first:ident $first_words:ident $($table:ident $words:ident)*) => {{
                let Some(($first, $first_words)) = tables.next() else { return };
                $(let Some(($table, $words)) = tables.next() else { return };)*
                // As long as the loop, so that it need not ask.
                let $first_words = &$first_words[..count];
                $(let $words = &$words[..count];)*
                for at in 0..count {
                    let Some($first) = $first.get($first_words[at]) else { break };
                    $(let Some($table) = $table.get($words[at]) else { break };)*
                    give(std::array::from_fn(|channel| $first[channel] $(+ $table[channel])*));
                }
            }};
        }
        match self.tables.len() {
            0 => (0..count).for_each(|_| give([0.0; N])),
            1 => columns!(a i),
            2 => columns!(a i b j),
            3 => columns!(a i b j c k),
            4 => columns!(a i b j c k d l),
            5 => columns!(a i b j c k d l e m),
            _ => {
                let tables: Vec<_> = tables.collect();
                for at in 0..count {
                    let mut sum = [0.0; N];
                    for row in tables.iter().filter_map(|(table, words)| table.get(words[at])) {
                        sum.iter_mut().zip(row).for_each(|(sum, weight)| *sum += weight);
                    }
                    give(sum);
                }
            }
        }
    }
}

/// Raises maxima to the numbers that are larger.
#[inline]
fn raised<const N: usize>(maxima: &mut [f32; N], numbers: [f32; N]) {
    maxima.iter_mut().zip(numbers).for_each(|(maximum, number)| *maximum = larger(number, *maximum));
}

impl Words {
    /// The words of a table under some columns; none where there are no columns.
    fn under(&self, table: &Table, columns: &Range<usize>) -> &[usize] {
        let (words, first) = if table.is_short { (&self.short, 0) } else { (&self.long, table.tap) };
        words.get(first + columns.start..first + columns.end).unwrap_or_default()
    }
}

impl Table {
    /// All words for a block of channels.
    fn wide(&self, block: usize) -> &[[f32; WIDE]] {
        &self.wide[block * self.words..(block + 1) * self.words]
    }

    /// The same of the channels that fill no wide block.
    fn narrow(&self, block: usize) -> &[[f32; NARROW]] {
        &self.narrow[block * self.words..(block + 1) * self.words]
    }
}

/// The larger of two numbers, in the form that compilers turn into one instruction.
pub(super) fn larger(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

/// The larger of two numbers; what is no number stays so.
pub(super) fn larger_or_none(a: f32, b: f32) -> f32 {
    if b.is_nan() { b } else { larger(b, a) }
}
