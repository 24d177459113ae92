//! Models that the visitor brings, in JavaScript's hands.

use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use super::arrays::Bytes;
use super::{BACKEND, Plain, RequestError, failure, to_ts};
use crate::model::{Checkpoint, Import, import, unpack_model as unpack};

/// A published network's checkpoint that is to become a model, without the checkpoint itself.
#[derive(Deserialize, Tsify)]
pub struct ImportOptions {
    architecture: String,
    /// Hyperparameters as JSON, with `tfs`, `scaling` and `frame` where known.
    config: String,
    /// The TFs in input order, one in each line; those of the configuration where it is absent.
    #[serde(default)]
    tfs: Option<String>,
    id: String,
    title: String,
}

/// A checkpoint as a model.
#[derive(Serialize, Tsify)]
pub struct ImportedModel {
    /// As JSON.
    manifest: String,
    weights: Bytes,
    #[tsify(type = "Coded<\"import\", ImportNote>[]")]
    notes: Plain,
}

/// A model's manifest, and the files beside it.
#[derive(Serialize, Tsify)]
pub struct ModelParts {
    /// As JSON.
    manifest: String,
    files: Vec<ModelFile>,
    #[tsify(type = "Coded<\"import\", ImportNote>[]")]
    notes: Plain,
}

/// A file of a model's folder.
#[derive(Serialize, Tsify)]
pub struct ModelFile {
    pub(super) name: String,
    pub(super) bytes: Bytes,
}

/// Checks a checkpoint (the bytes of a file, safetensors or PyTorch's own) against its configuration.
///
/// # Errors
/// `ModelError` names what does not fit.
#[wasm_bindgen(js_name = importModel)]
pub async fn import_model(options: Ts<ImportOptions>, checkpoint: Vec<u8>) -> Result<Ts<ImportedModel>, JsValue> {
    let options = options.to_rust().map_err(RequestError::object)?;
    let device = BACKEND.open().await.map_err(|error| failure(&error))?;
    let checkpoint = Checkpoint::parse(checkpoint).map_err(|error| failure(&error))?;
    let request = Import {
        architecture: &options.architecture,
        config: options.config.as_bytes(),
        tfs: options.tfs.as_deref(),
        checkpoint: &checkpoint,
        id: &options.id,
        title: &options.title,
    };
    let imported = import(request, &device).map_err(|error| failure(&error))?;
    let manifest = serde_json::to_string_pretty(&imported.manifest).map_err(RequestError::object)?;
    to_ts(&ImportedModel { manifest, weights: Bytes::of(&imported.weights), notes: Plain::notes(&imported.notes) })
}

/// Unpacks and checks a zipped model folder.
///
/// # Errors
/// `ModelError` names the file that is at fault.
#[wasm_bindgen(js_name = unpackModel)]
pub async fn unpack_model(zip: Vec<u8>) -> Result<Ts<ModelParts>, JsValue> {
    let device = BACKEND.open().await.map_err(|error| failure(&error))?;
    let unpacked = unpack(&zip, &device).map_err(|error| failure(&error))?;
    let files = unpacked.files.iter().map(|(name, bytes)| ModelFile { name: name.clone(), bytes: Bytes::of(bytes) });
    let manifest = String::from_utf8_lossy(unpacked.files.first().map_or(&[][..], |(_, bytes)| bytes)).into_owned();
    to_ts(&ModelParts { manifest, files: files.collect(), notes: Plain::notes(&unpacked.notes) })
}
