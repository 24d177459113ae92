//! Notes and errors as plain objects, many of them in one crossing.

use std::fmt::Display;

use js_sys::JSON;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::coded::{coded, coded_with_message};

#[wasm_bindgen(typescript_custom_section)]
const CODED: &str = r"
/**
 * A note as it crosses: its variant is a code, its fields are the parameters (docs/error-codes.md). The types of
 * notes that stand beside this one say what serde would make of them.
 */
export type Coded<Of extends string, Note> = Note extends string
    ? { code: `${Of}.${Note}`; parameters: Readonly<Record<string, never>> }
    : { [Variant in keyof Note & string]: { code: `${Of}.${Variant}`; parameters: Note[Variant] } }[keyof Note & string];
";

/// What JSON says, as the field of a plain object that is typed there.
#[derive(Serialize)]
#[serde(transparent)]
pub(super) struct Plain(#[serde(serialize_with = "serde_wasm_bindgen::preserve::serialize")] JsValue);

impl Plain {
    /// Notes: `{ code, parameters }` each, without a sentence, as the page has its own.
    pub(super) fn notes(notes: &impl Serialize) -> Self {
        Self::of(&coded(notes))
    }

    /// Errors, a `Problem` each.
    pub(super) fn problems<Problem: Serialize + Display>(problems: impl Iterator<Item = Problem>) -> Self {
        let problems: Vec<String> = problems.map(|problem| coded_with_message(&problem)).collect();
        Self::of(&format!("[{}]", problems.join(",")))
    }

    fn of(json: &str) -> Self {
        Self(JSON::parse(json).unwrap_or_default())
    }
}
