use std::ops::Range;
use std::rc::Rc;

use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;

use super::VariantScan;
use super::stretch::{StretchError, check_stretch};
use crate::architecture::Edit;
use crate::model::{AnswerError, EncodedConditions, Model};
use crate::sample::Subject;

/// What replacing a stretch does to a response, over several replacements or backgrounds, in the model's
/// output unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReplacementEffect {
    /// Mean of (changed minus unchanged); negative where the stretch supported the response.
    pub mean: f32,
    /// Standard deviation over the replacements or backgrounds.
    pub deviation: f32,
}

impl ReplacementEffect {
    fn of(deltas: &[f32]) -> Self {
        let count = deltas.len() as f32;
        let mean = deltas.iter().sum::<f32>() / count;
        let variance = deltas.iter().map(|delta| (delta - mean).powi(2)).sum::<f32>() / count;
        Self { mean, deviation: variance.sqrt() }
    }
}

/// Effects of replaced stretches, a stretch a row, in one condition; one background a step.
#[derive(Debug)]
pub struct ReplacementJob {
    model: Rc<Model>,
    conditions: EncodedConditions,
    backgrounds: Vec<Subject>,
    /// By stretch, the replacements.
    variants: Vec<Vec<Edit>>,
    /// By stretch, the deltas so far.
    deltas: Vec<Vec<f32>>,
    done: usize,
}

impl ReplacementJob {
    /// Ablation by scrambling: each stretch of the window is shuffled `repeats` times (its composition
    /// stays), from a seed.
    ///
    /// # Errors
    /// [`StretchError`] names the stretch that lies outside the promoter.
    pub fn scramble(
        model: Rc<Model>,
        subject: impl Into<Subject>,
        conditions: (&[f32], usize),
        stretches: &[Range<usize>],
        repeats: usize,
        seed: u64,
    ) -> Result<Self, StretchError> {
        let subject = subject.into();
        let window = subject.window();
        stretches.iter().try_for_each(|stretch| check_stretch(window, stretch))?;
        let mut random = StdRng::seed_from_u64(seed);
        let mut shuffled = |stretch: &Range<usize>| {
            let mut codes = window.codes()[stretch.clone()].to_vec();
            codes.shuffle(&mut random);
            Edit::substitution(stretch.start, codes)
        };
        let variants = stretches.iter().map(|stretch| (0..repeats).map(|_| shuffled(stretch)).collect()).collect();
        Ok(Self::new(model, vec![subject], conditions, variants))
    }

    /// Marginalisation: `motif` (codes of the model's alphabet) is written at each position into each
    /// background.
    ///
    /// # Errors
    /// [`StretchError`] where the motif does not fit there into a background.
    pub fn insert(
        model: Rc<Model>,
        backgrounds: Vec<Subject>,
        conditions: (&[f32], usize),
        motif: &[u8],
        positions: &[usize],
    ) -> Result<Self, StretchError> {
        for background in &backgrounds {
            positions
                .iter()
                .try_for_each(|&position| check_stretch(background.window(), &(position..position + motif.len())))?;
        }
        let at = |&position: &usize| vec![Edit::substitution(position, motif.to_vec())];
        Ok(Self::new(model, backgrounds, conditions, positions.iter().map(at).collect()))
    }

    fn new(
        model: Rc<Model>,
        backgrounds: Vec<Subject>,
        (levels, output): (&[f32], usize),
        variants: Vec<Vec<Edit>>,
    ) -> Self {
        let conditions = model.encode_conditions(levels).of_output(output);
        let deltas = vec![Vec::new(); variants.len()];
        Self { model, conditions, backgrounds, variants, deltas, done: 0 }
    }

    /// Backgrounds to do.
    pub fn total(&self) -> usize {
        self.backgrounds.len()
    }

    /// Backgrounds done.
    pub fn done(&self) -> usize {
        self.done
    }

    /// Computes the next background.
    ///
    /// # Errors
    /// [`AnswerError`] where a sample is not what the model reads or the device fails; what was done stays.
    pub async fn step(&mut self) -> Result<(), AnswerError> {
        let Some(background) = self.backgrounds.get(self.done) else { return Ok(()) };
        let variants = self.variants.iter().flatten().cloned().collect();
        let mut scan = VariantScan::new(Rc::clone(&self.model), background.clone(), self.conditions.clone(), variants);
        while !scan.is_complete() {
            scan.step().await?;
        }
        let stretches = self.variants.iter().enumerate().flat_map(|(stretch, own)| own.iter().map(move |_| stretch));
        for (variant, stretch) in stretches.enumerate() {
            self.deltas[stretch].push(scan.delta(variant, 0));
        }
        self.done += 1;
        Ok(())
    }

    /// One effect a stretch or position, in their order; NaN before the first step.
    pub fn results(&self) -> Vec<ReplacementEffect> {
        self.deltas.iter().map(|deltas| ReplacementEffect::of(deltas)).collect()
    }
}
