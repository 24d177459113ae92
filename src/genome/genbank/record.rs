use crate::genome::text::{name, numbered_lines, words};

/// A record, as far as promoters need it: whatever else stands in it is passed over, in whichever way it is
/// written.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// Which, from 1.
    pub(super) number: usize,
    locus: Locus,
    accession: Option<String>,
    version: Option<String>,
    /// Coding sequences and transcripts.
    pub(super) features: Vec<Feature>,
    pub(super) bases: Vec<u8>,
    /// Whether its last line (`//`) is there.
    pub(super) is_whole: bool,
    /// What is no base among the bases, and in which line.
    pub(super) odd: Option<(char, usize)>,
    section: Section,
}

/// What the first line says.
#[derive(Debug, Default)]
struct Locus {
    name: Option<String>,
    bases: Option<usize>,
    is_circular: bool,
}

/// A feature with its qualifiers.
#[derive(Debug, Default)]
pub(super) struct Feature {
    pub(super) kind: String,
    pub(super) location: String,
    /// Those that name a gene.
    qualifiers: Vec<(String, String)>,
    /// The quotes in the value of the qualifier that was read last, and whether it begins with one and is
    /// kept.
    quotes: usize,
    is_quoted: bool,
    is_kept: bool,
    has_qualifiers: bool,
}

const NAMES: [&str; 2] = ["locus_tag", "gene"];

/// What may come after the features, at the margin.
const BEHIND_FEATURES: [&str; 6] = ["ORIGIN", "CONTIG", "BASE", "WGS", "WGS_SCAFLD", "COMMENT"];

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Section {
    #[default]
    Header,
    /// With how far features' names stand from the margin.
    Features(usize),
    /// A feature that is not needed.
    Other(usize),
    Bases,
}

/// Hands over one record after the other, and whether there was any line before the first.
pub(super) fn each_record<E>(text: &[u8], mut take: impl FnMut(Record) -> Result<(), E>) -> Result<bool, E> {
    let (mut current, mut records, mut is_other) = (None::<Record>, 0, false);
    for (line, content) in numbered_lines(text) {
        if content.starts_with(b"LOCUS") && content.get(5).is_none_or(u8::is_ascii_whitespace) {
            records += 1;
            let locus = Locus::read(&words(content));
            if let Some(unfinished) = current.replace(Record { number: records, locus, ..Record::default() }) {
                take(unfinished)?;
            }
        } else if content.starts_with(b"//") {
            if let Some(record) = current.take() {
                take(Record { is_whole: true, ..record })?;
            }
        } else if let Some(record) = &mut current {
            record.add(line, content);
        } else {
            is_other |= records == 0 && !content.trim_ascii().is_empty();
        }
    }
    current.map_or(Ok(()), &mut take)?;
    Ok(is_other && records == 0)
}

impl Locus {
    /// `LOCUS       NAME       2000 bp    DNA     linear   PLN 01-JAN-2024`, in which name and length may
    /// have run together.
    fn read(line: &str) -> Self {
        let words: Vec<&str> = line.split_whitespace().skip(1).collect();
        let unit = words.iter().position(|word| matches!(*word, "bp" | "aa"));
        let apart = unit.filter(|at| *at > 1).and_then(|at| words[at - 1].parse().ok());
        let is_circular = words.iter().any(|word| word.eq_ignore_ascii_case("circular"));
        let bare = words.first().filter(|_| unit != Some(0)).and_then(|first| name(first));
        Self { name: bare, bases: apart, is_circular }
    }
}

impl Record {
    fn add(&mut self, line: usize, content: &[u8]) {
        let indent = content.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        if indent == content.len() {
            return;
        }
        if indent == 0 && self.section != Section::Bases {
            return self.begin(&words(content));
        }
        match self.section {
            Section::Header => {}
            Section::Bases => self.add_bases(line, content),
            // The first feature says how far from the margin they begin.
            Section::Features(margin) | Section::Other(margin) if indent <= margin => {
                self.begin_feature(&words(content), indent);
            }
            Section::Features(_) => {
                if let Some(feature) = self.features.last_mut() {
                    feature.continue_with(&words(content));
                }
            }
            Section::Other(_) => {}
        }
    }

