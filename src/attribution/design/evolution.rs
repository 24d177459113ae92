use std::collections::{HashSet, VecDeque};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::Evolution;
use super::context::Context;
use super::draft::Draft;
use crate::architecture::Edit;
use crate::attribution::VariantScan;
use crate::model::AnswerError;
use crate::synthesis::Change;

/// Children that are drawn for one that keeps to the rules.
const TRIES: usize = 20;

/// Sequences that have children with other changes, the best of which live on.
#[derive(Debug)]
pub(super) struct EvolutionSearch {
    start: Vec<u8>,
    settings: Evolution,
    random: StdRng,
    parents: Vec<Draft>,
    /// How many parents' children are computed.
    parent: usize,
    /// Scans of the next parents' children, in their order.
    ahead: VecDeque<(VariantScan, Vec<Draft>)>,
    children: Vec<Draft>,
    pub rounds: usize,
    pub best: Option<Draft>,
    /// Responses of the start; empty before they are known.
    pub first: Vec<f32>,
}

impl EvolutionSearch {
    pub fn new(context: &Context, start: Vec<u8>, settings: Evolution, seed: u64) -> Self {
        let parents = vec![context.draft(&start, Vec::new())];
        let random = StdRng::seed_from_u64(seed);
        let (ahead, children, first) = (VecDeque::new(), Vec::new(), Vec::new());
        Self { start, settings, random, parents, parent: 0, ahead, children, rounds: 0, best: None, first }
    }

    /// The scans that the rest of this generation needs, up to so many edits in all, but at least the next one.
    pub fn scans(&mut self, context: &Context, most: usize) -> Vec<&mut VariantScan> {
        let mut edits: usize = self.ahead.iter().map(|(scan, _)| scan.edits().len()).sum();
        while self.parent + self.ahead.len() < self.parents.len() && edits < most {
            let next = self.scan_of(self.parent + self.ahead.len(), context);
            edits += next.0.edits().len();
            self.ahead.push_back(next);
        }
        self.ahead.iter_mut().map(|(scan, _)| scan).collect()
    }

    pub fn is_over(&self) -> bool {
        self.rounds >= self.settings.generations
    }

    /// Computes a bounded piece.
    pub async fn step(&mut self, context: &Context) -> Result<(), AnswerError> {
        let (mut scan, mut children) = match self.ahead.pop_front() {
            Some(scan) => scan,
            None => self.scan_of(self.parent, context),
        };
        scan.step().await?;
        if !scan.is_complete() {
            self.ahead.push_front((scan, children));
            return Ok(());
        }
        let parent = &mut self.parents[self.parent];
        if parent.responses.is_empty() {
            parent.responses = scan.reference().iter().map(|(response, _)| *response).collect();
            parent.worth = context.worth(&parent.responses);
            self.first.clone_from(&parent.responses);
        }
        let columns = context.conditions.columns();
        for (child, responses) in children.iter_mut().zip(scan.responses().chunks_exact(columns.max(1))) {
            child.responses = responses.to_vec();
            child.worth = context.worth(responses);
        }
        self.children.append(&mut children);
        self.parent += 1;
        if self.parent == self.parents.len() {
            self.end_generation(context);
        }
        Ok(())
    }

    /// Children of a parent. They are drawn in the parents' order, whenever they are computed.
    fn scan_of(&mut self, parent: usize, context: &Context) -> (VariantScan, Vec<Draft>) {
        // The first generation has one parent, and as many children as all later ones.
        let share = self.settings.children * self.settings.parents / self.parents.len().max(1);
        let children: Vec<Draft> = (0..share).filter_map(|_| self.child(parent, context)).collect();
        let parent = &self.parents[parent];
        let edits = children.iter().map(|child| Edit::between(&parent.window, &child.window)).collect();
        (context.scan(&parent.window, edits), children)
    }

    /// A child that keeps to the rules; nothing where none is found.
    fn child(&mut self, parent: usize, context: &Context) -> Option<Draft> {
        (0..TRIES).find_map(|_| {
            let changes = self.drawn_changes(parent, context)?;
            let child = context.draft(&self.start, changes);
            let is_new = child.window != self.parents[parent].window;
            let left = context.options.changes - child.changes.len();
            (is_new && context.allows(&child.changed, left)).then_some(child)
        })
    }

    fn drawn_changes(&mut self, parent: usize, context: &Context) -> Option<Vec<Change>> {
        let Self { random, parents, start, .. } = self;
        let mut changes = parents[parent].changes.clone();
        let other = &parents[random.random_range(0..parents.len())];
        if parents.len() > 1 && random.random_range(0..3) == 0 {
            // What one has up to a place, and the other behind it.
            let cut = random.random_range(context.ground.free());
            changes.retain(|change| change.end() <= cut);
            changes.extend(other.changes.iter().filter(|change| change.at >= cut).cloned());
        }
        let most = context.options.changes;
        if changes.len() >= most || (!changes.is_empty() && random.random_range(0..4) == 0) {
            changes.swap_remove(random.random_range(0..changes.len()));
        }
        if changes.len() < most && random.random_range(0..5) > 0 {
            changes.push(context.options.moves.drawn(&context.ground, start, &changes, random)?);
        }
        changes.truncate(most);
        let overlap = |at: usize| changes[..at].iter().any(|own| own.overlaps(&changes[at]));
        (!(0..changes.len()).any(overlap)).then_some(changes)
    }

    fn end_generation(&mut self, context: &Context) {
        self.parents.append(&mut self.children);
        // Those that are too like an earlier design live on only where there is room.
        let mut ranked: Vec<(bool, Draft)> =
            self.parents.drain(..).map(|draft| (context.is_apart(&draft.changed), draft)).collect();
        ranked.sort_by(|(own, a), (other, b)| other.cmp(own).then(b.worth.total_cmp(&a.worth)));
        let mut met = HashSet::new();
        ranked.retain(|(_, draft)| met.insert(draft.changed.bases.clone()));
        if let Some((true, found)) = ranked.first() {
            self.best = Some(found.clone());
        }
        self.parents.extend(ranked.into_iter().map(|(_, draft)| draft));
        self.parents.truncate(self.settings.parents);
        self.parent = 0;
        self.rounds += 1;
    }
}
