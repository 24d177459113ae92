//! From what was saved to tensors by their path.

use std::collections::BTreeMap;

use super::container::CheckpointContents;
use super::error::shortened;
use super::tensor::Tensor;
use super::value::{ForeignObject, StoredTensor, Value, ValueId};
use super::{CheckpointError, MOST_TENSORS};

/// Deeper than any network is nested.
const MOST_LEVELS: usize = 32;

/// Longer than the name of any weight.
const LONGEST_NAME: usize = 512;

/// More values than lie around the tensors of any checkpoint.
const MOST_VISITS: usize = 1_000_000;

/// The tables of a `torch.nn.Module` that make up its state dict.
const TABLES: [&str; 3] = ["_parameters", "_buffers", "_modules"];

/// All tensors that have a path of names.
#[derive(Debug, Default)]
pub struct FoundTensors {
    pub tensors: BTreeMap<String, Tensor>,
    /// The class of the outermost network, where one is held whole.
    pub network: Option<String>,
}

/// Walks through dictionaries and, as data, through networks: their parameters, buffers and modules.
///
/// # Errors
/// [`CheckpointError::NoWeights`] or [`CheckpointError::RunsCode`] where there are none,
/// [`CheckpointError::TooMuch`] where there is no end of them.
pub fn tensors(saved: &CheckpointContents) -> Result<FoundTensors, CheckpointError> {
    let mut walk = TensorWalk { saved, found: FoundTensors::default(), open: Vec::new(), visits: 0 };
    walk.visit(saved.pickle.root, "", 0)?;
    if walk.found.tensors.is_empty() {
        return Err(nothing(saved));
    }
    Ok(walk.found)
}

struct TensorWalk<'a> {
    saved: &'a CheckpointContents,
    found: FoundTensors,
    /// The values on the way to this one: what contains itself is read once.
    open: Vec<ValueId>,
    visits: usize,
}

impl<'a> TensorWalk<'a> {
    /// `nesting`: the bytes of the path that are not the value's own name.
    fn visit(&mut self, id: ValueId, path: &str, nesting: usize) -> Result<(), CheckpointError> {
        self.visits += 1;
        if self.visits > MOST_VISITS {
            return Err(CheckpointError::TooMuch);
        }
        if self.open.len() >= MOST_LEVELS || self.open.contains(&id) {
            return Ok(());
        }
        let saved = self.saved;
        match saved.pickle.values.get(id) {
            Value::StoredTensor(stored) if !path.is_empty() => self.add(path, stored, nesting),
            Value::Dictionary(entries) => self.inside(id, path, entries),
            Value::ForeignObject(object) => {
                let tables = self.tables(object);
                if tables.is_empty() {
                    // A kind of dictionary of its own.
                    return self.inside(id, path, &object.items);
                }
                self.found.network.get_or_insert_with(|| shortened(&object.class));
                tables.into_iter().try_for_each(|table| self.inside(id, path, table))
            }
            _ => Ok(()),
        }
    }

    fn inside(&mut self, id: ValueId, path: &str, entries: &'a [(ValueId, ValueId)]) -> Result<(), CheckpointError> {
        self.open.push(id);
        self.visits += entries.len();
        let nesting = if path.is_empty() { 0 } else { path.len() + 1 };
        for &(key, value) in entries {
            let values = &self.saved.pickle.values;
            let key = match values.get(key) {
                Value::Text(name) if name.len() <= LONGEST_NAME => name.to_string(),
                Value::Integer(number) => number.to_string(),
                _ => continue,
            };
            let holds =
                matches!(values.get(value), Value::StoredTensor(_) | Value::Dictionary(_) | Value::ForeignObject(_));
            if holds {
                let path = if path.is_empty() { key } else { format!("{path}.{key}") };
                self.visit(value, &path, nesting)?;
            }
        }
        self.open.pop();
        Ok(())
    }

    /// What a network's state dict would hold; nothing for an object of another kind.
    fn tables(&self, object: &ForeignObject) -> Vec<&'a [(ValueId, ValueId)]> {
        let values = &self.saved.pickle.values;
        let table = |name| object.state.and_then(|state| values.entry(state, name));
        let tables = TABLES.iter().filter_map(|name| match values.get(table(name)?) {
            Value::Dictionary(entries) => Some(entries.as_slice()),
            _ => None,
        });
        let tables: Vec<_> = tables.collect();
        if tables.len() == TABLES.len() { tables } else { Vec::new() }
    }

    fn add(&mut self, path: &str, stored: &StoredTensor, nesting: usize) -> Result<(), CheckpointError> {
        if self.found.tensors.len() >= MOST_TENSORS {
            return Err(CheckpointError::TooManyTensors);
        }
        let StoredTensor { storage, element, layout } = stored;
        let range = self.saved.storages.get(storage.key.as_ref()).cloned();
        // A storage without a type of its own says its length in bytes.
        let stored = storage.element.map_or_else(|| storage.length / element.bytes().unwrap_or(1), |_| storage.length);
        let tensor = match layout
            .clone()
            .and_then(|(offset, shape, strides)| Some((offset.checked_add(storage.begin)?, shape, strides)))
        {
            Some(layout) => Tensor::view(*element, layout, stored, range, nesting),
            None => Tensor::misplaced(*element, nesting),
        };
        self.found.tensors.insert(path.to_owned(), tensor);
        Ok(())
    }
}

/// Why there is no tensor: an object that would have to be made by running code, or nothing of the kind.
fn nothing(saved: &CheckpointContents) -> CheckpointError {
    let values = &saved.pickle.values;
    let entries = match values.get(saved.pickle.root) {
        Value::Dictionary(entries) => entries.as_slice(),
        Value::ForeignObject(object) => return CheckpointError::runs(&object.class),
        _ => return CheckpointError::NoWeights(String::new()),
    };
    let object = entries.iter().find_map(|(_, value)| match values.get(*value) {
        Value::ForeignObject(object) => Some(object.class.as_ref()),
        _ => None,
    });
    if let Some(class) = object {
        return CheckpointError::runs(class);
    }
    let names: Vec<String> = entries.iter().filter_map(|(key, _)| values.text(*key)).take(5).map(shortened).collect();
    let held = if names.is_empty() { String::new() } else { format!(" (it holds \"{}\")", names.join("\", \"")) };
    CheckpointError::NoWeights(held)
}
