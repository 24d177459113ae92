//! What a model says about itself: what it reads, what it predicts, what it can do beyond that, and the
//! manifest that holds it.

mod capabilities;
mod manifest;
mod manifest_one;
mod signature;
mod spread;

pub use capabilities::Capabilities;
pub use manifest::{FORMAT, Manifest, ManifestError, WeightsFile, sha256_hex};
pub use signature::{
    BasesInput, ConditionSpec, EmbeddingInput, InputSpec, NumberSpec, NumbersInput, OutputSpec, Signature,
};
pub use spread::Spread;
