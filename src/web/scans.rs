//! What many edits of one sequence do in all columns of the map, in JavaScript's hands: a part of a search for designs.

use std::rc::Rc;

use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use super::arrays::Floats;
use super::edits::edited;
use super::{RequestError, Samples, Session, check_levels, failure, to_ts};
use crate::attribution::VariantScan;
use crate::sample::Subject;
use crate::sequence::PADDING;

/// Edits of a sequence, computed step by step.
#[wasm_bindgen]
pub struct ScanJob {
    scan: VariantScan,
}

/// What a sequence and edits of it answer.
#[derive(Serialize, Tsify)]
pub struct ScanResult {
    /// By column.
    reference: Floats,
    /// `edits x columns`, row-major.
    responses: Floats,
}

#[wasm_bindgen]
impl ScanJob {
    /// The edits, and the sequence as it is.
    #[wasm_bindgen(getter)]
    pub fn total(&self) -> usize {
        self.scan.edits().len() + 1
    }

    /// Those that are done.
    #[wasm_bindgen(getter)]
    pub fn done(&self) -> usize {
        self.scan.done() + usize::from(!self.scan.reference().is_empty())
    }

    /// Computes a bounded piece.
    ///
    /// # Errors
    /// `DeviceError` where the device fails.
    pub async fn step(&mut self) -> Result<(), JsValue> {
        self.scan.step().await.map_err(|error| failure(&error))
    }

    /// What is computed so far.
    ///
    /// # Errors
    /// Only where the object cannot be made.
    pub fn result(&self) -> Result<Ts<ScanResult>, JsValue> {
        let reference: Vec<f32> = self.scan.reference().iter().map(|(response, _)| *response).collect();
        to_ts(&ScanResult { reference: Floats::of(&reference), responses: Floats::of(self.scan.responses()) })
    }
}

#[wasm_bindgen]
impl Session {
    /// Prepares all responses of a sample whose sequence is another one, `window` as codes of the model's alphabet (255:
    /// none), and of edits of that, which are given as for `startEdits`.
    ///
    /// # Errors
    /// `ModelError` where no model is loaded, `TableError` where the levels do not fit it, `RequestError` where window or
    /// edits do not fit.
    #[wasm_bindgen(js_name = startScan)]
    pub fn start_scan(
        &self,
        samples: &Samples,
        levels: &[f32],
        conditions: usize,
        window: Vec<u8>,
        places: &[u32],
        codes: &[u8],
    ) -> Result<ScanJob, JsValue> {
        let model = self.model()?;
        check_levels(model, levels, conditions)?;
        let subject = samples.subject()?;
        let is_code = |code: &u8| *code == PADDING || usize::from(*code) < model.letters(&subject);
        if window.len() != subject.window().codes().len() || !window.iter().all(is_code) {
            return Err(RequestError::Edits.into());
        }
        let subject = subject.with_window(subject.window().with_codes(window));
        let count = u32::try_from(places.len() / 3).map_err(|_| RequestError::Edits)?;
        let letters = |own: &Subject| model.letters(own);
        let edited = edited(vec![subject], letters, &[count], places, codes).and_then(|mut own| own.pop());
        let (subject, edits) = edited.ok_or(RequestError::Edits)?;
        Ok(ScanJob { scan: VariantScan::new(Rc::clone(model), subject, model.encode_conditions(levels), edits) })
    }
}
