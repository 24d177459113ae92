use std::path::Path;

use burn::tensor::Device;

use super::{EMBEDDER_FILE, Embedder, EmbedderError, EmbedderManifest};

/// Loads the embedder of a folder.
///
/// # Errors
/// [`EmbedderError`] where there is none or it is damaged.
pub fn open_embedder(folder: &Path, device: &Device) -> Result<Embedder, EmbedderError> {
    let file = |name: &str| {
        let path = folder.join(name);
        std::fs::read(&path).map_err(|reason| EmbedderError::Folder { path, reason })
    };
    if !folder.join(EMBEDDER_FILE).exists() && folder.join("manifest.json").exists() {
        return Err(EmbedderError::NoEmbedder(folder.to_owned()));
    }
    let manifest = EmbedderManifest::parse(&file(EMBEDDER_FILE)?)?;
    let weights = file(&manifest.weights.file)?;
    Embedder::load(manifest, &weights, device)
}
