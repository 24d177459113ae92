//! Tensors in a checkpoint: where their numbers lie, and those numbers as 32-bit floats.

use std::ops::Range;

use half::{bf16, f16};
use safetensors::Dtype;

use super::CheckpointError;
use crate::architecture::Array;

const MOST_DIMENSIONS: usize = 64;

/// A kind of number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Element {
    Double,
    Single,
    Half,
    Brain,
    /// What is no weight: its name, and its bytes.
    Whole(&'static str, usize),
    /// A type that is not known here.
    Unknown,
}

const WHOLE: [(&str, &str, usize); 8] = [
    ("Long", "int64", 8),
    ("Int", "int32", 4),
    ("Short", "int16", 2),
    ("Char", "int8", 1),
    ("Byte", "uint8", 1),
    ("Bool", "bool", 1),
    ("ComplexFloat", "complex64", 8),
    ("ComplexDouble", "complex128", 16),
];

impl Element {
    /// By the class of a storage, such as `torch.FloatStorage`; none for one whose tensors have a type each.
    pub fn of_storage(class: &str) -> Result<Option<Self>, CheckpointError> {
        let name = class.strip_prefix("torch.").and_then(|name| name.strip_suffix("Storage"));
        let name = name.ok_or_else(|| CheckpointError::damaged("a storage of no type"))?;
        let name = name.rsplit('.').next().unwrap_or(name);
        Ok(match name {
            "Untyped" => None,
            "Double" => Some(Self::Double),
            "Float" => Some(Self::Single),
            "Half" => Some(Self::Half),
            "BFloat16" => Some(Self::Brain),
            _ => {
                let known = WHOLE.iter().find(|(storage, ..)| *storage == name);
                Some(known.map_or(Self::Unknown, |&(_, name, bytes)| Self::Whole(name, bytes)))
            }
        })
    }

    /// By PyTorch's name of the type, such as `torch.float32`.
    pub fn of_type(name: &str) -> Option<Self> {
        let name = name.strip_prefix("torch.")?;
        let whole = WHOLE.iter().find(|(_, known, _)| *known == name);
        match name {
            "float64" => Some(Self::Double),
            "float32" => Some(Self::Single),
            "float16" => Some(Self::Half),
            "bfloat16" => Some(Self::Brain),
            _ => whole.map(|&(_, name, bytes)| Self::Whole(name, bytes)),
        }
    }

    pub fn of_safetensors(dtype: Dtype) -> Self {
        match dtype {
            Dtype::F64 => Self::Double,
            Dtype::F32 => Self::Single,
            Dtype::F16 => Self::Half,
            Dtype::BF16 => Self::Brain,
            Dtype::I64 => Self::Whole("int64", 8),
            Dtype::I32 => Self::Whole("int32", 4),
            Dtype::I16 => Self::Whole("int16", 2),
            Dtype::I8 => Self::Whole("int8", 1),
            Dtype::U64 => Self::Whole("uint64", 8),
            Dtype::U32 => Self::Whole("uint32", 4),
            Dtype::U16 => Self::Whole("uint16", 2),
            Dtype::U8 => Self::Whole("uint8", 1),
            Dtype::BOOL => Self::Whole("bool", 1),
            _ => Self::Unknown,
        }
    }

    /// The bytes of a number; none where they are not known.
    pub fn bytes(self) -> Option<usize> {
        match self {
            Self::Double => Some(8),
            Self::Single => Some(4),
            Self::Half | Self::Brain => Some(2),
            Self::Whole(_, bytes) => Some(bytes),
            Self::Unknown => None,
        }
    }

    pub fn is_real(self) -> bool {
        !matches!(self, Self::Whole(..) | Self::Unknown)
    }
}

/// A tensor of a checkpoint.
#[derive(Debug)]
pub struct Tensor {
    pub element: Element,
    pub shape: Vec<usize>,
    pub nesting: usize,
    layout: Option<Layout>,
    /// Where its storage lies in the file; none where it is not there.
    storage: Option<Range<usize>>,
}

/// How a tensor's numbers lie in its storage, counted in numbers.
#[derive(Debug)]
struct Layout {
    offset: usize,
    strides: Vec<usize>,
    /// The numbers that the storage is said to have.
    stored: usize,
}

