//! What a graph is: plain data, checked and with every shape known before anything is computed.
//!
//! Semantics are ONNX's: channels come first (`C x L`), convolutions are one-dimensional. The batch axis is
//! always the first one and appears nowhere: not in shapes, not among axes (axis 0 is the first one after
//! it), not in constants. Every number is static; what a file computes of shapes, and whatever opsets differ
//! in, is ironed out before.

mod check;
mod cost;
mod error;
mod function;
mod lower;
mod op;
mod rearranged;
mod shape;
mod simplify;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use check::{Inferred, ValueInfo, node_output};
pub use error::GraphError;
pub use function::{Binary, Function, Reduction};
pub(crate) use function::{GELU_CUBE, GELU_SLOPE};
pub use op::{Direction, Op};
#[cfg(feature = "files")]
pub(crate) use shape::broadcast;

use crate::sequence::Alphabet;

/// A network as a graph. Values have names: those of inputs, of constants, and of what nodes give.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Graph {
    /// What it reads, in this order.
    pub inputs: Vec<GraphInput>,
    /// Its weights, by the names that they have in the weights file.
    pub constants: Vec<Constant>,
    /// In an order in which each node stands after those whose values it reads.
    pub nodes: Vec<Node>,
    /// Names of the values that it answers with. Each number of each of them is an output of the model, in
    /// this order and row-major.
    pub outputs: Vec<String>,
}

/// One input of a graph.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GraphInput {
    /// The name of its value.
    pub name: String,
    /// Its shape, without the batch axis.
    pub shape: Vec<usize>,
    /// What it is made of.
    pub reads: Reads,
}

/// What an input is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Reads {
    /// One-hot bases; what is no letter is all zero. All other axes have an extent of 1.
    Bases {
        /// The letters, in the order of their places on `letters`.
        alphabet: Alphabet,
        /// The axis along which the letters stand.
        letters: usize,
        /// The axis along the sequence, 5' to 3'.
        positions: usize,
    },
    /// Numbers, row-major in the input's shape.
    Numbers,
    /// Vectors along a sequence. All other axes have an extent of 1.
    Embedding {
        /// The axis along a vector.
        width: usize,
        /// The axis along the sequence.
        positions: usize,
    },
}

/// A weight: its values are in the weights file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Constant {
    /// Its name.
    pub name: String,
    /// Its shape. Where a file has an axis of extent 1 in place of the batch axis, that axis is left out.
    pub shape: Vec<usize>,
}

/// One step: an operator, what it reads, and the one value that it gives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// What the file calls it, for messages; need not be unique.
    pub name: String,
    /// What it does.
    pub op: Op,
    /// Names of the values that it reads, in the order that [`Op`] says; an optional one at the end may be
    /// missing.
    pub inputs: Vec<String>,
    /// The name of the value that it gives.
    pub output: String,
}

impl Graph {
    /// What makes a graph smaller and changes nothing that it answers: nodes and constants that nothing reads
    /// are dropped, as are transpositions and reshapes that undo one another.
    #[must_use]
    pub fn simplified(&self) -> Self {
        simplify::simplified(self)
    }

    /// The same graph in fewer operators: no layer normalisations, and reductions along one axis at a time.
    ///
    /// # Errors
    /// [`GraphError`] as for [`Graph::inferred`].
    pub fn lowered(&self) -> Result<Self, GraphError> {
        lower::lowered(self)
    }

    /// Checks the graph and tells every value's shape.
    ///
    /// # Errors
    /// [`GraphError`] names the node and its operator, and says what does not fit.
    pub fn inferred(&self) -> Result<Inferred, GraphError> {
        check::inferred(self)
    }
}
