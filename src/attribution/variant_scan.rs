use std::borrow::Cow;
use std::rc::Rc;

use crate::architecture::Edit;
use crate::model::{AnswerError, EncodedConditions, Model, Responses, SubjectEditor};
use crate::sample::{Sample, SampleSet, Subject};
use crate::sequence::Window;

/// Responses of a sample with many edits of its sequence, computed step by step. All that looks at changed
/// promoters is made of these.
#[derive(Debug)]
pub struct VariantScan {
    model: Rc<Model>,
    subject: Subject,
    conditions: EncodedConditions,
    edits: Vec<Edit>,
    editor: Option<SubjectEditor>,
    reference: Vec<(f32, f32)>,
    /// The members' answers for the sample as it is, from a place in their lists on.
    unchanged: Option<(Responses, usize)>,
    responses: Vec<f32>,
    disagreements: Vec<f32>,
    done: usize,
}

impl VariantScan {
    /// Prepares the scan. `conditions` are encoded once by whoever makes several scans of the same ones.
    pub fn new(model: Rc<Model>, subject: Subject, conditions: EncodedConditions, edits: Vec<Edit>) -> Self {
        let responses = Vec::with_capacity(edits.len() * conditions.columns());
        let (editor, reference, unchanged, disagreements) = (None, Vec::new(), None, Vec::new());
        Self { model, subject, conditions, edits, editor, reference, unchanged, responses, disagreements, done: 0 }
    }

    /// The edits, in their order.
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// The sample's sequence as it is.
    pub fn window(&self) -> &Window {
        self.subject.window()
    }

    /// Takes over what another instance of the model answered for the sample as it is (by column) and for all of its
    /// edits (`edits x columns`, row-major). Spreads and disagreements stay unknown. Whether these are as many as the
    /// scan needs; if not, nothing is taken.
    #[must_use]
    pub fn take_answers(&mut self, reference: &[f32], responses: &[f32]) -> bool {
        let columns = self.conditions.columns();
        if reference.len() != columns || responses.len() != self.edits.len() * columns {
            return false;
        }
        self.reference = reference.iter().map(|response| (*response, f32::NAN)).collect();
        self.responses = responses.to_vec();
        self.disagreements.clear();
        self.done = self.edits.len();
        true
    }

    /// Edits done.
    pub fn done(&self) -> usize {
        self.done
    }

    /// Whether all are done, the reference included.
    pub fn is_complete(&self) -> bool {
        self.done == self.edits.len() && !self.reference.is_empty()
    }

    /// Response and spread of the sample as it is, by column; empty before the first step.
    pub fn reference(&self) -> &[(f32, f32)] {
        &self.reference
    }

    /// Responses of the edits that are done, `edits x columns`, row-major, in the units of the model's
    /// outputs.
    pub fn responses(&self) -> &[f32] {
        &self.responses
    }

    /// The response of an edit that is done minus the reference's.
    pub fn delta(&self, edit: usize, column: usize) -> f32 {
        let response = self.responses.get(edit * self.conditions.columns() + column).copied();
        let reference = self.reference.get(column).map(|(response, _)| *response);
        response.zip(reference).map_or(f32::NAN, |(response, reference)| response - reference)
    }

    /// How far the ensemble's members disagree about the effect of an edit that is done: the standard deviation
    /// of their differences, NaN for a single member. What they share in error is not in it.
    pub fn disagreement(&self, edit: usize, column: usize) -> f32 {
        self.disagreements.get(edit * self.conditions.columns() + column).copied().unwrap_or(f32::NAN)
    }

    /// Computes the next few edits (the reference comes with the first).
    ///
    /// # Errors
    /// [`AnswerError`] where the sample is not what the model reads or the device fails; what was done stays.
    pub async fn step(&mut self) -> Result<(), AnswerError> {
        if self.is_complete() {
            return Ok(());
        }
        let editor = match self.editor.take() {
            Some(editor) => editor,
            None => self.model.editor(&self.subject)?,
        };
        if self.reference.is_empty() && !self.model.is_on_an_adapter() {
            self.answer_reference().await?;
        }
        let columns = self.conditions.columns();
        let end = (self.done + self.model.edits_at_once(columns)).min(self.edits.len());
        let mut batch = Cow::Borrowed(&self.edits[self.done..end]);
        let edits = batch.len();
        if self.reference.is_empty() {
            // An adapter waits once for both.
            batch.to_mut().push(self.no_change());
        }
        if !batch.is_empty() {
            let encoded = self.model.encode_edits(&editor, &batch)?;
            let responses = self.model.respond(&encoded, &self.conditions).await?;
            let pairs = 0..edits * columns;
            self.responses.extend(pairs.clone().map(|pair| responses.summary(pair).0));
            if self.reference.is_empty() {
                let unchanged = (pairs.end..).take(columns);
                self.reference = unchanged.map(|pair| responses.summary(pair)).collect();
                self.unchanged = Some((responses.clone(), pairs.end));
            }
            if let Some((unchanged, first)) = &self.unchanged {
                let disagreement = |pair| responses.disagreement(pair, unchanged, first + pair % columns);
                self.disagreements.extend(pairs.map(disagreement));
            }
            self.done = end;
        }
        self.editor = Some(editor);
        Ok(())
    }

    async fn answer_reference(&mut self) -> Result<(), AnswerError> {
        let sample = Sample { name: String::new(), parts: self.subject.parts().to_vec() };
        let inputs = sample.parts.len();
        let encoded = self.model.encode(&SampleSet::new([sample], inputs))?;
        let responses = self.model.respond(&encoded, &self.conditions).await?;
        self.reference = (0..self.conditions.columns()).map(|column| responses.summary(column)).collect();
        self.unchanged = Some((responses, 0));
        Ok(())
    }

    /// An edit that puts a base where it stands.
    fn no_change(&self) -> Edit {
        let codes = self.window().codes();
        let position = self.window().first_base().min(codes.len().saturating_sub(1));
        Edit::substitution(position, codes[position..].iter().copied().take(1).collect())
    }
}
