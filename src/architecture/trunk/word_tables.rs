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
    /// `words x channels`, a [block](blocks) of channels after the other: what a block reads of the words that there are
    /// stays in a processor's innermost cache, where whole rows would take turns in a few of its places.
    values: Vec<f32>,
}

/// The words under some columns. One that is under the taps of several tables, column by column, stands here once.
#[derive(Debug, Default)]
pub struct Words {
    /// Those of as many letters as the first table reads, by where they begin.
    long: Vec<usize>,
    /// Those of the last table where it reads fewer, by column.
    short: Vec<usize>,
}

/// Channels whose maxima are found together.
const WIDE: usize = 32;

/// The same of what is left; the last ones are filled up with channels that are zero.
const NARROW: usize = 8;

/// Where the blocks of so many channels begin, and how wide each is.
fn blocks(channels: usize) -> impl Iterator<Item = (usize, usize)> {
    let wide = channels - channels % WIDE;
    let narrow = (wide..channels).step_by(NARROW).map(|from| (from, NARROW));
    (0..wide).step_by(WIDE).map(|from| (from, WIDE)).chain(narrow)
}

impl WordTables {
    /// Of `kernels`, `channels x letters x width` row-major.
    pub(super) fn new(kernels: &[f32], channels: usize, letters: usize) -> Self {
        let kernel = kernels.len() / (channels * letters).max(1);
        let tables = (0..kernel).step_by(WORD).map(|tap| {
            let span = WORD.min(kernel - tap);
            let words = (letters + 1).pow(span as u32);
            let mut values = vec![0.0; words * channels.next_multiple_of(NARROW)];
            for (from, width) in blocks(channels) {
                for (word, row) in values[from * words..(from + width) * words].chunks_mut(width).enumerate() {
                    let mut rest = word;
                    for offset in (0..span).rev() {
                        let letter = rest % (letters + 1);
                        rest /= letters + 1;
                        if letter < letters {
                            let first = (from * letters + letter) * kernel + tap + offset;
                            let taps = kernels.iter().skip(first).step_by(letters * kernel);
                            row.iter_mut().zip(taps).for_each(|(sum, weight)| *sum += weight);
                        }
                    }
                }
            }
            Table { tap, span, is_short: tap > 0 && span < WORD, words, values }
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
        let mut from = 0;
        let (wide, rest) = maxima.as_chunks_mut::<WIDE>();
        for block in wide {
            self.raise_block(words, columns, from, block);
            from += WIDE;
        }
        let (narrow, rest) = rest.as_chunks_mut::<NARROW>();
        for block in narrow {
            self.raise_block(words, columns, from, block);
            from += NARROW;
        }
        if !rest.is_empty() {
            let mut block = [0.0; NARROW];
            block[..rest.len()].copy_from_slice(rest);
            self.raise_block(words, columns, from, &mut block);
            rest.copy_from_slice(&block[..rest.len()]);
        }
    }

    fn raise_block<const N: usize>(&self, words: &Words, columns: &Range<usize>, from: usize, maxima: &mut [f32; N]) {
        let mut largest = *maxima;
        let mut raise = |sum: [f32; N]| {
            largest.iter_mut().zip(sum).for_each(|(largest, sum)| *largest = larger(sum, *largest));
        };
        let count = columns.len();
        let mut tables = self.tables.iter().map(|table| (table.block::<N>(from), words.under(table, columns)));
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
                    raise(std::array::from_fn(|channel| $first[channel] $(+ $table[channel])*));
                }
            }};
        }
        match self.tables.len() {
            0 => raise([0.0; N]),
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
                    raise(sum);
                }
            }
        }
        *maxima = largest;
    }
}

impl Words {
    /// The words of a table under some columns; none where there are no columns.
    fn under(&self, table: &Table, columns: &Range<usize>) -> &[usize] {
        let (words, first) = if table.is_short { (&self.short, 0) } else { (&self.long, table.tap) };
        words.get(first + columns.start..first + columns.end).unwrap_or_default()
    }
}

impl Table {
    /// By word, the channels of the block that begins with this one.
    fn block<const N: usize>(&self, from: usize) -> &[[f32; N]] {
        let values = self.values.get(from * self.words..).unwrap_or_default();
        let (rows, _) = values.as_chunks::<N>();
        &rows[..self.words.min(rows.len())]
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
