use std::ops::Range;

/// Letters of a word: (5 + 1)³ rows of a few hundred numbers stay in a processor's second cache.
const WORD: usize = 3;

/// Sums of kernel columns for every word under a few taps of a convolution that reads one-hot letters: a column of the
/// convolution is the sum of one row of each table.
#[derive(Debug, Clone)]
pub(super) struct WordTables {
    channels: usize,
    letters: usize,
    tables: Vec<Table>,
}

/// The words under the kernel's taps from `tap` on.
#[derive(Debug, Clone)]
struct Table {
    tap: usize,
    span: usize,
    /// `(letters + 1)^span x channels`; the last letter stands for padding and adds nothing.
    rows: Vec<f32>,
}

impl WordTables {
    /// Of `kernels`, `channels x letters x width` row-major.
    pub(super) fn new(kernels: &[f32], channels: usize, letters: usize) -> Self {
        let width = kernels.len() / (channels * letters).max(1);
        let tables = (0..width).step_by(WORD).map(|tap| {
            let span = WORD.min(width - tap);
            let words = (letters + 1).pow(span as u32);
            let mut rows = vec![0.0; words * channels];
            for (word, row) in rows.chunks_mut(channels.max(1)).enumerate() {
                let mut rest = word;
                for offset in (0..span).rev() {
                    let letter = rest % (letters + 1);
                    rest /= letters + 1;
                    if letter < letters {
                        let taps = kernels.iter().skip(letter * width + tap + offset).step_by(letters * width);
                        row.iter_mut().zip(taps).for_each(|(sum, weight)| *sum += weight);
                    }
                }
            }
            Table { tap, span, rows }
        });
        Self { channels, letters, tables: tables.collect() }
    }

    /// How many there are: the rows that a column sums.
    pub(super) fn count(&self) -> usize {
        self.tables.len()
    }

    /// Where the rows of some columns begin, `columns x tables`; `padded` has padding as a letter of its own.
    pub(super) fn places(&self, padded: &[u8], columns: Range<usize>, places: &mut Vec<usize>) {
        places.clear();
        let (count, span) = (self.tables.len(), self.tables.first().map_or(0, |table| table.span));
        // All tables but perhaps the last one have words as long, and the word under the foremost of these is under the
        // others when they come to it.
        let foremost = self.tables.iter().rposition(|table| table.span == span).unwrap_or(0);
        for (at, column) in columns.enumerate() {
            for table in &self.tables {
                let earlier = self.tables[foremost].tap.checked_sub(table.tap).filter(|columns| *columns > 0);
                let known = earlier.and_then(|columns| at.checked_sub(columns)).map(|at| places[at * count + foremost]);
                places.push(known.unwrap_or_else(|| {
                    let word = &padded[column + table.tap..column + table.tap + table.span];
                    let index = word.iter().fold(0, |index, &code| index * (self.letters + 1) + usize::from(code));
                    index * self.channels
                }));
            }
        }
    }

    /// Raises `maxima`, one a channel, to the columns at `places` where these are larger.
    ///
    /// By blocks of channels, whose maxima stay in registers while all columns go by.
    pub(super) fn raise(&self, places: &[usize], maxima: &mut [f32]) {
        let mut from = 0;
        let (wide, rest) = maxima.as_chunks_mut::<32>();
        for block in wide {
            self.raise_block(places, from, block);
            from += block.len();
        }
        let (narrow, rest) = rest.as_chunks_mut::<8>();
        for block in narrow {
            self.raise_block(places, from, block);
            from += block.len();
        }
        for one in rest {
            self.raise_block(places, from, std::array::from_mut(one));
            from += 1;
        }
    }

    fn raise_block<const N: usize>(&self, places: &[usize], from: usize, maxima: &mut [f32; N]) {
        let mut largest = *maxima;
        let mut raise = |sum: [f32; N]| {
            largest.iter_mut().zip(sum).for_each(|(largest, sum)| *largest = larger(sum, *largest));
        };
        /// Written out for a number of tables, as compilers then take several channels at a time.
        macro_rules! columns {
            ($first:ident $($table:ident)*) => {
                for places in places.chunks_exact(self.tables.len()) {
                    let &[$first $(, $table)*] = places else { break };
                    let mut tables = self.tables.iter();
                    let Some($first) = row::<N>(tables.next(), $first + from) else { break };
                    $(let Some($table) = row::<N>(tables.next(), $table + from) else { break };)*
                    raise(std::array::from_fn(|channel| $first[channel] $(+ $table[channel])*));
                }
            };
        }
        match self.tables.len() {
            0 => raise([0.0; N]),
            1 => columns!(a),
            2 => columns!(a b),
            3 => columns!(a b c),
            4 => columns!(a b c d),
            5 => columns!(a b c d e),
            count => {
                for places in places.chunks_exact(count) {
                    let mut sum = [0.0; N];
                    for (table, place) in self.tables.iter().zip(places) {
                        let Some(row) = row::<N>(Some(table), place + from) else { break };
                        sum.iter_mut().zip(row).for_each(|(sum, weight)| *sum += weight);
                    }
                    raise(sum);
                }
            }
        }
        *maxima = largest;
    }
}

/// A block of a row.
fn row<const N: usize>(table: Option<&Table>, place: usize) -> Option<&[f32; N]> {
    table?.rows.get(place..)?.first_chunk()
}

/// The larger of two numbers, in the form that compilers turn into one instruction.
pub(super) fn larger(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

/// The larger of two numbers; what is no number stays so.
pub(super) fn larger_or_none(a: f32, b: f32) -> f32 {
    if b.is_nan() { b } else { larger(b, a) }
}
