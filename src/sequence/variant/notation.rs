use serde::Serialize;
use thiserror::Error;

/// The longest position that is read.
const MAX_DIGITS: usize = 6;

/// A change of a promoter: -1 is the base before its anchor, 0 the one behind, both ends included. As it is
/// written, the latter is 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) first: i64,
    pub(super) last: i64,
    /// What the text says stands there; empty where it says nothing.
    pub(super) given: String,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// Other bases, or none, in place of these.
    Replace(String),
    /// Bases between two neighbours.
    Insert(String),
    Duplicate,
    Invert,
}

/// What a line says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Changes {
    /// The gene that it names.
    pub(super) gene: Option<String>,
    pub(super) edits: Vec<Edit>,
}

/// Why a text names no changes.
#[derive(Debug, Clone, Error, PartialEq, Eq, Serialize)]
pub enum NotationError {
    /// Nothing that can be read.
    #[error(
        "“{0}” is not a change; write it like −45A>G, −40delT, −42_−40del, −31_−30insTA, −45_−44delinsCC, −45dup or −50_−45inv"
    )]
    Unknown(String),
    /// Positions in a genome, a transcript or a protein.
    #[error("“{0}” counts from elsewhere; write the position relative to the promoter's end, such as c.−45A>G")]
    OtherPositions(String),
    /// A position after the promoter.
    #[error("“{0}” lies beyond the promoter, whose last base is −1; write a negative position")]
    AfterPromoter(String),
    /// Two alleles.
    #[error("“{0}” stands for two chromosomes; write a line for each")]
    TwoAlleles(String),
    /// It says itself that nothing changes.
    #[error("“{0}” changes nothing; so it is not a variant")]
    NoChange(String),
    /// Two genes in one variant.
    #[error("“{0}” names two genes; write a line for each")]
    TwoGenes(String),
    /// The positions are in the wrong order, or an insertion has no two neighbours.
    #[error("“{0}” needs two positions from left to right, for an insertion neighbours")]
    Order(String),
    /// The bases do not fill the positions.
    #[error("“{text}” names {bases} bases for {positions} positions")]
    Length {
        /// As it was written.
        text: String,
        /// Bases named.
        bases: usize,
        /// Positions named.
        positions: usize,
    },
}

/// Reads the changes of one variant; positions behind the anchor are read where promoters have any.
pub(super) fn parse(text: &str, has_downstream: bool) -> Result<Changes, NotationError> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).map(ascii).collect();
    if plain.contains("];[") || plain.contains("](;)[") {
        return Err(NotationError::TwoAlleles(text.to_owned()));
    }
    let mut changes = Changes::default();
    for part in plain.split([',', ';']).filter(|part| !part.is_empty()) {
        // The brackets of an allele may stand around everything or after the prefix; any other bracket is
        // none of it.
        let opened = part.strip_prefix('[').unwrap_or(part);
        let (gene, rest) = match opened.rsplit_once(':') {
            Some((gene, rest)) => (Some(gene_of(gene)), rest),
            None => (None, opened),
        };
        let rest = rest.strip_prefix('[').unwrap_or(rest);
        let rest = without_system(rest, text)?;
        let rest = rest.strip_prefix('[').unwrap_or(rest);
        let rest = rest.strip_suffix(']').unwrap_or(rest);
        match (&changes.gene, gene) {
            (Some(known), Some(gene)) if !known.eq_ignore_ascii_case(gene) => {
                return Err(NotationError::TwoGenes(text.to_owned()));
            }
            (None, Some(gene)) => changes.gene = Some(gene.to_owned()),
            _ => {}
        }
        changes.edits.push(edit(rest, part, has_downstream)?);
    }
    if changes.edits.is_empty() { Err(NotationError::Unknown(text.to_owned())) } else { Ok(changes) }
}

/// `NM_001.1(HSP12)` names HSP12.
fn gene_of(prefix: &str) -> &str {
    prefix.strip_suffix(')').and_then(|open| open.split_once('(')).map_or(prefix, |(_, gene)| gene)
}

fn without_system<'a>(rest: &'a str, text: &str) -> Result<&'a str, NotationError> {
    match rest.as_bytes() {
        [b'c' | b'C', b'.', ..] => Ok(&rest[2..]),
        [b'g' | b'm' | b'n' | b'o' | b'p' | b'r', b'.', ..] => Err(NotationError::OtherPositions(text.to_owned())),
        _ => Ok(rest),
    }
}

fn ascii(letter: char) -> char {
    match letter {
        '\u{2212}' | '\u{2013}' | '\u{2010}' | '\u{2011}' => '-',
        '\u{2192}' => '>',
        letter => letter,
    }
}

