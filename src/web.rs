//! The whole JavaScript boundary: opaque handles with camelCase names, plain objects out, errors as `Error` with a name for their kind.
//!
//! Work that takes long is a job: the worker calls `step` until `done` equals `total`, and stops calling to cancel. Dropping a handle
//! frees what it holds.

use std::sync::Arc;

use burn::tensor::Device;
use js_sys::Float32Array;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::attribution::MutagenesisJob as MutagenesisSteps;
use crate::backend::Backend;
use crate::condition::{AlignedConditions, align, read_table};
use crate::model::Model;
use crate::prediction::GridJob as GridSteps;
use crate::sequence::{Catalogue as GeneCatalogue, Promoter, RecordError, Window, read_fasta};

#[cfg(feature = "webgpu")]
const BACKEND: Backend = Backend::WebGpu;
#[cfg(not(feature = "webgpu"))]
const BACKEND: Backend = Backend::Cpu;

fn failure(kind: &str, error: &impl std::fmt::Display) -> JsValue {
    let error = js_sys::Error::new(&error.to_string());
    error.set_name(kind);
    error.into()
}

fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    serde_wasm_bindgen::to_value(value).map_err(|error| failure("DeviceError", &error))
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
    model: Option<Arc<Model>>,
}

#[wasm_bindgen]
impl Session {
    /// Opens this build's backend.
    ///
    /// # Errors
    /// `DeviceError` where there is no WebGPU adapter.
    pub async fn open() -> Result<Session, JsValue> {
        let device = BACKEND.open().await.map_err(|error| failure("DeviceError", &error))?;
        Ok(Self { device, model: None })
    }

    /// `cpu` or `webgpu`.
    #[wasm_bindgen(getter)]
    pub fn backend(&self) -> String {
        BACKEND.name().to_owned()
    }

    /// Loads a model; the one before is dropped.
    ///
    /// # Errors
    /// `ModelError` where the manifest or the weights are damaged or do not fit.
    #[wasm_bindgen(js_name = loadModel)]
    pub fn load_model(&mut self, manifest: &str, weights: &[u8]) -> Result<JsValue, JsValue> {
        let model =
            Model::load(manifest.as_bytes(), weights, &self.device).map_err(|error| failure("ModelError", &error))?;
        let description = to_js(&ModelDescription::of(&model))?;
        self.model = Some(Arc::new(model));
        Ok(description)
    }

    /// Reads FASTA or a bare sequence as the loaded model would.
    ///
    /// # Errors
    /// `FastaError` where nothing of the text can be used.
    #[wasm_bindgen(js_name = readPromoters)]
    pub fn read_promoters(&self, text: &str) -> Result<JsValue, JsValue> {
        let window = self.model()?.declaration().window;
        let read = read_fasta(text.as_bytes()).map_err(|error| failure("FastaError", &error))?;
        to_js(&PromoterInput {
            promoters: read.promoters.iter().map(|promoter| PromoterRow::of(promoter, window)).collect(),
            problems: read.problems.iter().map(ProblemRow::of).collect(),
        })
    }

    /// Reads a TF table and aligns it to the loaded model.
    ///
    /// # Errors
    /// `TableError` names the line and column.
    #[wasm_bindgen(js_name = readConditions)]
    pub fn read_conditions(&self, text: &str) -> Result<JsValue, JsValue> {
        let model = self.model()?;
        let table = read_table(text.as_bytes()).map_err(|error| failure("TableError", &error))?;
        let aligned = align(&table, model.tfs(), model.scaling()).map_err(|error| failure("TableError", &error))?;
        let input = to_js(&ConditionReport::of(&aligned))?;
        let conditions = js_sys::Array::new();
        for (name, levels) in aligned.names.iter().zip(aligned.levels.chunks(model.tfs().len().max(1))) {
            let condition = js_sys::Object::new();
            js_sys::Reflect::set(&condition, &"name".into(), &name.into())?;
            js_sys::Reflect::set(&condition, &"values".into(), &Float32Array::from(levels))?;
            conditions.push(&condition);
        }
        js_sys::Reflect::set(&input, &"conditions".into(), &conditions)?;
        Ok(input)
    }

    /// Prepares the responses of every sequence in every condition (`C x T` levels, row-major, in the table's unit).
    ///
    /// # Errors
    /// `ModelError` where no model is loaded, `FastaError` where a sequence is none.
    #[wasm_bindgen(js_name = startGrid)]
    pub fn start_grid(&self, sequences: Vec<String>, levels: &[f32], conditions: usize) -> Result<GridJob, JsValue> {
        let model = self.model()?;
        check_levels(model, levels, conditions)?;
        let windows = sequences.iter().map(|bases| window(model, bases)).collect::<Result<Vec<_>, _>>()?;
        Ok(GridJob { steps: GridSteps::new(Arc::clone(model), windows, levels) })
    }

