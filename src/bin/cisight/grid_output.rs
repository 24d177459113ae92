//! A grid's file: TSV, or Parquet where its name ends so.

use std::path::Path;

use anyhow::Result;
use cisight::export::{GridWriter, ParquetGridWriter};

use crate::output::{self, Output};

pub enum GridOutput {
    Tsv(Box<GridWriter<Output>>),
    Parquet(Box<ParquetGridWriter<Output>>),
}

impl GridOutput {
    /// Starts the file; a part of a TSV that is not the first has no header.
    pub fn create(path: Option<&Path>, conditions: &[String], header: bool) -> Result<Self> {
        let out = output::create(path)?;
        let is_parquet =
            path.and_then(Path::extension).is_some_and(|extension| extension.eq_ignore_ascii_case("parquet"));
        Ok(if is_parquet {
            Self::Parquet(Box::new(ParquetGridWriter::new(out, conditions)?))
        } else if header {
            Self::Tsv(Box::new(GridWriter::new(out, conditions)?))
        } else {
            Self::Tsv(Box::new(GridWriter::without_header(out)))
        })
    }

    /// Writes the row of one promoter.
    pub fn row(&mut self, promoter: &str, responses: &[f32]) -> Result<()> {
        match self {
            Self::Tsv(table) => table.row(promoter, responses)?,
            Self::Parquet(file) => file.row(promoter, responses)?,
        }
        Ok(())
    }

    /// Ends the file and gives it its name.
    pub fn finish(self) -> Result<()> {
        let out = match self {
            Self::Tsv(table) => table.finish()?,
            Self::Parquet(file) => file.finish()?,
        };
        out.commit()
    }
}
