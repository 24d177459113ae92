//! Samples: what a row of the map is, with one part for each input of a model.

#[cfg(feature = "files")]
mod embeddings;
#[cfg(feature = "files")]
mod npy;
mod numbers;
mod part;
mod set;
mod subject;

#[cfg(feature = "files")]
pub use embeddings::{EmbeddingError, EmbeddingRows};
pub use numbers::{NumberRows, NumbersError};
pub use part::{Embedding, Part};
pub use set::SampleSet;
pub use subject::Subject;

/// A row of the map: a name and one part for each input of the model, in the model's order. A promoter alone
/// is the common case.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// The name, as given. It is untrusted text.
    pub name: String,
    /// One part for each input.
    pub parts: Vec<Part>,
}

impl From<crate::sequence::Window> for Sample {
    /// A sample without a name for a model that reads one sequence.
    fn from(window: crate::sequence::Window) -> Self {
        Self { name: String::new(), parts: vec![Part::Bases(window)] }
    }
}
