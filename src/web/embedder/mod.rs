//! A network that makes embeddings, in JavaScript's hands.

#[cfg(feature = "files")]
pub mod files;

use wasm_bindgen::prelude::*;

use super::{BACKEND, failure};
use crate::embedder::{Embedder, EmbedderManifest};

/// An embedder that is ready, on this build's backend.
#[wasm_bindgen]
pub struct LoadedEmbedder {
    embedder: Embedder,
}

#[wasm_bindgen]
impl LoadedEmbedder {
    /// Builds what a manifest (JSON) describes of its weights.
    ///
    /// # Errors
    /// `EmbedderError` where the weights are others, or do not fit; `DeviceError` where there is no device.
    pub async fn open(manifest: Vec<u8>, weights: Vec<u8>) -> Result<LoadedEmbedder, JsValue> {
        let device = BACKEND.open().await.map_err(|error| failure(&error))?;
        let manifest = EmbedderManifest::parse(&manifest).map_err(|error| failure(&error))?;
        let embedder = Embedder::load(manifest, &weights, &device).map_err(|error| failure(&error))?;
        Ok(Self { embedder })
    }

    /// The vector of a window: the mean of its bases from `start` to before `end`, of both strands.
    ///
    /// # Errors
    /// `EmbedderError` where the device fails or the network gives numbers that are not finite.
    pub async fn embed(&self, bases: String, start: usize, end: usize) -> Result<Vec<f32>, JsValue> {
        let windows = [(bases.as_bytes(), start..end)];
        let vectors = self.embedder.means(&windows).await.map_err(|error| failure(&error))?;
        Ok(vectors.concat())
    }
}
