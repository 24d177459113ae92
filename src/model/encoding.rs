use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::Model;
use crate::architecture::{Edit, EnsembleEditor, Features, PartError, edits_at_once};
use crate::backend::adapter_of;
use crate::sample::{Part, SampleSet, Subject};

/// Features of samples: for each member of an ensemble, one entry for each input.
#[derive(Debug, Clone)]
pub struct EncodedSamples(pub(super) Vec<Vec<Features>>);

impl EncodedSamples {
    /// One member's after the other: its features of each input.
    pub(super) fn members(&self) -> &[Vec<Features>] {
        &self.0
    }
}

/// Features of conditions, for each member of an ensemble, and which of the outputs are asked for.
#[derive(Debug, Clone)]
pub struct EncodedConditions {
    pub(super) members: Vec<Features>,
    pub(super) conditions: usize,
    pub(super) outputs: Range<usize>,
}

impl EncodedConditions {
    /// How many conditions there are.
    pub fn conditions(&self) -> usize {
        self.conditions
    }

    /// Columns that answers have: outputs in conditions. The outputs of a condition stand side by side.
    pub fn columns(&self) -> usize {
        self.conditions * self.outputs.len()
    }

    /// The same conditions with one output alone.
    #[must_use]
    pub fn of_output(self, output: usize) -> Self {
        Self { outputs: output..output + 1, ..self }
    }
}

/// What each member of an ensemble keeps of a sample whose sequence is edited.
#[derive(Debug)]
pub struct SubjectEditor {
    input: usize,
    editor: EnsembleEditor,
    /// By member and input, a row of the sample as it is.
    others: Vec<Vec<Features>>,
}

impl Model {
    /// Encodes parts for one input, each once; one answer for each member.
    ///
    /// # Errors
    /// [`PartError`] where a part is not what the input reads.
    fn encode_parts(&self, input: usize, parts: &[Part]) -> Result<Vec<Features>, PartError> {
        self.ensemble().encode(input, &self.normalised(input, parts))
    }

    /// What an input reads, where samples have no part for it.
    fn missing_part(&self, input: usize) -> PartError {
        let expected = self.signature().inputs.get(input).map_or("nothing", |spec| spec.name()).to_owned();
        PartError { input, expected, found: "nothing".to_owned() }
    }

    /// Encodes samples, each part once.
    ///
    /// # Errors
    /// [`PartError`] where a part is not what its input reads.
    pub fn encode(&self, samples: &SampleSet) -> Result<EncodedSamples, PartError> {
        let mut members = vec![Vec::new(); self.members().len()];
        for input in 0..self.signature().inputs.len() {
            let rows = samples.rows(input);
            if rows.len() != samples.len() {
                return Err(self.missing_part(input));
            }
            let encoded = self.encode_parts(input, samples.parts(input))?;
            let is_plain = rows.len() == samples.parts(input).len();
            for (own, features) in members.iter_mut().zip(encoded) {
                own.push(if is_plain { features } else { features.select(rows) });
            }
        }
        Ok(EncodedSamples(members))
    }

    /// Encodes a sample and keeps what edits of its sequence share.
    ///
    /// # Errors
    /// [`PartError`] where a part is not what its input reads.
    pub fn editor(&self, subject: &Subject) -> Result<SubjectEditor, PartError> {
        let input = subject.input();
        let inputs = self.signature().inputs.len();
        if subject.parts().len() != inputs {
            return Err(self.missing_part(subject.parts().len().min(inputs)));
        }
        let mut others = vec![Vec::new(); self.members().len()];
        for (at, part) in subject.parts().iter().enumerate() {
            // The edited sequence's own row is replaced by those of its edits.
            let encoded = if at == input {
                vec![Features::none(); others.len()]
            } else {
                self.encode_parts(at, std::slice::from_ref(part))?
            };
            others.iter_mut().zip(encoded).for_each(|(own, features)| own.push(features));
        }
        Ok(SubjectEditor { input, editor: self.ensemble().editor(input, subject.window()), others })
    }

    /// How many edits are best encoded at once on the model's device, where each is answered in so many columns. A
    /// software adapter is as slow as the numbers are many, and is to report how far it is.
    pub fn edits_at_once(&self, columns: usize) -> usize {
        let least = edits_at_once(&self.device());
        if adapter_of(&self.device()).is_none_or(|adapter| adapter.is_software) {
            return least;
        }
        let most = self.members().iter().map(|member| member.edits_on_a_card()).min().unwrap_or(least);
        (most / columns.max(1)).max(least)
    }

