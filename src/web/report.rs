//! Plain objects that JavaScript receives.

use std::collections::HashMap;

use serde::Serialize;
use tsify::Tsify;

use super::Plain;
use super::arrays::Floats;
use super::places::GenomePlace;
use super::uncertainty::EffectScaleResult;
use crate::condition::{AlignedConditions, TableNote, TranscriptionFactor};
use crate::model::Model;
use crate::schema::{BasesInput, Calibration, Capabilities, FastShare, InputSpec, OutputSpec};
use crate::sequence::{FastaText, Frame, PromoterNote};

/// What a model says about itself.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ModelDescription {
    id: String,
    version: String,
    title: String,
    species: String,
    architecture: String,
    /// Bases of the first sequence that it reads; 0 where it reads none.
    window: usize,
    /// Bases of the window from the anchor on; 0 where the anchor lies behind the last base.
    downstream: usize,
    /// What the window is placed by, for example "start codon".
    anchor: String,
    /// The constant stretches around an insert, for a reporter assay; absent where all of the window is the
    /// visitor's.
    #[tsify(optional)]
    frame: Option<Frame>,
    /// Empty where the model reads bases alone: every promoter then has one response.
    tfs: Vec<TranscriptionFactor>,
    /// What a missing TF level reads as: the mean over the training conditions, in the table's unit.
    tf_means: Vec<f32>,
    /// Number of networks whose predictions are averaged.
    members: usize,
    /// What it can do beyond predicting.
    capabilities: Capabilities,
    /// Which part of it edits go through, where it was read as a graph.
    #[tsify(optional)]
    fast: Option<FastShare>,
    /// What it reads of a sample, as its manifest says it.
    inputs: Vec<InputSpec>,
    /// Which of them is the first sequence; -1 where there is none.
    sequence_input: i32,
    /// What it predicts, for example "expression response"; at least one.
    outputs: Vec<OutputDescription>,
}

/// A number that a model predicts.
#[derive(Serialize, Tsify)]
pub struct OutputDescription {
    name: String,
    unit: String,
    /// Where measured values lie around predictions; absent where that was not calibrated.
    #[tsify(optional)]
    calibration: Option<Calibration>,
    /// What random single-base changes do, and whose promoters they were made in; absent where that depends on
    /// the condition.
    #[tsify(optional)]
    effects: Option<EffectScaleResult>,
    #[serde(rename = "effectsSource")]
    effects_source: String,
}

impl ModelDescription {
    pub(super) fn of(model: &Model) -> Self {
        let manifest = model.manifest();
        let signature = model.signature();
        let reads = model.sequence().ok();
        let outputs = signature.outputs.iter();
        Self {
            id: manifest.id.clone(),
            version: manifest.version.clone(),
            title: manifest.title.clone(),
            species: manifest.species.clone(),
            architecture: manifest.architecture.clone(),
            window: reads.map_or(0, |own| own.window),
            downstream: reads.map_or(0, |own| own.downstream),
            anchor: reads.map_or_else(String::new, |own| own.anchor.clone()),
            frame: reads.and_then(|own| own.frame.clone()),
            tfs: signature.conditions.as_ref().map_or_else(Vec::new, |own| own.tfs.clone()),
            tf_means: model.scaling().mean.clone(),
            members: manifest.members,
            capabilities: signature.capabilities,
            fast: model.fast_share(),
            inputs: signature.inputs.clone(),
            sequence_input: signature.first_sequence().and_then(|(at, _)| i32::try_from(at).ok()).unwrap_or(-1),
            outputs: outputs.map(OutputDescription::of).collect(),
        }
    }
}

impl OutputDescription {
    fn of(own: &OutputSpec) -> Self {
        Self {
            name: own.name.clone(),
            unit: own.unit.clone(),
            calibration: own.calibration.clone(),
            effects: own.effects.as_ref().map(EffectScaleResult::of),
            effects_source: own.effects.as_ref().map_or_else(String::new, |scale| scale.source.clone()),
        }
    }
}

/// The promoters of a text.
#[derive(Serialize, Tsify)]
pub struct PromoterInput {
    promoters: Vec<ReadPromoter>,
    #[tsify(type = "NotedPromoters[]")]
    notes: Plain,
    /// Of records that cannot be used.
    #[tsify(type = "Problem[]")]
    problems: Plain,
}

/// A promoter as a model reads it.
#[derive(Serialize, Tsify)]
pub struct ReadPromoter {
    name: String,
    sequence: String,
    /// Where it lies, as its header says.
    #[tsify(optional)]
    place: Option<GenomePlace>,
}

/// What was corrected in promoters.
#[derive(Serialize, Tsify)]
pub struct NotedPromoters {
    #[tsify(type = "Coded<\"promoter\", PromoterNote>")]
    note: PromoterNote,
    /// Their places in the list.
    promoters: Vec<usize>,
}

impl PromoterInput {
    /// As an input reads them; whole where the model reads no bases, but something that is made of them.
    pub(super) fn of(read: FastaText, reads: Option<&BasesInput>) -> Self {
        let mut notes: Vec<NotedPromoters> = Vec::new();
        let mut places: HashMap<PromoterNote, usize> = HashMap::new();
        let mut promoters = Vec::with_capacity(read.promoters.len());
        for (at, promoter) in read.promoters.into_iter().enumerate() {
            let promoter = match reads {
                Some(own) => own.complete(promoter),
                None => promoter,
            };
            let fit = reads.and_then(|own| promoter.fit(own.window));
            for note in promoter.corrections().iter().copied().chain(fit) {
                let place = *places.entry(note).or_insert_with(|| {
                    notes.push(NotedPromoters { note, promoters: Vec::new() });
                    notes.len() - 1
                });
                notes[place].promoters.push(at);
            }
            let bases = promoter.bases();
            let first = reads.map_or(0, |own| bases.len().saturating_sub(own.window));
            let sequence = String::from_utf8_lossy(&bases[first..]).into_owned();
            let place = promoter.place().and_then(|place| place.of_stretch(first..bases.len()));
            let place = place.as_ref().map(GenomePlace::from);
            promoters.push(ReadPromoter { name: promoter.name().to_owned(), sequence, place });
        }
        Self { promoters, notes: Plain::notes(&notes), problems: Plain::problems(read.problems.iter()) }
    }
}

/// The conditions of a table.
#[derive(Serialize, Tsify)]
pub struct ConditionInput {
    conditions: Vec<ReadCondition>,
    /// TFs of the model that have a row.
    matched: usize,
    /// Rows that go by another name in the model: in the table, in the model.
    renamed: Vec<(String, String)>,
    missing: Vec<String>,
    unknown: Vec<String>,
    #[tsify(type = "Coded<\"table\", TableNote>[]")]
    notes: Plain,
}

/// A condition as a model reads it.
#[derive(Serialize, Tsify)]
pub struct ReadCondition {
    name: String,
    /// A level for each TF of the model.
    values: Floats,
}

impl ConditionInput {
    pub(super) fn of(aligned: AlignedConditions, tfs: usize) -> Self {
        let mut notes = aligned.notes;
        if aligned.missing_cells > 0 {
            notes.push(TableNote::EmptyCells { count: aligned.missing_cells });
        }
        let levels = aligned.levels.chunks(tfs.max(1));
        let conditions = aligned.names.into_iter().zip(levels);
        Self {
            conditions: conditions.map(|(name, levels)| ReadCondition { name, values: Floats::of(levels) }).collect(),
            matched: aligned.matched,
            renamed: aligned.renamed,
            missing: aligned.missing,
            unknown: aligned.unknown,
            notes: Plain::notes(&notes),
        }
    }
}
