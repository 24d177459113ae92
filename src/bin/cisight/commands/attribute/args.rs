//! The options of `cisight attribute`.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::common::conditions::ComparedConditionArgs;
use crate::common::model::ModelArgs;
use crate::common::response::OutputArgs;
use crate::common::samples::{SampleArgs, SequenceArgs};
use crate::common::table::TableArgs;
use crate::common::tracks::TrackFileArgs;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Method {
    /// Input x gradient, centred over A, C, G, T
    Gradient,
    /// Joint integrated gradients over bases and TFs
    IntegratedGradients,
    /// DeepLIFT, rescale rule
    Deeplift,
    /// Where the last convolution's channels that raise the response are active (reporter networks)
    GradCam,
    /// In-silico knock-out, knock-down and overexpression of TFs
    TfEffects,
    /// Named features whose contributions add up to the response (regulon networks)
    Features,
}

/// What the help says of the table and its columns.
const OUT_HELP: &str = "Where to write promoter, condition, position, base, contribution, hypothetical A C G T (tf-effects: the effects of TFs; features: feature, value, weight, contribution)";

#[derive(clap::Args)]
#[command(mut_arg("out", |out| out.help(OUT_HELP)))]
pub struct Args {
    #[command(flatten)]
    pub model: ModelArgs,
    /// How to attribute
    #[arg(long, value_enum)]
    pub method: Method,
    #[command(flatten)]
    pub samples: SampleArgs,
    #[command(flatten)]
    pub sequence: SequenceArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    #[command(flatten)]
    pub conditions: ComparedConditionArgs,
    /// Dinucleotide shuffles of each promoter to compare with; 0 keeps the promoter, so that TFs alone
    /// explain the difference
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub references: usize,
    /// Seed of the shuffles
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// Nodes on the line from each reference (integrated gradients)
    #[arg(long, value_name = "N", default_value_t = 32, value_parser = clap::value_parser!(u32).range(1..=5000))]
    pub steps: u32,
    #[command(flatten)]
    pub table: TableArgs,
    /// Where to write promoter, condition, tf, name, level, reference level, contribution
    #[arg(long, value_name = "TSV")]
    pub out_tfs: Option<PathBuf>,
    #[command(flatten)]
    pub tracks: TrackFileArgs,
    #[command(flatten)]
    pub effects: EffectArgs,
}

/// What is done to TFs.
#[derive(clap::Args)]
pub struct EffectArgs {
    /// TFs to change (tf-effects), by either name, with commas; all of them where absent
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub tfs: Vec<String>,
    /// Change pairs of TFs as well (tf-effects)
    #[arg(long)]
    pub pairs: bool,
    /// The level of a TF that is knocked out, in the table's unit; a model with terms of the TF's own drops
    /// these instead
    #[arg(long, value_name = "LEVEL", default_value_t = -3.0, allow_negative_numbers = true)]
    pub knock_out: f32,
    /// What a knock-down adds to a TF's level
    #[arg(long, value_name = "SHIFT", default_value_t = -1.0, allow_negative_numbers = true)]
    pub knock_down: f32,
    /// The level of a TF that is overexpressed
    #[arg(long, value_name = "LEVEL", default_value_t = 4.0, allow_negative_numbers = true)]
    pub overexpression: f32,
}
