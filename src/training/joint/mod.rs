//! Training of joint networks on several sequences of each gene: one number a gene, split by stretches of the
//! genome and by family.

mod dataset;
mod member;
mod recipe;

pub use dataset::{GeneData, GeneTableError};
pub use member::{JointRun, train_member};
pub use recipe::{GeneTableSection, InputSection, JointRecipe, ModelSection, SplitSection, TrainingSection};
