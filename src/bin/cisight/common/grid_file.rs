//! A grid's file: TSV, wide or long, or Parquet where its name ends so.

use std::path::Path;

use anyhow::{Result, bail};
use cisight::export::{GridDescription, GridWriter, LongGridWriter, ParquetGridWriter};
use cisight::schema::Intervals;

use super::files::{self, Output};

/// How promoters and conditions are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Layout {
    Wide,
    Long,
}

pub enum GridFile {
    Wide(Box<GridWriter<Output>>),
    Long(Box<LongGridWriter<Output>>),
    Parquet(Box<ParquetGridWriter<Output>>),
}

impl GridFile {
    /// Starts the file; a part of a TSV that is not the first has no header.
    pub fn create(
        path: Option<&Path>,
        conditions: &[String],
        header: bool,
        long: Option<GridDescription>,
    ) -> Result<Self> {
        let is_parquet = files::has_extension(path, "parquet");
        if is_parquet && long.is_some() {
            bail!("Parquet is written in the wide layout only; leave --layout long out, or name the file .tsv");
        }
        let out = files::create(path)?;
        Ok(match long {
            Some(description) => Self::Long(Box::new(LongGridWriter::new(out, conditions, description, header)?)),
            None if is_parquet => Self::Parquet(Box::new(ParquetGridWriter::new(out, &["promoter"], conditions)?)),
            None if header => Self::Wide(Box::new(GridWriter::new(out, conditions)?)),
            None => Self::Wide(Box::new(GridWriter::without_header(out))),
        })
    }

    /// Writes the row of one promoter; spreads and intervals only go into the long layout.
    pub fn row(
        &mut self,
        promoter: &str,
        responses: &[f32],
        spreads: &[f32],
        intervals: &[(Option<Intervals>, String)],
    ) -> Result<()> {
        match self {
            Self::Wide(table) => table.row(promoter, responses)?,
            Self::Long(table) => table.row(promoter, responses, spreads, intervals)?,
            Self::Parquet(file) => file.row(&[promoter], responses)?,
        }
        Ok(())
    }

    /// Ends the file and gives it its name.
    pub fn finish(self) -> Result<()> {
        let out = match self {
            Self::Wide(table) => table.finish()?,
            Self::Long(table) => table.finish()?,
            Self::Parquet(file) => file.finish()?,
        };
        out.commit()
    }
}
