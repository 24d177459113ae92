use std::collections::HashSet;
use std::ops::Range;
use std::rc::Rc;

use super::VariantScan;
use super::mutagenesis::single_mutants;
use crate::model::{AnswerError, EncodedConditions, Model};
use crate::sample::Subject;
use crate::sequence::Window;

/// What a design is after in one condition.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Goal {
    /// The higher the better, by this weight.
    Raise(f32),
    /// The lower the better, by this weight.
    Lower(f32),
    /// Each unit away from the starting response costs this weight.
    Keep(f32),
    /// Of no concern; reported only.
    Ignore,
}

impl Goal {
    /// What a response is worth, in the model's output unit; 0 for the starting response.
    fn worth(self, start: f32, response: f32) -> f32 {
        let change = response - start;
        match self {
            Self::Raise(weight) => weight * change,
            Self::Lower(weight) => -weight * change,
            Self::Keep(weight) => -weight * change.abs(),
            Self::Ignore => 0.0,
        }
    }

    /// Whether a response goes the wrong way, or not at all, where it was to rise or to fall. The price of
    /// the other goals may be worth it; so it is reported.
    pub fn is_missed(self, start: f32, response: f32) -> bool {
        match self {
            Self::Raise(_) => response <= start,
            Self::Lower(_) => response >= start,
            Self::Keep(_) | Self::Ignore => false,
        }
    }
}

/// How a design is searched for.
#[derive(Debug, Clone, PartialEq)]
pub struct DesignOptions {
    /// Single-base changes at most.
    pub changes: usize,
    /// Promoters that are kept after each change; 1 is the greedy search.
    pub beam: usize,
    /// Stretches of the window that stay as they are, besides what the model keeps constant
    /// ([`Model::free_stretch`]).
    pub forbidden: Vec<Range<usize>>,
}

/// One change of a design.
#[derive(Debug, Clone, PartialEq)]
pub struct DesignStep {
    /// Index in the window.
    pub position: usize,
    /// Index of the new base among A, C, G, T.
    pub base: usize,
    /// Responses with this change and all before it, by condition.
    pub responses: Vec<f32>,
    /// What the goals make of them.
    pub worth: f32,
}

/// The best promoter found, and the way to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// The promoter.
    pub window: Window,
    /// Its changes, in the order they were made.
    pub steps: Vec<DesignStep>,
}

impl Design {
    fn worth(&self) -> f32 {
        self.steps.last().map_or(0.0, |step| step.worth)
    }
}

/// A search for the changes that bring a promoter nearest to its goals: a full mutagenesis of each kept
/// promoter, then the best of all mutants, and so on. Every response is exact: no step adds up single
/// effects.
#[derive(Debug)]
pub struct DesignJob {
    model: Rc<Model>,
    subject: Subject,
    conditions: EncodedConditions,
    goals: Vec<Goal>,
    options: DesignOptions,
    start: Vec<f32>,
    beam: Vec<Design>,
    best: Design,
    /// Which of the beam is scanned, and its scan.
    scanned: usize,
    scan: Option<(VariantScan, Vec<usize>)>,
    candidates: Vec<Design>,
    rounds: usize,
}

impl DesignJob {
    /// Prepares the search; `levels` are `C x T`, row-major, in the table's unit, `goals` one for each column
    /// of the map.
    pub fn new(
        model: Rc<Model>,
        subject: impl Into<Subject>,
        levels: &[f32],
        goals: Vec<Goal>,
        options: DesignOptions,
    ) -> Self {
        let subject = subject.into();
        let conditions = model.encode_conditions(levels);
        let best = Design { window: subject.window().clone(), steps: Vec::new() };
        Self {
            model,
            subject,
            conditions,
            goals,
            options,
            start: Vec::new(),
            beam: vec![best.clone()],
            best,
            scanned: 0,
            scan: None,
            candidates: Vec::new(),
            rounds: 0,
        }
    }

    /// Changes that may be made.
    pub fn total(&self) -> usize {
        self.options.changes
    }

