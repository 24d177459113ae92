use serde::{Deserialize, Serialize};

use super::FunProse;
use crate::architecture::published::read_config;
use crate::architecture::{Activation, ArchitectureError};

/// FUN-PROSE's hyperparameters, named as in the authors' configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FunProseConfig {
    /// Bases read (published: 1000).
    pub seq_length: usize,
    /// TFs read (published: 208 for S. cerevisiae).
    pub num_tfs: usize,
    /// Kernels of the first convolution.
    pub conv1_knum: usize,
    /// Their width, odd.
    pub conv1_ksize: usize,
    /// First max pool.
    pub pool1: usize,
    /// Kernels of the second convolution.
    pub conv2_knum: usize,
    /// Their width, odd.
    pub conv2_ksize: usize,
    /// Second pool.
    pub pool2: usize,
    /// Whether it takes means, behind the activation, where the published network takes maxima, before it: means tell
    /// how often something stands in a stretch, maxima whether it does.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pool2_mean: bool,
    /// Width of the TF layer.
    pub xt_hidden: usize,
    /// After both convolutions.
    pub conv_activation: Activation,
    /// After the TF layer and the fully connected layers.
    pub fc_activation: Activation,
    /// Widths of the three fully connected layers, which the authors' configuration has no name for.
    #[serde(default = "published_widths", skip_serializing_if = "are_published")]
    pub fc_widths: [usize; 3],
}

fn published_widths() -> [usize; 3] {
    FunProseConfig::PUBLISHED_WIDTHS
}

fn are_published(widths: &[usize; 3]) -> bool {
    *widths == FunProseConfig::PUBLISHED_WIDTHS
}

/// No published size comes near; it keeps a hostile file from asking for all memory.
const LARGEST: usize = 1 << 16;

impl FunProseConfig {
    /// Widths of the published fully connected layers.
    pub const PUBLISHED_WIDTHS: [usize; 3] = [512, 256, 64];

    /// The names of the hyperparameters: those of the authors' configuration, and the two that only networks of this
    /// project have.
    pub const NAMES: [&str; 13] = [
        "seq_length",
        "num_tfs",
        "conv1_knum",
        "conv1_ksize",
        "pool1",
        "conv2_knum",
        "conv2_ksize",
        "pool2",
        "xt_hidden",
        "conv_activation",
        "fc_activation",
        "pool2_mean",
        "fc_widths",
    ];

    /// Reads and checks the hyperparameters.
    ///
    /// # Errors
    /// [`ArchitectureError::Config`] names the one that is missing or out of range.
    pub fn from_json(json: &serde_json::Value) -> Result<Self, ArchitectureError> {
        read_config(FunProse::NAME, json, Self::check)
    }

    fn check(&self) -> Result<(), String> {
        let sizes = [
            ("seq_length", self.seq_length),
            ("num_tfs", self.num_tfs),
            ("conv1_knum", self.conv1_knum),
            ("conv1_ksize", self.conv1_ksize),
            ("pool1", self.pool1),
            ("conv2_knum", self.conv2_knum),
            ("conv2_ksize", self.conv2_ksize),
            ("pool2", self.pool2),
            ("xt_hidden", self.xt_hidden),
            ("fc_widths", self.fc_widths.into_iter().min().unwrap_or(0)),
            ("fc_widths", self.fc_widths.into_iter().max().unwrap_or(0)),
        ];
        if let Some((name, size)) = sizes.into_iter().find(|(_, size)| !(1..=LARGEST).contains(size)) {
            return Err(format!("{name} is {size}, but has to lie between 1 and {LARGEST}"));
        }
        if self.conv1_ksize.is_multiple_of(2) || self.conv2_ksize.is_multiple_of(2) {
            return Err("conv1_ksize and conv2_ksize have to be odd".to_owned());
        }
        if self.pooled_columns() == 0 {
            return Err("the pools leave nothing of the sequence".to_owned());
        }
        Ok(())
    }

    /// Columns after the second pool.
    pub fn pooled_columns(&self) -> usize {
        self.seq_length / self.pool1 / self.pool2
    }

    /// Numbers that describe a promoter where it meets the TFs.
    pub fn promoter_width(&self) -> usize {
        self.conv2_knum * self.pooled_columns()
    }
}
