//! Models: an architecture, its weights, and a manifest that says what they are.

#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
mod checkpoint;
mod explained;
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
mod folder;
mod loaded;
mod manifest;
mod presets;
mod spread;
mod weights;

#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub use checkpoint::{CheckpointError, read_checkpoint};
pub use explained::{Explained, ExplainedTfs, ExplanationError};
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub use folder::{FolderError, ModelFolder, find_models, open_model, write_model};
pub use loaded::{EncodedConditions, EncodedPromoters, Model, ModelError, References};
pub use manifest::{FORMAT, InputSpec, Manifest, ManifestError, OutputSpec, WeightsFile, sha256_hex};
pub use presets::{Preset, Presets};
pub use spread::Spread;
pub use weights::{Precision, WeightsError, read_safetensors, write_safetensors};
