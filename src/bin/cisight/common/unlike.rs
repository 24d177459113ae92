//! What is unlike anything that the model was trained on: said on standard error, and as a column of tables.

use cisight::model::Model;
use cisight::sample::{Part, Sample};
use cisight::schema::DomainNote;
use cisight::text::counted;

use super::conditions::Condition;

/// Names that are listed one by one.
const SHOWN: usize = 5;

/// In what a sample's first sequence is unlike.
pub fn sample_note(model: &Model, sample: &Sample) -> Option<DomainNote> {
    let (input, _) = model.signature().first_sequence()?;
    model.sequence_note(input, sample.parts.get(input).and_then(Part::window)?)
}

/// Says which samples are unlike those that the model was trained on.
pub fn report_samples(model: &Model, samples: &[Sample]) {
    let found = samples.iter().filter_map(|own| Some((own.name.as_str(), sample_note(model, own)?)));
    report(found.collect(), "more promoter");
}

/// The same of conditions.
pub fn report_conditions(model: &Model, conditions: &[Condition]) {
    let notes = |own: &Condition| model.condition_notes(&own.levels);
    let found = conditions.iter().flat_map(|own| notes(own).into_iter().map(|note| (own.name.as_str(), note)));
    report(found.collect(), "more note on a condition");
}

fn report(found: Vec<(&str, DomainNote)>, others: &str) {
    for (name, note) in found.iter().take(SHOWN) {
        eprintln!("note: {name}: {note}");
    }
    if found.len() > SHOWN {
        eprintln!("... and {} of this kind", counted(found.len() - SHOWN, others));
    }
}
