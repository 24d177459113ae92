//! The folder of windows that were embedded before: files that are written once, a handful of windows each, so that runs
//! side by side do not get into each other's way.

use std::path::Path;

use anyhow::{Context, Result};
use cisight::embedder::EmbeddingCache;
use cisight::schema::sha256_hex;

use crate::common::files;

/// Windows of a file: what a run that is cut off loses at most.
const WINDOWS_OF_FILE: usize = 128;

/// Reads what other runs with the same embedder left; nothing where the folder is not there yet.
pub fn read(folder: &Path, cache: &mut EmbeddingCache) -> Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
    paths.sort();
    let begins = format!("{}-", cache.name());
    for path in paths {
        let is_own = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&begins));
        if is_own && files::has_extension(Some(&path), "safetensors") {
            let named = || path.display().to_string();
            cache.read(&std::fs::read(&path).with_context(named)?).with_context(named)?;
        }
    }
    Ok(())
}

/// Writes what came in, once it fills a file or nothing more will come.
pub fn write(folder: &Path, cache: &mut EmbeddingCache, is_last: bool) -> Result<()> {
    if cache.fresh() < WINDOWS_OF_FILE && !is_last {
        return Ok(());
    }
    let begin = cache.name().to_owned();
    let Some(bytes) = cache.take_fresh()? else { return Ok(()) };
    let name = format!("{begin}-{}.safetensors", &sha256_hex(&bytes)[..16]);
    files::write_folder(folder, [(name.as_str(), bytes.as_slice())])
}
