//! Checkpoints that somebody else saved: safetensors, or what `torch.save` writes. One reader for the page
//! and the command line: bytes in, named tensors out. A PyTorch file is a pickle, which Python would run;
//! here it is read as data, and nothing in it is executed.

mod bytes;
mod container;
mod error;
mod pickle;
mod rebuild;
mod tensor;
mod value;
mod walk;

use std::collections::BTreeMap;

use safetensors::SafeTensors;

pub use error::CheckpointError;
pub(super) use error::shortened;
use tensor::{Element, Tensor};

use super::WeightsError;
use crate::architecture::Array;

/// The most bytes of a checkpoint: many times the largest network that is read here.
const MOST_BYTES: usize = 1 << 30;

/// More tensors than a network has, with two optimizer states for each.
const MOST_TENSORS: usize = 10_000;

/// The tensors of a checkpoint by their path: dictionaries, modules and the names in them, with dots between.
#[derive(Debug)]
pub struct Checkpoint {
    bytes: Vec<u8>,
    tensors: BTreeMap<String, Tensor>,
    network: Option<String>,
}

impl Checkpoint {
    /// Reads safetensors or PyTorch's own format (zip, or the one from before PyTorch 1.6), told by content.
    ///
    /// # Errors
    /// [`CheckpointError`] says in a sentence what about the file cannot be read, and what to do.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, CheckpointError> {
        if bytes.len() > MOST_BYTES {
            return Err(CheckpointError::TooLarge);
        }
        if let Some(kind) = whole_network(&bytes) {
            return Err(CheckpointError::WholeNetwork(kind));
        }
        let saved = if bytes.starts_with(b"PK\x03\x04") {
            container::zipped(&bytes)?
        } else if is_pickle(&bytes) {
            container::legacy(&bytes)?
        } else if bytes.get(257..262) == Some(b"ustar") {
            return Err(CheckpointError::Tar);
        } else {
            return Self::safetensors(bytes);
        };
        let found = walk::tensors(&saved)?;
        Ok(Self { tensors: found.tensors, network: found.network, bytes })
    }

    fn safetensors(bytes: Vec<u8>) -> Result<Self, CheckpointError> {
        // The ninth byte begins the header's JSON.
        if bytes.get(8) != Some(&b'{') {
            return Err(CheckpointError::Unknown);
        }
        let damaged = |error: safetensors::SafeTensorError| WeightsError::Container(error.to_string());
        let (header, metadata) = SafeTensors::read_metadata(&bytes).map_err(damaged)?;
        // Checks that the tensors lie within the file, one after the other.
        SafeTensors::deserialize(&bytes).map_err(damaged)?;
        let begin = header + 8;
        let tensor = |info: &safetensors::tensor::TensorInfo| {
            let (from, to) = info.data_offsets;
            Tensor::contiguous(Element::of_safetensors(info.dtype), &info.shape, begin + from..begin + to)
        };
        let tensors: BTreeMap<String, Tensor> =
            metadata.tensors().into_iter().map(|(name, info)| (name, tensor(info))).collect();
        if tensors.len() > MOST_TENSORS {
            return Err(CheckpointError::TooManyTensors);
        }
        Ok(Self { bytes, tensors, network: None })
    }

    /// The class of the network that the file holds whole, where it holds more than its weights.
    pub fn network(&self) -> Option<&str> {
        self.network.as_deref()
    }

    /// The paths of all tensors, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.tensors.keys().map(String::as_str)
    }

    /// The shape that a tensor declares.
    pub fn shape(&self, name: &str) -> Option<&[usize]> {
        self.tensors.get(name).map(|tensor| tensor.shape.as_slice())
    }

    /// How many bytes of a tensor's path come from the dictionaries and modules that it lies in; the rest is
    /// its own name.
    pub(super) fn nesting(&self, name: &str) -> usize {
        self.tensors.get(name).map_or(0, |tensor| tensor.nesting)
    }

    /// Whether a tensor holds real numbers; counters and masks do not.
    pub fn is_real(&self, name: &str) -> bool {
        self.tensors.get(name).is_some_and(|tensor| tensor.element.is_real())
    }

    /// A tensor's values, row-major, whatever the order that they are stored in.
    ///
    /// # Errors
    /// [`CheckpointError`] where there is no such tensor, it is no real number, or it reaches beyond its
    /// storage.
    pub fn read(&self, name: &str) -> Result<Array, CheckpointError> {
        let tensor = self.tensors.get(name).ok_or_else(|| CheckpointError::Storage(name.to_owned()))?;
        tensor.read(name, &self.bytes)
    }
}

/// What a file with a network and its weights is, told by how such files begin: HDF5's signature, an ONNX message's
/// version of the format before another of its fields, or Keras 3's parts in a zip file.
fn whole_network(bytes: &[u8]) -> Option<&'static str> {
    const PART: &[u8] = b"model.weights.h5";
    // The names of a zip file's parts stand at its end.
    let end = &bytes[bytes.len().saturating_sub(1 << 16)..];
    let is_keras = || bytes.starts_with(b"PK\x03\x04") && end.windows(PART.len()).any(|own| own == PART);
    match bytes {
        [0x89, b'H', b'D', b'F', b'\r', b'\n', 0x1a, b'\n', ..] => Some("an HDF5 file, as Keras saves models"),
        [0x08, 1..=15, 0x12 | 0x1a | 0x22 | 0x28 | 0x32 | 0x3a | 0x42, ..] => Some("an ONNX file"),
        _ => is_keras().then_some("a Keras file"),
    }
}

/// A pickle that lies in no zip file; a safetensors file may begin so, but its ninth byte is a brace.
fn is_pickle(bytes: &[u8]) -> bool {
    matches!(bytes, [0x80, 2..=5, ..]) && bytes.get(8) != Some(&b'{')
}
