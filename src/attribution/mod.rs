//! What a response rests on: in-silico mutagenesis of the promoter.

mod mutagenesis;

pub use mutagenesis::{Mutagenesis, MutagenesisJob};
