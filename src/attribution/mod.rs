//! What a response rests on: changed promoters and what they answer, computed step by step.

mod design;
mod epistasis;
mod mutagenesis;
mod replacement;
mod stretch;
mod variant_scan;

pub use design::{Design, DesignJob, DesignOptions, DesignStep, Goal};
pub use epistasis::{Epistasis, EpistasisJob};
pub use mutagenesis::{Mutagenesis, MutagenesisJob};
pub use replacement::{ReplacementEffect, ReplacementJob};
pub use stretch::StretchError;
pub use variant_scan::VariantScan;
