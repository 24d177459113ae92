//! Training on reporter assays: sequences of one length, several sources with scales of their own, no TFs.
//!
//! Every source is a task with an output of its own on a shared network, so that scales need no reconciling
//! by hand; the tasks that name an output ship. Predictions of published networks may be tasks too: they are soft targets
//! for training rows, and are never looked at elsewhere.

mod dataset;
mod evaluation;
mod long;
mod member;
mod motif_start;
mod recipe;
mod sampler;
mod state;
pub mod step;
mod taught;

pub use super::ranks::ranks;
pub use dataset::{DataError, Pair, ReporterData, ReporterTables, Row};
pub use evaluation::{Score, scores};
pub use member::{MemberError, MemberProgress, MemberRun, train_member};
pub use motif_start::distinct_motifs;
pub use recipe::{LongSection, Output, ReporterRecipe, Task, TeacherSection};
pub(super) use sampler::one_hot;
pub use state::MemberState;
pub use taught::{Taught, questions};