    /// Whether what is computed goes to a graphics adapter, where every operation costs its dispatch.
    pub fn is_on_an_adapter(&self) -> bool {
        adapter_of(&self.device()).is_some()
    }

    /// Encodes a sample with each of some edits of its sequence: fast where a network can, else whole, window
    /// by window.
    ///
    /// # Errors
    /// [`PartError`] where the sequence is not what its input reads.
    pub fn encode_edits(&self, subject: &SubjectEditor, edits: &[Edit]) -> Result<EncodedSamples, PartError> {
        let own = self.ensemble().encode_edits(&subject.editor, edits)?;
        let members = subject.others.iter().zip(own).map(|(others, own)| {
            let mut inputs = others.clone();
            if let Some(slot) = inputs.get_mut(subject.input) {
                *slot = own;
            }
            inputs
        });
        Ok(EncodedSamples(members.collect()))
    }
}

/// Encodes a set of samples piece by piece: each part once, when the first sample needs it, and kept until
/// the last one has had it.
#[derive(Debug)]
pub struct Encoder {
    model: Rc<Model>,
    samples: SampleSet,
    /// By input and part, the last sample that has it.
    last: Vec<Vec<usize>>,
    /// By input, the encoded parts that later samples need, a row for each member.
    kept: Vec<HashMap<usize, Vec<Features>>>,
    /// By input, how many parts were encoded.
    encoded: Vec<usize>,
}

impl Encoder {
    /// Prepares a set of samples.
    pub fn new(model: Rc<Model>, samples: SampleSet) -> Self {
        let last = (0..samples.inputs()).map(|input| {
            let mut last = vec![0; samples.parts(input).len()];
            samples.rows(input).iter().enumerate().for_each(|(sample, &part)| last[part] = sample);
            last
        });
        let (last, kept, encoded) = (last.collect(), vec![HashMap::new(); samples.inputs()], vec![0; samples.inputs()]);
        Self { model, samples, last, kept, encoded }
    }

    /// How many samples there are.
    pub fn len(&self) -> usize {
        self.samples.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.samples.is_empty()
    }

    /// By input, how often a part went through its branch of the network so far.
    pub fn encoded(&self) -> &[usize] {
        &self.encoded
    }

    /// Encodes some samples; ranges come in order.
    ///
    /// # Errors
    /// [`PartError`] where a part is not what its input reads.
    pub fn encode(&mut self, samples: Range<usize>) -> Result<EncodedSamples, PartError> {
        let mut members = vec![Vec::new(); self.model.members().len()];
        for input in 0..self.model.signature().inputs.len() {
            if self.samples.rows(input).len() != self.samples.len() {
                return Err(self.model.missing_part(input));
            }
            let encoded = self.encode_input(input, &samples)?;
            members.iter_mut().zip(encoded).for_each(|(own, features)| own.push(features));
        }
        Ok(EncodedSamples(members))
    }

    fn encode_input(&mut self, input: usize, samples: &Range<usize>) -> Result<Vec<Features>, PartError> {
        let rows = self.samples.rows(input).get(samples.clone()).unwrap_or(&[]);
        let kept = &mut self.kept[input];
        let mut missing: Vec<usize> = rows.iter().copied().filter(|part| !kept.contains_key(part)).collect();
        missing.sort_unstable();
        missing.dedup();
        let parts: Vec<Part> = missing.iter().map(|&part| self.samples.parts(input)[part].clone()).collect();
        let encoded = if parts.is_empty() { Vec::new() } else { self.model.encode_parts(input, &parts)? };
        self.encoded[input] += parts.len();
        let last = &self.last[input];
        if missing == rows && rows.iter().all(|&part| last[part] < samples.end) {
            return Ok(encoded);
        }
        for (row, part) in missing.into_iter().enumerate() {
            kept.insert(part, encoded.iter().map(|member| member.select(&[row])).collect());
        }
        let members = 0..self.model.members().len();
        let joined = members.map(|member| {
            let own: Vec<Features> =
                rows.iter().filter_map(|part| kept.get(part).map(|all| all[member].clone())).collect();
            Features::concatenated(&own)
        });
        let joined = joined.collect();
        kept.retain(|part, _| last[*part] >= samples.end);
        Ok(joined)
    }
}
