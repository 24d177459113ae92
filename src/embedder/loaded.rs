use std::ops::Range;

use burn::tensor::Device;

use super::{EmbedderError, EmbedderManifest};
use crate::architecture::{Caduceus, CaduceusConfig};
use crate::backend::read;
use crate::model::read_safetensors;
use crate::schema::sha256_hex;

/// An embedder that is ready.
pub struct Embedder {
    manifest: EmbedderManifest,
    network: Caduceus,
}

impl Embedder {
    /// Builds what a manifest describes.
    ///
    /// # Errors
    /// [`EmbedderError`] where the weights are others, or do not fit.
    pub fn load(manifest: EmbedderManifest, weights: &[u8], device: &Device) -> Result<Self, EmbedderError> {
        if manifest.architecture != Caduceus::NAME {
            return Err(EmbedderError::Architecture(manifest.architecture));
        }
        if sha256_hex(weights) != manifest.weights.sha256.to_ascii_lowercase() {
            return Err(EmbedderError::Hash);
        }
        let config = CaduceusConfig::from_json(&manifest.config)?;
        if config.d_model != manifest.width {
            let expected = format!("vectors of {} numbers", config.d_model);
            return Err(EmbedderError::Manifest { name: "width", expected });
        }
        let network = Caduceus::new(config, read_safetensors(weights)?, device)?;
        Ok(Self { manifest, network })
    }

    /// What it says about itself.
    pub fn manifest(&self) -> &EmbedderManifest {
        &self.manifest
    }

    /// A vector for each window: the mean, over the bases of its core, of the average of both strands. Windows are of
    /// one length.
    ///
    /// # Errors
    /// [`EmbedderError`] where the device fails or the network gives numbers that are not finite.
    pub async fn means(&self, windows: &[(&[u8], Range<usize>)]) -> Result<Vec<Vec<f32>>, EmbedderError> {
        let sequences: Vec<&[u8]> = windows.iter().map(|(bases, _)| *bases).collect();
        let states = self.network.mean_of_strands(&sequences);
        let [_, length, width] = states.dims();
        let states = read(vec![states]).await?.concat();
        let means = states.chunks_exact((length * width).max(1)).zip(windows).map(|(rows, (_, core))| {
            let rows = rows.chunks_exact(width).skip(core.start).take(core.len());
            mean(rows, width, core.len())
        });
        let means: Vec<Vec<f32>> = means.collect();
        if means.iter().flatten().all(|value| value.is_finite()) { Ok(means) } else { Err(EmbedderError::NotFinite) }
    }
}

fn mean<'a>(rows: impl Iterator<Item = &'a [f32]>, width: usize, count: usize) -> Vec<f32> {
    let mut sum = vec![0.0_f64; width];
    for row in rows {
        for (sum, value) in sum.iter_mut().zip(row) {
            *sum += f64::from(*value);
        }
    }
    sum.into_iter().map(|sum| (sum / count.max(1) as f64) as f32).collect()
}
