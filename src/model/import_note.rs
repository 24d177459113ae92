use std::fmt;

use serde::Serialize;

use crate::text::counted;

/// What was left out, found or made up where a checkpoint or a zipped folder became a model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum ImportNote {
    /// A whole pickled network was read as data.
    WholeNetwork {
        /// Its class.
        class: String,
    },
    /// The weights are one part of what the file holds.
    WeightsUnder {
        /// Which part.
        path: String,
    },
    /// A wrapper's name stood before those of the weights.
    PrefixLeftOut {
        /// That name.
        prefix: String,
    },
    /// What the file holds beside the weights.
    WeightsLeftOut {
        /// Some of it.
        names: Vec<String>,
        /// How much more there is.
        more: usize,
    },
    /// Entries of the configuration that say nothing about the network.
    EntriesLeftOut {
        /// All of them.
        names: Vec<String>,
    },
    /// The configuration does not say how many TFs the network reads, and its weights do.
    CountedTfs {
        /// How many.
        count: usize,
    },
    /// Nobody named the TFs, so that they are numbered.
    UnnamedTfs {
        /// How many.
        count: usize,
    },
    /// TF levels are read as they are.
    NoScaling,
    /// Files of the zip file that are no part of the model.
    FilesLeftOut {
        /// How many.
        count: usize,
    },
}

impl fmt::Display for ImportNote {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WholeNetwork { class } => write!(
                out,
                "the file holds a whole network ({class}): its weights were read as data, its code was not run"
            ),
            Self::WeightsUnder { path } => write!(out, "the weights were found under \"{path}\""),
            Self::PrefixLeftOut { prefix } => {
                write!(out, "the prefix \"{prefix}\" was left out of the weights' names")
            }
            Self::WeightsLeftOut { names, more } => {
                let more = if *more > 0 { ", ..." } else { "" };
                write!(out, "left out, as it is not among the weights: \"{}\"{more}", names.join("\", \""))
            }
            Self::EntriesLeftOut { names } => write!(out, "left out of the configuration: {}", names.join(", ")),
            Self::CountedTfs { count } => write!(out, "the number of TFs, {count}, was taken from the weights"),
            Self::UnnamedTfs { count } => write!(out, "no TFs were named: they are called TF1 to TF{count}"),
            Self::NoScaling => out.write_str("no scaling was given: TF levels are read as they are"),
            Self::FilesLeftOut { count } => {
                let were = if *count == 1 { "was" } else { "were" };
                write!(out, "{} of the zip file {were} left out", counted(*count, "further file"))
            }
        }
    }
}
