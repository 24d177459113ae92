use half::{bf16, f16};

use super::super::ForeignError;
use super::messages::{FLOAT, INT64, Tensor};
use super::value::Extent;
use crate::architecture::Array;

/// Numbers of one constant.
const MOST: usize = 1 << 26;

/// Where the data of a tensor lie in another file.
const EXTERNAL: i32 = 1;

/// Known numbers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Constant {
    /// The shape, with all of ONNX's axes.
    pub shape: Vec<usize>,
    /// Row-major.
    pub numbers: Numbers,
}

/// Numbers of one kind.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Numbers {
    /// Real ones.
    Floats(Vec<f32>),
    /// Whole ones and yes or no, and what stands for the number of samples.
    Integers(Vec<Extent>),
}

impl Constant {
    /// A list of whole numbers.
    pub fn list(values: Vec<Extent>) -> Self {
        Self { shape: vec![values.len()], numbers: Numbers::Integers(values) }
    }

    /// Real numbers.
    pub fn floats(shape: Vec<usize>, values: Vec<f32>) -> Self {
        Self { shape, numbers: Numbers::Floats(values) }
    }

    /// How many numbers.
    pub fn len(&self) -> usize {
        match &self.numbers {
            Numbers::Floats(own) => own.len(),
            Numbers::Integers(own) => own.len(),
        }
    }

    /// As real numbers; nothing where one stands for the number of samples.
    pub fn as_floats(&self) -> Option<Vec<f32>> {
        match &self.numbers {
            Numbers::Floats(own) => Some(own.clone()),
            Numbers::Integers(own) => own
                .iter()
                .map(|own| match own {
                    Extent::Known(value) => Some(*value as f32),
                    Extent::Samples => None,
                })
                .collect(),
        }
    }

    /// As a weight.
    pub fn array(&self) -> Option<Array> {
        Some(Array { shape: self.shape.clone(), values: self.as_floats()? })
    }

    /// As whole numbers.
    pub fn extents(&self) -> Option<&[Extent]> {
        match &self.numbers {
            Numbers::Integers(own) => Some(own),
            Numbers::Floats(_) => None,
        }
    }

    /// As known whole numbers.
    pub fn integers(&self) -> Option<Vec<i64>> {
        let known = |own: &Extent| match own {
            Extent::Known(value) => Some(*value),
            Extent::Samples => None,
        };
        self.extents()?.iter().map(known).collect()
    }

    /// The one number that it holds.
    pub fn scalar(&self) -> Option<f32> {
        self.as_floats().filter(|own| own.len() == 1).map(|own| own[0])
    }

    /// Reads a tensor.
    ///
    /// # Errors
    /// [`ForeignError`] names it where its data lie elsewhere, are cut short, or are of a kind that no network
    /// needs.
    pub fn read(tensor: &Tensor) -> Result<Self, ForeignError> {
        let name = || if tensor.name.is_empty() { "constant" } else { tensor.name.as_str() }.to_owned();
        let fault = |reason: String| ForeignError::WeightData { weight: name(), reason };
        if tensor.data_location == EXTERNAL || !tensor.external_data.is_empty() {
            return Err(ForeignError::External(name()));
        }
        let shape: Option<Vec<usize>> = tensor.dims.iter().map(|own| usize::try_from(*own).ok()).collect();
        let count = shape.as_ref().and_then(|shape| shape.iter().try_fold(1_usize, |all, own| all.checked_mul(*own)));
        let (Some(shape), Some(count)) = (shape, count.filter(|count| *count <= MOST)) else {
            return Err(fault(format!("has the shape {:?}, which no weight has", tensor.dims)));
        };
        let raw = &tensor.raw_data;
        let numbers = match tensor.data_type {
            FLOAT if raw.is_empty() => Numbers::Floats(tensor.float_data.clone()),
            FLOAT => Numbers::Floats(decoded(raw, f32::from_le_bytes)),
            11 if raw.is_empty() => Numbers::Floats(tensor.double_data.iter().map(|own| *own as f32).collect()),
            11 => Numbers::Floats(decoded(raw, |own| f64::from_le_bytes(own) as f32)),
            10 if raw.is_empty() => {
                Numbers::Floats(tensor.int32_data.iter().map(|own| f16::from_bits(*own as u16).to_f32()).collect())
            }
            10 => Numbers::Floats(decoded(raw, |own| f16::from_le_bytes(own).to_f32())),
            16 if raw.is_empty() => {
                Numbers::Floats(tensor.int32_data.iter().map(|own| bf16::from_bits(*own as u16).to_f32()).collect())
            }
            16 => Numbers::Floats(decoded(raw, |own| bf16::from_le_bytes(own).to_f32())),
            INT64 if raw.is_empty() => whole(tensor.int64_data.iter().copied()),
            INT64 => whole(decoded(raw, i64::from_le_bytes)),
            6 if raw.is_empty() => whole(tensor.int32_data.iter().map(|own| i64::from(*own))),
            6 => whole(decoded(raw, |own| i64::from(i32::from_le_bytes(own)))),
            // Signed and unsigned bytes, and yes or no.
            2 | 3 | 9 if raw.is_empty() => whole(tensor.int32_data.iter().map(|own| i64::from(*own))),
            3 => whole(decoded(raw, |own: [u8; 1]| i64::from(i8::from_le_bytes(own)))),
            2 | 9 => whole(decoded(raw, |own: [u8; 1]| i64::from(own[0]))),
            other => return Err(fault(format!("holds data of ONNX's type {other}, which is not read"))),
        };
        let constant = Self { shape, numbers };
        if constant.len() != count {
            return Err(fault(format!(
                "holds {} numbers where its shape has {count}; the file is damaged",
                constant.len()
            )));
        }
        match &constant.numbers {
            Numbers::Floats(own) if own.iter().any(|value| value.is_nan()) => {
                Err(fault("holds values that are not numbers; its training failed".into()))
            }
            _ => Ok(constant),
        }
    }
}

fn whole(values: impl IntoIterator<Item = i64>) -> Numbers {
    Numbers::Integers(values.into_iter().map(Extent::Known).collect())
}

fn decoded<const N: usize, T>(data: &[u8], number: impl Fn([u8; N]) -> T) -> Vec<T> {
    let (chunks, _) = data.as_chunks::<N>();
    chunks.iter().map(|chunk| number(*chunk)).collect()
}
