//! The designer, in JavaScript's hands.

mod options;
mod result;

use std::rc::Rc;

use tsify::Ts;
use wasm_bindgen::prelude::*;

use super::jobs::job;
use super::{Motifs, RequestError, Samples, Session, check_levels, failure, to_ts};
use crate::attribution::{self, DesignJob as DesignSteps};

use options::{DesignOptions, Goal};
use result::DesignResult;

job!(
    /// A search for the changes that come nearest to the goals, step by step.
    DesignJob,
    DesignSteps
);

#[wasm_bindgen]
impl DesignJob {
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
