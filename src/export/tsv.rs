use std::io::Write;

use thiserror::Error;

use crate::attribution::Mutagenesis;

/// Why a table cannot be written.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The output refused.
    #[error("the table cannot be written: {0}")]
    Write(#[from] csv::Error),
    /// The output refused to be flushed.
    #[error("the table cannot be written: {0}")]
    Flush(#[from] std::io::Error),
}

pub(super) fn tsv<W: Write>(out: W) -> csv::Writer<W> {
    csv::WriterBuilder::new().delimiter(b'\t').from_writer(out)
}

/// Writes a grid row by row: header `promoter`, then the condition names; responses with four decimals in the model's unit.
pub struct GridWriter<W: Write> {
    table: csv::Writer<W>,
}

impl<W: Write> GridWriter<W> {
    /// Starts the table with its header.
    ///
    /// # Errors
    /// [`ExportError`] where the output refuses.
    pub fn new(out: W, conditions: &[String]) -> Result<Self, ExportError> {
        let mut table = tsv(out);
        table.write_record(std::iter::once("promoter").chain(conditions.iter().map(String::as_str)))?;
        Ok(Self { table })
    }

    /// Writes the row of one promoter.
    ///
    /// # Errors
    /// [`ExportError`] where the output refuses.
    pub fn row(&mut self, promoter: &str, responses: &[f32]) -> Result<(), ExportError> {
        let cells = responses.iter().map(|response| format!("{response:.4}"));
        self.table.write_record(std::iter::once(promoter.to_owned()).chain(cells))?;
        Ok(())
    }

    /// Ends the table.
    ///
    /// # Errors
    /// [`ExportError`] where the output refuses.
    pub fn finish(mut self) -> Result<(), ExportError> {
        Ok(self.table.flush()?)
    }
}

/// Writes mutagenesis in long form: promoter, condition, position (0-based in the window), base, delta; four bases a position.
///
/// # Errors
/// [`ExportError`] where the output refuses.
pub fn write_mutagenesis<W: Write>(
    out: W,
    results: impl IntoIterator<Item = Result<(String, String, Mutagenesis), ExportError>>,
) -> Result<(), ExportError> {
    let mut table = tsv(out);
    table.write_record(["promoter", "condition", "position", "base", "delta"])?;
    for result in results {
        let (promoter, condition, result) = result?;
        for (index, deltas) in result.deltas.chunks_exact(4).enumerate() {
            let position = (result.offset + index).to_string();
            for (base, delta) in ["A", "C", "G", "T"].into_iter().zip(deltas) {
                table.write_record([&promoter, &condition, &position, base, &format!("{delta:.6}")])?;
            }
        }
        table.flush()?;
    }
    Ok(table.flush()?)
}
