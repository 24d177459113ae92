//! `cisight attribute --method features`

use std::rc::Rc;

use anyhow::Result;
use cisight::model::{Model, TermsError};
use cisight::sample::{Sample, SampleSet};

use super::args::Args;
use crate::common::conditions::Condition;
use crate::common::job;

/// Promoters that are computed together.
const PROMOTERS: usize = 64;

/// Writes promoter, condition, feature, value, weight, contribution: one row for each feature that a promoter
/// has something of.
pub fn run(args: &Args, model: &Rc<Model>, condition: &Condition) -> Result<()> {
    if !model.signature().capabilities.features {
        return Err(TermsError::NotAvailable(model.manifest().architecture.clone()).into());
    }
    let rows = args.samples.rows(model, &args.sequence)?;
    let conditions = model.encode_conditions(&condition.levels);
    let mut table = args.table.table(["promoter", "condition", "feature", "value", "weight", "contribution"])?;
    let bar = job::progress(rows.len(), "promoters");
    for batch in rows.chunks(PROMOTERS) {
        let samples = batch.iter().map(|row| Sample { name: String::new(), parts: row.subject.parts().to_vec() });
        let encoded = model.encode(&SampleSet::new(samples, model.signature().inputs.len()))?;
        let features = pollster::block_on(model.feature_table(&encoded, &conditions))?;
        for (sample, row) in batch.iter().enumerate() {
            for term in features.terms(sample, 0).filter(|term| term.value != 0.0) {
                table.row([
                    row.promoter.name(),
                    &condition.name,
                    term.name,
                    &format!("{:.6}", term.value),
                    &format!("{:.6}", term.weight),
                    &format!("{:.6}", term.contribution),
                ])?;
            }
            bar.inc(1);
        }
    }
    bar.finish_and_clear();
    table.finish()
}
