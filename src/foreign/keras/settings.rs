use serde_json::{Map, Value};

use super::super::{Faulty, ForeignError};

/// The configuration of one layer, whose every entry is checked when it is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settings<'a> {
    /// The layer's name.
    pub layer: &'a str,
    /// Its class.
    pub class: &'a str,
    /// The entries.
    pub entries: &'a Map<String, Value>,
}

/// Extents that are larger than any file's weights are not multiplied.
const MOST: u64 = 1 << 32;

impl<'a> Settings<'a> {
    /// What this layer is refused for.
    pub fn refused(&self, reason: impl Into<String>) -> ForeignError {
        let which = Faulty::Layer(self.layer.to_owned());
        ForeignError::Setting { which, kind: self.class.to_owned(), reason: reason.into() }
    }

    /// An entry that is there and not null.
    pub fn get(&self, name: &str) -> Option<&'a Value> {
        self.entries.get(name).filter(|value| !value.is_null())
    }

    /// A whole number, or the first of a list of one.
    pub fn count(&self, name: &str, default: Option<usize>) -> Result<usize, ForeignError> {
        let value = match self.get(name) {
            None => return default.ok_or_else(|| self.refused(format!("has no entry \"{name}\""))),
            Some(Value::Array(list)) if list.len() == 1 => &list[0],
            Some(value) => value,
        };
        self.number(name, value)
    }

    /// One whole number for each of two axes: a list, or one for both.
    pub fn pair(&self, name: &str, default: Option<usize>) -> Result<[usize; 2], ForeignError> {
        match self.get(name) {
            Some(Value::Array(list)) if list.len() == 2 => {
                Ok([self.number(name, &list[0])?, self.number(name, &list[1])?])
            }
            _ => self.count(name, default).map(|both| [both, both]),
        }
    }

    fn number(&self, name: &str, value: &Value) -> Result<usize, ForeignError> {
        let number = value.as_u64().filter(|number| *number < MOST);
        let number = number.and_then(|number| usize::try_from(number).ok());
        number
            .ok_or_else(|| self.refused(format!("has \"{name}\" of {}, where a whole number is needed", shown(value))))
    }

    /// A number.
    pub fn float(&self, name: &str, default: f64) -> Result<f64, ForeignError> {
        match self.get(name) {
            None => Ok(default),
            Some(value) => value
                .as_f64()
                .ok_or_else(|| self.refused(format!("has \"{name}\" of {}, where a number is needed", shown(value)))),
        }
    }

    /// Yes or no.
    pub fn flag(&self, name: &str, default: bool) -> bool {
        self.get(name).and_then(Value::as_bool).unwrap_or(default)
    }

    /// A word.
    pub fn word(&self, name: &str, default: &'a str) -> &'a str {
        self.get(name).and_then(Value::as_str).unwrap_or(default)
    }

    /// Whole numbers, which may be negative.
    pub fn integers(&self, name: &str) -> Result<Vec<i64>, ForeignError> {
        let fault =
            |value: &Value| self.refused(format!("has \"{name}\" of {}, where whole numbers are needed", shown(value)));
        match self.get(name) {
            None => Err(self.refused(format!("has no entry \"{name}\""))),
            Some(Value::Array(list)) => list.iter().map(|value| value.as_i64().ok_or_else(|| fault(value))).collect(),
            Some(value) => Ok(vec![value.as_i64().ok_or_else(|| fault(value))?]),
        }
    }

    /// Refuses channels that come first.
    pub fn channels_last(&self) -> Result<(), ForeignError> {
        match self.word("data_format", "channels_last") {
            "channels_last" => Ok(()),
            other => Err(self.refused(format!("has the data format \"{other}\"; only channels_last is read"))),
        }
    }
}

/// A value as a sentence quotes it.
fn shown(value: &Value) -> String {
    const MOST: usize = 40;
    let text = value.to_string();
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
