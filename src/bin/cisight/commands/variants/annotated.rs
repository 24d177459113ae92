//! The calls as they were written, with what is predicted in an INFO field.

use std::io::Write;
use std::path::Path;

use anyhow::Result;
use cisight::genome::VcfHeader;
use noodles_bgzf as bgzf;

use super::called::Effect;
use super::calls::Call;
use super::responses::numbers;
use crate::common::files::{self, Output};

/// The INFO field.
const FIELD: &str = "CISIGHT";

/// What an entry of the field says, in this order.
const FORMAT: &str = "Allele|Gene|Name|Change|Condition|Reference|Alternative|Difference";

/// The file in the making.
pub struct AnnotatedCalls(Lines);

enum Lines {
    Plain(Output),
    Packed(bgzf::io::Writer<Output>),
}

impl AnnotatedCalls {
    /// Writes the header; `-` is standard output.
    pub fn create(path: &Path, header: &VcfHeader, described: &str) -> Result<Self> {
        let out = files::create(Some(path))?;
        let is_packed = ["gz", "bgz"].iter().any(|own| files::has_extension(Some(path), own));
        let mut own = Self(if is_packed { Lines::Packed(bgzf::io::Writer::new(out)) } else { Lines::Plain(out) });
        let described = described.replace('\\', "\\\\").replace('"', "\\\"");
        let declaration = format!(
            "##INFO=<ID={FIELD},Number=.,Type=String,Description=\"Predicted responses of promoters without and with the allele: {described}. Change on the gene's strand, -1 before its anchor. Format: {FORMAT}\">"
        );
        header.with_info(FIELD, &declaration).iter().try_for_each(|line| own.line(line))?;
        Ok(own)
    }

    /// Writes records with their effects, which come in the records' order.
    pub fn write(&mut self, batch: &[Call], effects: &[Effect], columns: &[String]) -> Result<()> {
        let mut rest = effects;
        for (at, call) in batch.iter().enumerate() {
            let own = rest.iter().take_while(|effect| effect.record == at).count();
            let (own, others) = rest.split_at(own);
            rest = others;
            let entry = |effect: &Effect| {
                let allele = call.record.alternative_text(effect.alternative);
                let of_column = |(column, responses): (&String, &[f32; 2])| {
                    let words = [allele, &effect.gene, &effect.name, &effect.change, column].map(escaped);
                    [words.join("|"), numbers(*responses).join("|")].join("|")
                };
                columns.iter().zip(&effect.responses).map(of_column).collect::<Vec<_>>().join(",")
            };
            let value: Vec<String> = own.iter().map(entry).collect();
            let value = (!value.is_empty()).then(|| value.join(","));
            self.line(&call.record.with_info(FIELD, value.as_deref()))?;
        }
        Ok(())
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

/// What has a meaning of its own in an INFO field is percent-encoded, as VCF 4.3 wants it.
fn escaped(text: &str) -> String {
    let letter = |letter: char| match letter {
        '%' | ';' | '=' | ',' | '|' | ' ' | '\t' | '\r' | '\n' => format!("%{:02X}", u32::from(letter)),
        other => other.into(),
    };
    text.chars().map(letter).collect()
}
