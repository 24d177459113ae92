use std::path::Path;

use half::{bf16, f16};
use pytorch_reader::{DType, PytorchReader};
use thiserror::Error;

use super::{WeightsError, read_safetensors};
use crate::architecture::{Array, Parameters};

/// Where FUN-PROSE's authors keep the weights in what they save.
const STATE_DICT: &str = "model_state_dict";

/// Why a checkpoint is refused.
#[derive(Debug, Error)]
pub enum CheckpointError {
    /// The file cannot be opened.
    #[error("{0}")]
    Open(#[from] std::io::Error),
    /// It is no PyTorch checkpoint, is damaged, or asks for something that would have to be executed.
    #[error("this is no PyTorch checkpoint that can be read as data: {0}")]
    PyTorch(String),
    /// A weight is stored as something that is no real number.
    #[error("\"{name}\" is stored as {dtype}; save the weights as 16, 32 or 64-bit floats")]
    Type {
        /// The weight.
        name: String,
        /// How it is stored.
        dtype: String,
    },
    /// It is a damaged safetensors file.
    #[error(transparent)]
    Safetensors(#[from] WeightsError),
}

/// Reads the weights of a checkpoint: safetensors, or PyTorch's own format (`.pt`), bare or under `model_state_dict`.
///
/// A PyTorch file is parsed as data; nothing in it is executed, and what is no tensor is ignored.
///
/// # Errors
/// [`CheckpointError`] says what about the file cannot be read.
pub fn read_checkpoint(path: &Path) -> Result<Parameters, CheckpointError> {
    if path.extension().is_some_and(|extension| extension == "safetensors") {
        return Ok(read_safetensors(&std::fs::read(path)?)?);
    }
    std::fs::File::open(path)?;
    let reader = PytorchReader::with_top_level_key(path, STATE_DICT)
        .ok()
        .filter(|reader| !reader.is_empty())
        .map_or_else(|| PytorchReader::new(path), Ok)
        .map_err(|error| CheckpointError::PyTorch(error.to_string()))?;
    let mut weights = Parameters::default();
    for (name, tensor) in reader.tensors() {
        let bytes = tensor.read()?;
        let values = match tensor.dtype() {
            DType::F32 => decode(&bytes, f32::from_le_bytes),
            DType::F64 => decode(&bytes, |bytes| f64::from_le_bytes(bytes) as f32),
            DType::F16 => decode(&bytes, |bytes| f16::from_le_bytes(bytes).to_f32()),
            DType::BF16 => decode(&bytes, |bytes| bf16::from_le_bytes(bytes).to_f32()),
            DType::I64 | DType::I32 => continue,
            other => return Err(CheckpointError::Type { name: name.clone(), dtype: format!("{other:?}") }),
        };
        weights.insert(name.as_str(), Array { shape: tensor.shape().to_vec(), values });
    }
    Ok(weights)
}

fn decode<const N: usize>(data: &[u8], number: impl Fn([u8; N]) -> f32) -> Vec<f32> {
    let (chunks, _) = data.as_chunks::<N>();
    chunks.iter().map(|chunk| number(*chunk)).collect()
}
