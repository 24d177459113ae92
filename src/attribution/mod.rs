//! What a response rests on.
//!
//! | question | answer |
//! |---|---|
//! | What does every single-base change do? | [`MutagenesisJob`] |
//! | Which bases and TFs make up the difference from references? | [`AttributionJob`]: input x gradient, integrated gradients, DeepLIFT |
//! | What if a TF, or a pair of them, were gone or overexpressed? | [`TfEffectsJob`] |
//! | Which TFs drive the responses of many genes? | [`TfRankingJob`] |

mod contributions;
mod contributions_job;
mod mutagenesis;
mod quadrature;
mod tf_effects;
mod tf_ranking;

pub use contributions::Contributions;
pub use contributions_job::{AttributionJob, ReferencePoint};
pub use mutagenesis::{Mutagenesis, MutagenesisJob};
pub use tf_effects::{Change, Perturbation, TfEffectsJob};
pub use tf_ranking::{RankedTf, TfRankingJob, TfRule};
