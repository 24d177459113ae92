use serde::Serialize;
use thiserror::Error;

use super::{Cell, Decimals, is_spreadsheet_error, read_cell};

/// The most text that is read at once.
pub const MAX_TEXT_BYTES: usize = 64 * 1024 * 1024;

/// In the order in which they are preferred where two fit alike.
const DELIMITERS: [u8; 3] = [b'\t', b';', b','];

/// The lines that the delimiter is told from.
const SAMPLE_LINES: usize = 200;

/// Lines of cells, and what stood around them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Delimited {
    /// Without comments and blank lines.
    pub lines: Vec<Line>,
    /// What stands between cells.
    pub delimiter: u8,
    /// Lines before the first one that begin with `#`.
    pub comments: Vec<String>,
}

/// A line's cells, without the blanks around them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// From 1, as an editor counts.
    pub number: usize,
    /// All cells, one after the other: a string each would take several times the memory of the text.
    text: Box<str>,
    /// Where each cell ends.
    ends: Box<[u32]>,
}

impl Line {
    fn of<'a>(number: usize, cells: impl Iterator<Item = &'a str>) -> Self {
        let (mut text, mut ends) = (String::new(), Vec::new());
        for cell in cells {
            text.push_str(cell);
            // No text is as long as that (MAX_TEXT_BYTES).
            ends.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
        }
        Self { number, text: text.into(), ends: ends.into() }
    }

    /// How many cells there are.
    pub fn width(&self) -> usize {
        self.ends.len()
    }

    /// A cell, from 0.
    pub fn cell(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)?;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text.get(start as usize..end as usize)
    }

    /// All cells.
    pub fn cells(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator {
        (0..self.width()).map(|at| self.cell(at).unwrap_or_default())
    }
}

/// Why a text has no lines of cells.
#[derive(Debug, Clone, Error, PartialEq, Eq, Serialize)]
pub enum DelimitedError {
    /// More text than any table needs.
    #[error("the table has {0} MB; at most {limit} MB are read", limit = MAX_TEXT_BYTES / 1_000_000)]
    TooLarge(usize),
    /// The text is binary, say a spreadsheet file.
    #[error("this is not text; save the spreadsheet as tab-separated text first")]
    NotText,
    /// A quotation mark swallows the rest.
    #[error("line {0}: a quotation mark is opened but not closed")]
    Quote(usize),
}

/// Splits text (UTF-8) into lines of cells: tabs, semicolons or commas, whichever fits the lines best, or
/// what a first line such as `sep=;` names; quoted cells; any line ends. Lines that begin with `#` are
/// comments, unless an error value of a spreadsheet stands there.
///
/// # Errors
/// [`DelimitedError`] where the text is too large or none, or a quotation mark stays open.
pub fn read_delimited(text: &[u8]) -> Result<Delimited, DelimitedError> {
    if text.len() > MAX_TEXT_BYTES {
        return Err(DelimitedError::TooLarge(text.len() / 1_000_000));
    }
    let text = std::str::from_utf8(text).map_err(|_| DelimitedError::NotText)?;
    if text.contains('\0') {
        return Err(DelimitedError::NotText);
    }
    let Body { text, comments, named } = body(text.trim_start_matches('\u{feff}'));
    let delimiter = named.unwrap_or_else(|| fitting(&text));
    let lines = match cells(&text, delimiter, true) {
        // Programs that write tabs rarely quote: there a stray mark is a letter like any other.
        Err(DelimitedError::Quote(_)) if delimiter == b'\t' => cells(&text, delimiter, false)?,
        Ok(lines) if delimiter == b'\t' && has_joined_lines(&lines) => cells(&text, delimiter, false)?,
        lines => lines?,
    };
    Ok(Delimited { lines, delimiter, comments })
}

struct Body {
    /// With comments emptied, so that lines keep their numbers.
    text: String,
    comments: Vec<String>,
    /// The delimiter of a line such as `sep=;`.
    named: Option<u8>,
}

fn body(text: &str) -> Body {
    let mut body = Body { text: String::with_capacity(text.len() + 1), comments: Vec::new(), named: None };
    let mut has_begun = false;
    let mut ends_in_return = false;
    for piece in text.split_inclusive(['\n', '\r']) {
        // The second half of a line end of Windows.
        if std::mem::replace(&mut ends_in_return, piece.ends_with('\r')) && piece == "\n" {
            continue;
        }
        let line = piece.trim_end_matches(['\n', '\r']);
        if !has_begun && body.named.is_none() {
            body.named = named_delimiter(line);
            if body.named.is_some() {
                body.text.push('\n');
                continue;
            }
        }
        if is_comment(line) {
            if !has_begun {
                body.comments.push(line.to_owned());
            }
        } else {
            has_begun |= !line.trim().is_empty();
            body.text.push_str(line);
        }
        body.text.push('\n');
    }
    body
}

/// Excel's own way to name the delimiter: `sep=;`, perhaps in quotes, perhaps with the delimiters of the
/// empty cells after it.
fn named_delimiter(line: &str) -> Option<u8> {
    let line = line.trim_start().trim_matches('"');
    let (key, value) = line.split_at_checked("sep=".len())?;
    let mark = value.bytes().next().filter(|mark| mark.is_ascii_punctuation() || matches!(mark, b'\t' | b' '))?;
    let is_alone = value.trim_end_matches(['"', ' ']).bytes().all(|byte| byte == mark);
    (key.eq_ignore_ascii_case("sep=") && is_alone).then_some(mark)
}

fn is_comment(line: &str) -> bool {
    line.starts_with('#') && !is_spreadsheet_error(line.split(['\t', ';', ',']).next().unwrap_or_default())
}

