//! The ninth column, as programs write it rather than as books have it. Whatever it holds, reading it gives
//! what can be found.

use std::borrow::Cow;

use crate::genome::text::{name, words};

/// How a file writes its ninth column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// `key=value;key=value`
    Gff3,
    /// `key "value"; key value`, as GTF and its forerunners have it, or a bare identifier.
    Gtf,
}

/// The ninth column of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attributes<'a> {
    column: Cow<'a, str>,
    dialect: Dialect,
}

/// Takes off the quotes that spreadsheets and R put around a whole column, and halves those that they doubled
/// within.
pub(super) fn unquoted(column: &[u8]) -> Cow<'_, str> {
    let text = match words(column) {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    };
    match text.strip_prefix('"') {
        Some(inner) => Cow::Owned(inner.strip_suffix('"').unwrap_or(inner).replace("\"\"", "\"")),
        None => text,
    }
}

/// Which dialect a column is in; none where it does not tell.
pub(super) fn dialect_of(column: &[u8]) -> Option<Dialect> {
    let column = unquoted(column);
    let at = column.trim_start().find(['=', ' ', ';'])?;
    match column.trim_start().as_bytes()[at] {
        b'=' => Some(Dialect::Gff3),
        b' ' if column[at + 1..].trim_start().starts_with('=') => Some(Dialect::Gff3),
        b' ' => Some(Dialect::Gtf),
        _ => None,
    }
}

impl<'a> Attributes<'a> {
    pub(super) fn new(column: &'a [u8], dialect: Dialect) -> Self {
        Self { column: unquoted(column), dialect }
    }

    /// An attribute's value: one name, commas and all. Empty ones are none.
    pub(super) fn get(&self, tag: &str) -> Option<String> {
        name(&self.decoded(self.raw(tag).next()?))
    }

    /// The first of some attributes that is there.
    pub(super) fn first_of(&self, tags: &[&str]) -> Option<String> {
        tags.iter().find_map(|tag| self.get(tag))
    }

    /// The values of an attribute that is a list, or is there several times.
    pub(super) fn list(&self, tag: &str) -> Vec<String> {
        let values = self.raw(tag).flat_map(|value| value.split(','));
        values.filter_map(|value| name(&self.decoded(value))).collect()
    }

    /// The identifier where the column is nothing else, as AUGUSTUS writes genes and transcripts.
    pub(super) fn bare(&self) -> Option<String> {
        let only = self.column.trim_end_matches(';').trim();
        (!only.contains(['=', ' ', ';', '"'])).then(|| name(only)).flatten()
    }

    /// The values of a tag, in whatever case it is written where no other has it as asked.
    fn raw(&self, tag: &str) -> impl Iterator<Item = &str> {
        let exact = self.fields().any(|(key, _)| key == tag);
        let is_it = move |key: &str| if exact { key == tag } else { key.eq_ignore_ascii_case(tag) };
        self.fields().filter(move |(key, _)| is_it(key)).map(|(_, value)| value)
    }

    fn fields(&self) -> Fields<'_> {
        Fields { rest: &self.column, dialect: self.dialect, is_closed: true }
    }

    fn decoded<'v>(&self, value: &'v str) -> Cow<'v, str> {
        match self.dialect {
            Dialect::Gff3 if value.contains('%') => Cow::Owned(percent_decoded(value)),
            _ => Cow::Borrowed(value),
        }
    }
}

/// Keys with their values; a flag has none.
struct Fields<'a> {
    rest: &'a str,
    dialect: Dialect,
    /// Whether any quote may still close a value: once none does, none further on does either.
    is_closed: bool,
}

impl<'a> Iterator for Fields<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let text = self.rest.trim_start_matches([' ', ';', '\t']);
        if text.is_empty() {
            return None;
        }
        let flag = text.find(';').unwrap_or(text.len());
        let ends: &[char] = if self.dialect == Dialect::Gff3 { &['='] } else { &['=', ' '] };
        let Some(at) = text[..flag].find(ends) else {
            self.rest = &text[flag..];
            return Some((text[..flag].trim(), ""));
        };
        let behind = &text[at + 1..];
        let blanks = behind.len() - behind.trim_start_matches(' ').len();
        let behind = &behind[blanks..];
        let in_quotes = if self.is_closed { quoted(behind, self.dialect) } else { None };
        self.is_closed &= self.dialect == Dialect::Gff3 || in_quotes.is_some() || !behind.starts_with('"');
        let (value, rest) = in_quotes.unwrap_or_else(|| {
            let end = behind.find(';').unwrap_or(behind.len());
            (&behind[..end], &behind[end..])
        });
        self.rest = rest;
        let value = if self.dialect == Dialect::Gtf { value.trim().trim_matches('"') } else { value.trim() };
        Some((text[..at].trim(), value))
    }
}

/// A value in quotes, which may hold semicolons, and what is after it. In GFF3 a quote is a letter like
/// others, unless the next one closes the value; in GTF the one closes it that the next field follows, even
/// where the semicolon between is missing.
fn quoted(text: &str, dialect: Dialect) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('"')?;
    let closes = |at: &usize| {
        let behind = &inner[at + 1..];
        let next = behind.trim_start_matches(' ');
        let mut words = next.split(' ').filter(|word| !word.is_empty());
        let is_field = |key: &str, value: &str| !key.contains('"') && value.starts_with('"');
        let mut unseparated = || words.next().zip(words.next()).is_some_and(|(key, value)| is_field(key, value));
        next.is_empty() || next.starts_with(';') || dialect == Dialect::Gtf && behind.starts_with(' ') && unseparated()
    };
    let mut quotes = inner.match_indices('"').map(|(at, _)| at);
    let end = match dialect {
        Dialect::Gff3 => quotes.next().filter(closes),
        Dialect::Gtf => quotes.find(closes),
    }?;
    Some((&inner[..end], &inner[end + 1..]))
}

fn percent_decoded(value: &str) -> String {
    let hex = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let (mut rest, mut bytes) = (value.as_bytes(), Vec::with_capacity(value.len()));
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        let pair = if *first == b'%' { behind.first_chunk::<2>() } else { None };
        match pair.and_then(|[high, low]| Some(hex(high)? << 4 | hex(low)?)) {
            Some(byte) => {
                bytes.push(byte);
                rest = &behind[2..];
            }
            None => bytes.push(*first),
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|error| words(error.as_bytes()).into_owned())
}

#[cfg(test)]
mod tests;