    /// Prepares the mutagenesis of one sequence in one condition.
    ///
    /// # Errors
    /// `ModelError` where no model is loaded, `FastaError` where the sequence is none.
    #[wasm_bindgen(js_name = startMutagenesis)]
    pub fn start_mutagenesis(&self, sequence: &str, levels: &[f32]) -> Result<MutagenesisJob, JsValue> {
        let model = self.model()?;
        check_levels(model, levels, 1)?;
        let window = window(model, sequence)?;
        Ok(MutagenesisJob { steps: MutagenesisSteps::new(Arc::clone(model), window, levels) })
    }

    fn model(&self) -> Result<&Arc<Model>, JsValue> {
        self.model.as_ref().ok_or_else(|| failure("ModelError", &"no model is loaded yet"))
    }
}

fn window(model: &Model, bases: &str) -> Result<Window, JsValue> {
    let promoter =
        Promoter::parse("sequence", bases).map_err(|error| failure("FastaError", &format!("the sequence {error}")))?;
    Ok(model.window(&promoter))
}

fn check_levels(model: &Model, levels: &[f32], conditions: usize) -> Result<(), JsValue> {
    let expected = conditions * model.tfs().len();
    if levels.len() == expected && levels.iter().all(|level| level.is_finite()) {
        return Ok(());
    }
    let message = format!("{} TF levels were given where the model needs {expected} finite ones", levels.len());
    Err(failure("TableError", &message))
}

/// A grid that is computed step by step.
#[wasm_bindgen]
pub struct GridJob {
    steps: GridSteps,
}

#[wasm_bindgen]
impl GridJob {
    /// Promoters to do.
    #[wasm_bindgen(getter)]
    pub fn total(&self) -> usize {
        self.steps.total()
    }

    /// Promoters done.
    #[wasm_bindgen(getter)]
    pub fn done(&self) -> usize {
        self.steps.done()
    }

    /// Computes a bounded piece.
    ///
    /// # Errors
    /// `DeviceError` where the device fails.
    pub async fn step(&mut self) -> Result<(), JsValue> {
        self.steps.step().await.map_err(|error| failure("DeviceError", &error))
    }

    /// `{ responses, spreads }`, each `P x C` row-major.
    ///
    /// # Errors
    /// Only where the object cannot be made.
    pub fn result(&self) -> Result<JsValue, JsValue> {
        let (result, grid) = (js_sys::Object::new(), self.steps.grid());
        js_sys::Reflect::set(&result, &"responses".into(), &Float32Array::from(grid.responses.as_slice()))?;
        js_sys::Reflect::set(&result, &"spreads".into(), &Float32Array::from(grid.spreads.as_slice()))?;
        Ok(result.into())
    }
}

/// A mutagenesis that is computed step by step.
#[wasm_bindgen]
pub struct MutagenesisJob {
    steps: MutagenesisSteps,
}

#[wasm_bindgen]
impl MutagenesisJob {
    /// Mutants to do.
    #[wasm_bindgen(getter)]
    pub fn total(&self) -> usize {
        self.steps.total()
    }

    /// Mutants done.
    #[wasm_bindgen(getter)]
    pub fn done(&self) -> usize {
        self.steps.done()
    }

    /// Computes a bounded piece.
    ///
    /// # Errors
    /// `DeviceError` where the device fails.
    pub async fn step(&mut self) -> Result<(), JsValue> {
        self.steps.step().await.map_err(|error| failure("DeviceError", &error))
    }

    /// `{ reference, spread, length, deltas, importance, offset }`.
    ///
    /// # Errors
    /// Only where the object cannot be made.
    pub fn result(&self) -> Result<JsValue, JsValue> {
        let (result, done) = (js_sys::Object::new(), self.steps.result());
        let numbers = [
            ("reference", f64::from(done.reference)),
            ("spread", f64::from(done.spread)),
            ("length", done.base_known.len() as f64),
            ("offset", done.offset as f64),
        ];
        for (name, number) in numbers {
            js_sys::Reflect::set(&result, &name.into(), &number.into())?;
        }
        js_sys::Reflect::set(&result, &"deltas".into(), &Float32Array::from(done.deltas.as_slice()))?;
        js_sys::Reflect::set(&result, &"importance".into(), &Float32Array::from(done.importance().as_slice()))?;
        Ok(result.into())
    }
}

