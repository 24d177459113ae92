//! Text as other programs write it: encodings, lines of cells, numbers; counts in sentences.

mod count;
#[cfg(feature = "cli")]
mod decode;
mod delimited;
mod guard;
mod number;

pub use count::counted;
#[cfg(feature = "cli")]
pub use decode::{DecodeError, DecodeNote, Decoded, decode};
pub use delimited::{Delimited, DelimitedError, Line, MAX_TEXT_BYTES, read_delimited};
pub use guard::unguarded;
pub use number::{Cell, Decimals, is_spreadsheet_error, read_cell};
