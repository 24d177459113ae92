use std::io::Write;

use serde::Serialize;
use thiserror::Error;

use crate::attribution::Mutagenesis;
use crate::motif::{Hit, Motif};
use crate::schema::{EffectScale, Intervals};
use crate::sequence::{Promoter, Strand};

/// Why a table cannot be written.
#[derive(Debug, Error, Serialize)]
pub enum ExportError {
    /// The output refused.
    #[error("the table cannot be written: {0}")]
    Write(#[serde(skip)] csv::Error),
    /// The output refused to be flushed.
    #[error("the table cannot be written: {0}")]
    Flush(#[serde(skip)] std::io::Error),
}

quotes! {
    ExportError::Write(csv::Error);
    ExportError::Flush(std::io::Error);
}

pub(super) fn tsv<W: Write>(out: W) -> csv::Writer<W> {
    csv::WriterBuilder::new().delimiter(b'\t').from_writer(out)
}

/// Ends a table and returns the output.
pub(super) fn finished<W: Write>(table: csv::Writer<W>) -> Result<W, ExportError> {
    table.into_inner().map_err(|error| ExportError::Flush(error.into_error()))
}

/// Writes a grid row by row: header `promoter`, then the condition names; responses with four decimals in the
/// model's unit.
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

    /// Goes on with a table whose header stands elsewhere.
    pub fn without_header(out: W) -> Self {
        Self { table: tsv(out) }
    }

    /// Writes the row of one promoter; a number that is not known (NaN) is an empty cell.
    ///
    /// # Errors
    /// [`ExportError`] where the output refuses.
    pub fn row(&mut self, promoter: &str, responses: &[f32]) -> Result<(), ExportError> {
        let cells =
            responses.iter().map(|response| if response.is_nan() { String::new() } else { format!("{response:.4}") });
        self.table.write_record(std::iter::once(promoter.to_owned()).chain(cells))?;
        Ok(())
    }

    /// Ends the table and returns the output.
    ///
    /// # Errors
    /// [`ExportError`] where the output refuses.
    pub fn finish(self) -> Result<W, ExportError> {
        finished(self.table)
    }
}

/// What the numbers of a long table are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridDescription {
    /// The model's unit.
    pub unit: String,
    /// Its id and version.
    pub model: String,
    /// Whether intervals stand behind all that, and in what promoter and condition are unlike training.
    pub has_intervals: bool,
}

/// Headings of an interval for each of [`crate::schema::LEVELS`].
pub const INTERVAL_HEADINGS: [&str; 4] = ["lower_68", "upper_68", "lower_90", "upper_90"];

/// The ends of intervals with four decimals, as [`INTERVAL_HEADINGS`] has them; empty where they are not known.
pub fn interval_cells(intervals: Option<&Intervals>) -> [String; 4] {
    let Some(Intervals { likely, wide }) = intervals else { return Default::default() };
    [likely.lower, likely.upper, wide.lower, wide.upper].map(|end| format!("{end:.4}"))
}

/// Headings of [`percentile_cells`].
pub const PERCENTILE_HEADINGS: [&str; 2] = ["percentile", "signed_percentile"];

/// Where an effect stands among random changes, with one decimal; empty where that is not known.
pub fn percentile_cells(scale: &EffectScale, effect: f32) -> [String; 2] {
    let own = scale.percentile(effect);
    [own.size, own.signed].map(|share| if share.is_nan() { String::new() } else { format!("{share:.1}") })
}

/// Writes a grid row by row in the page's long form: promoter, condition, response, spread_sd (one standard
/// deviation of the expected error; empty where it is not known), unit, model, and the intervals where they are
/// asked for.
pub struct LongGridWriter<W: Write> {
    table: csv::Writer<W>,
    conditions: Vec<String>,
    description: GridDescription,
}

impl<W: Write> LongGridWriter<W> {
    /// Starts the table, with its header unless that stands elsewhere.
    ///
    /// # Errors
    /// [`ExportError`] where the output refuses.
    pub fn new(out: W, conditions: &[String], description: GridDescription, header: bool) -> Result<Self, ExportError> {
        let mut table = tsv(out);
        if header {
            let headings = ["promoter", "condition", "response", "spread_sd", "unit", "model"];
            let intervals = INTERVAL_HEADINGS.into_iter().chain(["unlike_training"]);
            let intervals = description.has_intervals.then_some(intervals).into_iter().flatten();
            table.write_record(headings.into_iter().chain(intervals))?;
        }
        Ok(Self { table, conditions: conditions.to_vec(), description })
    }

