//! Samples and what their inputs are read from, in JavaScript's hands.

use std::cell::RefCell;
use std::collections::HashMap;

use js_sys::Float32Array;
use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use super::arrays::Floats;
use super::{RequestError, Session, failure, to_ts};
use crate::model::Model;
use crate::sample::{Embedding, NumberRows, Part, Sample, SampleSet, Subject};
use crate::schema::{BasesInput, InputSpec, NumbersInput};
use crate::sequence::Promoter;

/// Samples as the model reads them, for as many jobs as are made of them.
#[wasm_bindgen]
pub struct Samples {
    samples: Vec<Sample>,
    /// By sample, the input that is looked at.
    inputs: Vec<usize>,
    /// Inputs of the model.
    count: usize,
}

impl Samples {
    /// All of them, with every part that several share kept once.
    pub(super) fn set(&self) -> SampleSet {
        SampleSet::new(self.samples.iter().cloned(), self.count)
    }

    /// Each by the sequence that is looked at.
    pub(super) fn subjects(&self) -> Result<Vec<Subject>, JsValue> {
        let each = self.samples.iter().zip(&self.inputs);
        let subject = |(sample, input): (&Sample, &usize)| Subject::new(sample, *input);
        Ok(each.map(subject).collect::<Option<_>>().ok_or(RequestError::NoSubject)?)
    }

    /// The only one, or the first, by the sequence that is looked at.
    pub(super) fn subject(&self) -> Result<Subject, JsValue> {
        let first = self.samples.first().zip(self.inputs.first());
        let subject = first.and_then(|(sample, input)| Subject::new(sample, *input));
        Ok(subject.ok_or(RequestError::NoSubject)?)
    }
}

/// Parts of samples that have crossed, by the numbers that JavaScript knows them by; what cannot be read is
/// refused whenever it is asked for.
pub(super) type HeldParts = RefCell<HashMap<u32, Result<Part, JsValue>>>;

/// Named numbers of samples.
#[derive(Serialize, Tsify)]
pub struct NumberTable {
    report: NumberReport,
    /// `names x numbers`, row-major.
    values: Floats,
}

/// What was read of a table of numbers.
#[derive(Serialize, Tsify)]
pub struct NumberReport {
    names: Vec<String>,
    /// Cells that are empty or whose column is not there: they hold the default.
    missing: usize,
    /// Columns that are no number of the model.
    unknown: Vec<String>,
}

#[wasm_bindgen(typescript_custom_section)]
const PART: &str = r"
/** What one input reads of a sample: bases, or numbers (of an embedding, row-major). */
export type Part = string | Float32Array;
";

#[wasm_bindgen]
impl Session {
    /// Takes over what the input `input` (an index) reads of samples and keeps it, under a number of the
    /// caller's, until it is released or another model is loaded.
    #[wasm_bindgen(js_name = holdPart)]
    pub fn hold_part(&self, number: u32, input: usize, #[wasm_bindgen(unchecked_param_type = "Part")] value: &JsValue) {
        let read = self.model().and_then(|model| part(model, input, value));
        self.held.borrow_mut().insert(number, read);
    }

    /// Frees parts that are not asked for again.
    #[wasm_bindgen(js_name = releaseParts)]
    pub fn release_parts(&self, numbers: &[u32]) {
        let mut held = self.held.borrow_mut();
        for number in numbers {
            held.remove(number);
        }
    }

    /// Samples of held parts: `samples x inputs` numbers, row-major in the model's order of inputs, and for
    /// each sample the input that is looked at.
    ///
    /// # Errors
    /// `ModelError` where no model is loaded, a part is not held or is not what the model reads, `FastaError`
    /// where a sequence is none.
    #[wasm_bindgen(js_name = samplesOf)]
    pub fn samples_of(&self, parts: &[u32], looked_at: Vec<usize>) -> Result<Samples, JsValue> {
        let count = self.model()?.signature().inputs.len();
        if parts.len() != count * looked_at.len() {
            return Err(RequestError::Parts { samples: looked_at.len(), inputs: count }.into());
        }
        let held = self.held.borrow();
        let part = |number: &u32| match held.get(number) {
            Some(part) => part.clone(),
            None => Err(RequestError::NotHeld.into()),
        };
        let sample = |numbers: &[u32]| {
            let parts: Result<Vec<Part>, JsValue> = numbers.iter().map(part).collect();
            Ok(Sample { name: String::new(), parts: parts? })
        };
        let samples: Result<Vec<Sample>, JsValue> = parts.chunks(count).map(sample).collect();
        Ok(Samples { samples: samples?, inputs: looked_at, count })
    }

    /// Reads a table with a row for each sample and a column for each number of the input `input`.
    ///
    /// # Errors
    /// `TableError` names the line and column.
    #[wasm_bindgen(js_name = readNumbers)]
    pub fn read_numbers(&self, text: &str, input: usize) -> Result<Ts<NumberTable>, JsValue> {
        let model = self.model()?;
        let Some(InputSpec::Numbers(spec)) = model.signature().inputs.get(input) else {
            return Err(RequestError::NoNumbers.into());
        };
        let rows = NumberRows::read(text.as_bytes(), spec).map_err(|error| failure(&error))?;
        let values: Vec<f32> = rows.names.iter().filter_map(|name| rows.get(name)).flatten().copied().collect();
        let report = NumberReport { names: rows.names, missing: rows.missing, unknown: rows.unknown };
        to_ts(&NumberTable { report, values: Floats::of(&values) })
    }
}

/// What the input at that place says of its sequence; of the first one where none is named.
pub(super) fn bases_input(model: &Model, input: Option<usize>) -> Result<&BasesInput, JsValue> {
    let Some(input) = input else { return model.sequence().map_err(|error| failure(&error)) };
    let spec = model.signature().inputs.get(input).and_then(InputSpec::bases);
    Ok(spec.ok_or(RequestError::NoSequence)?)
}

fn part(model: &Model, input: usize, value: &JsValue) -> Result<Part, JsValue> {
    let spec = model.signature().inputs.get(input);
    let spec = spec.ok_or(RequestError::NoInput)?;
    let read = match spec {
        InputSpec::Bases(own) => match value.as_string() {
            Some(bases) => {
                let promoter = Promoter::parse("sequence", &bases);
                let promoter = promoter.map_err(|reason| RequestError::Sequence { reason })?;
                Some(Part::Bases(own.window(&promoter)))
            }
            None => None,
        },
        InputSpec::Numbers(NumbersInput { numbers, .. }) => floats(value)
            .filter(|values| values.len() == numbers.len() && values.iter().all(|value| value.is_finite()))
            .map(Part::Numbers),
        InputSpec::Embedding(own) => {
            floats(value).and_then(|values| Embedding::new(own.positions, own.width, values)).map(Part::Embedding)
        }
    };
    Ok(read.ok_or_else(|| RequestError::Part { input: spec.name().to_owned() })?)
}

fn floats(value: &JsValue) -> Option<Vec<f32>> {
    value.dyn_ref::<Float32Array>().map(Float32Array::to_vec)
}
