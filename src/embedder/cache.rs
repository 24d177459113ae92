use std::collections::HashMap;

use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};
use sha2::{Digest as _, Sha256};

use super::{Cut, EmbedderError, EmbedderManifest};

/// What tells a window and its position from any other: the SHA-256 of its bases and of where the position lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WindowKey([u8; 32]);

/// Vectors of windows that were embedded before, by what was read: a changed sequence costs the windows that the change
/// lies in. It is for one embedder, and knows no files: bytes in, bytes out.
#[derive(Debug, Default)]
pub struct EmbeddingCache {
    embedder: String,
    width: usize,
    known: HashMap<WindowKey, Vec<f32>>,
    fresh: Vec<WindowKey>,
}

impl WindowKey {
    /// The key of a position of a sequence.
    pub fn new(bases: &[u8], cut: &Cut) -> Self {
        let mut hash = Sha256::new();
        for end in [cut.core.start - cut.window.start, cut.core.end - cut.window.start] {
            hash.update((end as u64).to_le_bytes());
        }
        hash.update(&bases[cut.window.clone()]);
        Self(hash.finalize().into())
    }

    /// As hexadecimal digits.
    pub fn hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl EmbeddingCache {
    /// An empty cache for an embedder.
    pub fn new(manifest: &EmbedderManifest) -> Self {
        Self { embedder: manifest.weights.sha256.clone(), width: manifest.width, ..Self::default() }
    }

    /// A name for this embedder's files.
    pub fn name(&self) -> &str {
        &self.embedder[..self.embedder.len().min(16)]
    }

    /// Adds what [`EmbeddingCache::take_fresh`] once wrote.
    ///
    /// # Errors
    /// [`EmbedderError::Cache`] where the bytes are damaged or another embedder's.
    pub fn read(&mut self, bytes: &[u8]) -> Result<(), EmbedderError> {
        let damaged =
            |reason: &str| EmbedderError::Cache(format!("this is no intact file of embedded windows ({reason})"));
        let (_, metadata) = SafeTensors::read_metadata(bytes).map_err(|error| damaged(&error.to_string()))?;
        let named = metadata.metadata().as_ref().and_then(|own| own.get("embedder"));
        if named != Some(&self.embedder) {
            return Err(EmbedderError::Cache("these windows were embedded by another network".into()));
        }
        let file = SafeTensors::deserialize(bytes).map_err(|error| damaged(&error.to_string()))?;
        let [keys, values] = ["keys", "values"].map(|name| file.tensor(name).ok());
        let (Some(keys), Some(values)) = (keys, values) else { return Err(damaged("it lacks a tensor")) };
        let (keys, _) = keys.data().as_chunks::<32>();
        let (numbers, _) = values.data().as_chunks::<4>();
        let fits = values.dtype() == Dtype::F32 && Some(numbers.len()) == keys.len().checked_mul(self.width);
        let numbers: Vec<f32> = numbers.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
        if !fits || !numbers.iter().all(|number| number.is_finite()) {
            return Err(damaged("its vectors are not as many as its keys, or not finite"));
        }
        for (key, vector) in keys.iter().zip(numbers.chunks_exact(self.width.max(1))) {
            self.known.insert(WindowKey(*key), vector.to_vec());
        }
        Ok(())
    }

    /// A window's vector.
    pub fn get(&self, key: &WindowKey) -> Option<&[f32]> {
        self.known.get(key).map(Vec::as_slice)
    }

    /// Keeps a window's vector.
    pub fn insert(&mut self, key: WindowKey, vector: Vec<f32>) {
        if self.known.insert(key, vector).is_none() {
            self.fresh.push(key);
        }
    }

    /// How many vectors came in since they were last taken.
    pub fn fresh(&self) -> usize {
        self.fresh.len()
    }

    /// What came in since this was last asked, as a file (safetensors) that [`EmbeddingCache::read`] reads; nothing
    /// where nothing did.
    ///
    /// # Errors
    /// [`EmbedderError::Cache`] where the file cannot be made.
    pub fn take_fresh(&mut self) -> Result<Option<Vec<u8>>, EmbedderError> {
        if self.fresh.is_empty() {
            return Ok(None);
        }
        let mut fresh = std::mem::take(&mut self.fresh);
        fresh.sort_unstable();
        let failed = |error: safetensors::SafeTensorError| EmbedderError::Cache(error.to_string());
        let keys: Vec<u8> = fresh.iter().flat_map(|key| key.0).collect();
        let vectors = fresh.iter().filter_map(|key| self.known.get(key)).flatten();
        let values: Vec<u8> = vectors.flat_map(|value| value.to_le_bytes()).collect();
        let tensors = [
            ("keys", TensorView::new(Dtype::U8, vec![fresh.len(), 32], &keys).map_err(failed)?),
            ("values", TensorView::new(Dtype::F32, vec![fresh.len(), self.width], &values).map_err(failed)?),
        ];
        let metadata = HashMap::from([("embedder".to_owned(), self.embedder.clone())]);
        safetensors::serialize(tensors, Some(metadata)).map(Some).map_err(failed)
    }
}
