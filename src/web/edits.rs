//! Given changes of many samples, in JavaScript's hands.

use std::rc::Rc;

use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use super::arrays::Floats;
use super::jobs::job;
use super::{RequestError, Samples, Session, check_levels, check_output, to_ts};
use crate::architecture::Edit;
use crate::attribution::EditsJob as EditsSteps;
use crate::sample::Subject;
use crate::sequence::PADDING;

job!(
    /// Responses of samples and of edits of them, computed step by step.
    EditsJob,
    EditsSteps
);

/// What samples and edits of them answer.
#[derive(Serialize, Tsify)]
pub struct EditsResult {
    /// One for each sample.
    references: Floats,
    /// One for each edit.
    responses: Floats,
}

#[wasm_bindgen]
impl EditsJob {
    /// What is computed so far.
    ///
    /// # Errors
    /// Only where the object cannot be made.
    pub fn result(&self) -> Result<Ts<EditsResult>, JsValue> {
        let (references, responses) = (Floats::of(self.steps.references()), Floats::of(self.steps.responses()));
        to_ts(&EditsResult { references, responses })
    }
}

#[wasm_bindgen]
impl Session {
    /// Prepares the responses of samples and of edits of their sequences to an output in one condition:
    /// `counts`, edits of each sample; `places`, for each edit the first changed base of the window, how many
    /// bases are replaced and by how many; `codes`, those of all edits, as codes of the model's alphabet (255:
    /// none).
    ///
    /// # Errors
    /// `ModelError` where no model is loaded, `TableError` where the levels do not fit it, `RequestError` where
    /// edits do not fit the samples.
    #[wasm_bindgen(js_name = startEdits)]
    pub fn start_edits(
        &self,
        samples: &Samples,
        levels: &[f32],
        output: Option<usize>,
        counts: &[u32],
        places: &[u32],
        codes: &[u8],
    ) -> Result<EditsJob, JsValue> {
        let model = self.model()?;
        check_levels(model, levels, 1)?;
        let output = check_output(model, output)?;
        let letters = |subject: &Subject| model.letters(subject);
        let edited = edited(samples.subjects()?, letters, counts, places, codes).ok_or(RequestError::Edits)?;
        Ok(EditsJob { steps: EditsSteps::new(Rc::clone(model), edited, levels, output) })
    }
}

/// The samples with their edits; nothing where they do not fit.
pub(super) fn edited(
    subjects: Vec<Subject>,
    letters: impl Fn(&Subject) -> usize,
    counts: &[u32],
    places: &[u32],
    mut codes: &[u8],
) -> Option<Vec<(Subject, Vec<Edit>)>> {
    let (places, []) = places.as_chunks::<3>() else { return None };
    let mut places = places.iter();
    let mut made = Vec::with_capacity(subjects.len());
    if counts.len() != subjects.len() {
        return None;
    }
    for (subject, &count) in subjects.into_iter().zip(counts) {
        let (letters, length) = (letters(&subject), subject.window().codes().len());
        let mut edits = Vec::with_capacity(count as usize);
        for _ in 0..count {
            let [position, removed, added] = places.next()?.map(|number| number as usize);
            let (new, rest) = codes.split_at_checked(added)?;
            codes = rest;
            let is_code = |code: &u8| *code == PADDING || usize::from(*code) < letters;
            if position.checked_add(removed)? > length || !new.iter().all(is_code) {
                return None;
            }
            edits.push(Edit::replacement(position, removed, new.to_vec()));
        }
        made.push((subject, edits));
    }
    (codes.is_empty() && places.next().is_none()).then_some(made)
}
