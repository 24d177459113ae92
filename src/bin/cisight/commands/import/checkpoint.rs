//! Weights of a published network with their configuration, and zipped models.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use cisight::architecture::Caduceus;
use cisight::backend::Backend;
use cisight::model::{Checkpoint, Import, Unpacked, import, unpack_model};
use cisight::schema::Manifest;
use cisight::text::counted;

use super::{described, embedder};
use crate::common::{files, input};

#[derive(clap::Args)]
pub struct CheckpointArgs {
    /// The published network: camformer, contextual-regression, fun-prose or reporter-resnet; caduceus, for `cisight embed`
    #[arg(long, required_unless_present_any = ["archive", "network"], value_name = "NAME")]
    architecture: Option<String>,
    /// Its hyperparameters as JSON, with `tfs` (names), `scaling` (mean, sd) and `frame` (left, right) where
    /// known
    #[arg(long, required_unless_present_any = ["archive", "network"], value_name = "JSON")]
    config: Option<PathBuf>,
    /// The weights (.pt or .safetensors); nothing in them is executed
    #[arg(long, required_unless_present_any = ["archive", "network"], value_name = "FILE")]
    checkpoint: Option<PathBuf>,
    /// The TFs in the order of training, one per line; standard name and aliases may follow, separated by
    /// tabs
    #[arg(long, value_name = "FILE")]
    tfs: Option<PathBuf>,
    /// A zipped model folder, in place of architecture, configuration and checkpoint
    #[arg(long, conflicts_with_all = ["architecture", "config", "checkpoint", "tfs"], value_name = "ZIP")]
    archive: Option<PathBuf>,
}

pub fn run(args: &CheckpointArgs, out: &Path) -> Result<()> {
    let device = pollster::block_on(Backend::Cpu.open())?;
    if let Some(path) = &args.archive {
        let unpacked = unpack_model(&input::read(path)?, &device).with_context(|| path.display().to_string())?;
        return write_unpacked(unpacked, out);
    }
    let (Some(architecture), Some(config), Some(checkpoint)) = (&args.architecture, &args.config, &args.checkpoint)
    else {
        // Refused by the options' own rules.
        return Ok(());
    };
    let tfs = args
        .tfs
        .as_deref()
        .map(|path| String::from_utf8(input::read(path)?).with_context(|| path.display().to_string()));
    let tfs = tfs.transpose()?;
    let read = Checkpoint::parse(input::read(checkpoint)?).with_context(|| checkpoint.display().to_string())?;
    let id = out.file_name().map_or_else(|| "imported".into(), |name| name.to_string_lossy().into_owned());
    if architecture == Caduceus::NAME {
        return embedder::run([config, checkpoint], &read, &id, (out, &device));
    }
    let request = Import {
        architecture,
        config: &input::read(config)?,
        tfs: tfs.as_deref(),
        checkpoint: &read,
        id: &id,
        title: &id,
    };
    let files = || format!("{}, {}", config.display(), checkpoint.display());
    let imported = import(request, &device).with_context(files)?;
    files::write_model(out, &imported.manifest, &imported.weights, &[])?;
    for note in &imported.notes {
        eprintln!("note: {note}");
    }
    let Manifest { conditions, inputs, .. } = &imported.manifest;
    let tfs = conditions.as_ref().map_or(0, |own| own.tfs.len());
    let read: Vec<String> = inputs.iter().map(described).collect();
    eprintln!("{}: {architecture} weights of {} and {}", out.display(), counted(tfs, "TF"), read.join(", "));
    Ok(())
}

fn write_unpacked(unpacked: Unpacked, folder: &Path) -> Result<()> {
    // The manifest stands first, and is written last.
    files::write_folder(folder, unpacked.files.iter().rev().map(|(name, bytes)| (name.as_str(), bytes.as_slice())))?;
    for note in &unpacked.notes {
        eprintln!("note: {note}");
    }
    eprintln!("{}: {}, {}", folder.display(), unpacked.manifest.id, unpacked.manifest.architecture);
    Ok(())
}
