//! The whole JavaScript boundary: opaque handles with camelCase names, plain objects out, errors as `Error`
//! with a `code` and its `parameters`.
//!
//! Work that takes long is a job: the worker calls `step` until `done` equals `total`, and stops calling to
//! cancel. Dropping a handle frees what it holds.

use std::rc::Rc;

use burn::tensor::Device;
use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::attribution::MutagenesisJob as MutagenesisSteps;
use crate::backend::{Adapter, Backend, adapter_of, fault_of};
use crate::condition::{align, read_loose_table};
use crate::model::Model;
use crate::prediction::GridJob as GridSteps;
use crate::sequence::read_fasta;

mod arrays;
#[cfg(feature = "files")]
mod calls;
mod catalogue;
mod comparison;
mod design;
#[cfg(feature = "files")]
mod design_files;
mod edits;
#[cfg(feature = "embedders")]
mod embedder;
#[cfg(feature = "files")]
mod embeddings;
mod evidence;
mod explain;
mod features;
mod files;
#[cfg(feature = "files")]
mod genomes;
mod jobs;
mod motifs;
#[cfg(feature = "files")]
mod networks;
#[cfg(feature = "files")]
mod own_models;
mod places;
mod plain;
mod refusal;
mod report;
mod samples;
mod scans;
mod tables;
mod terms;
mod uncertainty;

#[cfg(feature = "files")]
pub use calls::CallReader;
pub use catalogue::Catalogue;
pub use comparison::ComparisonJob;
pub use design::DesignJob;
#[cfg(feature = "files")]
pub use design_files::{design_genbank, design_pool, design_primers};
pub use edits::EditsJob;
#[cfg(feature = "embedders")]
pub use embedder::LoadedEmbedder;
#[cfg(all(feature = "embedders", feature = "files"))]
pub use embedder::files::{import_embedder, plan_embedding, write_embeddings};
#[cfg(feature = "files")]
pub use embeddings::read_embeddings;
pub use evidence::Evidence;
pub use explain::{AttributionJob, TfEffectsJob, TfRankingJob};
pub use features::FeaturesJob;
pub use files::{ModiscoExamples, shuffle_bases};
#[cfg(feature = "files")]
pub use genomes::{GenomePromoters, GenomeReader};
pub use jobs::{ClusteringJob, GridJob, MutagenesisJob};
pub use motifs::Motifs;
#[cfg(feature = "files")]
pub use networks::{look_at_network, make_network};
#[cfg(feature = "files")]
pub use own_models::{import_model, unpack_model};
use plain::Plain;
use refusal::{RequestError, failure};
use report::{ConditionInput, ModelDescription, PromoterInput};
pub use samples::Samples;
use samples::{HeldParts, bases_input};
pub use scans::ScanJob;
pub use tables::read_table;
pub use terms::TermsJob;
pub use uncertainty::EffectScaleJob;

#[cfg(feature = "webgpu")]
const BACKEND: Backend = Backend::WebGpu;
#[cfg(not(feature = "webgpu"))]
const BACKEND: Backend = Backend::Cpu;

/// A plain object of the type that `T` is in the declarations for TypeScript.
fn to_ts<T: Tsify + Serialize>(value: &T) -> Result<Ts<T>, JsValue> {
    Ok(value.into_ts().map_err(RequestError::object)?)
}

/// Makes a panic's message readable in the browser's console.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
}

/// A device and, once one is loaded, a model on it.
#[wasm_bindgen]
pub struct Session {
    device: Device,
    model: Option<Rc<Model>>,
    held: HeldParts,
}

#[wasm_bindgen]
impl Session {
    /// Opens this build's backend.
    ///
    /// # Errors
    /// `DeviceError` where there is no WebGPU adapter.
    pub async fn open() -> Result<Session, JsValue> {
        let device = BACKEND.open().await.map_err(|error| failure(&error))?;
        Ok(Self { device, model: None, held: HeldParts::default() })
    }

    /// The graphics adapter that computes; absent where it is the processor.
    ///
    /// # Errors
    /// Only where the object cannot be made.
    pub fn adapter(&self) -> Result<Option<Ts<Adapter>>, JsValue> {
        adapter_of(&self.device).map(|adapter| to_ts(&adapter)).transpose()
    }

    /// A promise of the sentence that says why the device is of no use any more; kept for ever where it stays
    /// well.
    #[wasm_bindgen(unchecked_return_type = "Promise<string>")]
    pub fn fault(&self) -> js_sys::Promise {
        let device = self.device.clone();
        wasm_bindgen_futures::future_to_promise(async move { Ok(fault_of(&device).await.to_string().into()) })
    }