fn edit(text: &str, written: &str, has_downstream: bool) -> Result<Edit, NotationError> {
    let unknown = || NotationError::Unknown(written.to_owned());
    let rest = text.to_ascii_uppercase();
    // `A-45G`, as older papers write it.
    let (before, rest) = rest.split_at(rest.find(|c: char| !is_base(c)).unwrap_or(0));
    let before = before.to_owned();
    let position = |rest| {
        let fault = || if has_downstream { unknown() } else { misplaced_or_unknown(rest, written) };
        position(rest, has_downstream).ok_or_else(fault)
    };
    let (first, rest) = position(rest)?;
    let (last, rest) = match rest.strip_prefix('_') {
        Some(rest) => position(rest).map(|(last, rest)| (Some(last), rest))?,
        None => (None, rest),
    };
    let span = |last: Option<i64>, given: &str| last.unwrap_or(first + given.len().max(1) as i64 - 1);
    let bases = |text: &str| text.chars().all(is_base).then(|| text.to_owned()).ok_or_else(unknown);
    let made = |given: String, kind: Kind| Edit { first, last: span(last, &given), given, kind };
    if !before.is_empty() {
        let to = bases(rest).ok().filter(|to| !to.is_empty() && last.is_none()).ok_or_else(unknown)?;
        return checked(made(before, Kind::Replace(to)), written);
    }
    if let Some(given) = rest.strip_suffix('=') {
        return Err(bases(given).map_or_else(|error| error, |_| NotationError::NoChange(written.to_owned())));
    }
    if let Some((given, to)) = rest.split_once('>') {
        let to = bases(to).ok().filter(|to| !to.is_empty()).ok_or_else(unknown)?;
        if given.is_empty() && last.is_none() {
            return Err(unknown());
        }
        return checked(made(bases(given)?, Kind::Replace(to)), written);
    }
    // `del`, `delT`, `del3`, `delins...`, `delTins...`
    if let Some(rest) = rest.strip_prefix("DEL") {
        let (given, to) = rest.split_once("INS").map_or((rest, None), |(given, to)| (given, Some(to)));
        let to = bases(to.unwrap_or_default())?;
        if rest.ends_with("INS") {
            return Err(unknown());
        }
        return match given.parse::<usize>() {
            Ok(count) => {
                let edit = Edit {
                    first,
                    last: last.unwrap_or(first + count as i64 - 1),
                    given: String::new(),
                    kind: Kind::Replace(to),
                };
                let positions = (edit.last - edit.first + 1).max(0) as usize;
                if positions != count {
                    return Err(NotationError::Length { text: written.to_owned(), bases: count, positions });
                }
                checked(edit, written)
            }
            Err(_) => checked(made(bases(given)?, Kind::Replace(to)), written),
        };
    }
    if let Some(given) = rest.strip_prefix("DUP") {
        return checked(made(bases(given)?, Kind::Duplicate), written);
    }
    if let Some(given) = rest.strip_prefix("INV") {
        let edit = made(bases(given)?, Kind::Invert);
        return if edit.first == edit.last {
            Err(NotationError::Order(written.to_owned()))
        } else {
            checked(edit, written)
        };
    }
    if let Some(put) = rest.strip_prefix("INS") {
        let put = bases(put).ok().filter(|put| !put.is_empty()).ok_or_else(unknown)?;
        let are_neighbours = last == Some(first + 1);
        let edit = Edit { first, last: last.unwrap_or(first), given: String::new(), kind: Kind::Insert(put) };
        return if are_neighbours { Ok(edit) } else { Err(NotationError::Order(written.to_owned())) };
    }
    Err(unknown())
}

fn checked(edit: Edit, written: &str) -> Result<Edit, NotationError> {
    if edit.last < edit.first {
        return Err(NotationError::Order(written.to_owned()));
    }
    let (bases, positions) = (edit.given.len(), (edit.last - edit.first + 1) as usize);
    if bases > 0 && bases != positions {
        return Err(NotationError::Length { text: written.to_owned(), bases, positions });
    }
    Ok(edit)
}

fn is_base(letter: char) -> bool {
    matches!(letter, 'A' | 'C' | 'G' | 'T' | 'N')
}

/// A position at the beginning of a text, and the rest of it: a negative one, or one behind the anchor.
fn position(text: &str, has_downstream: bool) -> Option<(i64, &str)> {
    let upstream = text.strip_prefix('-');
    let digits = upstream.or_else(|| has_downstream.then(|| text.strip_prefix('+').unwrap_or(text)))?;
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let value: i64 = digits[..end].parse().ok().filter(|value| *value > 0 && end <= MAX_DIGITS)?;
    let rest = &digits[end..];
    // -45+3 would lie in an intron of the leader.
    let at = if upstream.is_some() { -value } else { value - 1 };
    (!rest.starts_with(['+', '-'])).then_some((at, rest))
}

/// A position that is not one of the promoter's, or no position at all.
fn misplaced_or_unknown(rest: &str, written: &str) -> NotationError {
    let digits = rest.trim_start_matches(['*', '+']);
    if digits.starts_with(|c: char| c.is_ascii_digit()) {
        NotationError::AfterPromoter(written.to_owned())
    } else {
        NotationError::Unknown(written.to_owned())
    }
}
