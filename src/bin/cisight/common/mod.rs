//! What commands have in common: options, reading, jobs, writing. Nothing here knows a command.

#[cfg(feature = "train")]
pub mod abundances;
#[cfg(feature = "train")]
pub mod accuracy;
pub mod backgrounds;
#[cfg(feature = "train")]
pub mod calibration;
pub mod conditions;
pub mod effect_scale;
#[cfg(feature = "train")]
pub mod expression;
pub mod files;
pub mod genome;
pub mod grid_file;
pub mod input;
pub mod job;
pub mod model;
pub mod region;
pub mod response;
pub mod sample_columns;
pub mod samples;
pub mod shard;
pub mod shipped;
pub mod table;
pub mod tracks;
pub mod unlike;
