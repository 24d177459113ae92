//! Networks that other programs saved: ONNX and Keras files, read as data and turned into a [`Graph`]. Nothing
//! in a file is executed.
//!
//! [`read_network`] tells the format by content. What no file says (which letters, where the anchor is, what
//! the outputs are called) is asked by [`Seen`] and said by [`Answers`]; [`make_model`] makes a model of both.

mod builder;
mod error;
mod keras;
mod network;

pub use error::{Faulty, ForeignError};
pub use network::{ForeignNetwork, read_network};
