use std::collections::HashMap;

use noodles_fasta as fasta;
use serde::Serialize;
use thiserror::Error;

use super::place::OtherLength;
use super::{Place, Promoter, PromoterNote, SequenceError};

mod names;

/// The most text that is read at once: every promoter of a fungus, several times over.
pub const MAX_TEXT_BYTES: usize = 64 * 1024 * 1024;

/// What a FASTA text (or a bare sequence) holds: the records that can be used, and why the others cannot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FastaText {
    /// In the order of the text.
    pub promoters: Vec<Promoter>,
    /// The refused records.
    pub problems: Vec<RecordError>,
}

/// A record that was refused. Records and lines count from 1.
#[derive(Debug, Clone, Error, PartialEq, Eq, Serialize)]
#[error("record {record} ({name}, line {line}) {reason}")]
pub struct RecordError {
    /// Which record of the text.
    pub record: usize,
    /// The line of its header.
    pub line: usize,
    /// Its name, or what stands in for one.
    pub name: String,
    /// What is wrong with it.
    pub reason: RecordProblem,
}

/// What is wrong with a record.
#[derive(Debug, Clone, Error, PartialEq, Eq, Serialize)]
pub enum RecordProblem {
    /// A `>` with nothing after it.
    #[error("has no name after '>'; give it one")]
    NoName,
    /// An earlier record has the name.
    #[error("has the same name as record {0}; rename one of them")]
    DuplicateName(usize),
    /// The letters are no promoter.
    #[error(transparent)]
    Sequence(#[from] SequenceError),
}

/// Why a whole text is refused.
#[derive(Debug, Error, PartialEq, Eq, Serialize)]
pub enum FastaError {
    /// Nothing but white space.
    #[error("there is no sequence; paste FASTA or bases, or type a gene name")]
    Empty,
    /// More than [`MAX_TEXT_BYTES`].
    #[error("the text has {0} MB; at most {limit} MB are read at once, so split it", limit = MAX_TEXT_BYTES / 1_000_000)]
    TooLarge(usize),
    /// Bases stand before the first header.
    #[error("line {line} comes before the first '>' header; put a line such as >my_promoter above it")]
    NoHeader {
        /// The first line with text.
        line: usize,
    },
    /// The text is binary, say a compressed file.
    #[error("this is not text; if the file is compressed, unpack it first")]
    NotText,
    /// The reader gave up on a record.
    #[error("record {record} (line {line}) cannot be read: {reason}")]
    Malformed {
        /// Which record.
        record: usize,
        /// The line of its header.
        line: usize,
        /// The reader's own words.
        reason: String,
    },
}

/// Reads FASTA, or a bare sequence without a header (named `sequence`).
///
/// Line ends of any system, blank lines and a byte-order mark are accepted. A record's name is the first word
/// of its header, and as many more as tell it from records that begin with the same word. A word such as
/// `chrII:101-1100(-)` in it is the promoter's [`Place`].
///
/// # Errors
/// [`FastaError`] where nothing of the text can be used; a bad record is listed in [`FastaText::problems`]
/// instead.
///
/// ```
/// let text = cisight::sequence::read_fasta(b">HSP12 my promoter\r\nACGTACGTAC\r\nGTACGTACGT\r\n")?;
/// assert_eq!(text.promoters[0].name(), "HSP12");
/// # Ok::<(), cisight::sequence::FastaError>(())
/// ```
pub fn read_fasta(text: &[u8]) -> Result<FastaText, FastaError> {
    if text.len() > MAX_TEXT_BYTES {
        return Err(FastaError::TooLarge(text.len() / 1_000_000));
    }
    let text = std::str::from_utf8(text).map_err(|_| FastaError::NotText)?;
    if text.contains('\0') {
        return Err(FastaError::NotText);
    }
    let text = unify_line_ends(text.trim_start_matches('\u{feff}'));
    let Some((first, opening)) = text.lines().enumerate().find(|(_, line)| !line.trim().is_empty()) else {
        return Err(FastaError::Empty);
    };
    let header_lines = header_lines(&text);
    if opening.starts_with('>') {
        return read_records(&text, first, &header_lines);
    }
    if !header_lines.is_empty() {
        return Err(FastaError::NoHeader { line: first + 1 });
    }
    let mut read = FastaText::default();
    collect(&mut read, 1, first + 1, ("sequence", ""), &text);
    Ok(read)
}

fn unify_line_ends(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Line numbers, from 1, of the lines that open a record.
fn header_lines(text: &str) -> Vec<usize> {
    text.lines().enumerate().filter(|(_, line)| line.starts_with('>')).map(|(index, _)| index + 1).collect()
}

fn read_records(text: &str, first: usize, header_lines: &[usize]) -> Result<FastaText, FastaError> {
    let body = text.lines().skip(first).map(|line| format!("{}\n", tidy_header(line))).collect::<String>();
    let headers: Vec<&str> = body.lines().filter_map(|line| line.strip_prefix('>')).collect();
    let names = names::distinct(&headers);
    let mut reader = fasta::io::Reader::new(body.as_bytes());
    let mut read = FastaText::default();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for ((index, &line), name) in header_lines.iter().enumerate().zip(&names) {
        let record = index + 1;
        // The names are read above; an empty one is refused here.
        let named = reader.read_definition(&mut fasta::record::Definition::default()).is_ok();
        let mut letters = Vec::new();
        let malformed = |error: std::io::Error| FastaError::Malformed { record, line, reason: error.to_string() };
        reader.read_sequence(&mut letters).map_err(malformed)?;
        if !named || name.is_empty() {
            read.problems.push(RecordError { record, line, name: "no name".into(), reason: RecordProblem::NoName });
        } else if let Some(&earlier) = seen.get(name.as_str()) {
            let reason = RecordProblem::DuplicateName(earlier);
            read.problems.push(RecordError { record, line, name: name.clone(), reason });
        } else {
            collect(&mut read, record, line, (name, headers[index]), &String::from_utf8_lossy(&letters));
            seen.insert(name, record);
        }
    }
    Ok(read)
}

/// Many programs write a space between `>` and the name.
fn tidy_header(line: &str) -> String {
    match line.strip_prefix('>') {
        Some(header) => format!(">{}", header.trim_start()),
        None => line.trim_end().to_owned(),
    }
}

fn collect(read: &mut FastaText, record: usize, line: usize, (name, header): (&str, &str), letters: &str) {
    match Promoter::parse(name, letters) {
        Ok(promoter) => read.promoters.push(placed(promoter, header)),
        Err(error) => {
            read.problems.push(RecordError {
                record,
                line,
                name: name.to_owned(),
                reason: RecordProblem::Sequence(error),
            });
        }
    }
}

/// The promoter at the place that its header names.
fn placed(promoter: Promoter, header: &str) -> Promoter {
    match Place::of_header(header, promoter.bases()) {
        Ok(place) => promoter.at(place),
        Err(OtherLength(place)) => {
            let bases = promoter.bases().len();
            promoter.noted(PromoterNote::OtherPlace { place, bases })
        }
    }
}

#[cfg(test)]
mod tests;
