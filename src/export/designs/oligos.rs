use std::io::Write;

use super::DesignRecord;
use crate::export::tsv::ExportError;
use crate::synthesis::Adapters;

/// Writes a pool of oligos, as makers of DNA take it: a CSV of name, sequence (5' adapter, design, 3' adapter) and length.
///
/// # Errors
/// [`ExportError`] where the output refuses.
pub fn write_oligo_pool<W: Write>(out: W, designs: &[DesignRecord], adapters: &Adapters) -> Result<W, ExportError> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(["name", "sequence", "length"])?;
    for design in designs {
        let oligo = adapters.around(&design.bases());
        table.write_record([design.name.as_bytes(), oligo.as_slice(), oligo.len().to_string().as_bytes()])?;
    }
    table.into_inner().map_err(|error| ExportError::Flush(error.into_error()))
}
