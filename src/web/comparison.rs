//! Two promoters compared base by base, in JavaScript's hands.

use std::rc::Rc;

use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use super::arrays::Floats;
use super::jobs::job;
use super::{RequestError, Samples, Session, bases_input, check_levels, check_output, failure, to_ts};
use crate::attribution::ComparisonJob as ComparisonSteps;
use crate::sequence::Alphabet;

job!(
    /// Which differences between two promoters carry that of their responses, computed step by step.
    ComparisonJob,
    ComparisonSteps,
    output: usize,
    alphabet: Alphabet
);

/// Where two promoters differ, and what each difference does.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ComparisonResult {
    /// Responses.
    first: f32,
    second: f32,
    differences: Vec<PromoterDifference>,
    /// By difference: it alone in the first promoter.
    alone: Floats,
    /// The second promoter minus the second without it.
    last: Floats,
    /// What it adds when all are made one after the other along the promoter.
    in_order: Floats,
}

/// A run of bases that another promoter has others in place of.
#[derive(Serialize, Tsify)]
pub struct PromoterDifference {
    /// Half-open, in the window of the first promoter.
    from: usize,
    to: usize,
    /// What the second promoter has.
    bases: String,
}

#[wasm_bindgen]
impl ComparisonJob {
    /// What is computed so far.
    ///
    /// # Errors
    /// Only where the object cannot be made.
    pub fn result(&self) -> Result<Ts<ComparisonResult>, JsValue> {
        let (steps, letters) = (&self.steps, self.alphabet.letters());
        let letter = |code: &u8| letters.get(usize::from(*code)).map_or('N', |letter| char::from(*letter));
        let differences = steps.differences().iter().map(|own| PromoterDifference {
            from: own.replaced.start,
            to: own.replaced.end,
            bases: own.codes.iter().map(letter).collect(),
        });
        let effects = steps.effects(self.output);
        let column = |value: fn(&crate::attribution::DifferenceEffect) -> f32| {
            Floats::of(&effects.iter().map(value).collect::<Vec<f32>>())
        };
        let [first, second] = steps.responses(self.output);
        to_ts(&ComparisonResult {
            first,
            second,
            differences: differences.collect(),
            alone: column(|own| own.alone),
            last: column(|own| own.last),
            in_order: column(|own| own.in_order),
        })
    }
}

#[wasm_bindgen]
impl Session {
    /// Prepares the comparison of the first two samples, by the sequence that is looked at, for an output in one
    /// condition.
    ///
    /// # Errors
    /// `ModelError` where no model is loaded, `TableError` where the levels do not fit it, `ComparisonError` where the
    /// sequences cannot be aligned.
    #[wasm_bindgen(js_name = startComparison)]
    pub fn start_comparison(
        &self,
        samples: &Samples,
        levels: &[f32],
        output: Option<usize>,
    ) -> Result<ComparisonJob, JsValue> {
        let model = self.model()?;
        check_levels(model, levels, 1)?;
        let output = check_output(model, output)?;
        let subjects: Result<[_; 2], _> = samples.subjects()?.try_into();
        let [first, second] = subjects.map_err(|_| RequestError::NoSubject)?;
        let alphabet = bases_input(model, Some(first.input()))?.alphabet.clone();
        let steps = ComparisonSteps::new(Rc::clone(model), first, &second, levels).map_err(|error| failure(&error))?;
        Ok(ComparisonJob { steps, output, alphabet })
    }
}
