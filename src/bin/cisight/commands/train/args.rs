//! The options of `cisight train`.

use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub struct Args {
    /// What to train, and how
    #[arg(long, value_name = "TOML")]
    pub recipe: PathBuf,
    /// The folder that the recipe's data paths start from
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// The model folder to make
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Where the state of an unfinished run is kept; training-state/ID here where absent
    #[arg(long, value_name = "DIR")]
    pub state: Option<PathBuf>,
    /// Train the member of this seed only, say beside other members in other processes; a run without it
    /// collects them
    #[arg(long, value_name = "SEED")]
    pub seed: Option<u64>,
    /// Write which gene (or row) is for training, validation or the test, and stop; say to choose motifs
    /// on training data only
    #[arg(long, value_name = "TSV")]
    pub split: Option<PathBuf>,
    /// Weights that were trained elsewhere on the recipe's data (.safetensors), to be evaluated and calibrated in
    /// place of training; for networks of reporter assays, FUN-PROSE and joint networks
    #[arg(long, value_name = "FILE", conflicts_with = "seed")]
    pub trained: Option<PathBuf>,
}

impl Args {
    /// Where the state of an unfinished run of that model is kept.
    pub fn state_folder(&self, model: &str) -> PathBuf {
        self.state.clone().unwrap_or_else(|| Path::new("training-state").join(model))
    }
}
