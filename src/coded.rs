//! Errors and notes as codes with parameters, for whoever acts on one and must not read its sentence.
//!
//! A code is the type's name and the variant's, in kebab case: `TableError::NotANumber { .. }` is
//! `table.not-a-number`. The parameters are the fields. Both come from `serde::Serialize`, which every error
//! and every note derives; errors of other crates are left out of the parameters (`#[serde(skip)]`), as their words are in the
//! sentence. A variant that holds nothing but another error has that one's code; docs/error-codes.md lists all
//! of them.
//!
//! Names end in `Error` or `Problem` where something cannot be used, and in `Note` where something was corrected,
//! supposed or left out.

mod json;
mod serializer;

use json::Json;
use std::fmt::Display;

use serde::Serialize;

/// What an error or a note is, as JSON: `{"code": ..., "parameters": {...}}`. A field that is one is such an object
/// itself; a field without a name is called `value` unless it has fields of its own, several are a list called
/// `values`.
pub fn coded(error: &impl Serialize) -> String {
    let mut json = Json::default();
    // Nothing that an error holds is refused.
    let _ = error.serialize(&mut json);
    json.text
}

/// The same with the sentence that says it: `{"code": ..., "parameters": {...}, "message": "..."}`.
pub fn coded_with_message(error: &(impl Serialize + Display)) -> String {
    let mut json = Json { text: coded(error) };
    json.text.pop();
    json.raw(",\"message\":");
    json.string(&error.to_string());
    json.raw("}");
    json.text
}

/// What the names of errors and notes end in.
const ENDINGS: [&str; 3] = ["Error", "Problem", "Note"];

/// The code of a variant of a type, or of a type that has none.
pub fn code(name: &str, variant: Option<&str>) -> String {
    let mut code = String::new();
    push_kebab(&mut code, ENDINGS.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name));
    if let Some(variant) = variant {
        code.push('.');
        push_kebab(&mut code, variant);
    }
    code
}

/// Whether a type is an error or a note, which has a code, or a word among the parameters of one.
fn is_coded(name: &str) -> bool {
    ENDINGS.iter().any(|end| name.ends_with(end))
}

fn push_kebab(text: &mut String, name: &str) {
    for (at, letter) in name.char_indices() {
        if letter.is_ascii_uppercase() && at > 0 {
            text.push('-');
        }
        text.push(letter.to_ascii_lowercase());
    }
}
