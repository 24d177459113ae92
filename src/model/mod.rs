//! Models: an architecture, its weights, and a manifest that says what they are.

#[cfg(feature = "files")]
mod archive;
#[cfg(feature = "files")]
mod checkpoint;
mod explained;
#[cfg(feature = "files")]
mod fitting;
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
mod folder;
#[cfg(feature = "files")]
mod import;
mod loaded;
mod manifest;
mod presets;
mod spread;
mod weights;

#[cfg(feature = "files")]
pub use archive::{ArchiveError, Unpacked, unpack_model};
#[cfg(feature = "files")]
pub use checkpoint::{Checkpoint, CheckpointError};
pub use explained::{Explained, ExplainedTfs, ExplanationError};
#[cfg(feature = "files")]
pub use fitting::{Fitted, fit};
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub use folder::{FolderError, ModelFolder, find_models, open_model};
#[cfg(feature = "files")]
pub use import::{Import, ImportError, Imported, import};
pub use loaded::{EncodedConditions, EncodedPromoters, Model, ModelError, References};
pub use manifest::{FORMAT, InputSpec, Manifest, ManifestError, OutputSpec, WeightsFile, sha256_hex};
pub use presets::{Preset, Presets};
pub use spread::Spread;
pub use weights::{Precision, WeightsError, read_safetensors, write_safetensors};
