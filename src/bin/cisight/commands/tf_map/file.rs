//! The map's file: NumPy arrays, Parquet, or a table, long or wide.

use std::ops::Range;

use anyhow::{Result, bail};
use cisight::export::{ParquetGridWriter, TermsArchive, TermsAxes};

use crate::common::files::Output;
use crate::common::table::{Table, TableArgs};

/// How a table is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Layout {
    Wide,
    Long,
}

/// The names of the map's three axes.
pub type Axes<'a> = TermsAxes<'a>;

pub enum MapFile {
    Arrays(Box<TermsArchive<Output>>),
    Parquet(Box<ParquetGridWriter<Output>>),
    Long(Table),
    /// Of one condition: a row for each promoter.
    Promoters(Table),
    /// Of one promoter: a row for each feature.
    Features(Table),
}

impl MapFile {
    /// Starts the file; `one` says that a condition or a promoter was chosen.
    pub fn create(args: &TableArgs, axes: Axes<'_>, layout: Option<Layout>, one: bool) -> Result<Self> {
        let is = |extension: &str| args.has_extension(extension);
        if is("npz") || is("parquet") {
            if layout.is_some() {
                bail!("--layout is for tables; leave it out, or name the file .tsv");
            }
            let out = args.file()?;
            return Ok(if is("npz") {
                Self::Arrays(Box::new(TermsArchive::new(out, axes)?))
            } else {
                Self::Parquet(Box::new(ParquetGridWriter::new(out, &["promoter", "condition"], axes.features)?))
            });
        }
        let headings = |first: &str, columns: &[String]| -> Vec<String> {
            std::iter::once(first.to_owned()).chain(columns.iter().cloned()).collect()
        };
        match layout.unwrap_or(if one { Layout::Wide } else { Layout::Long }) {
            Layout::Long => Ok(Self::Long(args.table(["promoter", "condition", "feature", "contribution"])?)),
            Layout::Wide if axes.conditions.len() == 1 => {
                Ok(Self::Promoters(args.table(headings("promoter", axes.features))?))
            }
            Layout::Wide if axes.promoters.len() == 1 => {
                Ok(Self::Features(args.table(headings("feature", axes.conditions))?))
            }
            Layout::Wide => bail!(
                "a wide table has room for one condition or one promoter: choose it with --condition or --promoter, or leave --layout out"
            ),
        }
    }

    /// Writes the contributions of some promoters, conditions x features each.
    pub fn rows(&mut self, axes: Axes<'_>, promoters: Range<usize>, contributions: &[f32]) -> Result<()> {
        let width = axes.features.len().max(1);
        let rows = axes.promoters[promoters]
            .iter()
            .flat_map(|promoter| axes.conditions.iter().map(move |condition| (promoter.as_str(), condition.as_str())));
        let rows = rows.zip(contributions.chunks(width));
        match self {
            Self::Arrays(archive) => archive.rows(contributions)?,
            Self::Parquet(file) => {
                for ((promoter, condition), own) in rows {
                    file.row(&[promoter, condition], own)?;
                }
            }
            Self::Long(table) => {
                for ((promoter, condition), own) in rows {
                    let terms = axes.features.iter().zip(own).filter(|(_, value)| **value != 0.0);
                    for (feature, value) in terms {
                        table.row([promoter, condition, feature, &number(*value)])?;
                    }
                }
            }
            Self::Promoters(table) => {
                for ((promoter, _), own) in rows {
                    let cells = own.iter().map(|value| number(*value));
                    table.row(std::iter::once(promoter.to_owned()).chain(cells))?;
                }
            }
            Self::Features(table) => {
                for (at, feature) in axes.features.iter().enumerate() {
                    let cells = contributions.iter().skip(at).step_by(width).map(|value| number(*value));
                    table.row(std::iter::once(feature.clone()).chain(cells))?;
                }
            }
        }
        Ok(())
    }

    /// Ends the file and gives it its name.
    pub fn finish(self) -> Result<()> {
        match self {
            Self::Arrays(archive) => archive.finish()?.commit(),
            Self::Parquet(file) => file.finish()?.commit(),
            Self::Long(table) | Self::Promoters(table) | Self::Features(table) => table.finish(),
        }
    }
}

fn number(value: f32) -> String {
    format!("{value:.6}")
}
