//! Samples and what their inputs are read from, in JavaScript's hands.

use js_sys::Float32Array;
use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use super::arrays::Floats;
use super::{Session, failure, to_ts};
use crate::model::Model;
use crate::sample::{Embedding, NumberRows, Part, Sample, SampleSet, Subject};
use crate::schema::{BasesInput, InputSpec, NumbersInput};
use crate::sequence::Promoter;

/// Samples as the model reads them: one crossing for as many jobs as are made of them.
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

    /// The only one, or the first, by the sequence that is looked at.
    pub(super) fn subject(&self) -> Result<Subject, JsValue> {
        let first = self.samples.first().zip(self.inputs.first());
        let subject = first.and_then(|(sample, input)| Subject::new(sample, *input));
        subject.ok_or_else(|| failure("ModelError", &"this needs a sample with a sequence"))
    }
}

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
const SAMPLE: &str = r"
/** What one input reads of a sample: bases, or numbers (of an embedding, row-major). */
export type Part = string | Float32Array;

/** What a row of the map is to the engine. */
export interface Sample {
    /** What the sequence input that is looked at reads. */
    sequence: string;
    /** What the model's other inputs read, in its order; absent where it has none. */
    others?: readonly Part[];
    /** The input that reads `sequence`, by its place; the model's first sequence where it is absent. */
    input?: number;
}
";

// Read field by field: typed arrays among the parts are not copied twice.
#[wasm_bindgen]
extern "C" {
    /// A sample as JavaScript gives it.
    #[wasm_bindgen(typescript_type = "Sample")]
    pub type GivenSample;
    #[wasm_bindgen(method, getter, structural)]
    fn sequence(this: &GivenSample) -> JsValue;
    #[wasm_bindgen(method, getter, structural)]
    fn others(this: &GivenSample) -> Option<Vec<JsValue>>;
    #[wasm_bindgen(method, getter, structural)]
    fn input(this: &GivenSample) -> Option<usize>;
}

#[wasm_bindgen]
impl Session {
    /// Takes samples over, for as many jobs as are made of them.
    ///
    /// # Errors
    /// `ModelError` where no model is loaded or a part is not what it reads, `FastaError` where a sequence is
    /// none.
    #[wasm_bindgen(js_name = readSamples)]
    pub fn read_samples(
        &self,
        #[wasm_bindgen(unchecked_param_type = "readonly Sample[]")] given: Vec<GivenSample>,
    ) -> Result<Samples, JsValue> {
        let model = self.model()?;
        let mut read = Samples { samples: Vec::new(), inputs: Vec::new(), count: model.signature().inputs.len() };
        for one in &given {
            let (sample, input) = sample(model, one)?;
            read.samples.push(sample);
            read.inputs.push(input);
        }
        Ok(read)
    }

    /// Reads a table with a row for each sample and a column for each number of the input `input`.
    ///
    /// # Errors
    /// `TableError` names the line and column.
    #[wasm_bindgen(js_name = readNumbers)]
    pub fn read_numbers(&self, text: &str, input: usize) -> Result<Ts<NumberTable>, JsValue> {
        let model = self.model()?;
        let Some(InputSpec::Numbers(spec)) = model.signature().inputs.get(input) else {
            return Err(failure("ModelError", &"this input reads no numbers"));
        };
        let rows = NumberRows::read(text.as_bytes(), spec).map_err(|error| failure("TableError", &error))?;
        let values: Vec<f32> = rows.names.iter().filter_map(|name| rows.get(name)).flatten().copied().collect();
        let report = NumberReport { names: rows.names, missing: rows.missing, unknown: rows.unknown };
        to_ts(&NumberTable { report, values: Floats::of(&values) })
    }
}

/// What the input at that place says of its sequence; of the first one where none is named.
pub(super) fn bases_input(model: &Model, input: Option<usize>) -> Result<&BasesInput, JsValue> {
    let Some(input) = input else { return model.sequence().map_err(|error| failure("ModelError", &error)) };
    let spec = model.signature().inputs.get(input).and_then(InputSpec::bases);
    spec.ok_or_else(|| failure("ModelError", &"this input reads no sequence"))
}

fn sample(model: &Model, given: &GivenSample) -> Result<(Sample, usize), JsValue> {
    let specs = &model.signature().inputs;
    let first = model.signature().first_sequence().map_or(0, |(at, _)| at);
    let (input, sequence) = (given.input().unwrap_or(first), given.sequence());
    let others = given.others().unwrap_or_default();
    if input >= specs.len() || others.len() + 1 != specs.len() {
        let (needed, found) = (specs.len(), others.len() + 1);
        return Err(failure("ModelError", &format!("the model reads {needed} inputs where {found} were given")));
    }
    let mut others = others.into_iter();
    let mut parts = Vec::with_capacity(specs.len());
    for (at, spec) in specs.iter().enumerate() {
        let value = if at == input { Some(sequence.clone()) } else { others.next() };
        parts.push(part(spec, &value.unwrap_or_default())?);
    }
    Ok((Sample { name: String::new(), parts }, input))
}

fn part(spec: &InputSpec, value: &JsValue) -> Result<Part, JsValue> {
    let read = match spec {
        InputSpec::Bases(own) => match value.as_string() {
            Some(bases) => {
                let promoter = Promoter::parse("sequence", &bases);
                let promoter = promoter.map_err(|error| failure("FastaError", &format!("the sequence {error}")))?;
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
    read.ok_or_else(|| failure("ModelError", &format!("the input \"{}\" needs something else", spec.name())))
}

fn floats(value: &JsValue) -> Option<Vec<f32>> {
    value.dyn_ref::<Float32Array>().map(Float32Array::to_vec)
}
