//! Errors as codes with parameters, for whoever acts on an error and must not read its sentence.
//!
//! An error's code is its type's name and its variant's, in kebab case: `TableError::NotANumber { .. }` is
//! `table.not-a-number`. Its parameters are its fields. Both come from `serde::Serialize`, which every error
//! derives; errors of other crates are left out of the parameters (`#[serde(skip)]`), as their words are in the
//! sentence. A variant that holds nothing but another error has that one's code; docs/error-codes.md lists all
//! of them.

mod json;
mod serializer;

use json::Json;
use serde::Serialize;

/// What an error is, as JSON: `{"code": ..., "parameters": {...}}`. A field that is an error is such an object
/// itself; a field without a name is called `value`, several are a list called `values`.
pub fn coded(error: &impl Serialize) -> String {
    let mut json = Json::default();
    // Nothing that an error holds is refused.
    let _ = error.serialize(&mut json);
    json.text
}

/// The code of a variant of a type, or of a type that has none.
pub fn code(name: &str, variant: Option<&str>) -> String {
    let mut code = String::new();
    push_kebab(&mut code, ["Error", "Problem"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name));
    if let Some(variant) = variant {
        code.push('.');
        push_kebab(&mut code, variant);
    }
    code
}

/// Whether a type is an error, which has a code, or a word among an error's parameters.
fn is_error(name: &str) -> bool {
    name.ends_with("Error") || name.ends_with("Problem")
}

fn push_kebab(text: &mut String, name: &str) {
    for (at, letter) in name.char_indices() {
        if letter.is_ascii_uppercase() && at > 0 {
            text.push('-');
        }
        text.push(letter.to_ascii_lowercase());
    }
}
