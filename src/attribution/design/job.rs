use std::rc::Rc;

use super::beam::Scans;
use super::context::Context;
use super::draft::Draft;
use super::ground::Ground;
use super::retrace::Retrace;
use super::search::Started;
use super::{Design, DesignError, DesignOptions, Goal};
use crate::attribution::VariantScan;
use crate::model::{AnswerError, Model};
use crate::sample::Subject;
use crate::synthesis::{ChangedSequence, Finding, RuleChecker};

/// A search for the changes that bring a promoter nearest to its goals, or for several designs, one after the other.
#[derive(Debug)]
pub struct DesignJob {
    context: Context,
    goals: Vec<Goal>,
    scans: Scans,
    phase: Phase,
    designs: Vec<Design>,
}

/// What is under way.
#[derive(Debug)]
enum Phase {
    /// The natural sequence's responses.
    Natural(Box<VariantScan>),
    Search(Box<Started>),
    Over,
}

impl DesignJob {
    /// Prepares the search; `levels` are `C x T`, row-major, in the table's unit, `goals` one for each column
    /// of the map.
    ///
    /// # Errors
    /// [`DesignError`] where nothing may be changed, or no start keeps to the rules.
    pub fn new(
        model: Rc<Model>,
        subject: impl Into<Subject>,
        levels: &[f32],
        goals: Vec<Goal>,
        options: DesignOptions,
    ) -> Result<Self, DesignError> {
        let subject = subject.into();
        if options.moves.is_empty() {
            return Err(DesignError::NoMoves);
        }
        let conditions = model.encode_conditions(levels);
        let ground = Ground::new(&model, &subject, &options);
        let checker = RuleChecker::new(options.rules.clone(), ground.natural(), ground.downstream());
        // A start that cannot be made is known before anything is computed.
        options.start.bases(&ground, &checker, options.seed)?;
        let (natural, taken) = (Vec::new(), Vec::new());
        let context =
            Context { model, subject, conditions, options, ground, checker, goals: goals.clone(), natural, taken };
        let window = context.ground.window_of(context.ground.natural());
        let phase = Phase::Natural(Box::new(context.scan(&window, Vec::new())));
        Ok(Self { context, goals, scans: Scans::default(), phase, designs: Vec::new() })
    }

    fn rounds(&self) -> usize {
        let options = &self.context.options;
        options.evolution.map_or(options.changes, |evolution| evolution.generations)
    }

    /// Rounds of all designs: changes, or generations.
    pub fn total(&self) -> usize {
        self.rounds() * self.context.options.designs
    }

    /// Rounds that are through; equal to [`DesignJob::total`] also where no further change helps.
    pub fn done(&self) -> usize {
        let now = match &self.phase {
            Phase::Over => return self.total(),
            Phase::Natural(_) => 0,
            // What is left of a last round is its retracing.
            Phase::Search(started) => started.rounds().min(self.rounds().saturating_sub(1)),
        };
        self.designs.len() * self.rounds() + now
    }

    /// Responses of the natural sequence, by column; empty before the first step.
    pub fn start(&self) -> &[f32] {
        &self.context.natural
    }

    /// The natural sequence, the bases before the window included, as designs and findings count it.
    pub fn natural(&self) -> &[u8] {
        self.context.ground.natural()
    }

    /// What breaks a rule in the natural sequence, which may stay.
    pub fn existing(&self) -> Vec<Finding> {
        self.context.checker.existing()
    }

    /// The designs so far, in the order in which they were found; all of them once the job is done.
    pub fn designs(&self) -> &[Design] {
        &self.designs
    }

    /// The design that meets the goals best so far.
    pub fn best(&self) -> Design {
        let worth = |design: &Design| super::goal::worth(&self.goals, &self.context.natural, &design.responses);
        let best = self.designs.iter().max_by(|a, b| worth(a).total_cmp(&worth(b)).then(std::cmp::Ordering::Greater));
        if let Some(best) = best {
            return best.clone();
        }
        let natural = self.context.ground.natural();
        let found = if let Phase::Search(started) = &self.phase { started.best() } else { None };
        let draft = found.cloned().unwrap_or_else(|| self.context.draft(natural, Vec::new()));
        let start = if let Phase::Search(started) = &self.phase { started.bases.as_slice() } else { natural };
        self.design(start, draft)
    }

    /// For each column, whether the best design so far misses its goal; empty before the first step.
    pub fn missed(&self) -> Vec<bool> {
        if self.context.natural.is_empty() { Vec::new() } else { self.best().missed }
    }

    /// Scans that the next steps need, up to so many edits in all, but at least one where there is one: whoever has
    /// several instances of the model may have them answered there ([`VariantScan::take_answers`]) before the next step,
    /// which computes what is not answered. The scans stay the same until they are used, in this order.
    pub fn scans(&mut self, most: usize) -> Vec<&mut VariantScan> {
        let Self { context, scans, phase, .. } = self;
        match phase {
            Phase::Over => Vec::new(),
            Phase::Natural(scan) => vec![scan],
            Phase::Search(started) => started.scans(context, scans, most),
        }
    }

