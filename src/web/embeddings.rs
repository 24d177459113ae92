//! Embeddings that the visitor brings, in JavaScript's hands.

use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use super::arrays::Floats;
use super::{failure, to_ts};
use crate::sample::{Embedding, EmbeddingRows as Rows};
use crate::schema::EmbeddingInput;

/// Embeddings of samples.
#[derive(Serialize, Tsify)]
pub struct EmbeddingRows {
    /// Absent where the file has none: the rows then stand in the samples' order.
    names: Option<Vec<String>>,
    /// `rows x positions x width`, row-major.
    values: Floats,
}

/// Reads `.npz`, `.npy` or `.safetensors` with an embedding of `positions x width` for each sample.
///
/// # Errors
/// `EmbeddingError` names the array that does not fit.
#[wasm_bindgen(js_name = readEmbeddings)]
pub fn read_embeddings(bytes: &[u8], positions: usize, width: usize) -> Result<Ts<EmbeddingRows>, JsValue> {
    let spec = EmbeddingInput { name: String::new(), positions, width };
    let read = Rows::read(bytes, &spec).map_err(|error| failure(&error))?;
    let (names, rows): (Option<Vec<String>>, Vec<Embedding>) = match read {
        Rows::Named(rows) => {
            let mut rows: Vec<(String, Embedding)> = rows.into_iter().collect();
            rows.sort_by(|(one, _), (other, _)| one.cmp(other));
            let (names, rows) = rows.into_iter().unzip();
            (Some(names), rows)
        }
        Rows::InOrder(rows) => (None, rows),
    };
    let values: Vec<f32> = rows.iter().flat_map(Embedding::values).copied().collect();
    to_ts(&EmbeddingRows { names, values: Floats::of(&values) })
}
