//! Motifs of transcription factors: matrices from MEME files.

mod meme;

pub use meme::{MemeError, Motif, read_meme};
