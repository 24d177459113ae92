//! JSON, written as what errors and notes hold is handed over.

use super::{code, is_coded, push_kebab};

/// JSON as it is written. Its methods are kept out of what serde makes of each error: they would be in the page's
/// first download several hundred times.
#[derive(Default)]
pub(super) struct Json {
    pub(super) text: String,
}

const CODED: &str = "{\"code\":";

impl Json {
    #[inline(never)]
    pub(super) fn begin(&mut self, name: &str, variant: Option<&str>) {
        self.text.push_str(CODED);
        self.string(&code(name, variant));
        self.text.push_str(",\"parameters\":{");
    }

    /// A variant without fields: an error, or a word.
    #[inline(never)]
    pub(super) fn unit(&mut self, name: &str, variant: Option<&str>) {
        match variant {
            Some(variant) if !is_coded(name) => {
                let mut word = String::new();
                push_kebab(&mut word, variant);
                self.string(&word);
            }
            _ => {
                self.begin(name, variant);
                self.text.push_str("}}");
            }
        }
    }

    /// Puts a variant around the one value from `start` on. An error stays as it is; of what has fields, they are
    /// the variant's.
    #[inline(never)]
    pub(super) fn around(&mut self, start: usize, name: &str, variant: &str) {
        if !self.text[start..].starts_with(CODED) {
            let value = self.text.split_off(start);
            self.begin(name, Some(variant));
            match value.strip_prefix('{') {
                Some(fields) => self.text.push_str(fields),
                None => {
                    self.text.push_str("\"value\":");
                    self.text.push_str(&value);
                    self.text.push('}');
                }
            }
            self.text.push('}');
        }
    }

    /// The separator that fits, where something else stands before.
    pub(super) fn next(&mut self) {
        if !self.text.ends_with(['{', '[']) {
            self.text.push(',');
        }
    }

    /// A field's name, in camel case.
    #[inline(never)]
    pub(super) fn key(&mut self, name: &str) {
        self.next();
        self.text.push('"');
        let mut is_start = false;
        for letter in name.chars() {
            if letter != '_' {
                self.text.push(if is_start { letter.to_ascii_uppercase() } else { letter });
            }
            is_start = letter == '_';
        }
        self.text.push_str("\":");
    }

    #[inline(never)]
    pub(super) fn string(&mut self, value: &str) {
        self.text.push_str(&serde_json::Value::from(value).to_string());
    }

    #[inline(never)]
    pub(super) fn number(&mut self, value: f64) {
        if value.is_finite() {
            self.text.push_str(&value.to_string());
        } else {
            self.text.push_str("null");
        }
    }

    #[inline(never)]
    pub(super) fn raw(&mut self, text: &str) {
        self.text.push_str(text);
    }
}
