use std::io::{Seek, Write};

use serde::Serialize;
use thiserror::Error;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The name that NumPy gives the only array of an `.npz` file, and that TF-MoDISco asks for.
const ONLY_ARRAY: &str = "arr_0.npy";

/// Length that NumPy aligns its header to, in bytes.
const HEADER_ALIGNMENT: usize = 64;

/// Why examples cannot be written for NumPy.
#[derive(Debug, Error, Serialize)]
pub enum NumpyError {
    /// More bases than an example has room for.
    #[error("example {example} has {bases} bases; the arrays have room for {length}")]
    TooLong {
        /// Which example, from 1.
        example: usize,
        /// Its bases.
        bases: usize,
        /// Bases that the arrays hold.
        length: usize,
    },
    /// Scores and bases do not belong together.
    #[error("example {example} has {scores} scores for {bases} bases; four a base are needed")]
    Scores {
        /// Which example, from 1.
        example: usize,
        /// Its bases.
        bases: usize,
        /// Its scores.
        scores: usize,
    },
    /// The output refused.
    #[error("the array cannot be written: {0}")]
    Write(#[serde(skip)] std::io::Error),
    /// The `.npz` container could not be made.
    #[error("the array cannot be written: {0}")]
    Container(#[serde(skip)] zip::result::ZipError),
}

quotes! {
    NumpyError::Write(std::io::Error);
    NumpyError::Container(zip::result::ZipError);
}

/// Sequences and the scores of every base in every place, as TF-MoDISco reads them: two arrays `N x 4 x L`
/// (A, C, G, T) of 32-bit floats.
///
/// `modisco motifs -s one-hot.npz -a scores.npz` takes hypothetical contributions
/// ([`crate::attribution::Mutagenesis::hypothetical_contributions`]) as scores and multiplies by the one-hot
/// sequences itself.
#[derive(Debug, Clone)]
pub struct Examples {
    length: usize,
    count: usize,
    one_hot: Vec<f32>,
    scores: Vec<f32>,
}

/// Which of the two arrays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Array {
    /// 1 where a base stands; nothing for N and for what a short sequence leaves empty.
    OneHot,
    /// The scores; 0 for what a short sequence leaves empty.
    Scores,
}

impl Examples {
    /// Starts arrays of `length` bases an example.
    pub fn new(length: usize) -> Self {
        Self { length, count: 0, one_hot: Vec::new(), scores: Vec::new() }
    }

    /// Adds an example: upper-case `bases` and `scores` (`bases x 4`, A, C, G, T). One that is shorter than
    /// the arrays stands at their right end, as a promoter in its window.
    ///
    /// # Errors
    /// [`NumpyError::TooLong`] or [`NumpyError::Scores`]; nothing is added then.
    pub fn push(&mut self, bases: &[u8], scores: &[f32]) -> Result<(), NumpyError> {
        let example = self.count + 1;
        if bases.len() > self.length {
            return Err(NumpyError::TooLong { example, bases: bases.len(), length: self.length });
        }
        if scores.len() != 4 * bases.len() {
            return Err(NumpyError::Scores { example, bases: bases.len(), scores: scores.len() });
        }
        let empty = self.length - bases.len();
        for (channel, letter) in b"ACGT".iter().enumerate() {
            self.one_hot.extend(std::iter::repeat_n(0.0, empty));
            self.one_hot.extend(bases.iter().map(|base| if base == letter { 1.0 } else { 0.0 }));
            self.scores.extend(std::iter::repeat_n(0.0, empty));
            self.scores.extend(scores.iter().skip(channel).step_by(4));
        }
        self.count = example;
        Ok(())
    }

    /// Writes one of the arrays as an `.npy` file.
    ///
    /// # Errors
    /// [`NumpyError::Write`] where the output refuses.
    pub fn write_npy<W: Write>(&self, array: Array, out: W) -> Result<(), NumpyError> {
        let values = match array {
            Array::OneHot => &self.one_hot,
            Array::Scores => &self.scores,
        };
        Ok(write_npy(out, &[self.count, 4, self.length], values)?)
    }

    /// Writes one of the arrays as an `.npz` file that holds nothing else (`arr_0`, not compressed).
    ///
    /// # Errors
    /// [`NumpyError::Write`] or [`NumpyError::Container`] where the output refuses.
    pub fn write_npz<W: Write + Seek>(&self, array: Array, out: W) -> Result<(), NumpyError> {
        let mut container = ZipWriter::new(out);
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(true);
        container.start_file(ONLY_ARRAY, options)?;
        self.write_npy(array, &mut container)?;
        container.finish()?.flush()?;
        Ok(())
    }
}

/// NumPy's format 1.0: a text that says what the array is, padded so that the values are aligned, then the
/// values, the last axis first.
///
/// # Errors
/// Whatever the output refuses with.
pub fn write_npy<W: Write>(mut out: W, shape: &[usize], values: &[f32]) -> Result<(), std::io::Error> {
    write_header(&mut out, "<f4", shape)?;
    write_values(&mut out, values)?;
    out.flush()
}

/// What stands before an array's values: their type as NumPy writes it, and the array's shape.
pub(super) fn write_header(mut out: impl Write, kind: &str, shape: &[usize]) -> Result<(), std::io::Error> {
    const PREFIX: usize = 10;
    let shape: String = shape.iter().map(|length| format!("{length}, ")).collect();
    let shape = shape.trim_end();
    let description = format!("{{'descr': '{kind}', 'fortran_order': False, 'shape': ({shape}), }}");
    let header = (PREFIX + description.len() + 1).next_multiple_of(HEADER_ALIGNMENT) - PREFIX;
    out.write_all(b"\x93NUMPY\x01\x00")?;
    out.write_all(&(header as u16).to_le_bytes())?;
    writeln!(out, "{description:<padded$}", padded = header - 1)
}

/// Some of an array's values.
pub(super) fn write_values(mut out: impl Write, values: &[f32]) -> Result<(), std::io::Error> {
    let mut bytes = Vec::with_capacity(4 * 4096);
    for chunk in values.chunks(4096) {
        bytes.clear();
        bytes.extend(chunk.iter().flat_map(|value| value.to_le_bytes()));
        out.write_all(&bytes)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
