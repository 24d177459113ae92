use super::lines::VcfLines;
use super::{MAX_LINE_BYTES, VcfError, VcfHeader, VcfRecord};

/// Header and records out of unpacked bytes that come piece by piece, as a browser reads a file;
/// [`super::VcfReader`] draws them itself.
#[derive(Debug, Default)]
pub struct VcfFeed {
    lines: VcfLines,
    bytes: Vec<u8>,
    /// Bytes that were handed on as lines.
    used: usize,
    /// Where to go on looking for the end of the line that is not whole yet.
    searched: usize,
    has_ended: bool,
    /// Bytes of the pieces before those that are held.
    before: usize,
}

impl VcfFeed {
    /// Adds the next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes.drain(..self.used);
        self.before += self.used;
        self.searched -= self.used;
        self.used = 0;
        self.bytes.extend_from_slice(bytes);
    }

    /// There are no more bytes: what is left is the last line.
    pub fn end(&mut self) {
        self.has_ended = true;
    }

    /// How many of the bytes were handed on, and how many came.
    pub fn progress(&self) -> [usize; 2] {
        [self.before + self.used, self.before + self.bytes.len()]
    }

    /// What stands before the records; nothing while it is not all there.
    ///
    /// # Errors
    /// [`VcfError`] where the text is not VCF.
    pub fn header(&mut self) -> Result<Option<&VcfHeader>, VcfError> {
        while self.lines.header().is_none() {
            let Some(line) = self.line()? else {
                return if self.has_ended { Err(self.lines.without_columns()) } else { Ok(None) };
            };
            self.lines.take(line)?;
        }
        Ok(self.lines.header())
    }

    /// The next record; nothing where more bytes are needed, or at the end.
    ///
    /// # Errors
    /// [`VcfError`] names the line.
    pub fn next_record(&mut self) -> Result<Option<VcfRecord>, VcfError> {
        if self.header()?.is_none() {
            return Ok(None);
        }
        while let Some(line) = self.line()? {
            if let Some(record) = self.lines.take(line)? {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }

    /// The next whole line, or what is left at the end.
    fn line(&mut self) -> Result<Option<Vec<u8>>, VcfError> {
        let end = self.bytes[self.searched..].iter().position(|byte| *byte == b'\n').map(|at| self.searched + at + 1);
        let last = (self.has_ended && self.used < self.bytes.len()).then_some(self.bytes.len());
        let Some(end) = end.or(last) else {
            self.searched = self.bytes.len();
            if (self.bytes.len() - self.used) as u64 >= MAX_LINE_BYTES {
                return Err(VcfError::LongLine(self.lines.next()));
            }
            return Ok(None);
        };
        let line = self.bytes[self.used..end].to_vec();
        (self.used, self.searched) = (end, end);
        if line.len() as u64 >= MAX_LINE_BYTES {
            return Err(VcfError::LongLine(self.lines.next()));
        }
        Ok(Some(line))
    }
}

#[cfg(test)]
mod tests;
