use noodles_vcf as vcf;

use super::{VcfError, VcfHeader, VcfRecord, header};

/// Header and records out of lines, wherever these come from.
#[derive(Debug, Default)]
pub(super) struct VcfLines {
    meta: Vec<String>,
    header: Option<VcfHeader>,
    taken: usize,
}

impl VcfLines {
    /// What stands before the records, once its last line was taken.
    pub(super) fn header(&self) -> Option<&VcfHeader> {
        self.header.as_ref()
    }

    /// The number of the line that comes next, from 1.
    pub(super) fn next(&self) -> usize {
        self.taken + 1
    }

    /// Takes the next line, with its end or without: a record where it is one.
    ///
    /// # Errors
    /// [`VcfError`] names the line.
    pub(super) fn take(&mut self, bytes: Vec<u8>) -> Result<Option<VcfRecord>, VcfError> {
        self.taken += 1;
        let text = line_text(bytes, self.taken)?;
        if self.header.is_some() {
            return self.record(text);
        }
        if self.taken == 1 {
            header::check_first(&text)?;
        }
        if text.starts_with("##") {
            self.meta.push(text);
        } else if text.starts_with("#CHROM\t") {
            self.header = Some(VcfHeader::new(std::mem::take(&mut self.meta), text));
        } else if !text.trim().is_empty() {
            return Err(VcfError::NoColumns);
        }
        Ok(None)
    }

    /// What is wrong with a text that ends before its columns are named.
    pub(super) fn without_columns(&self) -> VcfError {
        if self.taken == 0 { VcfError::Empty } else { VcfError::NoColumns }
    }

    fn record(&self, text: String) -> Result<Option<VcfRecord>, VcfError> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        let line = self.taken;
        let parsed = vcf::Record::try_from([text.as_bytes(), b"\n"].concat().as_slice());
        let parsed = parsed.map_err(|error| VcfError::Line { line, reason: error.to_string() })?;
        VcfRecord::new(line, text, parsed).map(Some)
    }
}

/// A line without its end.
fn line_text(mut bytes: Vec<u8>, line: usize) -> Result<String, VcfError> {
    if line == 1 && bytes.starts_with(b"BCF") {
        return Err(VcfError::Bcf);
    }
    let kept = bytes.trim_ascii_end().len();
    // A trailing tab is an empty last column, no end of a line.
    let end = bytes[kept..].iter().position(|byte| matches!(byte, b'\n' | b'\r')).map_or(bytes.len(), |at| kept + at);
    bytes.truncate(end);
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(_) if line == 1 => Err(VcfError::NotVcf),
        Err(_) => Err(VcfError::Line { line, reason: "it is not text in UTF-8".into() }),
    }
}
