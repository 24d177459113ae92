use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::TableError;

/// Rows of a table that cannot be used, and why: most tables of all genes have some, few of them matter.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Faults {
    /// In the order of rows.
    by_row: Vec<(usize, Fault)>,
}

/// Why a row cannot be used. Duplicates are many, so they are kept small.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Fault {
    Duplicate { line: usize, earlier: usize },
    Other(Box<TableError>),
}

impl Fault {
    pub(super) fn error(&self, name: &str) -> TableError {
        match self {
            Self::Duplicate { line, earlier } => {
                TableError::DuplicateRow { line: *line, earlier: *earlier, name: name.to_owned() }
            }
            Self::Other(error) => (**error).clone(),
        }
    }
}

impl Faults {
    pub(super) fn push(&mut self, row: usize, fault: Fault) {
        self.by_row.push((row, fault));
    }

    /// What is wrong with a row of this name, if anything.
    pub fn of(&self, row: usize, name: &str) -> Option<TableError> {
        let at = self.by_row.binary_search_by_key(&row, |(row, _)| *row).ok()?;
        Some(self.by_row[at].1.error(name))
    }

    /// The rows.
    pub fn rows(&self) -> impl Iterator<Item = usize> {
        self.by_row.iter().map(|(row, _)| *row)
    }

    /// Of rows that were made of these: a row that cannot be used spoils what it becomes.
    pub(in crate::condition) fn carried<'a>(&self, sources: impl Iterator<Item = &'a [usize]>) -> Self {
        let fault = |row: &usize| self.by_row.binary_search_by_key(row, |(row, _)| *row).ok();
        let of = |(at, rows): (usize, &[usize])| rows.iter().find_map(fault).map(|found| (at, self.by_row[found].1.clone()));
        Self { by_row: sources.enumerate().filter_map(of).collect() }
    }
}

/// Row names that were seen, in any case, by their hash: the names themselves stand in the table.
#[derive(Default)]
pub(super) struct Names {
    seen: HashMap<u64, (usize, usize)>,
}

impl Names {
    /// The line of an earlier row of this name.
    pub(super) fn earlier(&mut self, name: &str, row: usize, line: usize, rows: &[String]) -> Option<usize> {
        if name.is_empty() {
            return None;
        }
        let upper = |name: &str| name.chars().flat_map(char::to_uppercase).collect::<String>();
        let mut hasher = DefaultHasher::new();
        upper(name).hash(&mut hasher);
        let (known, earlier) = *self.seen.entry(hasher.finish()).or_insert((row, line));
        (known != row && rows.get(known).is_some_and(|known| upper(known) == upper(name))).then_some(earlier)
    }
}
