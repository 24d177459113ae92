//! Weights of an embedder with their configuration.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use burn::tensor::Device;
use cisight::embedder::{EMBEDDER_FILE, EmbedderImport, import_embedder};
use cisight::model::Checkpoint;

use crate::common::{files, input};

/// Makes the embedder's folder; `config` and `weights` are the files' names.
pub fn run(
    [config, weights]: [&PathBuf; 2],
    checkpoint: &Checkpoint,
    id: &str,
    (out, device): (&Path, &Device),
) -> Result<()> {
    let request = EmbedderImport { config: &input::read(config)?, checkpoint, id };
    let named = || format!("{}, {}", config.display(), weights.display());
    let imported = import_embedder(&request, device).with_context(named)?;
    let json = serde_json::to_vec_pretty(&imported.manifest)?;
    let manifest = &imported.manifest;
    let written = [(manifest.weights.file.as_str(), imported.weights.as_slice()), (EMBEDDER_FILE, json.as_slice())];
    files::write_folder(out, written)?;
    eprintln!(
        "{}: {} of {} weights, vectors of {} for windows of {} bases; use it with `cisight embed`",
        out.display(),
        manifest.architecture,
        imported.count,
        manifest.width,
        manifest.window,
    );
    Ok(())
}
