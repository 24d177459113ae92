use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::TableError;

/// Rows of a table that cannot be used, and why: most tables of all genes have some, few of them matter.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Faults {
    /// Row, its line, and the line of the first row of the name: these are many, so they are kept small. A
    /// table has fewer rows than a `u32` counts (`MAX_TEXT_BYTES`).
    duplicates: Vec<[u32; 3]>,
    others: Vec<(u32, Box<TableError>)>,
}

impl Faults {
    /// Rows come in order.
    pub(super) fn push(&mut self, row: usize, error: TableError) {
        match error {
            TableError::DuplicateRow { line, earlier, .. } => {
                self.duplicates.push([row as u32, line as u32, earlier as u32]);
            }
            error => self.others.push((row as u32, Box::new(error))),
        }
    }

    /// What is wrong with a row of this name, if anything.
    pub fn of(&self, row: usize, name: &str) -> Option<TableError> {
        let row = row as u32;
        if let Ok(at) = self.others.binary_search_by_key(&row, |(row, _)| *row) {
            return Some((*self.others[at].1).clone());
        }
        let [_, line, earlier] = self.duplicates[self.duplicates.binary_search_by_key(&row, |[row, ..]| *row).ok()?];
        Some(TableError::DuplicateRow { line: line as usize, earlier: earlier as usize, name: name.to_owned() })
    }

    /// The rows, in no order.
    pub fn rows(&self) -> impl Iterator<Item = usize> {
        let duplicates = self.duplicates.iter().map(|[row, ..]| *row as usize);
        self.others.iter().map(|(row, _)| *row as usize).chain(duplicates)
    }

    /// Of rows that were made of these: a row that cannot be used spoils what it becomes.
    pub(in crate::condition) fn carried<'a>(
        &self,
        names: &[String],
        sources: impl Iterator<Item = &'a [usize]>,
    ) -> Self {
        let mut carried = Self::default();
        for (at, rows) in sources.enumerate() {
            if let Some(error) = rows.iter().find_map(|row| self.of(*row, &names[*row])) {
                carried.push(at, error);
            }
        }
        carried
    }
}

/// Row names that were seen, in any case, by their hash: the names themselves stand in the table.
pub(super) struct Names {
    /// Row and line of the first one.
    seen: HashMap<u64, (u32, u32)>,
}

impl Names {
    /// For that many rows.
    pub(super) fn of(rows: usize) -> Self {
        Self { seen: HashMap::with_capacity(rows) }
    }

    /// The line of an earlier row of this name.
    pub(super) fn earlier(&mut self, name: &str, row: usize, line: usize, rows: &[String]) -> Option<usize> {
        if name.is_empty() {
            return None;
        }
        let upper = |name: &str| name.chars().flat_map(char::to_uppercase).collect::<String>();
        let mut hasher = DefaultHasher::new();
        upper(name).hash(&mut hasher);
        let (known, earlier) = *self.seen.entry(hasher.finish()).or_insert((row as u32, line as u32));
        (known as usize != row && rows.get(known as usize).is_some_and(|known| upper(known) == upper(name)))
            .then_some(earlier as usize)
    }
}
