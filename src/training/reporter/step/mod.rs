//! One step of training a reporter network by hand: forward and backward over plain numbers, channels
//! innermost.
//!
//! burn's automatic differentiation reached 5 to 7 G multiply-adds a second and core on networks of this
//! size: it copies each convolution's input apart and passes over memory once an operation. Here a
//! convolution is products over a sequence's own columns, and what lies between two products is one pass.
//! Gradients equal burn's (`tests/native/reporter_step.rs`). docs/reporter.md has the figures.

mod activation;
mod adam;
mod columns;
mod convolution;
mod dense;
mod joint;
mod layer;
mod network;
mod norm;
mod pool;
mod product;
mod shipped;
mod standard;
mod trainable;

pub use adam::{Adam, Update};
pub use columns::Columns;
pub use joint::{JointPass, JointStep};
pub use network::{ForwardPass, StepNetwork};
pub use trainable::{Gradients, Trainable};
