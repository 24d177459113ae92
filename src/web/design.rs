//! The designer, in JavaScript's hands.

mod options;
mod result;

use std::rc::Rc;

use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use super::arrays::{Bytes, Indices};
use super::jobs::job;
use super::{Motifs, RequestError, Samples, Session, check_levels, failure, to_ts};
use crate::attribution::{self, DesignJob as DesignSteps, VariantScan};

use options::{DesignOptions, Goal};
use result::DesignResult;

/// Edits that are handed out at a time: enough for several workers, few enough to hold.
const EDITS_AT_ONCE: usize = 9000;

/// Edits that are worth the way to other workers.
const EDITS_WORTH_SHARING: usize = 100;

job!(
    /// A search for the changes that come nearest to the goals, step by step.
    DesignJob,
    DesignSteps
);

/// Edits of a sequence, whose responses a search needs next.
#[derive(Serialize, Tsify)]
pub struct DesignScan {
    /// The sequence as codes of the model's alphabet (255: none).
    window: Bytes,
    /// For each edit its place in the window, the bases that are replaced, and how many replace them.
    places: Indices,
    /// Codes of those.
    codes: Bytes,
}

impl DesignScan {
    fn of(scan: &VariantScan) -> Self {
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let (mut places, mut codes) = (Vec::new(), Vec::new());
        for edit in scan.edits() {
            places.extend([edit.position(), edit.removed(), edit.codes().len()].map(number));
            codes.extend_from_slice(edit.codes());
        }
        Self { window: Bytes::of(scan.window().codes()), places: Indices::of(&places), codes: Bytes::of(&codes) }
    }
}

/// The scans of a search that other workers may answer; none where a step computes them as soon.
fn shared(search: &mut DesignSteps) -> Vec<&mut VariantScan> {
    let scans = search.scans(EDITS_AT_ONCE);
    let edits: usize = scans.iter().map(|scan| scan.edits().len()).sum();
    if edits < EDITS_WORTH_SHARING {
        return Vec::new();
    }
    scans.into_iter().filter(|scan| !scan.edits().is_empty() && !scan.is_complete()).collect()
}

#[wasm_bindgen]
impl DesignJob {
    /// What other workers may compute before the next step; empty where that step computes it as soon.
    ///
    /// # Errors
    /// Only where the object cannot be made.
    pub fn asked(&mut self) -> Result<Vec<Ts<DesignScan>>, JsValue> {
        shared(&mut self.steps).into_iter().map(|scan| to_ts(&DesignScan::of(scan))).collect()
    }

    /// Takes the answers to all that was asked, scan by scan: of each sequence (by column) and of its edits.
    ///
    /// # Errors
    /// `RequestError` where they are not as many.
    pub fn answered(&mut self, mut references: &[f32], mut responses: &[f32], columns: usize) -> Result<(), JsValue> {
        for scan in shared(&mut self.steps) {
            let own = references.split_at_checked(columns);
            let edits = responses.split_at_checked(scan.edits().len() * columns);
            let (own, edits) = own.zip(edits).ok_or(RequestError::Edits)?;
            (references, responses) = (own.1, edits.1);
            if !scan.take_answers(own.0, edits.0) {
                return Err(RequestError::Edits.into());
            }
        }
        Ok(())
    }

    /// The designs so far.
    ///
    /// # Errors
    /// Only where the object cannot be made.
    pub fn result(&self) -> Result<Ts<DesignResult>, JsValue> {
        to_ts(&DesignResult::of(&self.steps))
    }
}

#[wasm_bindgen]
impl Session {
    /// Prepares a design: one goal for each output of each condition.
    ///
    /// # Errors
    /// `DesignError` where goals or options cannot be read, else as other jobs.
    #[wasm_bindgen(js_name = startDesign)]
    pub fn start_design(
        &self,
        samples: &Samples,
        levels: &[f32],
        goals: Vec<Ts<Goal>>,
        options: Ts<DesignOptions>,
    ) -> Result<DesignJob, JsValue> {
        start(self, (samples, levels), &goals, &options, None)
    }
}

#[wasm_bindgen]
impl Motifs {
    /// Prepares a design that may write these motifs, or keeps their sites.
    ///
    /// # Errors
    /// As `Session.startDesign`.
    #[wasm_bindgen(js_name = startDesign)]
    pub fn start_design(
        &self,
        session: &Session,
        samples: &Samples,
        levels: &[f32],
        goals: Vec<Ts<Goal>>,
        options: Ts<DesignOptions>,
    ) -> Result<DesignJob, JsValue> {
        start(session, (samples, levels), &goals, &options, Some(self))
    }
}

fn start(
    session: &Session,
    (samples, levels): (&Samples, &[f32]),
    goals: &[Ts<Goal>],
    options: &Ts<DesignOptions>,
    motifs: Option<&Motifs>,
) -> Result<DesignJob, JsValue> {
    let model = Rc::clone(session.model()?);
    let goals = goals.iter().map(|goal| goal.to_rust().map(attribution::Goal::from)).collect::<Result<Vec<_>, _>>();
    let goals = goals.map_err(RequestError::object)?;
    let options = options.to_rust().map_err(RequestError::object)?;
    let outputs = model.signature().outputs.len();
    if goals.len() % outputs != 0 {
        return Err(RequestError::Goals { outputs }.into());
    }
    check_levels(&model, levels, goals.len() / outputs)?;
    let subject = samples.subject()?;
    let options = options.read(motifs)?;
    let steps = DesignSteps::new(model, subject, levels, goals, options).map_err(|error| failure(&error))?;
    Ok(DesignJob { steps })
}
