//! Training and evaluation, native only: a recipe and tables in, a model folder out.
//!
//! Each promoter of a batch is encoded once and paired with many conditions, so that an epoch costs the
//! convolutions of every gene once, not once per condition.

pub mod baselines;
mod batch;
pub mod calibration;
mod checkpoint;
mod classification;
pub mod contextual;
mod dataset;
mod denoise;
mod domain;
mod evaluation;
mod evidence;
mod families;
mod fit;
pub mod joint;
mod member;
mod mixture;
mod motif_filters;
mod orthologues;
mod ranks;
mod recipe;
pub mod regulons;
pub mod reporter;
mod schedule;
mod split;
mod whole_file;

pub use checkpoint::CheckpointFolder;
pub use classification::{Classification, ReliabilityBin, classification};
pub use dataset::{DataError, Dataset, Tables};
pub use domain::{condition_domain, sequence_domain};
pub use evaluation::{Accuracy, Correlations, correlations};
pub use evidence::{ConservationSection, EvidenceRecipe, PeaksSection, SourceSection};
pub use families::families;
pub use fit::{SpreadSample, fit_spread};
pub use member::{Progress, TrainingError, TrainingRun, predict, train_member};
pub use mixture::MixtureRecipe;
pub use motif_filters::motif_filters;
pub use orthologues::Orthologues;
pub use recipe::{DataSection, ExpressionSource, ModelSection, Recipe, RecipeError, SplitSection};
pub use schedule::BatchTooLarge;
pub use split::{Part, part_of};
