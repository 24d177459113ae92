//! Cellular conditions: tables of TF expression, aligned to a model's TF list and normalised as they were in
//! training.

mod alignment;
mod counts;
mod orthologues;
mod samples;
mod scaling;
mod table;
mod tf;

pub use alignment::{AlignedConditions, AlignmentError, align};
pub use counts::{Counts, CountsError};
pub use orthologues::{CarriedTable, OrthologueError, Orthologues};
pub use samples::{Sample, SamplesError};
pub use scaling::Scaling;
pub use table::{
    ColumnKind, ExpressionTable, Faults, LeftOutColumns, Listed, RowKind, TableError, TableNote, read_loose_table,
    read_table,
};
pub use tf::{TfList, TranscriptionFactor};
