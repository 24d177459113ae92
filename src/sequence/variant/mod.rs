//! Variants as people write them: changes of a promoter relative to its last base, or a table of whole
//! sequences.

use serde::Serialize;
use thiserror::Error;

use super::{Promoter, SequenceError};
use crate::text::DelimitedError;

mod change;
mod notation;
mod table;

pub use change::ChangeError;
pub use notation::NotationError;

/// The most variants that are read at once: each line becomes two promoters.
pub const MAX_VARIANTS: usize = 100_000;

/// A reference and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// As the table has it, or the changes themselves.
    pub name: String,
    /// Without the changes.
    pub reference: Promoter,
    /// With them. Where bases were inserted or deleted, the anchor still stands where the reference's does.
    pub alternative: Promoter,
}

/// The variants of a text that can be used, and why the others cannot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VariantText {
    /// In the order of the text.
    pub variants: Vec<Variant>,
    /// The refused lines.
    pub problems: Vec<VariantProblem>,
}

/// A promoter that lines may change.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// The promoter.
    pub promoter: &'a Promoter,
    /// Another name of its gene.
    pub alias: Option<&'a str>,
    /// Its bases from the anchor on, whose positions are 1, 2, ...; 0 where it ends at the anchor.
    pub downstream: usize,
}

/// A line that was refused. Lines count from 1.
#[derive(Debug, Clone, Error, PartialEq, Eq, Serialize)]
pub enum VariantProblem {
    /// A cell of a table is missing.
    #[error("line {line} has no {missing}; each line needs a name, a reference and an alternative with tabs between")]
    Field {
        /// The line.
        line: usize,
        /// The heading.
        missing: &'static str,
    },
    /// A sequence of a table is none.
    #[error("line {line} (“{name}”), {which}: it {reason}")]
    Sequence {
        /// The line.
        line: usize,
        /// The variant.
        name: String,
        /// The heading.
        which: &'static str,
        /// What is wrong with it.
        reason: SequenceError,
    },
    /// Changes that cannot be made.
    #[error("line {line}: {reason}")]
    Change {
        /// The line.
        line: usize,
        /// Why.
        reason: ChangeError,
    },
}

/// Why a whole text is refused.
#[derive(Debug, Clone, Error, PartialEq, Eq, Serialize)]
pub enum VariantsError {
    /// Nothing but white space and comments.
    #[error(
        "there is no variant; give one per line, such as −45A>G, or a table with the headings name, reference, alternative"
    )]
    Empty,
    /// More than [`MAX_VARIANTS`].
    #[error("there are {0} variants; at most {MAX_VARIANTS} are read at once, so split the list")]
    TooMany(usize),
    /// Positions of a genome.
    #[error(
        "line {0} is a line of a VCF file, whose positions count along a chromosome; write each change relative to the promoter's end, such as −45A>G, or give whole sequences in a table with the headings name, reference and alternative"
    )]
    Vcf(usize),
    /// A table without the headings.
    #[error("the first line of a table needs the headings name, reference and alternative, with tabs between")]
    Headings,
    /// The table has no lines of cells.
    #[error(transparent)]
    Text(#[from] DelimitedError),
    /// Changes, and no promoter to make them in.
    #[error("changes are made in a promoter: give one, or a table with the headings name, reference and alternative")]
    NoPromoter,
}

/// Reads variants: a table with the headings name, reference and alternative (whole sequences), or one
/// variant per line as changes of a promoter: `-45A>G`, `c.-45A>G`, `HSP12:c.-45A>G`, `[c.-45A>G;c.-50T>C]`,
/// `-45_-44delinsCC`, `-45_-44>CC`, `-40delT`, `-31_-30insTA`, `-45dup`, `-50_-45inv`. -1 is the base before
/// the anchor, which is the promoter's last one but for [`Target::downstream`]; there is no 0, and 1 is the
/// base behind the anchor. Lines that begin with `#` are comments.
///
/// `complete` makes of a table's sequences what the model reads; `targets` are complete.
///
/// # Errors
/// [`VariantsError`] where nothing of the text can be used; a bad line is listed in [`VariantText::problems`]
/// instead.
///
/// ```
/// use cisight::sequence::{Promoter, Target, read_variants};
/// let promoter = Promoter::parse("HSP12", "ACGTACGTACGTACGTACGTACGT")?;
/// let target = Target { promoter: &promoter, alias: None, downstream: 0 };
/// let read = read_variants("HSP12:c.-2_-1inv", &[target], |promoter| promoter)?;
/// assert_eq!(read.variants[0].alternative.bases(), b"ACGTACGTACGTACGTACGTACAC");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_variants(
    text: &str,
    targets: &[Target<'_>],
    complete: impl Fn(Promoter) -> Promoter,
) -> Result<VariantText, VariantsError> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let numbered = || text.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
    let is_vcf = |line: &str| line.starts_with("##fileformat=VCF") || line.starts_with("#CHROM") || is_vcf_line(line);
    if let Some((line, _)) = numbered().find(|(_, line)| is_vcf(line)) {
        return Err(VariantsError::Vcf(line));
    }
    let lines = || numbered().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let count = lines().count();
    if count > MAX_VARIANTS + 1 {
        return Err(VariantsError::TooMany(count));
    }
    let mut lines = lines().peekable();
    match lines.peek() {
        None => Err(VariantsError::Empty),
        Some((_, first)) if table::is_head(first) => table::read(&text, complete),
        Some(_) if targets.is_empty() => Err(VariantsError::NoPromoter),
        Some(_) => {
            let mut read = VariantText::default();
            for (line, written) in lines {
                match change::changed(written, targets) {
                    Ok((reference, alternative)) => {
                        let (name, reference) = (written.to_owned(), reference.clone());
                        read.variants.push(Variant { name, reference, alternative });
                    }
                    Err(reason) => read.problems.push(VariantProblem::Change { line, reason }),
                }
            }
            Ok(read)
        }
    }
}

/// Chromosome, position, identifier, reference and alternative bases.
fn is_vcf_line(line: &str) -> bool {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let is_bases = |field: &str| !field.is_empty() && field.bytes().all(|base| b"ACGTNacgtn,.*".contains(&base));
    let is_symbol = |field: &str| field.starts_with('<') && field.ends_with('>');
    fields.len() >= 5
        && fields[1].bytes().all(|digit| digit.is_ascii_digit())
        && is_bases(fields[3])
        && (is_bases(fields[4]) || is_symbol(fields[4]))
}

#[cfg(test)]
mod tests;