    /// Computes a bounded piece.
    ///
    /// # Errors
    /// [`AnswerError`] where a sample is not what the model reads or the device fails; what was done stays.
    pub async fn step(&mut self) -> Result<(), AnswerError> {
        match &mut self.phase {
            Phase::Over => {}
            Phase::Natural(scan) => {
                scan.step().await?;
                self.context.natural = scan.reference().iter().map(|(response, _)| *response).collect();
                self.begin();
            }
            Phase::Search(started) => {
                if let Some(retrace) = &mut started.retrace {
                    let found = retrace.step(&self.context).await?;
                    if let Some(draft) = found {
                        self.finish(Some(draft));
                    }
                } else {
                    started.step(&self.context, &mut self.scans).await?;
                    if started.is_over(&self.context) {
                        self.end_search();
                    }
                }
            }
        }
        Ok(())
    }

    /// Begins the search for the next design.
    fn begin(&mut self) {
        let index = self.designs.len();
        let options = &self.context.options;
        self.context.goals = weighed(&self.goals, options.trade_offs, index, options.designs);
        let seed = options.seed.wrapping_add(index as u64);
        let options = &self.context.options;
        let Ok(bases) = options.start.bases(&self.context.ground, &self.context.checker, seed) else {
            self.phase = Phase::Over;
            return;
        };
        self.phase = Phase::Search(Box::new(Started::new(&self.context, bases, seed)));
    }

    fn end_search(&mut self) {
        let Phase::Search(started) = &mut self.phase else { return };
        match started.best().cloned() {
            Some(draft) if draft.steps.len() < draft.changes.len() => {
                started.retrace = Some(Retrace::new(&self.context, &started.bases, draft));
            }
            draft => self.finish(draft),
        }
    }

    /// Keeps what was found. Where nothing is different enough from what was found before, no later search finds it either.
    fn finish(&mut self, draft: Option<Draft>) {
        let Phase::Search(started) = std::mem::replace(&mut self.phase, Phase::Over) else { return };
        let natural = self.context.ground.natural();
        let first = self.designs.is_empty();
        let draft = draft.filter(|draft| first || draft.changed.bases != natural);
        let Some(draft) = draft else {
            // The goals are met best by the sequence as it is.
            if first {
                let unchanged = ChangedSequence::unchanged(natural).bases;
                let draft = self.context.draft(&unchanged, Vec::new());
                let natural = self.context.natural.clone();
                let design = self.design(&unchanged, Draft { responses: natural, worth: 0.0, ..draft });
                self.designs.push(design);
            }
            return;
        };
        self.context.taken.push(draft.changed.bases.clone());
        let mut design = self.design(&started.bases, draft);
        if let Some(responses) = started.first() {
            design.start_responses = responses;
        }
        self.designs.push(design);
        if self.designs.len() < self.context.options.designs {
            self.begin();
        }
    }

    fn design(&self, start: &[u8], draft: Draft) -> Design {
        let natural = &self.context.natural;
        let responses = if draft.responses.is_empty() { natural.clone() } else { draft.responses };
        let pairs = self.goals.iter().zip(natural).zip(&responses);
        let missed = pairs.map(|((goal, natural), response)| goal.is_missed(*natural, *response)).collect();
        Design {
            window: draft.window,
            bases: draft.changed.bases,
            start: start.to_vec(),
            start_responses: natural.clone(),
            steps: draft.steps,
            worth: if draft.worth.is_finite() { draft.worth } else { 0.0 },
            responses,
            missed,
        }
    }
}

/// Goals as they count for one of several designs: evenly from the first goal alone to the last alone, so that the designs show what
/// one costs another.
fn weighed(goals: &[Goal], trade_offs: bool, index: usize, designs: usize) -> Vec<Goal> {
    let aims: Vec<usize> = (0..goals.len()).filter(|at| goals[*at] != Goal::Ignore).collect();
    if !trade_offs || aims.len() < 2 || designs < 2 {
        return goals.to_vec();
    }
    // The first design is the one for all goals alike, which has to be there whatever else is.
    let place = if index == 0 { 0.5 } else { (index - 1) as f32 / (designs - 2).max(1) as f32 };
    let along = place * (aims.len() - 1) as f32;
    let mut weighed = goals.to_vec();
    for (rank, at) in aims.iter().enumerate() {
        let near = (1.0 - (rank as f32 - along).abs()).max(0.0);
        let factor = if index == 0 { 1.0 } else { 0.1 + 1.9 * near };
        weighed[*at] = goals[*at].times(factor);
    }
    weighed
}
