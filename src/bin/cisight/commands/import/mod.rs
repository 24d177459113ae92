//! `cisight import`

mod checkpoint;
mod embedder;
mod network;

use std::path::PathBuf;

use anyhow::Result;
use cisight::schema::InputSpec;
use cisight::text::counted;

use checkpoint::CheckpointArgs;
use network::NetworkArgs;

#[derive(clap::Args)]
pub struct Args {
    /// A whole network: ONNX (.onnx), Keras's .h5 or .keras, or a .czpack beside its .onnx; nothing in it is executed
    #[arg(value_name = "FILE", conflicts_with_all = ["architecture", "config", "checkpoint", "tfs", "archive"])]
    network: Option<PathBuf>,
    #[command(flatten, next_help_heading = "A whole network")]
    said: NetworkArgs,
    #[command(flatten, next_help_heading = "Weights of a published network, or a zipped model")]
    checkpoint: CheckpointArgs,
    /// The model folder to make
    #[arg(long, value_name = "DIR", required_unless_present = "look")]
    out: Option<PathBuf>,
}

pub fn run(args: &Args) -> Result<()> {
    match (&args.network, &args.out) {
        (Some(file), out) => network::run(file, &args.said, out.as_deref()),
        (None, Some(out)) => checkpoint::run(&args.checkpoint, out),
        // Refused by the options' own rules.
        (None, None) => Ok(()),
    }
}

/// What an input reads, in words.
fn described(input: &InputSpec) -> String {
    match input {
        InputSpec::Bases(own) => counted(own.window, "base"),
        InputSpec::Embedding(own) => format!("an embedding of {} x {}", own.positions, own.width),
        InputSpec::Numbers(own) => counted(own.numbers.len(), "number"),
    }
}
