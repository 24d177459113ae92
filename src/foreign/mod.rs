//! Networks that other programs saved: ONNX and Keras files, read as data and turned into a [graph](crate::architecture::graph::ir). Nothing
//! in a file is executed.
//!
//! [`Pack`] is Sequence Browser's manifest of one of them.
//!
//! [`read_network`] tells the format by content. What no file says (which letters, where the anchor is, what
//! the outputs are called) is asked by [`Seen`] and said by [`Answers`], or typed as [`Said`], which proposes
//! them; [`make_model`] makes a model of both.

mod answers;
mod builder;
mod constants;
mod czpack;
mod error;
mod expected;
mod fuse;
mod keras;
mod make;
mod naming;
mod network;
mod onnx;
mod preview;
mod said;
mod seen;

pub use answers::{Answers, BasesAnswer, NumberAnswer, OutputAnswer};
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub(crate) use onnx::messages as onnx_messages;

pub use crate::model::ANSWERS_FILE;
pub use czpack::{Pack, PackError, Packed};
pub use error::{Faulty, ForeignError};
pub use expected::{Expected, ExpectedError};
pub use make::{Made, MakeError, fast_share, make_model};
pub use network::{ForeignNetwork, read_network};
pub use preview::{Previewed, preview};
pub use said::{Said, SaidError, SaidInput};
pub use seen::{Looks, Question, Seen, SeenInput};
