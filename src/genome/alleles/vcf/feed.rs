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
mod tests {
    use proptest::prelude::*;

    use super::super::VcfReader;
    use super::*;

    type Read = (Vec<(usize, String)>, Option<VcfError>);

    fn drawn(text: &[u8]) -> Read {
        let mut records = Vec::new();
        let mut reader = match VcfReader::new(text) {
            Ok(reader) => reader,
            Err(error) => return (records, Some(error)),
        };
        loop {
            match reader.next_record() {
                Ok(Some(record)) => records.push((record.line(), record.text().to_owned())),
                Ok(None) => return (records, None),
                Err(error) => return (records, Some(error)),
            }
        }
    }

    fn fed(text: &[u8], piece: usize) -> Read {
        let (mut feed, mut records) = (VcfFeed::default(), Vec::new());
        let mut pieces = text.chunks(piece);
        loop {
            let piece = pieces.next();
            match piece {
                Some(piece) => feed.push(piece),
                None => feed.end(),
            }
            loop {
                match feed.next_record() {
                    Ok(Some(record)) => records.push((record.line(), record.text().to_owned())),
                    Ok(None) => break,
                    Err(error) => return (records, Some(error)),
                }
            }
            if piece.is_none() {
                return (records, None);
            }
        }
    }

    proptest! {
        #[test]
        fn pieces_make_what_the_whole_text_makes(
            lines in prop::collection::vec("(I\t[1-9]\t.\t[ACGT]{1,3}\t[ACGT]{1,3}\t.\t.\t.){0,1}\r?|\\PC{0,8}", 0..6),
            has_header in prop::bool::weighted(0.9), ends: bool, piece in 1_usize..40,
        ) {
            let header = if has_header { "##fileformat=VCFv4.2\n##contig=<ID=I>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n" } else { "" };
            let text = format!("{header}{}{}", lines.join("\n"), if ends { "\n" } else { "" });
            prop_assert_eq!(fed(text.as_bytes(), piece), drawn(text.as_bytes()));
        }
    }
}
