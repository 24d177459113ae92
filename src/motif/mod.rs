//! Motifs of transcription factors: matrices from MEME files, the places that fit them, and the motif that
//! names an interval.

mod distribution;
mod jaspar;
mod matching;
mod matrix;
mod meme;
mod scan;

pub use matching::{MotifMatch, best_match};
pub use meme::{MemeError, Motif, MotifFile, read_meme};
pub use scan::{Hit, MAX_WIDTH, ScanError, Scanner};
