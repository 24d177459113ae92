use std::collections::HashMap;

use half::{bf16, f16};
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};
use serde::Serialize;
use thiserror::Error;

use crate::architecture::{Array, Parameters};

/// How numbers are written to a weights file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// 32 bits.
    Single,
    /// 16 bits: half the download, for weights that were checked to bear it.
    Half,
}

/// Why a safetensors file is refused.
#[derive(Debug, Error, Serialize)]
pub enum WeightsError {
    /// The container is damaged or is another kind of file.
    #[error("this is not an intact safetensors file ({0}); download or export it again")]
    Container(String),
    /// A weight is stored as something that is no real number.
    #[error("\"{name}\" is stored as {dtype}; export the weights as 16, 32 or 64-bit floats")]
    Type {
        /// The weight.
        name: String,
        /// How it is stored.
        dtype: String,
    },
    /// A 16-bit file cannot hold a weight.
    #[error("\"{0}\" holds a value that 16 bits cannot; write 32 bits")]
    Overflow(String),
    /// The file could not be made.
    #[error("the weights cannot be written: {0}")]
    Write(String),
}

/// Reads weights from a safetensors file. Integers (batch counters) are left out.
///
/// # Errors
/// [`WeightsError`] where the container is damaged or holds another kind of number.
pub fn read_safetensors(bytes: &[u8]) -> Result<Parameters, WeightsError> {
    let file = SafeTensors::deserialize(bytes).map_err(|error| WeightsError::Container(error.to_string()))?;
    let mut weights = Parameters::default();
    for (name, view) in file.iter() {
        let values = match view.dtype() {
            Dtype::F32 => decode(view.data(), f32::from_le_bytes),
            Dtype::F64 => decode(view.data(), |bytes| f64::from_le_bytes(bytes) as f32),
            Dtype::F16 => decode(view.data(), |bytes| f16::from_le_bytes(bytes).to_f32()),
            Dtype::BF16 => decode(view.data(), |bytes| bf16::from_le_bytes(bytes).to_f32()),
            Dtype::I64 | Dtype::I32 => continue,
            other => return Err(WeightsError::Type { name: name.to_owned(), dtype: format!("{other:?}") }),
        };
        weights.insert(name, Array { shape: view.shape().to_vec(), values });
    }
    Ok(weights)
}

fn decode<const N: usize>(data: &[u8], number: impl Fn([u8; N]) -> f32) -> Vec<f32> {
    let (chunks, _) = data.as_chunks::<N>();
    chunks.iter().map(|chunk| number(*chunk)).collect()
}

/// Writes weights as a safetensors file.
///
/// # Errors
/// [`WeightsError::Overflow`] where 16 bits cannot hold a value.
pub fn write_safetensors(weights: &Parameters, precision: Precision) -> Result<Vec<u8>, WeightsError> {
    let mut encoded = Vec::new();
    for (name, array) in weights.iter() {
        let (dtype, data) = match precision {
            Precision::Single => {
                (Dtype::F32, array.values.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>())
            }
            Precision::Half => {
                let halves: Vec<f16> = array.values.iter().map(|value| f16::from_f32(*value)).collect();
                if halves.iter().any(|value| !value.is_finite()) {
                    return Err(WeightsError::Overflow(name.clone()));
                }
                (Dtype::F16, halves.iter().flat_map(|value| value.to_le_bytes()).collect())
            }
        };
        encoded.push((name.clone(), dtype, array.shape.clone(), data));
    }
    let mut views = Vec::new();
    for (name, dtype, shape, data) in &encoded {
        let view =
            TensorView::new(*dtype, shape.clone(), data).map_err(|error| WeightsError::Write(error.to_string()))?;
        views.push((name.clone(), view));
    }
    let metadata = HashMap::from([("format".to_owned(), "pt".to_owned())]);
    safetensors::serialize(views, Some(metadata)).map_err(|error| WeightsError::Write(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_survive_the_way_there_and_back() -> Result<(), WeightsError> {
        let mut weights = Parameters::default();
        weights.insert("b", Array { shape: vec![2, 1], values: vec![1.5, -0.25] });
        weights.insert("a", Array { shape: vec![1], values: vec![3.0] });
        for precision in [Precision::Single, Precision::Half] {
            assert_eq!(read_safetensors(&write_safetensors(&weights, precision)?)?, weights);
        }
        weights.insert("c", Array { shape: vec![1], values: vec![1e6] });
        assert!(matches!(write_safetensors(&weights, Precision::Half), Err(WeightsError::Overflow(_))));
        Ok(())
    }

    #[test]
    fn damaged_files_are_refused() -> Result<(), WeightsError> {
        let mut weights = Parameters::default();
        weights.insert("a", Array { shape: vec![4], values: vec![0.0; 4] });
        let intact = write_safetensors(&weights, Precision::Single)?;
        for cut in 0..intact.len() {
            assert!(read_safetensors(&intact[..cut]).is_err(), "cut at {cut}");
        }
        Ok(())
    }
}
