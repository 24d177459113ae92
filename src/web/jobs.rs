//! Long work in JavaScript's hands: the worker calls `step` until `done` equals `total`, and stops calling to cancel.

use js_sys::Float32Array;
use wasm_bindgen::prelude::*;

use super::failure;
use crate::attribution::MutagenesisJob as MutagenesisSteps;
use crate::prediction::GridJob as GridSteps;

/// A grid that is computed step by step.
#[wasm_bindgen]
pub struct GridJob {
    pub(super) steps: GridSteps,
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
    pub(super) steps: MutagenesisSteps,
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

    /// `{ reference, spread, length, deltas, importance, offset }` in a condition; the first where none is named.
    ///
    /// # Errors
    /// `TableError` where there is no such condition.
    pub fn result(&self, condition: Option<usize>) -> Result<JsValue, JsValue> {
        let results = self.steps.results();
        let done = results
            .get(condition.unwrap_or(0))
            .ok_or_else(|| failure("TableError", &format!("the job has {} conditions", results.len())))?;
        let result = js_sys::Object::new();
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
