//! What a design is found to be.

use serde::Serialize;
use tsify::Tsify;

use crate::attribution::{self, DesignJob};
use crate::synthesis::{self, BrokenRule};
use crate::web::motifs::StrandSign;

/// Designs, and what they are compared with.
#[derive(Serialize, Tsify)]
pub struct DesignResult {
    /// A response of the natural sequence for each column.
    start: Vec<f32>,
    /// What breaks a rule in the natural sequence, and may stay.
    existing: Vec<RuleFinding>,
    /// In the order in which they were found.
    designs: Vec<FoundDesign>,
}

/// A place that breaks a rule: half-open indices in the whole sequence.
#[derive(Serialize, Tsify)]
pub struct RuleFinding {
    rule: BrokenRule,
    from: usize,
    to: usize,
}

/// A design and the way to it.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct FoundDesign {
    /// The whole sequence that the search set out from.
    start: String,
    /// Its response for each column.
    start_responses: Vec<f32>,
    steps: Vec<DesignStep>,
    /// For each column, whether its goal is missed.
    missed: Vec<bool>,
}

/// A change, with the responses after it and all before it.
#[derive(Serialize, Tsify)]
pub struct DesignStep {
    /// An index in the window as it was before any change.
    position: usize,
    /// An index in the whole sequence that the search set out from.
    at: usize,
    /// How many bases are replaced or taken out there.
    removed: usize,
    /// What is put there.
    bases: String,
    #[tsify(optional)]
    motif: Option<PlacedMotif>,
    responses: Vec<f32>,
    worth: f32,
}

/// A motif that was written.
#[derive(Serialize, Tsify)]
pub struct PlacedMotif {
    /// Which of the motifs that were asked for.
    motif: usize,
    strand: StrandSign,
}

impl DesignResult {
    pub(super) fn of(job: &DesignJob) -> Self {
        let finding = |own: synthesis::Finding| RuleFinding { rule: own.rule, from: own.from, to: own.to };
        Self {
            start: job.start().to_vec(),
            existing: job.existing().into_iter().map(finding).collect(),
            designs: job.designs().iter().map(FoundDesign::of).collect(),
        }
    }
}

impl FoundDesign {
    fn of(design: &attribution::Design) -> Self {
        let text = |bases: &[u8]| String::from_utf8_lossy(bases).into_owned();
        let step = |step: &attribution::DesignStep| DesignStep {
            position: step.position,
            at: step.change.at,
            removed: step.change.removed,
            bases: text(&step.change.bases),
            motif: step.change.motif.map(|own| PlacedMotif { motif: own.motif, strand: own.strand.into() }),
            responses: step.responses.clone(),
            worth: step.worth,
        };
        Self {
            start: text(&design.start),
            start_responses: design.start_responses.clone(),
            steps: design.steps.iter().map(step).collect(),
            missed: design.missed.clone(),
        }
    }
}
