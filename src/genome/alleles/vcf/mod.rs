//! Variant calls in VCF (VCFv4, text), read line by line: what is not looked at is kept as it was written.

mod error;
mod feed;
mod header;
mod lines;
mod record;

use std::io::{BufRead, Read};

pub use error::VcfError;
pub use feed::VcfFeed;
pub use header::VcfHeader;
pub use record::{Alternative, Genotype, LeftOut, VcfRecord};

use lines::VcfLines;

/// The longest line that is read: the genotypes of a few million samples.
const MAX_LINE_BYTES: u64 = 64 << 20;

/// Reads a header, then one record after the other.
#[derive(Debug)]
pub struct VcfReader<R> {
    inner: R,
    lines: VcfLines,
    header: VcfHeader,
}

impl<R: BufRead> VcfReader<R> {
    /// Reads the header of a text (unpacked).
    ///
    /// # Errors
    /// [`VcfError`] where it is not VCF.
    pub fn new(mut inner: R) -> Result<Self, VcfError> {
        let mut lines = VcfLines::default();
        loop {
            let Some(line) = next_line(&mut inner, lines.next())? else { return Err(lines.without_columns()) };
            lines.take(line)?;
            if let Some(header) = lines.header().cloned() {
                return Ok(Self { inner, lines, header });
            }
        }
    }

    /// What stands before the records.
    pub fn header(&self) -> &VcfHeader {
        &self.header
    }

    /// The next record; nothing at the end. Empty lines are passed over.
    ///
    /// # Errors
    /// [`VcfError`] names the line.
    pub fn next_record(&mut self) -> Result<Option<VcfRecord>, VcfError> {
        while let Some(line) = next_line(&mut self.inner, self.lines.next())? {
            if let Some(record) = self.lines.take(line)? {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }
}

/// A line with its end.
fn next_line(inner: &mut impl BufRead, line: usize) -> Result<Option<Vec<u8>>, VcfError> {
    let mut bytes = Vec::new();
    let read = inner.take(MAX_LINE_BYTES).read_until(b'\n', &mut bytes);
    match read.map_err(|error| VcfError::Unreadable { line, reason: error.to_string() })? {
        0 => Ok(None),
        length if length as u64 == MAX_LINE_BYTES => Err(VcfError::LongLine(line)),
        _ => Ok(Some(bytes)),
    }
}

#[cfg(test)]
mod tests;
