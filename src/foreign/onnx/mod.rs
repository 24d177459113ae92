//! ONNX files. What a file computes of shapes is computed here, with the number of samples left open; what it
//! computes of samples becomes the graph.

mod attributes;
mod budget;
mod constant;
mod fold;
pub(crate) mod messages;
mod operators;
mod reader;
mod value;

pub(super) use reader::read;