    /// Loads a model; the one before is dropped, and with it every part of a sample that was held for it.
    ///
    /// # Errors
    /// `ModelError` where the manifest or the weights are damaged or do not fit.
    #[wasm_bindgen(js_name = loadModel)]
    pub fn load_model(&mut self, manifest: &str, weights: &[u8]) -> Result<Ts<ModelDescription>, JsValue> {
        let model = Model::load(manifest.as_bytes(), weights, &self.device).map_err(|error| failure(&error))?;
        let description = to_ts(&ModelDescription::of(&model))?;
        self.model = Some(Rc::new(model));
        self.held.borrow_mut().clear();
        Ok(description)
    }

    /// Reads FASTA or a bare sequence as the loaded model would: its input `input` (an index), the first
    /// sequence where absent, whole where the model reads none.
    ///
    /// # Errors
    /// `FastaError` where nothing of the text can be used, `ModelError` where that input reads no sequence.
    #[wasm_bindgen(js_name = readPromoters)]
    pub fn read_promoters(&self, text: &str, input: Option<usize>) -> Result<Ts<PromoterInput>, JsValue> {
        let model = self.model()?;
        let reads_none = input.is_none() && model.sequence().is_err();
        let reads = if reads_none { None } else { Some(bases_input(model, input)?) };
        let read = read_fasta(text.as_bytes()).map_err(|error| failure(&error))?;
        to_ts(&PromoterInput::of(read, reads))
    }

    /// Reads a TF table and aligns it to the loaded model.
    ///
    /// # Errors
    /// `TableError` names the line and column.
    #[wasm_bindgen(js_name = readConditions)]
    pub fn read_conditions(&self, text: &str) -> Result<Ts<ConditionInput>, JsValue> {
        let model = self.model()?;
        let table = read_loose_table(text.as_bytes()).map_err(|error| failure(&error))?;
        let aligned = align(&table, model.tfs(), model.scaling()).map_err(|error| failure(&error))?;
        to_ts(&ConditionInput::of(aligned, model.tfs().len()))
    }

    /// Prepares the responses of every sample in every condition (`C x T` levels, row-major, in the table's
    /// unit).
    ///
    /// # Errors
    /// `ModelError` where no model is loaded, `TableError` where the levels do not fit it.
    #[wasm_bindgen(js_name = startGrid)]
    pub fn start_grid(&self, samples: &Samples, levels: &[f32], conditions: usize) -> Result<GridJob, JsValue> {
        let model = self.model()?;
        check_levels(model, levels, conditions)?;
        Ok(GridJob { steps: GridSteps::new(Rc::clone(model), samples.set(), levels) })
    }

    /// Prepares the mutagenesis of a sample's sequence in one condition (one level a TF, in the table's
    /// unit), for one of the model's outputs; `from` and `to` confine it to some positions of the window.
    ///
    /// # Errors
    /// `ModelError` where no model is loaded or it has no such output, `TableError` where the levels do not
    /// fit it.
    #[wasm_bindgen(js_name = startMutagenesis)]
    pub fn start_mutagenesis(
        &self,
        samples: &Samples,
        levels: &[f32],
        output: Option<usize>,
        from: Option<usize>,
        to: Option<usize>,
    ) -> Result<MutagenesisJob, JsValue> {
        let model = self.model()?;
        check_levels(model, levels, 1)?;
        let output = check_output(model, output)?;
        let positions = from.unwrap_or(0)..to.unwrap_or(usize::MAX);
        let steps = MutagenesisSteps::of_positions(Rc::clone(model), samples.subject()?, levels, positions);
        Ok(MutagenesisJob { steps, output })
    }

    fn model(&self) -> Result<&Rc<Model>, JsValue> {
        Ok(self.model.as_ref().ok_or(RequestError::NoModel)?)
    }
}

/// An output of the model; the first where none is named.
fn check_output(model: &Model, output: Option<usize>) -> Result<usize, JsValue> {
    let (output, outputs) = (output.unwrap_or(0), model.signature().outputs.len());
    if output < outputs {
        return Ok(output);
    }
    Err(RequestError::NoOutput { output, outputs }.into())
}

fn check_levels(model: &Model, levels: &[f32], conditions: usize) -> Result<(), JsValue> {
    let needed = conditions * model.tfs().len();
    if levels.len() == needed && levels.iter().all(|level| level.is_finite()) {
        return Ok(());
    }
    Err(RequestError::Levels { found: levels.len(), needed }.into())
}
