//! What a response rests on, computed step by step.
//!
//! | question | answer |
//! |---|---|
//! | What does every single-base change do? | [`MutagenesisJob`], and [`call_seqlets`] for the stretches that stand out |
//! | What do given changes of many samples do? | [`EditsJob`] |
//! | Which differences between two promoters carry that of their responses? | [`ComparisonJob`] |
//! | Which few changes bring the responses that are wanted? | [`DesignJob`] |
//! | How large is an effect beside those of random changes? | [`EffectScaleJob`] |
//! | Which single and double changes raise or lower it most? | [`DoublesJob`] |
//! | What do two motifs do alone and together? | [`MotifPairsJob`] |
//! | How do changes in two stretches act together? | [`EpistasisJob`] |
//! | What does a stretch do, scrambled or put elsewhere? | [`ReplacementJob`] |
//! | Which bases and TFs make up the difference from references? | [`AttributionJob`]: input x gradient, integrated gradients, DeepLIFT |
//! | Which named features add up to a response, and where are their sites? | [`FeaturesJob`] |
//! | What if a TF, or a pair of them, were gone or overexpressed? | [`TfEffectsJob`] |
//! | Which TFs drive the responses of many genes? | [`TfRankingJob`] |

mod comparison_job;
mod contributions;
mod contributions_job;
mod design;
mod differences;
mod doubles;
mod edits_job;
mod effect_scale;
mod epistasis;
mod features;
mod hypothetical;
mod motif_pairs;
mod mutagenesis;
mod quadrature;
mod replacement;
mod seqlets;
mod stretch;
mod tf_effects;
mod tf_ranking;
mod variant_scan;

pub use comparison_job::{ComparisonJob, DifferenceEffect};
pub use contributions::Contributions;
pub use contributions_job::{AttributionJob, ReferencePoint};
pub use design::{
    Design, DesignError, DesignJob, DesignOptions, DesignStep, Evolution, Goal, MotifMove, Moves, Start, differing,
};
pub use differences::{ComparisonError, Difference, Differences};
pub use doubles::{DoublesJob, Mutant};
pub use edits_job::EditsJob;
pub use effect_scale::{EffectSample, EffectScaleJob};
pub use epistasis::{Epistasis, EpistasisJob};
pub use features::{BoundSite, FeatureShare, FeaturesJob, ResponseSum};
pub use motif_pairs::{MotifPair, MotifPairsJob};
pub use mutagenesis::{Mutagenesis, MutagenesisJob};
pub use replacement::{ReplacementEffect, ReplacementJob};
pub use seqlets::{Seqlet, SeqletSettings, Sign, call_seqlets};
pub use stretch::{StretchError, check_stretch};
pub use tf_effects::{Change, Perturbation, TfEffectsJob};
pub use tf_ranking::{RankedTf, TfRankingJob, TfRule};
pub use variant_scan::VariantScan;
