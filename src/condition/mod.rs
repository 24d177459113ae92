//! Cellular conditions: tables of TF expression, aligned to a model's TF list and normalised as they were in training.

mod alignment;
mod counts;
mod orthologues;
mod scaling;
mod table;
mod tf;

pub use alignment::{AlignedConditions, AlignmentError, align};
pub use counts::{Counts, CountsError, Sample};
pub use orthologues::{Carried, OrthologueError, Orthologues};
pub use scaling::Scaling;
pub use table::{ExpressionTable, TableError, read_table};
pub use tf::{TfList, TranscriptionFactor};
