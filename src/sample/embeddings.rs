use std::collections::HashMap;
use std::io::{Cursor, Read};

use safetensors::{Dtype, SafeTensors};
use serde::Serialize;
use thiserror::Error;
use zip::ZipArchive;

use super::Embedding;
use super::npy::{numbers, read_npy};
use crate::schema::EmbeddingInput;

/// Embeddings of many samples.
#[derive(Debug, Clone, PartialEq)]
pub enum EmbeddingRows {
    /// By the samples' names.
    Named(HashMap<String, Embedding>),
    /// In the samples' order.
    InOrder(Vec<Embedding>),
}

/// Why a file does not give a model's embeddings.
#[derive(Debug, Error, Serialize)]
pub enum EmbeddingError {
    /// It is of no kind that is read.
    #[error("this is not a .npz, .npy or .safetensors file")]
    Kind,
    /// The container is damaged.
    #[error("this file is damaged ({0}); save it again")]
    Damaged(String),
    /// An array has other numbers than floats.
    #[error("{0} is stored as {1}; save it as 16, 32 or 64-bit floats")]
    Type(String, String),
    /// An array has another shape.
    #[error("{name} has the shape {found:?} where the model reads {expected:?}")]
    Shape {
        /// Which array.
        name: String,
        /// Its shape.
        found: Vec<usize>,
        /// What would fit.
        expected: Vec<usize>,
    },
    /// An array holds NaN or infinity.
    #[error("{0} holds values that are not finite")]
    NotFinite(String),
    /// It unpacks to more than any input has.
    #[error("{0} unpacks to over {limit} MB", limit = MOST_BYTES >> 20)]
    TooLarge(String),
}

/// The most bytes of an array.
const MOST_BYTES: u64 = 1 << 30;

impl EmbeddingRows {
    /// Reads `.npz` or `.safetensors` (an array of `positions x width` for each sample, under its name) or
    /// `.npy` (one array of `samples x positions x width`, in the samples' order). What a file is, its first
    /// bytes say.
    ///
    /// # Errors
    /// [`EmbeddingError`] names the array that does not fit.
    pub fn read(bytes: &[u8], spec: &EmbeddingInput) -> Result<Self, EmbeddingError> {
        if bytes.starts_with(b"PK") {
            npz(bytes, spec)
        } else if bytes.starts_with(b"\x93NUMPY") {
            npy_of_all(bytes, spec)
        } else if bytes.get(8) == Some(&b'{') {
            from_safetensors(bytes, spec)
        } else {
            Err(EmbeddingError::Kind)
        }
    }
}

fn npz(bytes: &[u8], spec: &EmbeddingInput) -> Result<EmbeddingRows, EmbeddingError> {
    let damaged = |error: zip::result::ZipError| EmbeddingError::Damaged(error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut named = HashMap::new();
    for at in 0..archive.len() {
        let entry = archive.by_index(at).map_err(damaged)?;
        let Ok(name) = entry.name().map(|name| name.trim_end_matches(".npy").to_owned()) else { continue };
        let mut array = Vec::new();
        let read = entry.take(MOST_BYTES + 1).read_to_end(&mut array);
        read.map_err(|error| EmbeddingError::Damaged(error.to_string()))?;
        if array.len() as u64 > MOST_BYTES {
            return Err(EmbeddingError::TooLarge(quoted(&name)));
        }
        let (shape, values) = read_npy(&array, &quoted(&name))?;
        named.insert(name.clone(), embedding(quoted(&name), &shape, values, spec)?);
    }
    Ok(EmbeddingRows::Named(named))
}

fn npy_of_all(bytes: &[u8], spec: &EmbeddingInput) -> Result<EmbeddingRows, EmbeddingError> {
    let name = "the array".to_owned();
    let (shape, values) = read_npy(bytes, &name)?;
    let size = spec.positions * spec.width;
    let [count, rest @ ..] = shape.as_slice() else {
        return Err(EmbeddingError::Shape { name, found: shape, expected: vec![spec.positions, spec.width] });
    };
    if shape.len() == 2 {
        return Ok(EmbeddingRows::InOrder(vec![embedding(name, &shape, values, spec)?]));
    }
    if rest != [spec.positions, spec.width] || values.len() != count * size {
        let expected = vec![*count, spec.positions, spec.width];
        return Err(EmbeddingError::Shape { name, found: shape, expected });
    }
    let each = values.chunks(size.max(1)).enumerate();
    let row = |(at, own): (usize, &[f32])| embedding(format!("row {}", at + 1), rest, own.to_vec(), spec);
    Ok(EmbeddingRows::InOrder(each.map(row).collect::<Result<_, _>>()?))
}

fn from_safetensors(bytes: &[u8], spec: &EmbeddingInput) -> Result<EmbeddingRows, EmbeddingError> {
    let file = SafeTensors::deserialize(bytes).map_err(|error| EmbeddingError::Damaged(error.to_string()))?;
    let mut named = HashMap::new();
    for (name, view) in file.iter() {
        let values = match view.dtype() {
            Dtype::F32 => numbers(view.data(), f32::from_le_bytes),
            Dtype::F64 => numbers(view.data(), |bytes| f64::from_le_bytes(bytes) as f32),
            Dtype::F16 => numbers(view.data(), |bytes| half::f16::from_le_bytes(bytes).to_f32()),
            Dtype::BF16 => numbers(view.data(), |bytes| half::bf16::from_le_bytes(bytes).to_f32()),
            other => return Err(EmbeddingError::Type(quoted(name), format!("{other:?}"))),
        };
        named.insert(name.to_owned(), embedding(quoted(name), view.shape(), values, spec)?);
    }
    Ok(EmbeddingRows::Named(named))
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

fn embedding(
    name: String,
    shape: &[usize],
    values: Vec<f32>,
    spec: &EmbeddingInput,
) -> Result<Embedding, EmbeddingError> {
    if shape != [spec.positions, spec.width] || values.len() != spec.positions * spec.width {
        let expected = vec![spec.positions, spec.width];
        return Err(EmbeddingError::Shape { name, found: shape.to_vec(), expected });
    }
    Embedding::new(spec.positions, spec.width, values).ok_or(EmbeddingError::NotFinite(name))
}
