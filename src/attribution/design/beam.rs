use std::collections::{HashMap, HashSet, VecDeque};
use std::rc::Rc;

use rand::SeedableRng;
use rand::rngs::StdRng;

use super::DesignStep;
use super::context::Context;
use super::draft::Draft;
use crate::architecture::Edit;
use crate::attribution::VariantScan;
use crate::model::AnswerError;
use crate::synthesis::Change;

/// Scans that are kept, so that a further design does not compute again what one before it did.
const MOST_KEPT: usize = 64;

/// Every change that may be made of a sequence, with responses by column.
#[derive(Debug)]
pub(super) struct Scanned {
    changes: Vec<Change>,
    /// `changes x columns`, row-major.
    responses: Vec<f32>,
    /// Of the sequence without them.
    reference: Vec<f32>,
}

/// Scans of earlier searches, by what was scanned.
pub(super) type Scans = HashMap<(Vec<u8>, Vec<Change>), Rc<Scanned>>;

/// Every change of each kept sequence, then the best of all of them that keep to the rules, and so on. Every response is exact: no step
/// adds up single effects.
#[derive(Debug)]
pub(super) struct BeamSearch {
    start: Vec<u8>,
    beam: Vec<Draft>,
    /// How many of the beam are scanned.
    scanned: usize,
    /// Scans of the next ones that are not known yet, in their order.
    ahead: VecDeque<(VariantScan, Vec<Change>)>,
    candidates: Vec<Draft>,
    pub rounds: usize,
    pub best: Option<Draft>,
    /// Responses of the start; empty before they are known.
    pub first: Vec<f32>,
}

impl BeamSearch {
    pub fn new(context: &Context, start: Vec<u8>) -> Self {
        let beam = vec![context.draft(&start, Vec::new())];
        let (ahead, candidates, first) = (VecDeque::new(), Vec::new(), Vec::new());
        Self { start, beam, scanned: 0, ahead, candidates, rounds: 0, best: None, first }
    }

    /// The scans that the rest of this round needs, up to so many edits in all, but at least the next one.
    pub fn scans(&mut self, context: &Context, known: &Scans, most: usize) -> Vec<&mut VariantScan> {
        let open = (self.scanned..self.beam.len()).filter(|at| !known.contains_key(&self.beam[*at].key()));
        let missing: Vec<usize> = open.skip(self.ahead.len()).collect();
        let mut edits: usize = self.ahead.iter().map(|(scan, _)| scan.edits().len()).sum();
        for at in missing {
            if edits >= most {
                break;
            }
            let next = self.scan_of(at, context);
            edits += next.0.edits().len();
            self.ahead.push_back(next);
        }
        self.ahead.iter_mut().map(|(scan, _)| scan).collect()
    }

    pub fn is_over(&self, context: &Context) -> bool {
        self.beam.is_empty() || self.rounds >= context.options.changes
    }

    /// Computes a bounded piece.
    pub async fn step(&mut self, context: &Context, scans: &mut Scans) -> Result<(), AnswerError> {
        let key = self.beam[self.scanned].key();
        if let Some(known) = scans.get(&key).map(Rc::clone) {
            self.collect(context, &known);
            return Ok(());
        }
        let (mut scan, changes) = match self.ahead.pop_front() {
            Some(scan) => scan,
            None => self.scan_of(self.scanned, context),
        };
        scan.step().await?;
        if !scan.is_complete() {
            self.ahead.push_front((scan, changes));
            return Ok(());
        }
        let reference = scan.reference().iter().map(|(response, _)| *response).collect();
        let scanned = Rc::new(Scanned { changes, responses: scan.responses().to_vec(), reference });
        if context.options.designs > 1 && scans.len() < MOST_KEPT {
            scans.insert(key, Rc::clone(&scanned));
        }
        self.collect(context, &scanned);
        Ok(())
    }

    /// Every change of one of the beam.
    fn scan_of(&self, at: usize, context: &Context) -> (VariantScan, Vec<Change>) {
        let parent = &self.beam[at];
        let mut random = StdRng::seed_from_u64(context.options.seed);
        let candidates = context.options.moves.candidates(&context.ground, &self.start, &parent.changes, &mut random);
        let mut index_of = vec![None; self.start.len()];
        for (index, origin) in parent.changed.origins.iter().enumerate() {
            if let Some(slot) = origin.and_then(|origin| index_of.get_mut(origin)) {
                *slot = Some(index);
            }
        }
        let edit = |change: &Change| -> Option<Edit> {
            if change.is_substitution() {
                return context.ground.substitution(&parent.changed.bases, index_of[change.at]?, &change.bases);
            }
            let child = context.draft(&self.start, [parent.changes.as_slice(), std::slice::from_ref(change)].concat());
            let has_room = context.ground.has_room_for(child.changed.bases.len());
            (has_room && child.window != parent.window).then(|| Edit::between(&parent.window, &child.window))
        };
        let pairs = candidates.into_iter().filter_map(|change| Some((edit(&change)?, change)));
        let (edits, changes): (Vec<Edit>, Vec<Change>) = pairs.unzip();
        (context.scan(&parent.window, edits), changes)
    }

    /// Keeps the changes that make a better sequence than the one they are made of, the best of those that the rules allow.
    fn collect(&mut self, context: &Context, scanned: &Scanned) {
        let columns = context.conditions.columns();
        let parent = &mut self.beam[self.scanned];
        if parent.responses.is_empty() {
            // The start: it is itself what a search may end with.
            parent.responses.clone_from(&scanned.reference);
            parent.worth = context.worth(&scanned.reference);
            self.first.clone_from(&scanned.reference);
            if context.is_apart(&parent.changed) {
                self.best = Some(parent.clone());
            }
        }
        let parent = &self.beam[self.scanned];
        let responses = |change: usize| &scanned.responses[change * columns..(change + 1) * columns];
        let mut better: Vec<(f32, usize)> = (0..scanned.changes.len())
            .map(|change| (context.worth(responses(change)), change))
            .filter(|(worth, _)| *worth > parent.worth)
            .collect();
        better.sort_by(|a, b| b.0.total_cmp(&a.0));
        let left = context.options.changes - self.rounds - 1;
        let mut found = Vec::new();
        for (worth, index) in better {
            let change = scanned.changes[index].clone();
            let made = context.draft(&self.start, [parent.changes.as_slice(), std::slice::from_ref(&change)].concat());
            if !context.allows(&made.changed, left) {
                continue;
            }
            let responses = responses(index).to_vec();
            let step = DesignStep {
                position: context.ground.in_window(change.at),
                change,
                responses: responses.clone(),
                worth,
            };
            found.push(Draft { responses, worth, steps: [parent.steps.as_slice(), &[step]].concat(), ..made });
            if found.len() == context.options.beam {
                break;
            }
        }
        self.candidates.extend(found);
        self.scanned += 1;
        if self.scanned == self.beam.len() {
            self.end_round(context);
        }
    }

    fn end_round(&mut self, context: &Context) {
        self.candidates.sort_by(|a, b| b.worth.total_cmp(&a.worth));
        let mut met = HashSet::new();
        self.beam = std::mem::take(&mut self.candidates);
        self.beam.retain(|draft| met.insert(draft.changed.bases.clone()));
        self.beam.truncate(context.options.beam);
        let found = self.beam.iter().find(|draft| context.is_apart(&draft.changed));
        if let Some(found) = found
            && self.best.as_ref().is_none_or(|best| found.worth > best.worth)
        {
            self.best = Some(found.clone());
        }
        self.scanned = 0;
        self.rounds += 1;
    }
}
