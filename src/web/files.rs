//! Sequences and files that JavaScript cannot make itself.

use std::io::Cursor;

use wasm_bindgen::prelude::*;

use super::failure;
use crate::export::{Array, Examples};
use crate::sequence::dinucleotide_shuffle;

/// A shuffle of the bases that keeps its first and last base and all pairs of neighbours; the same for the
/// same seed.
#[wasm_bindgen(js_name = shuffleBases)]
pub fn shuffle_bases(bases: &str, seed: u32) -> String {
    String::from_utf8_lossy(&dinucleotide_shuffle(bases.as_bytes(), u64::from(seed))).into_owned()
}

/// Sequences and hypothetical contributions for TF-MoDISco: two `.npz` files of `N x 4 x L`.
#[wasm_bindgen]
pub struct ModiscoExamples {
    examples: Examples,
}

#[wasm_bindgen]
impl ModiscoExamples {
    /// Starts arrays of `length` bases an example.
    #[wasm_bindgen(constructor)]
    pub fn new(length: usize) -> ModiscoExamples {
        Self { examples: Examples::new(length) }
    }

    /// Adds an example: bases and `bases x 4` scores (A, C, G, T).
    ///
    /// # Errors
    /// `ExportError` where the two do not fit.
    pub fn push(&mut self, bases: &str, scores: &[f32]) -> Result<(), JsValue> {
        self.examples.push(bases.as_bytes(), scores).map_err(|error| failure(&error))
    }

    /// The file of one-hot sequences.
    ///
    /// # Errors
    /// `ExportError` where it cannot be made.
    #[wasm_bindgen(js_name = oneHot, unchecked_return_type = "Uint8Array<ArrayBuffer>")]
    pub fn one_hot(&self) -> Result<Vec<u8>, JsValue> {
        self.npz(Array::OneHot)
    }

    /// The file of scores.
    ///
    /// # Errors
    /// `ExportError` where it cannot be made.
    #[wasm_bindgen(unchecked_return_type = "Uint8Array<ArrayBuffer>")]
    pub fn scores(&self) -> Result<Vec<u8>, JsValue> {
        self.npz(Array::Scores)
    }

    fn npz(&self, array: Array) -> Result<Vec<u8>, JsValue> {
        let mut file = Cursor::new(Vec::new());
        self.examples.write_npz(array, &mut file).map_err(|error| failure(&error))?;
        Ok(file.into_inner())
    }
}
