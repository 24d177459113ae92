//! Models: an architecture, its weights, and a manifest that says what they are.

mod answer;
#[cfg(feature = "files")]
mod archive;
#[cfg(feature = "files")]
mod checkpoint;
mod domain;
mod encoding;
mod explained;
mod feature_sites;
#[cfg(feature = "files")]
mod fitting;
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
mod folder;
#[cfg(feature = "files")]
mod import;
#[cfg(feature = "files")]
mod import_error;
#[cfg(feature = "files")]
mod import_note;
mod loaded;
mod presets;
mod terms;
mod weights;

pub use answer::{AnswerError, Responses};
#[cfg(feature = "files")]
pub use archive::{ANSWERS_FILE, ArchiveError, Unpacked, unpack_model};
#[cfg(feature = "files")]
pub use checkpoint::{Checkpoint, CheckpointError};
pub use encoding::{EncodedConditions, EncodedSamples, Encoder, SubjectEditor};
pub use explained::{EnsembleMultipliers, EnsembleTfMultipliers, ExplanationError, ExplanationPoint};
pub use feature_sites::FeatureSite;
#[cfg(feature = "files")]
pub use fitting::{FittedNetwork, fit};
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub use folder::{FolderError, ModelFolder, find_model, find_models, open_model};
#[cfg(feature = "files")]
pub(crate) use import::check_name;
#[cfg(feature = "files")]
pub use import::{Import, Imported, import};
#[cfg(feature = "files")]
pub use import_error::ImportError;
#[cfg(feature = "files")]
pub use import_note::ImportNote;
pub use loaded::{Model, ModelError, NoSequence};
pub use presets::{Preset, Presets};
pub use terms::{FeatureTable, FeatureTerm, TermsError};
pub use weights::{Precision, WeightsError, read_safetensors, write_safetensors};