    /// Changes that have been searched; equal to [`DesignJob::total`] also when no further change helps.
    pub fn done(&self) -> usize {
        if self.beam.is_empty() { self.options.changes } else { self.rounds }
    }

    /// Starting responses by condition; empty before the first step.
    pub fn start(&self) -> &[f32] {
        &self.start
    }

    /// The best design so far.
    pub fn best(&self) -> &Design {
        &self.best
    }

    /// For each condition, whether the best design so far misses its goal; empty before the first step.
    pub fn missed(&self) -> Vec<bool> {
        let reached = self.best.steps.last().map_or(self.start.as_slice(), |step| step.responses.as_slice());
        let pairs = self.goals.iter().zip(&self.start).zip(reached);
        pairs.map(|((goal, start), response)| goal.is_missed(*start, *response)).collect()
    }

    /// Computes a bounded piece.
    ///
    /// # Errors
    /// [`AnswerError`] where a sample is not what the model reads or the device fails; what was done stays.
    pub async fn step(&mut self) -> Result<(), AnswerError> {
        if self.done() >= self.total() {
            return Ok(());
        }
        let (mut scan, bases) = match self.scan.take() {
            Some(scan) => scan,
            None => self.next_scan(),
        };
        scan.step().await?;
        if !scan.is_complete() {
            self.scan = Some((scan, bases));
            return Ok(());
        }
        if self.start.is_empty() {
            self.start = scan.reference().iter().map(|(response, _)| *response).collect();
        }
        self.collect(&scan, &bases);
        self.scanned += 1;
        if self.scanned == self.beam.len() {
            self.end_round();
        }
        Ok(())
    }

    fn next_scan(&self) -> (VariantScan, Vec<usize>) {
        let design = &self.beam[self.scanned];
        let window = &design.window;
        let free = |position: &usize| {
            let forbidden = self.options.forbidden.iter().any(|range| range.contains(position));
            !forbidden && design.steps.iter().all(|step| step.position != *position)
        };
        let positions = self.model.free_stretch(self.subject.input(), window).filter(free);
        let subject = self.subject.with_window(window.clone());
        let (mutants, bases) = single_mutants(&self.model, &subject, positions);
        (VariantScan::new(Rc::clone(&self.model), subject, self.conditions.clone(), mutants), bases)
    }

    /// Keeps the mutants that are better than the promoter they come from, the best of them only.
    fn collect(&mut self, scan: &VariantScan, bases: &[usize]) {
        let parent = &self.beam[self.scanned];
        let mut better: Vec<(f32, usize)> = scan
            .responses()
            .chunks_exact(self.conditions.columns().max(1))
            .enumerate()
            .map(|(mutant, responses)| (self.worth(responses), mutant))
            .filter(|(worth, _)| *worth > parent.worth())
            .collect();
        better.sort_by(|a, b| b.0.total_cmp(&a.0));
        let columns = self.conditions.columns();
        for (worth, mutant) in better.into_iter().take(self.options.beam) {
            let variant = &scan.edits()[mutant];
            let responses = scan.responses()[mutant * columns..(mutant + 1) * columns].to_vec();
            let mut steps = parent.steps.clone();
            steps.push(DesignStep { position: variant.position(), base: bases[mutant], responses, worth });
            self.candidates.push(Design { window: variant.apply(&parent.window), steps });
        }
    }

    fn worth(&self, responses: &[f32]) -> f32 {
        let pairs = self.goals.iter().zip(&self.start).zip(responses);
        pairs.map(|((goal, start), response)| goal.worth(*start, *response)).sum()
    }

    /// The same changes in another order are one promoter.
    fn end_round(&mut self) {
        self.candidates.sort_by(|a, b| b.worth().total_cmp(&a.worth()));
        let mut met = HashSet::new();
        self.beam = std::mem::take(&mut self.candidates);
        self.beam.retain(|design| met.insert(design.window.codes().to_vec()));
        self.beam.truncate(self.options.beam);
        if let Some(first) = self.beam.first()
            && first.worth() > self.best.worth()
        {
            self.best = first.clone();
        }
        self.scanned = 0;
        self.rounds += 1;
    }
}
