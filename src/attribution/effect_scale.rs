use std::rc::Rc;

use rand::rngs::StdRng;
use rand::seq::index;
use rand::{Rng, SeedableRng};

use super::VariantScan;
use super::mutagenesis::base_codes;
use crate::architecture::Edit;
use crate::model::{AnswerError, EncodedConditions, Model};
use crate::sample::Subject;
use crate::schema::EffectScale;

/// How many random changes are made of how many promoters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EffectSample {
    /// Promoters that are drawn; all of them where there are fewer.
    pub promoters: usize,
    /// Changes of each.
    pub changes: usize,
    /// Draws the promoters, the positions and the bases.
    pub seed: u64,
}

impl Default for EffectSample {
    fn default() -> Self {
        Self { promoters: 150, changes: 20, seed: 1 }
    }
}

impl EffectSample {
    /// The places of the promoters that are drawn among so many.
    pub fn drawn(&self, count: usize) -> Vec<usize> {
        let mut random = StdRng::seed_from_u64(self.seed);
        index::sample(&mut random, count, self.promoters.min(count)).into_vec()
    }
}

/// What random single-base changes of natural promoters do, in each column of the map, computed promoter by
/// promoter: the background that tells a large effect of a variant from a common one.
#[derive(Debug)]
pub struct EffectScaleJob {
    model: Rc<Model>,
    conditions: EncodedConditions,
    subjects: Vec<Subject>,
    sample: EffectSample,
    random: StdRng,
    done: usize,
    changes: usize,
    /// By column.
    effects: Vec<Vec<f32>>,
}

impl EffectScaleJob {
    /// Prepares the changes of promoters that [`EffectSample::drawn`] drew; `levels` are `C x T`, row-major, in
    /// the table's unit.
    pub fn new(model: Rc<Model>, subjects: Vec<Subject>, levels: &[f32], sample: EffectSample) -> Self {
        let random = StdRng::seed_from_u64(sample.seed);
        let conditions = model.encode_conditions(levels);
        let effects = vec![Vec::new(); conditions.columns()];
        Self { model, conditions, subjects, sample, random, done: 0, changes: 0, effects }
    }

    /// Promoters to do.
    pub fn total(&self) -> usize {
        self.subjects.len()
    }

    /// Promoters done.
    pub fn done(&self) -> usize {
        self.done
    }

    /// Changes the next promoter.
    ///
    /// # Errors
    /// [`AnswerError`] where a promoter is not what the model reads or the device fails; what was done stays.
    pub async fn step(&mut self) -> Result<(), AnswerError> {
        let Some(subject) = self.subjects.get(self.done).cloned() else { return Ok(()) };
        let edits = random_changes(&self.model, &subject, self.sample.changes, &mut self.random);
        let count = edits.len();
        let mut scan = VariantScan::new(Rc::clone(&self.model), subject, self.conditions.clone(), edits);
        while !scan.is_complete() {
            scan.step().await?;
        }
        for (column, effects) in self.effects.iter_mut().enumerate() {
            effects.extend((0..count).map(|edit| scan.delta(edit, column)));
        }
        (self.done, self.changes) = (self.done + 1, self.changes + count);
        Ok(())
    }

    /// The scale of each column, of the promoters that are done; `source` says whose they are.
    pub fn scales(&self, source: &str) -> Vec<EffectScale> {
        let of = |effects: &Vec<f32>| EffectScale::new((self.changes, self.done), source, effects.clone());
        self.effects.iter().map(of).collect()
    }
}

/// Single-base changes at random positions among those that may change and have a known base, none twice.
fn random_changes(model: &Model, subject: &Subject, count: usize, random: &mut StdRng) -> Vec<Edit> {
    let bases = base_codes(model, subject);
    let codes = subject.window().codes();
    let free = model.free_stretch(subject.input(), subject.window());
    let positions: Vec<usize> = free.filter(|at| bases.contains(&codes[*at])).collect();
    let drawn = index::sample(random, positions.len(), count.min(positions.len()));
    let change = |at: usize, random: &mut StdRng| {
        let position = positions[at];
        let own = bases.iter().position(|code| *code == codes[position]).unwrap_or(0);
        // One of the other three, each as likely.
        Edit::single(position, bases[(own + random.random_range(1..4)) % 4])
    };
    drawn.iter().map(|at| change(at, random)).collect()
}
