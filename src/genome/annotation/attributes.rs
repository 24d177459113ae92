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
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn values_of_every_way_of_writing() {
        use Dialect::{Gff3, Gtf};
        let cases = [
            (Gff3, "ID=a;gene=ADE5%2C7;x=1", "gene", Some("ADE5,7")),
            (Gff3, "ID=a;gene=ADE5,7", "gene", Some("ADE5,7")),
            (Gff3, "ID=a; Parent=b ;", "Parent", Some("b")),
            (Gff3, "ID=a ;pseudo;flag;Parent=b", "Parent", Some("b")),
            (Gff3, "product=phage tail; putative;Parent=G5", "Parent", Some("G5")),
            (Gff3, "Note=a |identity=99.58|escore=2e-126;ID=b", "Note", Some("a |identity=99.58|escore=2e-126")),
            (Gff3, "Note=5\" end;ID=b", "ID", Some("b")),
            (Gff3, "Note=a \"heat; shock\" protein;ID=b", "ID", Some("b")),
            (Gff3, "Name=\"A;B\";ID=b", "Name", Some("A;B")),
            (Gff3, "gene=IMP2'", "gene", Some("IMP2'")),
            (Gff3, "Name=50%;ID=%zz%4", "ID", Some("%zz%4")),
            (Gff3, "\"ID=a;Note=x,y\"", "Note", Some("x,y")),
            (Gff3, "ID = a; parent = b", "Parent", Some("b")),
            (Gff3, "ID=;Name=%0A", "ID", None),
            (Gff3, "Name=a%0Ab", "Name", Some("a b")),
            (Gff3, "gene b;ID=c", "gene", None),
            (Gtf, "gene_id \"a\"; note \"b; gene_id c\"; x \"d\";", "x", Some("d")),
            (Gtf, "gene_id \"a\";transcript_id \"b\"", "transcript_id", Some("b")),
            (Gtf, "name \"AN5093\"; transcriptId 181", "transcriptId", Some("181")),
            (Gtf, "gene_id \"a \"\"b\"\" c\"; x y", "x", Some("y")),
            (Gtf, "\"gene_id \"\"a\"\"; transcript_id \"\"b;c\"\";\"", "transcript_id", Some("b;c")),
            (Gtf, "gene_id \"a%2C\"", "gene_id", Some("a%2C")),
            (Gtf, "gene_id \"a", "gene_id", Some("a")),
            (Gtf, "gene_id \"a\" transcript_id \"b c\" x \"d\"", "transcript_id", Some("b c")),
            (Gtf, "note \"heat \"shock\" protein\"; x \"d\"", "note", Some("heat \"shock\" protein")),
            (Gtf, "note \"x=y\"; gene_id=b;", "gene_id", Some("b")),
        ];
        for (dialect, column, tag, expected) in cases {
            assert_eq!(Attributes::new(column.as_bytes(), dialect).get(tag).as_deref(), expected, "{column}");
        }
        let list = |text: &str, tag| Attributes::new(text.as_bytes(), Gff3).list(tag);
        assert_eq!(list("Parent=a, b%2Cc", "Parent"), ["a", "b,c"]);
        let tags = Attributes::new(b"tag \"basic\"; tag \"cds_start_NF\"", Gtf).list("tag");
        assert_eq!(tags, ["basic", "cds_start_NF"]);
        assert_eq!(Attributes::new(b"g1.t1", Gtf).bare().as_deref(), Some("g1.t1"));
        assert_eq!(Attributes::new(b"gene_id \"a\"", Gtf).bare(), None);
    }

    #[test]
    fn the_dialect_of_a_column() {
        let cases = [
            ("ID=a;Note=\"b\"", Some(Dialect::Gff3)),
            ("\"ID=a,b\"", Some(Dialect::Gff3)),
            ("ID = a", Some(Dialect::Gff3)),
            ("gene_id \"a=b\"", Some(Dialect::Gtf)),
            ("name AN1; x 2", Some(Dialect::Gtf)),
            ("g1.t1", None),
            ("", None),
            (".", None),
        ];
        for (column, expected) in cases {
            assert_eq!(dialect_of(column.as_bytes()), expected, "{column}");
        }
    }

    #[test]
    fn quotes_that_nothing_closes_are_looked_for_once() {
        let column = "k \"a;".repeat(200_000) + "gene_id b";
        assert_eq!(Attributes::new(column.as_bytes(), Dialect::Gtf).get("gene_id").as_deref(), Some("b"));
    }

    proptest! {
        #[test]
        fn no_column_makes_it_panic(column in "[ab\"=; ,%2C\u{e9}]{0,40}", bytes in any::<Vec<u8>>()) {
            for dialect in [Dialect::Gff3, Dialect::Gtf] {
                for column in [column.as_bytes(), &bytes] {
                    let attributes = Attributes::new(column, dialect);
                    let _ = (attributes.get("a"), attributes.list("b"), attributes.bare(), dialect_of(column));
                }
            }
        }
    }
}
