//! The designer, in JavaScript's hands.

use std::rc::Rc;

use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use super::jobs::job;
use super::{Samples, Session, check_levels, failure, to_js};
use crate::attribution::{DesignJob as DesignSteps, DesignOptions, Goal};

job!(
    /// A search for the changes that come nearest to the goals, step by step.
    DesignJob,
    DesignSteps
);

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum GoalInput {
    Raise { weight: f32 },
    Lower { weight: f32 },
    Keep { weight: f32 },
    Ignore,
}

impl From<GoalInput> for Goal {
    fn from(input: GoalInput) -> Self {
        match input {
            GoalInput::Raise { weight } => Self::Raise(weight),
            GoalInput::Lower { weight } => Self::Lower(weight),
            GoalInput::Keep { weight } => Self::Keep(weight),
            GoalInput::Ignore => Self::Ignore,
        }
    }
}

#[derive(Deserialize)]
struct OptionsInput {
    changes: usize,
    beam: usize,
    /// Pairs of first position and position behind the last, in the window.
    forbidden: Vec<(usize, usize)>,
}

#[derive(Serialize)]
struct DesignOutput {
    start: Vec<f32>,
    steps: Vec<StepOutput>,
    missed: Vec<bool>,
}

#[derive(Serialize)]
struct StepOutput {
    position: usize,
    base: usize,
    responses: Vec<f32>,
    worth: f32,
}

#[wasm_bindgen]
impl DesignJob {
    /// `{ start: C responses, steps: [{ position (in the window), base (of ACGT), responses: C, worth }], missed: C }`, the best so far.
    ///
    /// # Errors
    /// Only where the object cannot be made.
    pub fn result(&self) -> Result<JsValue, JsValue> {
        let steps = self.steps.best().steps.iter().map(|step| StepOutput {
            position: step.position,
            base: step.base,
            responses: step.responses.clone(),
            worth: step.worth,
        });
        to_js(&DesignOutput { start: self.steps.start().to_vec(), steps: steps.collect(), missed: self.steps.missed() })
    }
}

#[wasm_bindgen]
impl Session {
    /// Prepares a design: `goals` are `{ kind: "raise" | "lower" | "keep" | "ignore", weight }`, one for each output of each condition; `options` are
    /// `{ changes, beam, forbidden: [[from, to], ...] }` with half-open stretches of the window.
    ///
    /// # Errors
    /// `DesignError` where goals or options cannot be read, else as other jobs.
    #[wasm_bindgen(js_name = startDesign)]
    pub fn start_design(
        &self,
        samples: &Samples,
        levels: &[f32],
        goals: JsValue,
        options: JsValue,
    ) -> Result<DesignJob, JsValue> {
        let model = Rc::clone(self.model()?);
        let unreadable = |error: serde_wasm_bindgen::Error| failure("DesignError", &error);
        let goals: Vec<GoalInput> = serde_wasm_bindgen::from_value(goals).map_err(unreadable)?;
        let OptionsInput { changes, beam, forbidden } = serde_wasm_bindgen::from_value(options).map_err(unreadable)?;
        let outputs = model.signature().outputs.len();
        if goals.len() % outputs != 0 {
            return Err(failure("DesignError", &format!("each condition needs {outputs} goals")));
        }
        check_levels(&model, levels, goals.len() / outputs)?;
        let subject = samples.subject()?;
        let options = DesignOptions {
            changes,
            beam: beam.max(1),
            forbidden: forbidden.into_iter().map(|(from, to)| from..to).collect(),
        };
        let goals = goals.into_iter().map(Goal::from).collect();
        Ok(DesignJob { steps: DesignSteps::new(model, subject, levels, goals, options) })
    }
}
