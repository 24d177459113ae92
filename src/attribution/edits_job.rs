use std::collections::VecDeque;
use std::rc::Rc;

use super::VariantScan;
use crate::architecture::Edit;
use crate::model::{AnswerError, EncodedConditions, Model};
use crate::sample::Subject;

/// Responses of samples as they are and with edits of their sequences, sample by sample and step by step, in
/// one column of the map.
#[derive(Debug)]
pub struct EditsJob {
    model: Rc<Model>,
    conditions: EncodedConditions,
    column: usize,
    waiting: VecDeque<(Subject, Vec<Edit>)>,
    scan: Option<VariantScan>,
    total: usize,
    /// Samples and edits that are recorded.
    recorded: usize,
    references: Vec<f32>,
    responses: Vec<f32>,
}

impl EditsJob {
    /// Prepares samples with their edits, in one condition (`levels`, in the table's unit; none for a model
    /// without) and of one output.
    pub fn new(model: Rc<Model>, samples: Vec<(Subject, Vec<Edit>)>, levels: &[f32], output: usize) -> Self {
        let conditions = model.encode_conditions(levels);
        let total = samples.iter().map(|(_, edits)| 1 + edits.len()).sum();
        Self {
            model,
            conditions,
            column: output,
            waiting: samples.into(),
            scan: None,
            total,
            recorded: 0,
            references: Vec::new(),
            responses: Vec::new(),
        }
    }

    /// Samples and edits to do.
    pub fn total(&self) -> usize {
        self.total
    }

    /// Samples and edits done.
    pub fn done(&self) -> usize {
        self.recorded + self.scan.as_ref().map_or(0, VariantScan::done)
    }

    /// Computes the next few edits.
    ///
    /// # Errors
    /// [`AnswerError`] where a sample is not what the model reads or the device fails; what was done stays.
    pub async fn step(&mut self) -> Result<(), AnswerError> {
        if self.scan.is_none()
            && let Some((subject, edits)) = self.waiting.pop_front()
        {
            self.scan = Some(VariantScan::new(Rc::clone(&self.model), subject, self.conditions.clone(), edits));
        }
        let Some(scan) = &mut self.scan else { return Ok(()) };
        scan.step().await?;
        if scan.is_complete() {
            let (column, columns) = (self.column, self.conditions.columns());
            self.references.extend(scan.reference().get(column).map(|(response, _)| *response));
            self.responses.extend(scan.responses().iter().skip(column).step_by(columns.max(1)));
            self.recorded += 1 + scan.edits().len();
            self.scan = None;
        }
        Ok(())
    }

    /// The response of each sample that is done, as it is.
    pub fn references(&self) -> &[f32] {
        &self.references
    }

    /// The response of each edit of those samples, in their order.
    pub fn responses(&self) -> &[f32] {
        &self.responses
    }
}
