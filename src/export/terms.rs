use std::io::Write;

use zip::ZipWriter;
use zip::write::{SimpleFileOptions, StreamWriter};

use super::numpy::{NumpyError, write_header, write_values};

/// Writes what named features contribute to the responses of samples in conditions as a NumPy `.npz` archive
/// (not compressed), sample by sample.
///
/// `contributions` has the shape samples x conditions x features (32-bit floats); `promoters`, `conditions`
/// and `features` name its axes.
pub struct TermsArchive<W: Write> {
    archive: ZipWriter<StreamWriter<W>>,
}

/// The names of an archive's axes, in order.
#[derive(Debug, Clone, Copy)]
pub struct TermsAxes<'a> {
    /// The samples.
    pub promoters: &'a [String],
    /// The conditions.
    pub conditions: &'a [String],
    /// The features.
    pub features: &'a [String],
}

impl<W: Write> TermsArchive<W> {
    /// Starts the archive with its axes.
    ///
    /// # Errors
    /// [`NumpyError`] where the output refuses.
    pub fn new(out: W, axes: TermsAxes<'_>) -> Result<Self, NumpyError> {
        let mut archive = ZipWriter::new_stream(out);
        let named = [("promoters", axes.promoters), ("conditions", axes.conditions), ("features", axes.features)];
        for (name, names) in named {
            archive.start_file(format!("{name}.npy"), options())?;
            write_names(&mut archive, names)?;
        }
        archive.start_file("contributions.npy", options())?;
        write_header(&mut archive, "<f4", &named.map(|(_, names)| names.len()))?;
        Ok(Self { archive })
    }

    /// Writes the next samples' contributions, conditions x features each; all of the axes' samples have to
    /// come, in their order.
    ///
    /// # Errors
    /// [`NumpyError`] where the output refuses.
    pub fn rows(&mut self, contributions: &[f32]) -> Result<(), NumpyError> {
        Ok(write_values(&mut self.archive, contributions)?)
    }

    /// Ends the archive and returns the output.
    ///
    /// # Errors
    /// [`NumpyError`] where the output refuses.
    pub fn finish(self) -> Result<W, NumpyError> {
        Ok(self.archive.finish()?.into_inner())
    }
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored).large_file(true)
}

/// NumPy's arrays of text: as many letters of four bytes for each as the longest has.
fn write_names(mut out: impl Write, names: &[String]) -> Result<(), NumpyError> {
    let longest = names.iter().map(|name| name.chars().count()).max().unwrap_or(0).max(1);
    write_header(&mut out, &format!("<U{longest}"), &[names.len()])?;
    for name in names {
        let letters = name.chars().map(u32::from).chain(std::iter::repeat(0)).take(longest);
        out.write_all(&letters.flat_map(u32::to_le_bytes).collect::<Vec<u8>>())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;

    #[test]
    fn an_archive_names_its_axes_and_takes_rows_as_they_come() -> Result<(), Box<dyn std::error::Error>> {
        let names = |all: &[&str]| all.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let [promoters, conditions, features] = [names(&["HSP12", "α"]), names(&["heat"]), names(&["A", "B/C"])];
        let axes = TermsAxes { promoters: &promoters, conditions: &conditions, features: &features };
        let mut archive = TermsArchive::new(Vec::new(), axes)?;
        archive.rows(&[1.0, 2.0])?;
        archive.rows(&[3.0, 4.0])?;
        let mut file = zip::ZipArchive::new(Cursor::new(archive.finish()?))?;
        let mut member = |name: &str| -> Result<Vec<u8>, Box<dyn std::error::Error>> {
            let mut bytes = Vec::new();
            file.by_name(name)?.read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        let values = member("contributions.npy")?;
        let text = String::from_utf8_lossy(&values).into_owned();
        assert!(text.contains("'descr': '<f4', 'fortran_order': False, 'shape': (2, 1, 2,)"), "{text}");
        let tail: Vec<u8> = [1.0_f32, 2.0, 3.0, 4.0].iter().flat_map(|value| value.to_le_bytes()).collect();
        assert!(values.ends_with(&tail));
        let named = member("promoters.npy")?;
        assert!(String::from_utf8_lossy(&named).contains("'descr': '<U5', 'fortran_order': False, 'shape': (2,)"));
        let second = ["α", "\0", "\0", "\0", "\0"]
            .concat()
            .chars()
            .flat_map(|letter| u32::from(letter).to_le_bytes())
            .collect::<Vec<u8>>();
        assert!(named.ends_with(&second));
        Ok(())
    }
}
