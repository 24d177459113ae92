use std::io::Write;

use zip::ZipWriter;
use zip::write::{SimpleFileOptions, StreamWriter};

use super::numpy::{NumpyError, write_header, write_values};

/// Embeddings of named sequences as a NumPy `.npz` archive (not compressed): an array `positions x width` of 32-bit
/// floats for each, under its name, as [`crate::sample::EmbeddingRows`] reads them.
pub struct EmbeddingArchive<W: Write> {
    archive: ZipWriter<StreamWriter<W>>,
}

impl<W: Write> EmbeddingArchive<W> {
    /// Starts the archive.
    pub fn new(out: W) -> Self {
        Self { archive: ZipWriter::new_stream(out) }
    }

    /// Writes a sequence's vectors, row-major.
    ///
    /// # Errors
    /// [`NumpyError`] where the output refuses.
    pub fn add(&mut self, name: &str, [positions, width]: [usize; 2], values: &[f32]) -> Result<(), NumpyError> {
        let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored).large_file(true);
        self.archive.start_file(format!("{name}.npy"), stored)?;
        write_header(&mut self.archive, "<f4", &[positions, width])?;
        Ok(write_values(&mut self.archive, values)?)
    }

    /// Ends the archive and returns the output.
    ///
    /// # Errors
    /// [`NumpyError`] where the output refuses.
    pub fn finish(self) -> Result<W, NumpyError> {
        Ok(self.archive.finish()?.into_inner())
    }
}
