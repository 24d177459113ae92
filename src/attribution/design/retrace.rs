use super::DesignStep;
use super::context::Context;
use super::draft::Draft;
use crate::architecture::Edit;
use crate::attribution::VariantScan;
use crate::model::AnswerError;

/// What each change of a design does after those before it, from 5' to 3', where the search that found them all together does not know.
#[derive(Debug)]
pub(super) struct Retrace {
    draft: Draft,
    scan: VariantScan,
}

impl Retrace {
    pub fn new(context: &Context, start: &[u8], mut draft: Draft) -> Self {
        draft.changes.sort_by_key(|change| (change.at, change.removed));
        let window = context.ground.window_of(start);
        let first = |count: usize| context.draft(start, draft.changes[..count].to_vec()).window;
        let edits = (1..=draft.changes.len()).map(|count| Edit::between(&window, &first(count))).collect();
        let scan = context.scan(&window, edits);
        Self { draft, scan }
    }

    /// What has to be computed for it.
    pub fn scan(&mut self) -> &mut VariantScan {
        &mut self.scan
    }

    /// Computes a bounded piece; the design once it is complete.
    pub async fn step(&mut self, context: &Context) -> Result<Option<Draft>, AnswerError> {
        self.scan.step().await?;
        if !self.scan.is_complete() {
            return Ok(None);
        }
        let columns = context.conditions.columns().max(1);
        let steps = self.draft.changes.iter().zip(self.scan.responses().chunks_exact(columns));
        let steps = steps.map(|(change, responses)| DesignStep {
            position: context.ground.in_window(change.at),
            change: change.clone(),
            responses: responses.to_vec(),
            worth: context.worth(responses),
        });
        Ok(Some(Draft { steps: steps.collect(), ..self.draft.clone() }))
    }
}
