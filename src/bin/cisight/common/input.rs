//! Reading what the user names on the command line.

use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail};
use cisight::condition::{AlignedConditions, CarriedTable, ExpressionTable, Orthologues, align, read_loose_table};
use cisight::model::Model;
use cisight::motif::MotifFile;
use cisight::schema::BasesInput;
use cisight::sequence::{Promoter, read_fasta};
use cisight::text::{Decoded, counted, decode};
use flate2::read::MultiGzDecoder;

/// Standard input, where it is named in place of a file.
const STANDARD_STREAM: &str = "-";

/// Decompressed input beyond this is refused rather than read into memory.
const MAX_INPUT_BYTES: u64 = 1 << 30;

/// What is said of more than [`MAX_INPUT_BYTES`].
const TOO_MUCH: &str = "there is more than 1 GB, the most that is read at once; split the input";

/// Reads a file, or standard input for `-`; gzip is unpacked.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    let raw = if path == Path::new(STANDARD_STREAM) {
        bounded(std::io::stdin(), MAX_INPUT_BYTES).context("standard input")?.context(TOO_MUCH)?
    } else {
        std::fs::read(path).with_context(|| path.display().to_string())?
    };
    if !raw.starts_with(&[0x1f, 0x8b]) {
        return Ok(raw);
    }
    let unpacked = bounded(MultiGzDecoder::new(raw.as_slice()), MAX_INPUT_BYTES);
    let unpacked = unpacked.with_context(|| format!("{}: damaged gzip file", path.display()))?;
    unpacked.with_context(|| format!("{}: {TOO_MUCH}", path.display()))
}

/// Reads all of a stream of which the end is not known; nothing where it has more than `most` bytes, so that
/// it is refused and never cut.
fn bounded(stream: impl Read, most: u64) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    stream.take(most + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= most).then_some(bytes))
}

/// Reads a file of text, whatever its encoding; what had to be supposed goes to standard error.
pub fn text(path: &Path) -> Result<String> {
    let bytes = read(path)?;
    let Decoded { text, note } = decode(&bytes).with_context(|| path.display().to_string())?;
    if let Some(note) = note {
        eprintln!("note: {}: {note}", path.display());
    }
    Ok(text.into_owned())
}

/// Reads motifs in MEME's format; those without a matrix go to standard error.
pub fn motifs(path: &Path) -> Result<MotifFile> {
    let named = || path.display().to_string();
    let file = MotifFile::parse(&text(path)?).with_context(named)?;
    if !file.without_matrix.is_empty() {
        eprintln!("note: {}: left out because they have no matrix: {}", named(), file.without_matrix.join(", "));
    }
    Ok(file)
}

/// Reads the sequences of one of a model's inputs; any refused record is an error, corrections go to standard
/// error.
pub fn promoters(path: &Path, reads: &BasesInput) -> Result<Vec<Promoter>> {
    let read = refuse_problems(path)?;
    let promoters: Vec<Promoter> = read.into_iter().map(|promoter| reads.complete(promoter)).collect();
    report_corrections(&promoters, Some(reads.window));
    Ok(promoters)
}

/// The same for promoters that no model reads.
pub fn sequences(path: &Path) -> Result<Vec<Promoter>> {
    let promoters = refuse_problems(path)?;
    report_corrections(&promoters, None);
    Ok(promoters)
}

fn refuse_problems(path: &Path) -> Result<Vec<Promoter>> {
    let named = || path.display().to_string();
    let read = read_fasta(text(path)?.as_bytes()).with_context(named)?;
    if let Some(first) = read.problems.first() {
        let others = read.problems.len() - 1;
        let more = if others > 0 { format!(" (and {})", counted(others, "more record")) } else { String::new() };
        return Err(anyhow::Error::new(first.clone()).context(format!("{}{more}", named())));
    }
    Ok(read.promoters)
}

/// One line per promoter for the first few, then a count: thousands of short promoters must not fill
/// thousands of lines.
fn report_corrections(promoters: &[Promoter], window: Option<usize>) {
    const SHOWN: usize = 5;
    let corrected = promoters.iter().filter_map(|promoter| {
        let fit = window.and_then(|window| promoter.fit(window));
        let notes: Vec<String> =
            promoter.corrections().iter().copied().chain(fit).map(|note| note.to_string()).collect();
        (!notes.is_empty()).then(|| format!("{}: {}", promoter.name(), notes.join("; ")))
    });
    let corrected: Vec<String> = corrected.collect();
    for line in corrected.iter().take(SHOWN) {
        eprintln!("{line}");
    }
    if corrected.len() > SHOWN {
        eprintln!("... and {} with such corrections", counted(corrected.len() - SHOWN, "more promoter"));
    }
}

/// Reads conditions and aligns them to the model; what is missing goes to standard error.
pub fn conditions(path: Option<&Path>, orthologues: Option<&Path>, model: &Model) -> Result<AlignedConditions> {
    let Some(path) = path else {
        bail!("this model reads {} TF levels: give them with --conditions", model.tfs().len());
    };
    let named = || path.display().to_string();
    let mut table = read_loose_table(text(path)?.as_bytes()).with_context(named)?;
    if let Some(pairs) = orthologues {
        table = carried_over(&table, pairs)?;
    }
    let aligned = align(&table, model.tfs(), model.scaling()).with_context(named)?;
    let unknown = match aligned.unknown.len() {
        1 => "1 row is not a TF of the model".to_owned(),
        rows => format!("{rows} rows are not TFs of the model"),
    };
    eprintln!(
        "{}; {} of {} found, {} missing and {} take the model's mean; {unknown}",
        counted(aligned.names.len(), "condition"),
        aligned.matched,
        counted(model.tfs().len(), "TF"),
        aligned.missing.len(),
        counted(aligned.missing_cells, "empty cell"),
    );
    for note in &aligned.notes {
        eprintln!("note: {note}");
    }
    Ok(aligned)
}

/// The table under the names of the model's species; what was carried over goes to standard error.
fn carried_over(table: &ExpressionTable, pairs: &Path) -> Result<ExpressionTable> {
    const SHOWN: usize = 8;
    let orthologues = Orthologues::read(text(pairs)?.as_bytes()).with_context(|| pairs.display().to_string())?;
    let CarriedTable { table, carried, without, merged } = orthologues.carry(table);
    let some = |names: Vec<String>| {
        let more = if names.len() > SHOWN { ", ..." } else { "" };
        format!("{}{more}", names[..names.len().min(SHOWN)].join(", "))
    };
    let pairs = carried.iter().map(|(from, to)| format!("{from} to {to}")).collect();
    eprintln!("carried over to orthologues: {} ({})", carried.len(), some(pairs));
    if !without.is_empty() {
        eprintln!("without an orthologue, names kept: {} ({})", without.len(), some(without));
    }
    if !merged.is_empty() {
        let names = merged.iter().map(|(to, from)| format!("{to} of {}", from.join(" and "))).collect();
        eprintln!("orthologues of several rows, which hold the mean: {} ({})", merged.len(), some(names));
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_read_whole_or_not_at_all() -> Result<()> {
        assert_eq!(bounded(&b"ACGT"[..], 4)?, Some(b"ACGT".to_vec()));
        assert_eq!(bounded(&b"ACGTA"[..], 4)?, None);
        Ok(())
    }
}
