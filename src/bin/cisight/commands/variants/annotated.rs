//! A file of the calls as they were written, with what is predicted in an INFO field.

use std::io::Write;
use std::path::Path;

use anyhow::Result;
use cisight::genome::VcfHeader;
use cisight::genome::calls::{CALLS_FIELD, Call, Effect, annotated, field_declaration};
use noodles_bgzf as bgzf;

use crate::common::files::{self, Output};

/// The file in the making.
pub struct AnnotatedCalls(Lines);

enum Lines {
    Plain(Output),
    Packed(bgzf::io::Writer<Output>),
}

impl AnnotatedCalls {
    /// Writes the header; `-` is standard output.
    pub fn create(path: &Path, header: &VcfHeader, described: &str, further: &[String]) -> Result<Self> {
        let out = files::create(Some(path))?;
        let is_packed = ["gz", "bgz"].iter().any(|own| files::has_extension(Some(path), own));
        let mut own = Self(if is_packed { Lines::Packed(bgzf::io::Writer::new(out)) } else { Lines::Plain(out) });
        header
            .with_info(CALLS_FIELD, &field_declaration(described, further))
            .iter()
            .try_for_each(|line| own.line(line))?;
        Ok(own)
    }

    /// Writes records with their effects, which come in the records' order.
    pub fn write(&mut self, batch: &[Call], effects: &[Effect], columns: &[String]) -> Result<()> {
        annotated(batch, effects, columns).try_for_each(|line| self.line(&line))
    }

    /// Ends the file and gives it its name.
    pub fn finish(self) -> Result<()> {
        match self.0 {
            Lines::Plain(out) => out.commit(),
            Lines::Packed(writer) => writer.finish()?.commit(),
        }
    }

    fn line(&mut self, line: &str) -> Result<()> {
        match &mut self.0 {
            Lines::Plain(out) => writeln!(out, "{line}")?,
            Lines::Packed(out) => writeln!(out, "{line}")?,
        }
        Ok(())
    }
}
