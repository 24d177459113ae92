//! What a response rests on: in-silico mutagenesis of the promoter, and the stretches that matter in it.

mod contributions;
mod mutagenesis;
mod seqlets;

pub use mutagenesis::{Mutagenesis, MutagenesisJob};
pub use seqlets::{Seqlet, SeqletSettings, Sign, call_seqlets};
