use std::io::Write;

use super::tsv::{ExportError, finished, tsv};
use crate::attribution::Contributions;
use crate::condition::TfList;

/// Writes base scores in long form: promoter, condition, position (0-based in the window), base, its
/// contribution, what each of A, C, G, T would contribute there, and the completeness error of the promoter's
/// scores.
pub struct BaseScoreWriter<W: Write> {
    table: csv::Writer<W>,
}

impl<W: Write> BaseScoreWriter<W> {
    /// Starts the table with its header.
    ///
    /// # Errors
    /// [`ExportError`] where the output refuses.
    pub fn new(out: W) -> Result<Self, ExportError> {
        let mut table = tsv(out);
        table.write_record([
            "promoter",
            "condition",
            "position",
            "base",
            "contribution",
            "A",
            "C",
            "G",
            "T",
            "completeness_error",
        ])?;
        Ok(Self { table })
    }

    /// Writes the positions of one promoter; `letters` says what stands there.
    ///
    /// # Errors
    /// [`ExportError`] where the output refuses.
    pub fn promoter(
        &mut self,
        promoter: &str,
        condition: &str,
        letters: &[u8],
        scores: &Contributions,
    ) -> Result<(), ExportError> {
        let error = format!("{:.3e}", scores.completeness_error());
        let rows = letters.iter().zip(&scores.bases).zip(scores.hypothetical.chunks_exact(4));
        for (index, ((letter, contribution), hypothetical)) in rows.enumerate() {
            let position = (scores.offset + index).to_string();
            let base = char::from(*letter).to_string();
            let numbers = std::iter::once(contribution).chain(hypothetical).map(|value| format!("{value:.6e}"));
            let named = [promoter.to_owned(), condition.to_owned(), position, base];
            self.table.write_record(named.into_iter().chain(numbers).chain([error.clone()]))?;
        }
        Ok(self.table.flush()?)
    }

    /// Ends the table and returns the output.
    ///
    /// # Errors
    /// [`ExportError`] where the output refuses.
    pub fn finish(self) -> Result<W, ExportError> {
        finished(self.table)
    }
}

/// Writes TF scores in long form: promoter, condition, tf, name, level, reference level, contribution,
/// completeness error.
pub struct TfScoreWriter<W: Write> {
    table: csv::Writer<W>,
}

impl<W: Write> TfScoreWriter<W> {
    /// Starts the table with its header.
    ///
    /// # Errors
    /// [`ExportError`] where the output refuses.
    pub fn new(out: W) -> Result<Self, ExportError> {
        let mut table = tsv(out);
        table.write_record([
            "promoter",
            "condition",
            "tf",
            "name",
            "level",
            "reference_level",
            "contribution",
            "completeness_error",
        ])?;
        Ok(Self { table })
    }

    /// Writes the TFs of one promoter, in the model's order.
    ///
    /// # Errors
    /// [`ExportError`] where the output refuses.
    pub fn promoter(
        &mut self,
        (promoter, condition): (&str, &str),
        tfs: &TfList,
        levels: (&[f32], &[f32]),
        scores: &Contributions,
    ) -> Result<(), ExportError> {
        let error = format!("{:.3e}", scores.completeness_error());
        let levels = levels.0.iter().zip(levels.1);
        for ((factor, contribution), (level, reference)) in tfs.factors().iter().zip(&scores.tfs).zip(levels) {
            let (level, reference) = (format!("{level:.4}"), format!("{reference:.4}"));
            let contribution = format!("{contribution:.6e}");
            self.table.write_record([
                promoter,
                condition,
                &factor.id,
                &factor.name,
                &level,
                &reference,
                &contribution,
                &error,
            ])?;
        }
        Ok(self.table.flush()?)
    }

    /// Ends the table and returns the output.
    ///
    /// # Errors
    /// [`ExportError`] where the output refuses.
    pub fn finish(self) -> Result<W, ExportError> {
        finished(self.table)
    }
}
