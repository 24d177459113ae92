use std::io::Write;

use super::DesignRecord;
use crate::export::tsv::{ExportError, finished, tsv};
use crate::synthesis::{PrimerBuffer, PrimerFlaw, mutagenesis_primers};

/// Writes primers that bring the changes of designs into a plasmid with what they set out from, a pair for changes that lie close
/// together: name, round, changes, primer, sequence, paired (bases that pair with the template), temperature (°C, of those), note.
///
/// # Errors
/// [`ExportError`] where the output refuses.
pub fn write_primers<W: Write>(
    out: W,
    designs: &[DesignRecord],
    temperature: f64,
    buffer: &PrimerBuffer,
) -> Result<W, ExportError> {
    let mut table = tsv(out);
    table.write_record(["name", "round", "changes", "primer", "sequence", "paired", "temperature", "note"])?;
    for design in designs {
        let pairs = mutagenesis_primers(&design.start, &design.changes, temperature, buffer);
        for (round, pair) in pairs.iter().enumerate() {
            let labels: Vec<String> = pair.changes.iter().map(|index| design.label(&design.changes[*index])).collect();
            let note = match pair.flaw {
                None => "",
                Some(PrimerFlaw::NearEnd) => {
                    "too few bases beside the changes for this temperature; give more of the sequence"
                }
                Some(PrimerFlaw::TooCool) => "pairs below this temperature even by 40 bases; ask for a lower one",
                Some(PrimerFlaw::TooLong) => "too long for a primer; order the design whole",
            };
            for (which, primer) in [("forward", &pair.forward), ("reverse", &pair.reverse)] {
                table.write_record([
                    design.name.as_str(),
                    &(round + 1).to_string(),
                    &labels.join("; "),
                    which,
                    &String::from_utf8_lossy(&primer.bases),
                    &(primer.bases.len() - primer.tail).to_string(),
                    &primer.temperature.map_or_else(String::new, |own| format!("{own:.1}")),
                    note,
                ])?;
            }
        }
    }
    finished(table)
}