/// The delimiter that gives most lines the width of the first and most cells a number.
fn fitting(text: &str) -> u8 {
    let end = text.match_indices('\n').nth(SAMPLE_LINES).map_or(text.len(), |(at, _)| at + 1);
    let sample = &text[..end];
    let scored = DELIMITERS.map(|delimiter| (delimiter, fit(sample, delimiter)));
    let best = scored.into_iter().fold((b'\t', 0.0), |best, next| if next.1 > best.1 { next } else { best });
    if best.1 > 0.0 {
        return best.0;
    }
    let opening = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    DELIMITERS.into_iter().find(|mark| opening.as_bytes().contains(mark)).unwrap_or(b'\t')
}

fn fit(sample: &str, delimiter: u8) -> f64 {
    let Ok(lines) = cells(sample, delimiter, true).or_else(|_| cells(sample, delimiter, false)) else { return 0.0 };
    let Some((head, rest)) = lines.split_first() else { return 0.0 };
    let rest = if rest.is_empty() { std::slice::from_ref(head) } else { rest };
    let is_number = |cell: &&str| matches!(read_cell(cell, Decimals::default()), Cell::Number(_) | Cell::Thousands);
    let score = |line: &Line| {
        let width = line.width();
        if width < 2 || (width != head.width() && width != head.width() + 1) {
            return 0.0;
        }
        1.0 + line.cells().skip(1).filter(is_number).count() as f64 / (width - 1) as f64
    };
    rest.iter().map(score).sum::<f64>() / rest.len() as f64
}

/// Whether a stray quotation mark joined lines of tab-separated cells.
fn has_joined_lines(lines: &[Line]) -> bool {
    let width = lines.first().map_or(0, Line::width);
    let joins = |line: &Line, cell: &str| cell.contains('\n') && (line.width() != width || cell.contains('\t'));
    lines.iter().any(|line| line.text.contains('\n') && line.cells().any(|cell| joins(line, cell)))
}

fn cells(text: &str, delimiter: u8, quoting: bool) -> Result<Vec<Line>, DelimitedError> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .quoting(quoting)
        .trim(csv::Trim::All)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let count = text.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let (mut lines, mut record) = (Vec::with_capacity(count), csv::StringRecord::new());
    // The reader's own line numbers leave blank lines out.
    let (mut at, mut number) = (0, 1);
    let mut start = 0;
    loop {
        let here = usize::try_from(reader.position().byte()).unwrap_or(text.len());
        if !reader.read_record(&mut record).map_err(|_| DelimitedError::NotText)? {
            break;
        }
        start = here + text[here..].bytes().take_while(|byte| *byte == b'\n').count();
        number += text[at..start].matches('\n').count();
        at = start;
        if !record.iter().all(str::is_empty) {
            let whole = |cell: &'_ str| cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).is_some();
            let cells = record
                .iter()
                .map(|cell| if !quoting && cell.len() > 1 && whole(cell) { &cell[1..cell.len() - 1] } else { cell });
            lines.push(Line::of(number, cells));
        }
    }
    let last = &text[start..];
    let quotes = last.matches('"').count();
    let opens = last.starts_with('"') || last.contains(&format!("{}\"", char::from(delimiter)));
    if quoting && quotes % 2 == 1 && opens {
        return Err(DelimitedError::Quote(number));
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Vec<String>> {
        let lines = read_delimited(text.as_bytes()).unwrap().lines;
        lines.iter().map(|line| line.cells().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn the_delimiter_is_the_one_that_fits() {
        let same = [["TF", "heat; 20 min"], ["MSN2", "1.5"], ["HSF1", "-2"]];
        for text in [
            "TF,heat; 20 min\nMSN2,1.5\nHSF1,-2\n",
            "TF\theat; 20 min\nMSN2\t1.5\nHSF1\t-2\n",
            "TF;\"heat; 20 min\"\nMSN2;1.5\nHSF1;-2\n",
            "sep=|\nTF|heat; 20 min\nMSN2|1.5\nHSF1|-2",
            "\u{feff}# a comment, with; marks\nTF\theat; 20 min\r\n\r\nMSN2\t1.5\r# another \"\rHSF1\t-2\r",
        ] {
            assert_eq!(read(text), same, "{text:?}");
        }
        assert_eq!(read("MSN2;0,5;1,5\nHSF1;1,5;2\n"), [["MSN2", "0,5", "1,5"], ["HSF1", "1,5", "2"]]);
        assert_eq!(read("sep=;\nMSN2;1,5\n"), [["MSN2", "1,5"]]);
        assert_eq!(read("sep=,\nMSN2,1;5\n"), [["MSN2", "1;5"]]);
    }

    #[test]
    fn lines_keep_their_numbers_and_quotes_their_place() -> Result<(), DelimitedError> {
        let numbers = |text: &str| -> Result<Vec<usize>, DelimitedError> {
            Ok(read_delimited(text.as_bytes())?.lines.iter().map(|line| line.number).collect())
        };
        assert_eq!(numbers("\n# c\nTF,\"heat\n20 min\"\n\nMSN2,1\n,\nHSF1,2\n")?, [3, 6, 8]);
        assert_eq!(read("#N/A,1\n#x,2\nA,3\n"), [["#N/A", "1"], ["A", "3"]]);
        let stray = "TF\tNAME\theat\nMSN2\t\"5' end\t1\nHSF1\t3\" end\t2\nGCN4\t\"x\"\t3\n";
        assert_eq!(read(stray).len(), 4);
        assert_eq!(read_delimited(b"a,b\nc,\"1.5"), Err(DelimitedError::Quote(2)));
        Ok(())
    }
}