    /// Writes the lines of one promoter: a response, a spread and, where they are asked for, intervals per
    /// condition.
    ///
    /// # Errors
    /// [`ExportError`] where the output refuses.
    pub fn row(
        &mut self,
        promoter: &str,
        responses: &[f32],
        spreads: &[f32],
        intervals: &[(Option<Intervals>, String)],
    ) -> Result<(), ExportError> {
        let GridDescription { unit, model, has_intervals } = &self.description;
        for (at, (condition, response)) in self.conditions.iter().zip(responses).enumerate() {
            let spread = spreads.get(at).filter(|spread| spread.is_finite());
            let spread = spread.map_or_else(String::new, |spread| format!("{spread:.4}"));
            let cells =
                [promoter.to_owned(), condition.clone(), format!("{response:.4}"), spread, unit.clone(), model.clone()];
            let own = has_intervals.then(|| {
                let (intervals, unlike) = intervals.get(at).map_or((None, ""), |(own, unlike)| (own.as_ref(), unlike));
                interval_cells(intervals).into_iter().chain([unlike.to_owned()])
            });
            self.table.write_record(cells.into_iter().chain(own.into_iter().flatten()))?;
        }
        Ok(())
    }

    /// Ends the table and returns the output.
    ///
    /// # Errors
    /// [`ExportError`] where the output refuses.
    pub fn finish(self) -> Result<W, ExportError> {
        self.table.into_inner().map_err(|error| ExportError::Flush(error.into_error()))
    }
}

/// Writes mutagenesis in long form: promoter, condition, position (0-based in the window), base, delta; four
/// bases a position. A part of a table that does not come first is written without `header`.
///
/// # Errors
/// [`ExportError`] where the output refuses, else whatever kept a result from being computed.
pub fn write_mutagenesis<W: Write, E: From<ExportError>>(
    out: W,
    header: bool,
    results: impl IntoIterator<Item = Result<(String, String, Mutagenesis), E>>,
) -> Result<(), E> {
    let mut table = tsv(out);
    if header {
        let columns = ["promoter", "condition", "position", "base", "delta"];
        table.write_record(columns).map_err(ExportError::from)?;
    }
    for result in results {
        let (promoter, condition, result) = result?;
        for (index, deltas) in result.deltas.chunks_exact(4).enumerate() {
            let position = (result.offset + index).to_string();
            for (base, delta) in ["A", "C", "G", "T"].into_iter().zip(deltas) {
                let row = [&promoter, &condition, &position, base, &format!("{delta:.6}")];
                table.write_record(row).map_err(ExportError::from)?;
            }
        }
        table.flush().map_err(ExportError::from)?;
    }
    Ok(table.flush().map_err(ExportError::from)?)
}

/// Writes motif hits promoter by promoter: promoter, motif, name, start and end (0-based, half-open), strand,
/// score (bits), p_value, position (that of the first base, counted back from the last one, which is -1).
pub struct HitWriter<W: Write> {
    table: csv::Writer<W>,
}

impl<W: Write> HitWriter<W> {
    /// Starts the table with its header.
    ///
    /// # Errors
    /// [`ExportError`] where the output refuses.
    pub fn new(out: W) -> Result<Self, ExportError> {
        let mut table = tsv(out);
        let columns = ["promoter", "motif", "name", "start", "end", "strand", "score", "p_value", "position"];
        table.write_record(columns)?;
        Ok(Self { table })
    }

    /// Writes the hits in one promoter. A hit of a motif that `motifs` lacks is left out.
    ///
    /// # Errors
    /// [`ExportError`] where the output refuses.
    pub fn rows(&mut self, promoter: &Promoter, motifs: &[Motif], hits: &[Hit]) -> Result<(), ExportError> {
        for (hit, motif) in hits.iter().filter_map(|hit| Some((hit, motifs.get(hit.motif)?))) {
            let strand = if hit.strand == Strand::Forward { "+" } else { "-" };
            let position = hit.start as i64 - promoter.bases().len() as i64;
            self.table.write_record([
                promoter.name(),
                &motif.id,
                &motif.name,
                &hit.start.to_string(),
                &hit.end.to_string(),
                strand,
                &format!("{:.2}", hit.score),
                &format!("{:.3e}", hit.p_value),
                &position.to_string(),
            ])?;
        }
        Ok(())
    }

    /// Ends the table and returns the output.
    ///
    /// # Errors
    /// [`ExportError`] where the output refuses.
    pub fn finish(self) -> Result<W, ExportError> {
        finished(self.table)
    }
}
