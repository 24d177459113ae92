//! The one writer of tables: tab-separated values under their headings.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::files::{self, Output};

/// Where a command's table goes. Commands say in their own help what its columns are.
#[derive(Debug, clap::Args)]
pub struct TableArgs {
    /// Where to write the table
    #[arg(long, value_name = "TSV")]
    out: Option<PathBuf>,
}

impl TableArgs {
    /// Starts the table; standard output where no file is named.
    pub fn table<C: AsRef<[u8]>>(&self, columns: impl IntoIterator<Item = C>) -> Result<Table> {
        Table::create(self.out.as_deref(), columns)
    }

    /// Whether a file is named.
    pub fn is_given(&self) -> bool {
        self.out.is_some()
    }

    /// Whether the file's name asks for a format by its extension.
    pub fn has_extension(&self, extension: &str) -> bool {
        files::has_extension(self.out.as_deref(), extension)
    }

    /// Starts the file for a writer of the library.
    pub fn file(&self) -> Result<Output> {
        files::create(self.out.as_deref())
    }
}

/// A table in the making; its file has its name only once the table is finished.
pub struct Table(csv::Writer<Output>);

impl Table {
    /// Starts a table with its line of headings; standard output for `-` or nothing.
    pub fn create<C: AsRef<[u8]>>(path: Option<&Path>, columns: impl IntoIterator<Item = C>) -> Result<Self> {
        let writer = csv::WriterBuilder::new().delimiter(b'\t').from_writer(files::create(path)?);
        let mut table = Self(writer);
        table.row(columns)?;
        Ok(table)
    }

    /// Writes one row.
    pub fn row<C: AsRef<[u8]>>(&mut self, cells: impl IntoIterator<Item = C>) -> Result<()> {
        Ok(self.0.write_record(cells)?)
    }

    /// Hands the rows so far to whoever reads the output.
    pub fn flush(&mut self) -> Result<()> {
        Ok(self.0.flush()?)
    }

    /// Ends the table and gives the file its name.
    pub fn finish(self) -> Result<()> {
        self.0.into_inner().map_err(csv::IntoInnerError::into_error)?.commit()
    }
}
