//! `cisight export-onnx`

use std::path::PathBuf;

use anyhow::{Context, Result};
use cisight::export::to_onnx;

use crate::common::files;
use crate::common::model::ModelArgs;

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    model: ModelArgs,
    /// The file to write: inputs `promoters` (P x letters x window, one-hot) and `levels` (C x TFs, in the
    /// table's unit), output `responses` (P x C)
    #[arg(long, value_name = "ONNX")]
    out: PathBuf,
}

pub fn run(args: &Args) -> Result<()> {
    let model = args.model.open()?;
    let file = to_onnx(&model).context("this architecture cannot be exported yet")?;
    files::write(Some(&args.out), &file)?;
    eprintln!("{}: {} bytes", args.out.display(), file.len());
    Ok(())
}