    /// A line that begins at the margin.
    fn begin(&mut self, content: &str) {
        let (key, rest) = content.split_once(char::is_whitespace).unwrap_or((content, ""));
        if !matches!(self.section, Section::Header) && !BEHIND_FEATURES.contains(&key) {
            return;
        }
        let first = || rest.split_whitespace().next().and_then(name);
        self.section = match key {
            "FEATURES" => Section::Other(usize::MAX),
            "ORIGIN" => Section::Bases,
            _ => Section::Header,
        };
        match key {
            "ACCESSION" => self.accession = first(),
            "VERSION" => self.version = first(),
            _ => {}
        }
    }

    fn begin_feature(&mut self, content: &str, indent: usize) {
        let (kind, location) = content.trim().split_once(char::is_whitespace).unwrap_or((content.trim(), ""));
        if !matches!(kind, "CDS" | "mRNA") {
            self.section = Section::Other(indent);
            return;
        }
        self.section = Section::Features(indent);
        let (kind, location) = (kind.to_owned(), location.trim().to_owned());
        self.features.push(Feature { kind, location, ..Feature::default() });
    }

    fn add_bases(&mut self, line: usize, content: &[u8]) {
        let is_base = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b'*' | b'-');
        self.bases.extend(content.iter().copied().filter(is_base));
        let is_odd = |byte: &&u8| !is_base(byte) && !byte.is_ascii_digit() && !byte.is_ascii_whitespace();
        if let (None, Some(odd)) = (self.odd, content.iter().find(is_odd)) {
            self.odd = Some((char::from(*odd), line));
        }
    }

    /// Its accession with the version where it has one, or else the name of its first line without the length
    /// that may have run into it.
    pub(super) fn name(&self) -> String {
        let bases = self.bases.len().to_string();
        let without = |name: &String| match name.strip_suffix(&bases).filter(|bare| !bare.is_empty()) {
            Some(bare) if self.locus.bases.is_none() => bare.to_owned(),
            _ => name.clone(),
        };
        let own = self.version.clone().or_else(|| self.accession.clone());
        own.or_else(|| self.locus.name.as_ref().map(without)).unwrap_or_else(|| format!("record_{}", self.number))
    }

    /// Whether archives have it under its name.
    pub(super) fn has_accession(&self) -> bool {
        self.version.is_some() || self.accession.is_some()
    }

    pub(super) fn is_circular(&self) -> bool {
        self.locus.is_circular
    }

    /// The length that its first line gives, where that can be told from its name.
    pub(super) fn promised_length(&self) -> Option<usize> {
        self.locus.bases
    }
}

impl Feature {
    /// A further line: of the location, a qualifier, or more of its value.
    fn continue_with(&mut self, content: &str) {
        let content = content.trim();
        // A quote within a value is doubled.
        let is_open = self.is_quoted && self.quotes % 2 == 1;
        if !is_open && let Some(qualifier) = content.strip_prefix('/') {
            let (key, value) = qualifier.split_once('=').unwrap_or((qualifier, ""));
            (self.has_qualifiers, self.is_kept) = (true, NAMES.contains(&key.trim()));
            (self.is_quoted, self.quotes) = (value.starts_with('"'), value.matches('"').count());
            if self.is_kept {
                self.qualifiers.push((key.trim().to_owned(), value.to_owned()));
            }
        } else if !self.has_qualifiers {
            self.location.push_str(content);
        } else {
            self.quotes += content.matches('"').count();
            if let (true, Some((_, value))) = (self.is_kept, self.qualifiers.last_mut()) {
                value.push(' ');
                value.push_str(content);
            }
        }
    }

    /// A qualifier's value; empty ones are none.
    pub(super) fn get(&self, qualifier: &str) -> Option<String> {
        let (_, value) = self.qualifiers.iter().find(|(key, _)| key == qualifier)?;
        let value = value.trim();
        let inner = value.strip_prefix('"').map_or(value, |inner| inner.strip_suffix('"').unwrap_or(inner));
        name(&inner.replace("\"\"", "\""))
    }
}
