//! The designer, in JavaScript's hands.

use std::rc::Rc;

use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use super::jobs::job;
use super::{RequestError, Samples, Session, check_levels, to_ts};
use crate::attribution::{self, DesignJob as DesignSteps};

job!(
    /// A search for the changes that come nearest to the goals, step by step.
    DesignJob,
    DesignSteps
);

/// What a design is to do with the response of a column.
#[derive(Deserialize, Tsify)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Goal {
    Raise { weight: f32 },
    Lower { weight: f32 },
    Keep { weight: f32 },
    Ignore,
}

impl From<Goal> for attribution::Goal {
    fn from(goal: Goal) -> Self {
        match goal {
            Goal::Raise { weight } => Self::Raise(weight),
            Goal::Lower { weight } => Self::Lower(weight),
            Goal::Keep { weight } => Self::Keep(weight),
            Goal::Ignore => Self::Ignore,
        }
    }
}

/// How far a design goes.
#[derive(Deserialize, Tsify)]
pub struct DesignOptions {
    changes: usize,
    /// Promoters that are kept after each change; 1 is the greedy search.
    beam: usize,
    /// Half-open stretches of the window that stay as they are.
    forbidden: Vec<(usize, usize)>,
}

/// A design, the best so far.
#[derive(Serialize, Tsify)]
pub struct DesignResult {
    /// A response for each column.
    start: Vec<f32>,
    steps: Vec<DesignStep>,
    /// For each column, whether the response goes the wrong way, or not at all, where it was to rise or to
    /// fall.
    missed: Vec<bool>,
}

/// A change, with the responses after it and all before it.
#[derive(Serialize, Tsify)]
pub struct DesignStep {
    /// An index in the window.
    position: usize,
    /// One of A, C, G, T.
    base: usize,
    responses: Vec<f32>,
    worth: f32,
}

#[wasm_bindgen]
impl DesignJob {
    /// The best design so far.
    ///
    /// # Errors
    /// Only where the object cannot be made.
    pub fn result(&self) -> Result<Ts<DesignResult>, JsValue> {
        let steps = self.steps.best().steps.iter().map(|step| DesignStep {
            position: step.position,
            base: step.base,
            responses: step.responses.clone(),
            worth: step.worth,
        });
        to_ts(&DesignResult { start: self.steps.start().to_vec(), steps: steps.collect(), missed: self.steps.missed() })
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
        let model = Rc::clone(self.model()?);
        let goals = goals.iter().map(|goal| goal.to_rust().map(attribution::Goal::from)).collect::<Result<Vec<_>, _>>();
        let goals = goals.map_err(RequestError::object)?;
        let DesignOptions { changes, beam, forbidden } = options.to_rust().map_err(RequestError::object)?;
        let outputs = model.signature().outputs.len();
        if goals.len() % outputs != 0 {
            return Err(RequestError::Goals { outputs }.into());
        }
        check_levels(&model, levels, goals.len() / outputs)?;
        let subject = samples.subject()?;
        let options = attribution::DesignOptions {
            changes,
            beam: beam.max(1),
            forbidden: forbidden.into_iter().map(|(from, to)| from..to).collect(),
        };
        Ok(DesignJob { steps: DesignSteps::new(model, subject, levels, goals, options) })
    }
}
