use super::super::{Faulty, ForeignError};
use crate::architecture::Array;

/// All weights of a file, by where they lie.
#[derive(Debug, Default)]
pub(super) struct Weights {
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    /// Folder names, outermost first, and last the weight's own. In Keras 3's layout, a layer's folder is given
    /// under the layer's name.
    path: Vec<String>,
    array: Array,
}

/// Which weight of a layer is meant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Role {
    /// What a folder on the way begins with, for a layer of several parts; empty for others.
    pub part: &'static [&'static str],
    /// What the weight is called in HDF5 files of old.
    pub names: &'static [&'static str],
    /// Which of the part's weights it is in Keras 3's files.
    pub index: usize,
}

impl Role {
    /// A weight of a layer of one part.
    pub const fn new(names: &'static [&'static str], index: usize) -> Self {
        Self { part: &[], names, index }
    }

    /// The same weight of a part.
    #[must_use]
    pub const fn of(self, part: &'static [&'static str]) -> Self {
        Self { part, ..self }
    }
}

impl Weights {
    /// Adds a weight.
    pub fn add(&mut self, path: Vec<String>, array: Array) {
        self.entries.push(Entry { path, array });
    }

    /// The weight of a layer; `scope` names the models that it is nested in, outermost first, and the layer.
    fn find(&self, scope: &[String], role: Role) -> Option<&Array> {
        let layer = scope.last()?;
        let fits = |entry: &&Entry| {
            let Some((own, folders)) = entry.path.split_last() else { return false };
            let mut from = 0;
            for name in scope {
                let Some(at) = folders[from..].iter().position(|folder| folder == name) else { return false };
                from += at + 1;
            }
            let within = &folders[from..];
            // What lies in another layer of the same outer folder says so by its name.
            let part = within.iter().filter(|folder| *folder != layer);
            let in_part =
                role.part.is_empty() || part.clone().any(|folder| role.part.iter().any(|own| folder.starts_with(own)));
            in_part && named(own, within, role)
        };
        self.entries.iter().filter(fits).min_by_key(|entry| entry.path.len()).map(|entry| &entry.array)
    }

    /// The weight of a layer.
    ///
    /// # Errors
    /// [`ForeignError::Weight`] where there is none.
    pub fn get(&self, scope: &[String], role: Role) -> Result<&Array, ForeignError> {
        self.find(scope, role).ok_or_else(|| ForeignError::Weight {
            which: Faulty::Layer(scope.last().cloned().unwrap_or_default()),
            weight: role.names.first().copied().unwrap_or_default().to_owned(),
        })
    }
}

fn named(own: &str, within: &[String], role: Role) -> bool {
    if within.last().is_some_and(|folder| folder == "vars") {
        return own.parse() == Ok(role.index);
    }
    let own = own.strip_suffix(":0").unwrap_or(own);
    // The attention of keras-multi-head puts the layer's name before each of its own two-letter ones.
    let is = |name: &&str| {
        own == *name || (name.len() == 2 && own.strip_suffix(*name).is_some_and(|rest| rest.ends_with('_')))
    };
    role.names.iter().any(is)
}
