//! What a model says about itself: what it reads, what it predicts, what it can do beyond that, and the
//! manifest that holds it.

mod calibration;
mod capabilities;
mod domain;
mod effects;
mod fast_share;
mod interval;
mod manifest;
mod manifest_one;
mod signature;
mod spread;

pub use calibration::{Calibration, ErrorQuantiles};
pub use capabilities::Capabilities;
#[cfg(feature = "train")]
pub(crate) use domain::root_mean_square;
pub use domain::{ConditionDomain, Domain, DomainNote, SequenceDomain, WordMeasures};
pub use effects::{EffectScale, Percentile};
pub use fast_share::{FastShare, OperatorCount};
pub use interval::{Interval, Intervals, LEVELS};
pub use manifest::{FORMAT, Manifest, ManifestError, WeightsFile, sha256_hex};
pub use signature::{
    BasesInput, ConditionSpec, EmbeddingInput, InputSpec, NumberSpec, NumbersInput, OutputSpec, Scale, Signature,
};
pub use spread::Spread;
