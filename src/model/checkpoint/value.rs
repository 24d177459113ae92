//! What a pickle describes, as data. Values refer to each other by number, so that what is shared is kept
//! once and nothing is ever copied.

use super::tensor::Element;

/// A value's number.
pub type ValueId = u32;

/// A value of a pickle.
#[derive(Debug)]
pub enum Value {
    /// What no weight needs: a score, bytes.
    Other,
    /// True or false.
    Flag(bool),
    /// A whole number.
    Integer(i64),
    /// A text.
    Text(Box<str>),
    /// A tuple, list or set.
    Sequence(Vec<ValueId>),
    /// A dictionary, in the file's order.
    Dictionary(Vec<(ValueId, ValueId)>),
    /// `module.name` of a class or function. It is never looked up, let alone called.
    Name(Box<str>),
    /// What would be made by a call, which does not take place.
    ForeignObject(Box<ForeignObject>),
    /// Where numbers lie.
    Storage(Box<Storage>),
    /// Numbers with a shape.
    StoredTensor(Box<StoredTensor>),
}

/// An instance of a class that is not known here.
#[derive(Debug)]
pub struct ForeignObject {
    /// The class, or the function that would make it.
    pub class: Box<str>,
    /// What it holds as a dictionary of a kind of its own.
    pub items: Vec<(ValueId, ValueId)>,
    /// Its attributes.
    pub state: Option<ValueId>,
}

/// Numbers of one type in the file.
#[derive(Debug, Clone)]
pub struct Storage {
    /// Their type; none where the tensors have one each.
    pub element: Option<Element>,
    /// Their name in the file.
    pub key: Box<str>,
    /// How many there are.
    pub length: usize,
    /// How many come before the first one, where this is a part of a storage.
    pub begin: usize,
}

/// A tensor as the pickle declares it; nothing about it has been checked.
#[derive(Debug)]
pub struct StoredTensor {
    pub storage: Storage,
    pub element: Element,
    /// The first number, the sizes and the strides; none where they are no sizes.
    pub layout: Option<(usize, Vec<usize>, Vec<usize>)>,
}

/// A pickle's values.
#[derive(Debug)]
pub struct Values {
    values: Vec<Value>,
}

/// What stands for a number that was never given.
const NOTHING: Value = Value::Other;

impl Values {
    pub fn new() -> Self {
        Self { values: Vec::new() }
    }

    pub fn push(&mut self, value: Value) -> ValueId {
        self.values.push(value);
        (self.values.len() - 1) as ValueId
    }

    pub fn get(&self, id: ValueId) -> &Value {
        self.values.get(id as usize).unwrap_or(&NOTHING)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Value> {
        self.values.iter()
    }

    pub fn get_mut(&mut self, id: ValueId) -> Option<&mut Value> {
        self.values.get_mut(id as usize)
    }

    pub fn text(&self, id: ValueId) -> Option<&str> {
        match self.get(id) {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn size(&self, id: ValueId) -> Option<usize> {
        match self.get(id) {
            Value::Integer(number) => usize::try_from(*number).ok(),
            _ => None,
        }
    }

    pub fn sequence(&self, id: ValueId) -> Option<&[ValueId]> {
        match self.get(id) {
            Value::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// The entry of a dictionary.
    pub fn entry(&self, dictionary: ValueId, key: &str) -> Option<ValueId> {
        let Value::Dictionary(entries) = self.get(dictionary) else { return None };
        entries.iter().rev().find(|(name, _)| self.text(*name) == Some(key)).map(|(_, value)| *value)
    }
}
