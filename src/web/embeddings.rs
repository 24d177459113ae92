//! Embeddings that the visitor brings, in JavaScript's hands.

use js_sys::Float32Array;
use wasm_bindgen::prelude::*;

use super::{failure, object, to_js};
use crate::sample::{Embedding, EmbeddingRows};
use crate::schema::EmbeddingInput;

/// Reads `.npz`, `.npy` or `.safetensors` with an embedding of `positions x width` for each sample: `{ names, values (rows x positions x
/// width) }`; without names where the file has none, the rows then stand in the samples' order.
///
/// # Errors
/// `EmbeddingError` names the array that does not fit.
#[wasm_bindgen(js_name = readEmbeddings)]
pub fn read_embeddings(bytes: &[u8], positions: usize, width: usize) -> Result<JsValue, JsValue> {
    let spec = EmbeddingInput { name: String::new(), positions, width };
    let read = EmbeddingRows::read(bytes, &spec).map_err(|error| failure("EmbeddingError", &error))?;
    let (names, rows): (Option<Vec<String>>, Vec<Embedding>) = match read {
        EmbeddingRows::Named(rows) => {
            let mut rows: Vec<(String, Embedding)> = rows.into_iter().collect();
            rows.sort_by(|(one, _), (other, _)| one.cmp(other));
            let (names, rows) = rows.into_iter().unzip();
            (Some(names), rows)
        }
        EmbeddingRows::InOrder(rows) => (None, rows),
    };
    let values: Vec<f32> = rows.iter().flat_map(Embedding::values).copied().collect();
    object([("names", to_js(&names)?), ("values", Float32Array::from(values.as_slice()).into())])
}
