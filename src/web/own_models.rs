//! Models that the visitor brings, in JavaScript's hands.

use js_sys::{Array, Uint8Array};
use serde::Deserialize;
use wasm_bindgen::prelude::*;

use super::{BACKEND, failure, object, to_js};
use crate::model::{Checkpoint, Import, import, unpack_model as unpack};

#[derive(Deserialize)]
struct Options {
    architecture: String,
    config: String,
    #[serde(default)]
    tfs: Option<String>,
    id: String,
    title: String,
}

/// Checks a checkpoint against its configuration: `{ architecture, config, tfs?, id, title, checkpoint }` (the bytes of a file) gives
/// `{ manifest, weights, notes }`.
///
/// # Errors
/// `ModelError` names what does not fit.
#[wasm_bindgen(js_name = importModel)]
pub async fn import_model(options: JsValue) -> Result<JsValue, JsValue> {
    let checkpoint = js_sys::Reflect::get(&options, &"checkpoint".into())?;
    let checkpoint = Uint8Array::new(&checkpoint).to_vec();
    let options: Options = serde_wasm_bindgen::from_value(options).map_err(|error| failure("ModelError", &error))?;
    let device = BACKEND.open().await.map_err(|error| failure("DeviceError", &error))?;
    let checkpoint = Checkpoint::parse(checkpoint).map_err(|error| failure("ModelError", &error))?;
    let request = Import {
        architecture: &options.architecture,
        config: options.config.as_bytes(),
        tfs: options.tfs.as_deref(),
        checkpoint: &checkpoint,
        id: &options.id,
        title: &options.title,
    };
    let imported = import(request, &device).map_err(|error| failure("ModelError", &error))?;
    let manifest = serde_json::to_string_pretty(&imported.manifest).map_err(|error| failure("ModelError", &error))?;
    object([
        ("manifest", manifest.into()),
        ("weights", Uint8Array::from(imported.weights.as_slice()).into()),
        ("notes", to_js(&imported.notes)?),
    ])
}

/// Unpacks and checks a zipped model folder: `{ manifest, files: [{ name, bytes }], notes }`.
///
/// # Errors
/// `ModelError` names the file that is at fault.
#[wasm_bindgen(js_name = unpackModel)]
pub async fn unpack_model(zip: Vec<u8>) -> Result<JsValue, JsValue> {
    let device = BACKEND.open().await.map_err(|error| failure("DeviceError", &error))?;
    let unpacked = unpack(&zip, &device).map_err(|error| failure("ModelError", &error))?;
    let files = Array::new();
    for (name, bytes) in &unpacked.files {
        let entry = [("name", name.as_str().into()), ("bytes", Uint8Array::from(bytes.as_slice()).into())];
        files.push(&object(entry)?);
    }
    let manifest = String::from_utf8_lossy(unpacked.files.first().map_or(&[][..], |(_, bytes)| bytes));
    object([("manifest", manifest.as_ref().into()), ("files", files.into()), ("notes", to_js(&unpacked.notes)?)])
}
