//! What a response rests on: changed promoters and what they answer, computed step by step, and the stretches that stand out.

mod contributions;
mod design;
mod epistasis;
mod mutagenesis;
mod replacement;
mod seqlets;
mod stretch;
mod variant_scan;

pub use design::{Design, DesignJob, DesignOptions, DesignStep, Goal};
pub use epistasis::{Epistasis, EpistasisJob};
pub use mutagenesis::{Mutagenesis, MutagenesisJob};
pub use replacement::{ReplacementEffect, ReplacementJob};
pub use seqlets::{Seqlet, SeqletSettings, Sign, call_seqlets};
pub use stretch::StretchError;
pub use variant_scan::VariantScan;
