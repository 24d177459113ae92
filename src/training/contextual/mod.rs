//! Training of contextual regressions on mRNA abundances, by the authors' recipe.

mod dataset;
mod member;
mod recipe;

pub use dataset::AbundanceData;
pub use member::{ContextualRun, train_member};
pub use recipe::{AbundanceSection, ContextualRecipe, TrainingSection};
