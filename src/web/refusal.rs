//! What JavaScript is refused, and errors as they cross.

use std::fmt::Display;

use js_sys::{JSON, Reflect};
use serde::Serialize;
use thiserror::Error;
use wasm_bindgen::prelude::*;

use crate::coded::coded;

#[wasm_bindgen(typescript_custom_section)]
const PROBLEM: &str = r"
/** An error of the engine: what it is (docs/error-codes.md), its fields, and the sentence that says it. */
export interface Problem {
    code: string;
    parameters: Readonly<Record<string, unknown>>;
    message: string;
}
";

/// What is asked of the engine cannot be answered.
#[derive(Debug, Error, Serialize)]
pub(super) enum RequestError {
    /// No model is there.
    #[error("no model is loaded yet")]
    NoModel,
    /// The model has fewer outputs.
    #[error("the model has {outputs} outputs and none with the number {output}")]
    NoOutput { output: usize, outputs: usize },
    /// Levels do not fit the model's TFs.
    #[error("{found} TF levels were given where the model needs {needed} finite ones")]
    Levels { found: usize, needed: usize },
    /// The model has fewer TFs.
    #[error("the model has no TF number {tf}")]
    NoTf { tf: usize },
    /// The model has fewer inputs.
    #[error("the model has no such input")]
    NoInput,
    /// An input reads something else than bases.
    #[error("this input reads no sequence")]
    NoSequence,
    /// An input reads something else than named numbers.
    #[error("this input reads no numbers")]
    NoNumbers,
    /// There is no sample, or it has no sequence.
    #[error("this needs a sample with a sequence")]
    NoSubject,
    /// Samples are not as wide as the model.
    #[error("{samples} samples need {inputs} parts each")]
    Parts { samples: usize, inputs: usize },
    /// A part of a sample is not held.
    #[error("a part of a sample has not been sent")]
    NotHeld,
    /// A part of a sample is no sequence.
    #[error("the sequence {reason}")]
    Sequence { reason: crate::sequence::SequenceError },
    /// A part of a sample is something else than its input reads.
    #[error("the input \"{input}\" needs something else")]
    Part { input: String },
    /// A result was asked for before its job was done.
    #[error("this is not computed yet")]
    NotComputed,
    /// Goals of a design are not as many as the outputs.
    #[error("each condition needs {outputs} goals")]
    Goals { outputs: usize },
    /// Edits do not fit the samples that they are made in.
    #[error("the edits do not fit their samples")]
    Edits,
    /// A file of answers about a network cannot be read.
    #[cfg(feature = "files")]
    #[error("the file of answers cannot be read ({reason}); mend it, or leave it out and answer here")]
    Answers { reason: String },
    /// A plain object has not the fields that were declared.
    #[error("{reason}")]
    Object { reason: String },
}

impl RequestError {
    /// A plain object that cannot be read or made.
    pub(super) fn object(reason: impl Display) -> Self {
        Self::Object { reason: reason.to_string() }
    }
}

impl From<RequestError> for JsValue {
    fn from(error: RequestError) -> Self {
        failure(&error)
    }
}

/// An `Error` with the sentence, the code and the parameters of an error.
pub(super) fn failure<E: Display + Serialize>(error: &E) -> JsValue {
    with_code(js_sys::Error::new(&error.to_string()).into(), &coded(error))
}

/// Sets the fields of an object that JSON has.
fn with_code(object: JsValue, json: &str) -> JsValue {
    let fields = JSON::parse(json).unwrap_or_default();
    for name in ["code", "parameters"] {
        let name = JsValue::from(name);
        let _ = Reflect::get(&fields, &name).and_then(|value| Reflect::set(&object, &name, &value));
    }
    object
}
