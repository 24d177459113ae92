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
mod tests {
    use std::io::{Cursor, Read};

    use super::*;

    fn examples() -> Result<Examples, NumpyError> {
        let mut examples = Examples::new(3);
        examples.push(b"ANT", &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0])?;
        examples.push(b"C", &[-1.0, -2.0, -3.0, -4.0])?;
        Ok(examples)
    }

    /// Splits a file into its description and its values.
    fn read(file: &[u8]) -> (String, Vec<f32>) {
        assert_eq!(&file[..8], b"\x93NUMPY\x01\x00");
        let end = 10 + usize::from(u16::from_le_bytes([file[8], file[9]]));
        assert_eq!((end % 64, file[end - 1]), (0, b'\n'));
        let value = |bytes: &[u8]| f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        (String::from_utf8_lossy(&file[10..end]).trim().to_owned(), file[end..].chunks(4).map(value).collect())
    }

    #[test]
    fn bases_become_channels_and_short_examples_stand_right() -> Result<(), NumpyError> {
        let examples = examples()?;
        let mut file = Vec::new();
        examples.write_npy(Array::OneHot, &mut file)?;
        let (description, values) = read(&file);
        assert_eq!(description, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 4, 3,), }");
        let first = [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0];
        let second = [0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        assert_eq!(values, [first, second].concat());
        file.clear();
        examples.write_npy(Array::Scores, &mut file)?;
        let first = [1.0, 5.0, 9.0, 2.0, 6.0, 10.0, 3.0, 7.0, 11.0, 4.0, 8.0, 12.0];
        let second = [0.0, 0.0, -1.0, 0.0, 0.0, -2.0, 0.0, 0.0, -3.0, 0.0, 0.0, -4.0];
        assert_eq!(read(&file).1, [first, second].concat());
        Ok(())
    }

    #[test]
    fn a_container_holds_the_same_array() -> Result<(), NumpyError> {
        let (mut array, mut container) = (Vec::new(), Cursor::new(Vec::new()));
        examples()?.write_npy(Array::Scores, &mut array)?;
        examples()?.write_npz(Array::Scores, &mut container)?;
        let mut unpacked = Vec::new();
        zip::ZipArchive::new(container)?.by_name("arr_0.npy")?.read_to_end(&mut unpacked)?;
        assert_eq!(unpacked, array);
        Ok(())
    }

    #[test]
    fn examples_that_do_not_fit_are_refused() {
        let mut examples = Examples::new(2);
        let error = |result: Result<(), NumpyError>| result.map_err(|error| error.to_string());
        let long = "example 1 has 3 bases; the arrays have room for 2";
        assert_eq!(error(examples.push(b"ACG", &[0.0; 12])), Err(long.into()));
        let scores = "example 1 has 7 scores for 2 bases; four a base are needed";
        assert_eq!(error(examples.push(b"AC", &[0.0; 7])), Err(scores.into()));
        assert_eq!(examples.count, 0);
    }
}
