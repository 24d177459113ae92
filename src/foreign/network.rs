use std::collections::BTreeMap;

use super::{ForeignError, keras, onnx};
use crate::architecture::Parameters;
use crate::architecture::graph::ir::Graph;

/// Bytes of a file that is read: the same as for checkpoints.
const MOST_BYTES: usize = 1 << 30;

/// A network as a file describes it. All its inputs read numbers, as no file says what they stand for.
#[derive(Debug)]
pub struct ForeignNetwork {
    /// What the file is, such as `Keras 2.10.0`.
    pub format: String,
    /// The computation.
    pub graph: Graph,
    /// What the file calls what the graph answers with.
    pub outputs: Vec<String>,
    /// Its weights.
    pub parameters: Parameters,
}

/// Reads a network, whose format is told by content. `length` is what an axis of any length is to have.
///
/// # Errors
/// [`ForeignError`] says which layer or node is not read, and why.
pub fn read_network(bytes: Vec<u8>, length: Option<usize>) -> Result<ForeignNetwork, ForeignError> {
    if bytes.len() > MOST_BYTES {
        return Err(ForeignError::Format);
    }
    if bytes.starts_with(b"\x89HDF\r\n\x1a\n") {
        return keras::read_hdf5(bytes, length);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return keras::read_zip(bytes, length);
    }
    onnx::read(&bytes, length, &BTreeMap::new())
}
