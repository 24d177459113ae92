//! Motifs of transcription factors: matrices from MEME files, the places that fit them, and the motif that
//! names an interval. Motifs of kernels: their sites, how alike they are to known ones, and which keep company.

mod comparison;
mod distribution;
mod jaspar;
mod kernel;
mod matching;
mod matrix;
mod meme;
mod meme_text;
mod pairs;
mod scan;

pub use comparison::{Comparison, TargetMotifs, q_values};
pub use kernel::{Kernel, SiteCounts};
pub use matching::{MotifMatch, best_match};
pub use meme::{MemeError, Motif, MotifFile, read_meme};
pub use meme_text::{consensus, write_meme};
pub use pairs::{CoOccurrence, Nearest, PairsJob, PlacedSite, SitePair, Spacing, nearest};
pub use scan::{Hit, MAX_WIDTH, ScanError, Scanner};