/// The promoters of a genome's genes.
#[wasm_bindgen]
pub struct Catalogue {
    genes: GeneCatalogue,
}

#[wasm_bindgen]
impl Catalogue {
    /// Reads a catalogue file.
    ///
    /// # Errors
    /// `CatalogueError` where it is damaged.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8]) -> Result<Catalogue, JsValue> {
        let genes = GeneCatalogue::from_bytes(bytes).map_err(|error| failure("CatalogueError", &error))?;
        Ok(Self { genes })
    }

    /// How many genes there are.
    #[wasm_bindgen(getter)]
    pub fn size(&self) -> usize {
        self.genes.len()
    }

    /// The assembly that the promoters were cut from.
    #[wasm_bindgen(getter)]
    pub fn assembly(&self) -> String {
        self.genes.assembly().to_owned()
    }

    /// `{ systematic, standard, sequence }` of a gene by either name, or undefined.
    ///
    /// # Errors
    /// Only where the object cannot be made.
    pub fn find(&self, name: &str) -> Result<JsValue, JsValue> {
        let Some(found) = self.genes.find(name) else { return Ok(JsValue::UNDEFINED) };
        to_js(&GeneSequence {
            systematic: &found.gene.systematic,
            standard: found.gene.name(),
            sequence: String::from_utf8_lossy(&found.bases).into_owned(),
        })
    }

    /// Up to `limit` genes whose systematic or standard name starts with `prefix`.
    ///
    /// # Errors
    /// Only where the object cannot be made.
    pub fn complete(&self, prefix: &str, limit: usize) -> Result<JsValue, JsValue> {
        let genes = self.genes.complete(prefix, limit);
        let names = genes.iter().map(|gene| GeneNames { systematic: &gene.systematic, standard: gene.name() });
        to_js(&names.collect::<Vec<_>>())
    }
}

#[derive(Serialize)]
struct GeneNames<'a> {
    systematic: &'a str,
    standard: &'a str,
}

#[derive(Serialize)]
struct GeneSequence<'a> {
    systematic: &'a str,
    standard: &'a str,
    sequence: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ModelDescription<'a> {
    id: &'a str,
    version: &'a str,
    title: &'a str,
    species: &'a str,
    architecture: &'a str,
    window: usize,
    anchor: &'a str,
    output_unit: &'a str,
    tfs: &'a [crate::condition::TranscriptionFactor],
    /// What a missing TF level reads as, in the table's unit.
    tf_means: &'a [f32],
    members: usize,
}

impl<'a> ModelDescription<'a> {
    fn of(model: &'a Model) -> Self {
        let manifest = model.manifest();
        Self {
            id: &manifest.id,
            version: &manifest.version,
            title: &manifest.title,
            species: &manifest.species,
            architecture: &manifest.architecture,
            window: manifest.input.window,
            anchor: &manifest.input.anchor,
            output_unit: &manifest.output.unit,
            tfs: &manifest.tfs,
            tf_means: &model.scaling().mean,
            members: manifest.members,
        }
    }
}

#[derive(Serialize)]
struct PromoterInput {
    promoters: Vec<PromoterRow>,
    problems: Vec<ProblemRow>,
}

#[derive(Serialize)]
struct PromoterRow {
    name: String,
    sequence: String,
    notes: Vec<String>,
}

impl PromoterRow {
    fn of(promoter: &Promoter, window: usize) -> Self {
        let bases = promoter.bases();
        let kept = &bases[bases.len().saturating_sub(window)..];
        let notes = promoter.corrections().iter().copied().chain(promoter.fit(window)).map(|note| note.to_string());
        Self {
            name: promoter.name().to_owned(),
            sequence: String::from_utf8_lossy(kept).into_owned(),
            notes: notes.collect(),
        }
    }
}

#[derive(Serialize)]
struct ProblemRow {
    record: usize,
    name: String,
    line: usize,
    message: String,
}

impl ProblemRow {
    fn of(problem: &RecordError) -> Self {
        Self { record: problem.record, name: problem.name.clone(), line: problem.line, message: problem.to_string() }
    }
}

#[derive(Serialize)]
struct ConditionReport<'a> {
    matched: usize,
    missing: &'a [String],
    unknown: &'a [String],
    notes: Vec<String>,
}

impl<'a> ConditionReport<'a> {
    fn of(aligned: &'a AlignedConditions) -> Self {
        let mut notes = aligned.notes.clone();
        if aligned.missing_cells > 0 {
            notes
                .push(format!("{} empty cells take the TF's mean over the training conditions", aligned.missing_cells));
        }
        Self { matched: aligned.matched, missing: &aligned.missing, unknown: &aligned.unknown, notes }
    }
}
