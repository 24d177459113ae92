//! Training of joint networks on several sequences of each gene, or on embeddings of them: one number a gene, split by stretches of the
//! genome and by family.

mod dataset;
mod kin;
mod member;
mod recipe;
mod split;

pub use dataset::{GeneData, GeneTableError};
pub use member::{JointRun, train_member};
pub use recipe::{GeneTableSection, InputSection, JointRecipe, ModelSection, SplitSection, TrainingSection};
