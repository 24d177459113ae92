//! Plain objects that JavaScript receives.

use serde::Serialize;

use crate::condition::{AlignedConditions, TranscriptionFactor};
use crate::model::Model;
use crate::schema::{Capabilities, InputSpec};
use crate::sequence::{Frame, Promoter, RecordError};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ModelDescription<'a> {
    id: &'a str,
    version: &'a str,
    title: &'a str,
    species: &'a str,
    architecture: &'a str,
    /// Bases of the first sequence that it reads; 0 where it reads none.
    window: usize,
    /// Bases of the window from the anchor on.
    downstream: usize,
    anchor: &'a str,
    /// The constant stretches around an insert, for a reporter assay.
    frame: Option<&'a Frame>,
    tfs: &'a [TranscriptionFactor],
    /// What a missing TF level reads as, in the table's unit.
    tf_means: &'a [f32],
    members: usize,
    /// What it can do beyond predicting.
    capabilities: Capabilities,
    /// What it reads of a sample, as its manifest says it.
    inputs: &'a [InputSpec],
    /// Which of them is the first sequence.
    sequence_input: usize,
    /// What it predicts.
    outputs: Vec<OutputRow<'a>>,
}

#[derive(Serialize)]
struct OutputRow<'a> {
    name: &'a str,
    unit: &'a str,
}

impl<'a> ModelDescription<'a> {
    pub(super) fn of(model: &'a Model) -> Self {
        let manifest = model.manifest();
        let signature = model.signature();
        let reads = model.sequence().ok();
        let outputs = signature.outputs.iter().map(|own| OutputRow { name: &own.name, unit: &own.unit });
        Self {
            id: &manifest.id,
            version: &manifest.version,
            title: &manifest.title,
            species: &manifest.species,
            architecture: &manifest.architecture,
            window: reads.map_or(0, |own| own.window),
            downstream: reads.map_or(0, |own| own.downstream),
            anchor: reads.map_or("", |own| own.anchor.as_str()),
            frame: reads.and_then(|own| own.frame.as_ref()),
            tfs: signature.conditions.as_ref().map_or(&[][..], |own| own.tfs.as_slice()),
            tf_means: &model.scaling().mean,
            members: manifest.members,
            capabilities: signature.capabilities,
            inputs: &signature.inputs,
            sequence_input: signature.first_sequence().map_or(0, |(at, _)| at),
            outputs: outputs.collect(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct PromoterInput {
    pub(super) promoters: Vec<PromoterRow>,
    pub(super) problems: Vec<ProblemRow>,
}

#[derive(Serialize)]
pub(super) struct PromoterRow {
    name: String,
    sequence: String,
    notes: Vec<String>,
}

impl PromoterRow {
    pub(super) fn of(promoter: &Promoter, window: usize) -> Self {
        let bases = promoter.bases();
        let kept = &bases[bases.len().saturating_sub(window)..];
        let notes = promoter.corrections().iter().copied().chain(promoter.fit(window)).map(|note| note.to_string());
        Self {
            name: promoter.name().to_owned(),
            sequence: String::from_utf8_lossy(kept).into_owned(),
            notes: notes.collect(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct ProblemRow {
    record: usize,
    name: String,
    line: usize,
    message: String,
}

impl ProblemRow {
    pub(super) fn of(problem: &RecordError) -> Self {
        Self { record: problem.record, name: problem.name.clone(), line: problem.line, message: problem.to_string() }
    }
}

#[derive(Serialize)]
pub(super) struct ConditionReport<'a> {
    matched: usize,
    renamed: &'a [(String, String)],
    missing: &'a [String],
    unknown: &'a [String],
    notes: Vec<String>,
}

impl<'a> ConditionReport<'a> {
    pub(super) fn of(aligned: &'a AlignedConditions) -> Self {
        let mut notes = aligned.notes.clone();
        if aligned.missing_cells > 0 {
            notes
                .push(format!("{} empty cells take the TF's mean over the training conditions", aligned.missing_cells));
        }
        Self {
            matched: aligned.matched,
            renamed: &aligned.renamed,
            missing: &aligned.missing,
            unknown: &aligned.unknown,
            notes,
        }
    }
}