impl Tensor {
    pub fn contiguous(element: Element, shape: &[usize], storage: Range<usize>) -> Self {
        let mut strides = vec![1_usize; shape.len()];
        for axis in (1..shape.len()).rev() {
            strides[axis - 1] = strides[axis].saturating_mul(shape[axis]);
        }
        let stored = storage.len() / element.bytes().unwrap_or(1);
        let layout = Layout { offset: 0, strides, stored };
        Self { element, shape: shape.to_vec(), nesting: 0, layout: Some(layout), storage: Some(storage) }
    }

    /// A view of a storage as a pickle declares it.
    pub fn view(
        element: Element,
        (offset, shape, strides): (usize, Vec<usize>, Vec<usize>),
        stored: usize,
        storage: Option<Range<usize>>,
        nesting: usize,
    ) -> Self {
        Self { element, shape, nesting, layout: Some(Layout { offset, strides, stored }), storage }
    }

    /// One whose place in its storage cannot be understood.
    pub fn misplaced(element: Element, nesting: usize) -> Self {
        Self { element, shape: Vec::new(), nesting, layout: None, storage: None }
    }

    /// The values, row-major.
    pub fn read(&self, name: &str, file: &[u8]) -> Result<Array, CheckpointError> {
        let misfit = || CheckpointError::Shape(name.to_owned());
        let layout = self.layout.as_ref().ok_or_else(misfit)?;
        let width = match self.element {
            Element::Whole(kind, _) => return Err(CheckpointError::Type { name: name.to_owned(), kind }),
            Element::Unknown => {
                return Err(CheckpointError::Type { name: name.to_owned(), kind: "a type that is not known here" });
            }
            real => real.bytes().ok_or_else(misfit)?,
        };
        let length = layout.checked_length(&self.shape).ok_or_else(misfit)?;
        let storage = self.storage.clone().ok_or_else(|| CheckpointError::Storage(name.to_owned()))?;
        let numbers = file.get(storage).ok_or_else(|| CheckpointError::Storage(name.to_owned()))?;
        if layout.stored.checked_mul(width).is_none_or(|bytes| bytes > numbers.len()) {
            return Err(misfit());
        }
        let values = match self.element {
            Element::Double => self.gather(layout, length, numbers, |bytes| f64::from_le_bytes(bytes) as f32),
            Element::Half => self.gather(layout, length, numbers, |bytes| f16::from_le_bytes(bytes).to_f32()),
            Element::Brain => self.gather(layout, length, numbers, |bytes| bf16::from_le_bytes(bytes).to_f32()),
            _ => self.gather(layout, length, numbers, f32::from_le_bytes),
        };
        Ok(Array { shape: self.shape.clone(), values })
    }

    /// Walks through the storage in the tensor's own order, axis by axis.
    fn gather<const N: usize>(
        &self,
        layout: &Layout,
        length: usize,
        storage: &[u8],
        number: impl Fn([u8; N]) -> f32,
    ) -> Vec<f32> {
        let (stored, _) = storage.as_chunks::<N>();
        let mut position = vec![0_usize; self.shape.len()];
        let mut at = layout.offset;
        let mut values = Vec::with_capacity(length);
        for _ in 0..length {
            values.push(stored.get(at).map_or(f32::NAN, |bytes| number(*bytes)));
            for axis in (0..self.shape.len()).rev() {
                position[axis] += 1;
                if position[axis] < self.shape[axis] {
                    at += layout.strides[axis];
                    break;
                }
                at -= layout.strides[axis] * (self.shape[axis] - 1);
                position[axis] = 0;
            }
        }
        values
    }
}

impl Layout {
    /// How many numbers a tensor has, if all of them lie within its storage.
    fn checked_length(&self, shape: &[usize]) -> Option<usize> {
        if shape.len() != self.strides.len() || shape.len() > MOST_DIMENSIONS {
            return None;
        }
        let length = shape.iter().try_fold(1_usize, |length, &size| length.checked_mul(size))?;
        if length == 0 {
            return Some(0);
        }
        let mut last = self.offset;
        for (&size, &stride) in shape.iter().zip(&self.strides) {
            last = last.checked_add((size - 1).checked_mul(stride)?)?;
        }
        // Also what a view repeats by a stride of 0: no weight needs more numbers than are stored.
        (length <= self.stored && last < self.stored).then_some(length)
    }
}
