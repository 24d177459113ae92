//! What stands around an embedder: the authors' files, the windows of sequences, the file of what came of them.

use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use super::super::arrays::{Bytes, Indices};
use super::super::{BACKEND, Plain, RequestError, failure, to_ts};
use crate::embedder::{Cuts, EmbedderImport, EmbeddingPlan as Plan, import_embedder as import};
use crate::export::EmbeddingArchive;
use crate::model::Checkpoint;
use crate::sequence::{Promoter, read_fasta};

/// An embedder made of its authors' files.
#[derive(Serialize, Tsify)]
pub struct ImportedEmbedder {
    /// As JSON.
    manifest: String,
    weights: Bytes,
}

/// Checks published weights (the bytes of a file, safetensors or PyTorch's own) against their configuration (JSON).
///
/// # Errors
/// `EmbedderError` names what does not fit.
#[wasm_bindgen(js_name = importEmbedder)]
pub async fn import_embedder(config: Vec<u8>, checkpoint: Vec<u8>) -> Result<Ts<ImportedEmbedder>, JsValue> {
    let device = BACKEND.open().await.map_err(|error| failure(&error))?;
    let checkpoint = Checkpoint::parse(checkpoint).map_err(|error| failure(&error))?;
    let request = EmbedderImport { config: &config, checkpoint: &checkpoint, id: "own" };
    let imported = import(&request, &device).map_err(|error| failure(&error))?;
    let manifest = serde_json::to_string_pretty(&imported.manifest).map_err(RequestError::object)?;
    to_ts(&ImportedEmbedder { manifest, weights: Bytes::of(&imported.weights) })
}

/// Sequences that are to become embeddings.
#[derive(Deserialize, Tsify)]
pub struct EmbeddingAsk {
    /// FASTA.
    sequences: String,
    /// Bases that the embedder reads at once.
    window: usize,
    /// Bases of a position; where absent, as many as give the first sequence `positions`.
    #[serde(default)]
    core: Option<usize>,
    positions: usize,
    /// The sequences bring what windows reach beyond the first and the last position.
    is_flanked: bool,
}

/// What has to be read of sequences.
#[derive(Serialize, Tsify)]
pub struct EmbeddingPlan {
    /// Bases of a position.
    core: usize,
    windows: Vec<EmbeddingWindow>,
    sequences: Vec<PlannedSequence>,
    /// Records that cannot be used.
    #[tsify(type = "Problem[]")]
    problems: Plain,
    /// Letters other than A, C, G and T.
    unknown: usize,
    /// Sequences whose last position has fewer bases than the others.
    short: usize,
}

/// Bases that are read, and which of them are averaged.
#[derive(Serialize, Tsify)]
pub struct EmbeddingWindow {
    /// What tells it from any other, for one embedder.
    key: String,
    bases: String,
    start: usize,
    end: usize,
}

/// A sequence, and the windows of its positions.
#[derive(Serialize, Tsify)]
pub struct PlannedSequence {
    name: String,
    windows: Indices,
}

/// Reads sequences and plans their windows.
///
/// # Errors
/// `FastaError` where nothing of the text can be used, `EmbedderError` where positions do not fit.
#[wasm_bindgen(js_name = planEmbedding)]
pub fn plan_embedding(ask: Ts<EmbeddingAsk>) -> Result<Ts<EmbeddingPlan>, JsValue> {
    let ask = ask.to_rust().map_err(RequestError::object)?;
    let read = read_fasta(ask.sequences.as_bytes()).map_err(|error| failure(&error))?;
    let length = read.promoters.first().map_or(0, |first| first.bases().len());
    let core = ask.core.unwrap_or_else(|| Cuts::core_for(ask.positions, length, ask.window, ask.is_flanked));
    let cuts = Cuts::new(ask.window, core, ask.is_flanked).map_err(|error| failure(&error))?;
    for promoter in &read.promoters {
        cuts.check(promoter.name(), promoter.bases().len()).map_err(|error| failure(&error))?;
    }
    let bases: Vec<&[u8]> = read.promoters.iter().map(Promoter::bases).collect();
    let plan = Plan::new(cuts, &bases);
    let windows = plan.windows().iter().map(|own| EmbeddingWindow {
        key: own.key.hex(),
        bases: String::from_utf8_lossy(&own.bases).into_owned(),
        start: own.core.start,
        end: own.core.end,
    });
    let sequences = read.promoters.iter().zip(plan.sequences()).map(|(promoter, windows)| {
        let windows: Vec<u32> = windows.iter().map(|at| u32::try_from(*at).unwrap_or(u32::MAX)).collect();
        PlannedSequence { name: promoter.name().to_owned(), windows: Indices::of(&windows) }
    });
    to_ts(&EmbeddingPlan {
        core,
        windows: windows.collect(),
        sequences: sequences.collect(),
        problems: Plain::problems(read.problems.iter()),
        unknown: bases.iter().copied().flatten().filter(|base| !b"ACGT".contains(base)).count(),
        short: bases.iter().filter(|own| cuts.ends_short(own.len())).count(),
    })
}

/// Writes embeddings (each `positions x width`, row-major, one after the other) as `.npz`, an array under each name.
///
/// # Errors
/// `NumpyError` where the file cannot be made.
#[wasm_bindgen(js_name = writeEmbeddings, unchecked_return_type = "Uint8Array<ArrayBuffer>")]
pub fn write_embeddings(
    names: Vec<String>,
    positions: &[u32],
    width: usize,
    values: &[f32],
) -> Result<Vec<u8>, JsValue> {
    let mut archive = EmbeddingArchive::new(Vec::new());
    let mut rest = values;
    for (name, positions) in names.iter().zip(positions) {
        let positions = *positions as usize;
        let Some((own, behind)) = rest.split_at_checked(positions * width) else { break };
        archive.add(name, [positions, width], own).map_err(|error| failure(&error))?;
        rest = behind;
    }
    archive.finish().map_err(|error| failure(&error))
}
