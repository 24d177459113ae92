use burn::tensor::Device;
use serde_json::Value;

use super::{Embedder, EmbedderError, EmbedderManifest};
use crate::architecture::{Caduceus, CaduceusConfig, ParameterError, Parameters};
use crate::model::{Checkpoint, Precision, check_name, write_safetensors};

/// Weights that their authors published, and what is known about them.
#[derive(Debug)]
pub struct EmbedderImport<'a> {
    /// The authors' `config.json`; it may say the `window` too.
    pub config: &'a [u8],
    /// The weights by their published names.
    pub checkpoint: &'a Checkpoint,
    /// What the embedder is to be called.
    pub id: &'a str,
}

/// An embedder that was made of published weights.
#[derive(Debug)]
pub struct ImportedEmbedder {
    /// What it is.
    pub manifest: EmbedderManifest,
    /// Its weights file.
    pub weights: Vec<u8>,
    /// Numbers in it.
    pub count: usize,
}

/// Bases that PlantCaduceus was trained on at once; its configuration does not say so.
const WINDOW: usize = 512;

/// The weight that every network has, which tells what stands before the names.
const EMBEDDING: &str = "embeddings.word_embeddings.embedding.weight";

/// Complements, as whole numbers; the configuration has them too.
const COMPLEMENTS: &str = "embeddings.word_embeddings.complement_map";

/// What turns vectors back into letters, of which an embedding has no need.
const HEAD: &str = "lm_head.";

/// Checks published weights against their configuration and makes an embedder of them.
///
/// # Errors
/// [`EmbedderError`] names the entry or the weight that does not fit, is missing, or has no place.
pub fn import_embedder(request: &EmbedderImport<'_>, device: &Device) -> Result<ImportedEmbedder, EmbedderError> {
    check_name(request.id)?;
    let failed = |reason| EmbedderError::Json { what: "the configuration", reason };
    let json: Value = serde_json::from_slice(request.config).map_err(failed)?;
    let config = CaduceusConfig::from_json(&json)?;
    let window = json.get("window").map_or(WINDOW, |own| own.as_u64().unwrap_or(0) as usize);
    EmbedderManifest::check_window(window)?;
    let (weights, unknown) = published(request.checkpoint)?;
    let file = write_safetensors(&weights, Precision::Single)?;
    let count = weights.iter().map(|(_, array)| array.values.len()).sum();
    let kept = serde_json::to_value(&config).map_err(failed)?;
    let sizes = [window, config.d_model];
    Caduceus::new(config, weights, device)?;
    if !unknown.is_empty() {
        return Err(ParameterError::Unexpected { names: unknown }.into());
    }
    let manifest = EmbedderManifest::new(request.id, Caduceus::NAME, kept, sizes, &file);
    Embedder::load(manifest.clone(), &file, device)?;
    Ok(ImportedEmbedder { manifest, weights: file, count })
}

/// The backbone's weights under their names in it, and the names of what belongs to nothing that is known.
fn published(checkpoint: &Checkpoint) -> Result<(Parameters, Vec<String>), EmbedderError> {
    let prefix = checkpoint.names().find_map(|name| name.strip_suffix(EMBEDDING));
    let prefix = prefix.ok_or_else(|| ParameterError::Missing { name: EMBEDDING.into(), shape: Vec::new() })?;
    let (mut weights, mut unknown) = (Parameters::default(), Vec::new());
    for name in checkpoint.names() {
        match name.strip_prefix(prefix) {
            Some(COMPLEMENTS) => {}
            _ if name.starts_with(HEAD) => {}
            Some(own) => match tied_to(own) {
                None => weights.insert(own, checkpoint.read(name)?),
                Some(first) => {
                    let (first, array) = (format!("{prefix}{first}"), checkpoint.read(name)?);
                    if checkpoint.shape(&first).is_some() && checkpoint.read(&first)? != array {
                        return Err(EmbedderError::Untied(name.to_owned()));
                    }
                    let own = first.strip_prefix(prefix).unwrap_or(&first);
                    weights.insert(own, array);
                }
            },
            None => unknown.push(name.to_owned()),
        }
    }
    Ok((weights, unknown))
}

/// The name that a shared projection is kept under, where this is its other one: files of PyTorch have both,
/// safetensors the first alone.
fn tied_to(name: &str) -> Option<String> {
    let (block, projection) = name.split_once(".mamba_rev.")?;
    let is_shared = ["in_proj.weight", "out_proj.weight"].contains(&projection);
    is_shared.then(|| format!("{block}.mamba_fwd.{projection}"))
}
